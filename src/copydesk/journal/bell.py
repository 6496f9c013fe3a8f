"""A bell: wakes those who wait, and tells those who were busy that it rang meanwhile."""

import asyncio

__all__ = ["Bell"]


class Bell:
    """Rings in one event loop. Note `rings` before looking for work; then no ring is missed."""

    def __init__(self) -> None:
        self._rings = 0
        self._next = asyncio.Event()

    @property
    def rings(self) -> int:
        """How often it has rung."""
        return self._rings

    def ring(self) -> None:
        """Wake everybody who waits."""
        self._rings += 1
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self, heard: int, timeout: float) -> bool:  # noqa: ASYNC109 - a turn of a loop, not an error.
        """Wait until it has rung more often than `heard`, at most `timeout` seconds; tell whether it has."""
        if self._rings == heard:
            try:
                async with asyncio.timeout(timeout):
                    await self._next.wait()
            except TimeoutError:
                return False
        return True
