"""A clock that stands still until the test moves it."""

import asyncio
import heapq
import types
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from itertools import count

__all__ = ["FakeClock", "turns"]

_SETTLING = 25


@types.coroutine
def _turn() -> Generator[None]:
    yield


async def turns(number: int = _SETTLING) -> None:
    """Let every task that can go on do so, for a number of rounds of the event loop."""
    for _ in range(number):
        await _turn()


class FakeClock:
    """A `Clock` for tests: time passes only in `advance`.

    Args:
        start: what time of day it is at first (aware).
    """

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._elapsed = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        """Return the seconds that the test has let pass."""
        return self._elapsed

    def now(self) -> datetime:
        """Return the time of day."""
        return self._start + timedelta(seconds=self._elapsed)

    async def sleep(self, seconds: float) -> None:
        """Wait until the test has let `seconds` pass; zero gives other tasks a turn."""
        if seconds <= 0:
            await _turn()
            return
        sleeper = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), sleeper))
        await sleeper

    async def advance(self, seconds: float) -> None:
        """Let time pass, waking sleepers one after the other at their own moments, and let all tasks react."""
        await turns()
        target = self._elapsed + seconds
        while self._sleepers and self._sleepers[0][0] <= target:
            self._elapsed, _, sleeper = heapq.heappop(self._sleepers)
            if not sleeper.done():
                sleeper.set_result(None)
                await turns()
        self._elapsed = target
        await turns()
