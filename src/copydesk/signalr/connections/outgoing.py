"""What waits for a peer that reads too slowly."""

import asyncio
from collections import deque
from typing import NamedTuple

__all__ = ["OutgoingQueue"]

_ENTRY_COST = 128
"""Bytes that an entry takes besides its data, so that many tiny messages count for what they are."""


class _Entry(NamedTuple):
    number: int
    data: bytes

    @property
    def cost(self) -> int:
        return len(self.data) + _ENTRY_COST


class OutgoingQueue:
    """Messages in order, bounded; lossy ones are dropped first, oldest first.

    Args:
        threshold: bytes above which `drain` waits, until half is gone.
        limit: cost above which lossy messages are dropped; see `overflowing`.
    """

    __slots__ = ("_cost", "_drainers", "_firm", "_limit", "_lossy", "_number", "_threshold", "dropped", "size")

    def __init__(self, threshold: int, limit: int) -> None:
        self._threshold, self._limit = threshold, limit
        self._firm: deque[_Entry] = deque()
        self._lossy: deque[_Entry] = deque()
        self._drainers: list[asyncio.Future[None]] = []
        self._number = self._cost = 0
        self.size = 0
        self.dropped = 0

    def __bool__(self) -> bool:
        return bool(self._firm or self._lossy)

    @property
    def overflowing(self) -> bool:
        """Whether messages that may not be dropped are over the limit."""
        return self._cost > self._limit and not self._lossy

    def push(self, data: bytes, *, lossy: bool = False) -> None:
        """Append a message, and drop the oldest lossy ones while the limit is exceeded."""
        self._number += 1
        entry = _Entry(self._number, data)
        (self._lossy if lossy else self._firm).append(entry)
        self.size += len(data)
        self._cost += entry.cost
        while self._cost > self._limit and self._lossy:
            self._forget(self._lossy.popleft())
            self.dropped += 1

    def take(self, at_most: int | None = None) -> bytes:
        """Remove the oldest messages, joined: one at least, more while they fit into `at_most` bytes."""
        parts: list[bytes] = []
        length = 0
        while (entries := self._oldest()) is not None:
            length += len(entries[0].data)
            if parts and at_most is not None and length > at_most:
                break
            parts.append(entries[0].data)
            self._forget(entries.popleft())
        if self.size <= self._threshold // 2:
            self._release()
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def clear(self) -> None:
        """Drop everything and let those go who wait for the queue to drain."""
        self._firm.clear()
        self._lossy.clear()
        self.size = self._cost = 0
        self._release()

    async def drain(self) -> None:
        """Wait while the queue is above its threshold."""
        if self.size > self._threshold:
            waiter = asyncio.get_running_loop().create_future()
            self._drainers.append(waiter)
            await waiter

    def _oldest(self) -> deque[_Entry] | None:
        if self._firm and self._lossy:
            return min(self._firm, self._lossy, key=lambda entries: entries[0].number)
        return self._firm or self._lossy or None

    def _forget(self, entry: _Entry) -> None:
        self.size -= len(entry.data)
        self._cost -= entry.cost

    def _release(self) -> None:
        drainers, self._drainers = self._drainers, []
        for waiter in drainers:
            if not waiter.done():
                waiter.set_result(None)
