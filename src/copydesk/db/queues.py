"""First come, first served: who waits for which lock inside this process.

Waiting here costs no database connection, keeps the order of arrival, and knows the holder by name.
"""

import asyncio
from collections import deque

from copydesk.db.errors import LockTimeoutError
from copydesk.db.locks import LockMode, LockRequest, lock_name

__all__ = ["Holder", "LockQueues"]


class Holder:
    """One unit of work, as the others in the queue see it.

    Args:
        purpose: what it does, for messages; may be empty, and may become known later.
    """

    __slots__ = ("_now", "_since", "_task", "purpose")

    def __init__(self, purpose: str = "") -> None:
        self.purpose = purpose
        self._task = asyncio.current_task()
        self._now = asyncio.get_running_loop().time
        self._since = self._now()

    def __str__(self) -> str:
        task = self._task.get_name() if self._task is not None else "no task"
        return f"{self.purpose or 'a unit of work'} (task {task}, open for {self._now() - self._since:.1f} s)"


class _Waiter:
    __slots__ = ("granted", "holder", "mode")

    def __init__(self, holder: Holder, mode: LockMode) -> None:
        self.holder = holder
        self.mode = mode
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class _Queue:
    """One lock: its holders, and who waits, in order of arrival."""

    __slots__ = ("holders", "waiting")

    def __init__(self) -> None:
        self.holders: dict[Holder, LockMode] = {}
        self.waiting: deque[_Waiter] = deque()

    def take_now(self, holder: Holder, mode: LockMode) -> bool:
        if self.waiting or not self._fits(mode):
            return False
        self.holders[holder] = mode
        return True

    async def wait(self, holder: Holder, mode: LockMode) -> None:
        waiter = _Waiter(holder, mode)
        self.waiting.append(waiter)
        try:
            await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.done() and not waiter.granted.cancelled():
                del self.holders[holder]
            self.admit()
            raise

    def admit(self) -> None:
        # Those whose tasks were cancelled wait no more, even where their turn to notice it has yet to come.
        self.waiting = deque(waiter for waiter in self.waiting if not waiter.granted.cancelled())
        while self.waiting and self._fits(self.waiting[0].mode):
            waiter = self.waiting.popleft()
            self.holders[waiter.holder] = waiter.mode
            waiter.granted.set_result(None)

    def _fits(self, mode: LockMode) -> bool:
        return not self.holders or (
            mode is LockMode.READ and all(held is LockMode.READ for held in self.holders.values())
        )


class LockQueues:
    """The queues of one database in this process.

    Args:
        timeout: how long one lock is waited for, seconds.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._queues: dict[int, _Queue] = {}

    async def take(self, holder: Holder, requests: list[LockRequest]) -> None:
        """Wait for these locks, one after the other; those that were taken stay taken on failure, until `release`.

        Raises:
            LockTimeoutError: one was not free in time.
        """
        for lock, mode in requests:
            queue = self._queues.setdefault(lock, _Queue())
            if not queue.take_now(holder, mode):
                await self._wait(queue, holder, lock, mode)

    def release(self, holder: Holder) -> None:
        """Give back everything this holder has and let the next ones in."""
        for lock, queue in list(self._queues.items()):
            if queue.holders.pop(holder, None) is not None:
                queue.admit()
                if not queue.holders:
                    del self._queues[lock]

    def waiting(self) -> int:
        """Count who waits, over all locks."""
        return sum(len(queue.waiting) for queue in self._queues.values())

    async def _wait(self, queue: _Queue, holder: Holder, lock: int, mode: LockMode) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await queue.wait(holder, mode)
        except TimeoutError:
            holders = tuple(str(other) for other in queue.holders)
            raise LockTimeoutError(
                f"the {lock_name(lock)} was not free for {holder} within {self._timeout:g} s; "
                f"held by: {', '.join(holders)}",
                holders=holders,
            ) from None
