"""Streams that a client sends to a hub method."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

__all__ = ["UploadStream"]


class UploadStream(AsyncIterator[Any]):
    """A bounded queue between the connection's reader and one hub method.

    Args:
        item_type: what each item is converted to.
        capacity: how many items may wait; then the reader waits.
    """

    __slots__ = ("_capacity", "_error", "_finished", "_items", "_waiters", "item_type")

    def __init__(self, item_type: Any, capacity: int) -> None:
        self.item_type = item_type
        self._capacity = capacity
        self._items: deque[Any] = deque()
        self._finished = False
        self._error: Exception | None = None
        self._waiters: list[asyncio.Future[None]] = []

    @property
    def full(self) -> bool:
        """Whether `put` has to wait."""
        return len(self._items) >= self._capacity and not self._finished

    async def put(self, item: Any) -> None:
        """Hand one item over; waits while the queue is full. An item for a stream that has ended is dropped."""
        while self.full:
            await self._changed()
        if not self._finished:
            self._items.append(item)
            self._wake()

    def finish(self, error: Exception | None = None) -> None:
        """End the stream after the items that wait: in peace, or by raising `error` in the hub method."""
        if not self._finished:
            self._finished, self._error = True, error
            self._wake()

    def close(self) -> None:
        """Drop everything: the hub method is over."""
        self._items.clear()
        self.finish()

    async def __anext__(self) -> Any:
        while not self._items:
            if self._finished:
                error, self._error = self._error, None
                raise error or StopAsyncIteration
            await self._changed()
        item = self._items.popleft()
        self._wake()
        return item

    async def _changed(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        await waiter

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
