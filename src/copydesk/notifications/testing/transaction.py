"""A transaction over nothing that writes down what is asked of it, and crashes where a test wants it to."""

from collections.abc import Sequence
from enum import Enum

from copydesk.notifications.contracts import Notification

__all__ = ["CrashError", "CrashPoint", "FakeTransaction", "FakeTransactions"]


class CrashPoint(Enum):
    """Where a fake transaction crashes: at the begin, before or after the commit took hold, or at the rollback."""

    BEGIN = "begin"
    BEFORE_COMMIT = "before commit"
    AFTER_COMMIT = "after commit"
    ROLLBACK = "rollback"


class CrashError(Exception):
    """The fake transaction crashed, as the test asked.

    Attributes:
        point: where.
    """

    def __init__(self, point: CrashPoint) -> None:
        super().__init__(f"crashed at {point.value}, as the test asked")
        self.point = point


class FakeTransactions:
    """Makes fake transactions; give it to a `ScopeProvider`.

    `log` lists what was asked ("begin", "commit", "rollback"), `committed` what each commit that took hold was given.
    `crash_at` may be set at any time.
    """

    def __init__(self, *, crash_at: set[CrashPoint] | None = None) -> None:
        self.crash_at = crash_at or set()
        self.log: list[str] = []
        self.committed: list[tuple[Notification, ...]] = []

    def __call__(self) -> "FakeTransaction":
        """Make a transaction."""
        return FakeTransaction(self)


class FakeTransaction:
    """One fake transaction."""

    def __init__(self, transactions: FakeTransactions) -> None:
        self._transactions = transactions

    async def begin(self) -> None:
        """Write down "begin"."""
        self._reach("begin", CrashPoint.BEGIN)

    async def commit(self, notifications: Sequence[Notification]) -> None:
        """Write down "commit", and what is committed."""
        self._reach("commit", CrashPoint.BEFORE_COMMIT)
        self._transactions.committed.append(tuple(notifications))
        if CrashPoint.AFTER_COMMIT in self._transactions.crash_at:
            raise CrashError(CrashPoint.AFTER_COMMIT)

    async def rollback(self) -> None:
        """Write down "rollback"."""
        self._reach("rollback", CrashPoint.ROLLBACK)

    def _reach(self, event: str, point: CrashPoint) -> None:
        self._transactions.log.append(event)
        if point in self._transactions.crash_at:
            raise CrashError(point)
