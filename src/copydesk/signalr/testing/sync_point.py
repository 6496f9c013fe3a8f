"""A place where code under test stops until the test lets it go on."""

import asyncio

__all__ = ["SyncPoint"]


class SyncPoint:
    """The code under test calls `wait`, the test calls `reached` and then `go_on`: an order, not a delay."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def wait(self) -> None:
        """Say that this place is reached, and stop until the test lets it go on."""
        self._reached.set()
        await self._released.wait()

    async def reached(self) -> None:
        """Return when the code under test has come to this place."""
        await self._reached.wait()

    @property
    def is_reached(self) -> bool:
        """Whether the code under test has come to this place."""
        return self._reached.is_set()

    def go_on(self) -> None:
        """Let the code under test go on."""
        self._released.set()
