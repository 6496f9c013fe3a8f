"""Time as a port: everything that waits or looks at the hour takes a `Clock`."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    """What the server knows about time."""

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start that never go backwards."""
        ...

    def now(self) -> datetime:
        """Return the time of day, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`; zero gives other tasks a turn."""
        ...


class SystemClock:
    """The machine's own clock."""

    __slots__ = ()

    def monotonic(self) -> float:
        """Return the seconds of the machine's monotonic clock."""
        return time.monotonic()  # noqa: TID251 - this is the adapter behind the port

    def now(self) -> datetime:
        """Return the machine's time of day, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the adapter behind the port

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass on the event loop."""
        await asyncio.sleep(seconds)  # noqa: TID251 - this is the adapter behind the port
