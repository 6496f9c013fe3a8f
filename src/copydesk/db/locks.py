"""Which locks there are, in which order they may be taken, and what one unit of work holds."""

from collections.abc import Iterable
from enum import Enum, IntEnum

from copydesk.db.errors import LockOrderError, LockUpgradeError

__all__ = ["MIGRATIONS", "WRITER", "HeldLocks", "LockMode", "LockRequest", "TreeLock", "lock_name"]

MIGRATIONS = 0
"""The lock of those who change the tables themselves; no unit of work takes it."""
WRITER = -1
"""The turn of the only writer of an SQLite database."""
_INTERNAL = {MIGRATIONS: "right to migrate", WRITER: "only writer of an SQLite database"}


class TreeLock(IntEnum):
    """The locks of the house, with the reference's numbers, in the order in which they may be taken.

    A tree stands before its types: a save holds its tree and then reads the types, and a change of types holds both.
    Own locks are any positive integers; they stand after these, in numeric order.
    """

    CONTENT_TREE = -333
    CONTENT_TYPES = -332
    MEDIA_TREE = -335
    MEDIA_TYPES = -334
    MEMBER_TREE = -337
    MEMBER_TYPES = -336
    DOMAINS = -338
    LANGUAGES = -340
    KEY_VALUES = -339
    SCHEDULED_PUBLISHING = -341
    SERVERS = -331
    WEBHOOK_REQUEST = -342
    WEBHOOK_LOGS = -343


class LockMode(Enum):
    """Readers share a lock, a writer has it alone."""

    READ = "read"
    WRITE = "write"


LockRequest = tuple[int, LockMode]

_RANK = {lock.value: rank for rank, lock in enumerate(TreeLock, start=-len(TreeLock))}


def _rank(lock: int) -> int:
    if lock > 0:
        return lock
    if lock in _RANK:
        return _RANK[lock]
    raise LockOrderError(f"{lock} is no lock: use a TreeLock, or a positive integer for a lock of your own")


def lock_name(lock: int) -> str:
    """Name a lock for people: `content tree`, or `lock 7` for one of your own."""
    if lock in _INTERNAL:
        return _INTERNAL[lock]
    return TreeLock(lock).name.lower().replace("_", " ") if lock < 0 else f"lock {lock}"


class HeldLocks:
    """The locks of one unit of work. Refuses what could deadlock, before anything waits."""

    __slots__ = ("_held", "_top")

    def __init__(self) -> None:
        self._held: dict[int, LockMode] = {}
        self._top: int | None = None

    def missing(self, write: Iterable[int], read: Iterable[int] = ()) -> list[LockRequest]:
        """List the locks that are still to be taken, in the order to take them.

        Raises:
            LockUpgradeError: one of `write` is held for reading.
            LockOrderError: one of them stands before a lock that is held already.
        """
        wanted = dict.fromkeys(read, LockMode.READ) | dict.fromkeys(write, LockMode.WRITE)
        requests = [(lock, mode) for lock, mode in wanted.items() if not self._has(lock, mode)]
        requests.sort(key=lambda request: _rank(request[0]))
        if requests and self._top is not None and _rank(requests[0][0]) < _rank(self._top):
            raise LockOrderError(_out_of_order(requests[0][0], self._top))
        return requests

    def add(self, requests: list[LockRequest]) -> None:
        """Note that these locks are held now."""
        if requests:
            self._held.update(requests)
            self._top = max(self._held, key=_rank)

    def _has(self, lock: int, mode: LockMode) -> bool:
        held = self._held.get(lock)
        if held is LockMode.READ and mode is LockMode.WRITE:
            raise LockUpgradeError(
                f"the {lock_name(lock)} is locked for reading and cannot be locked for writing now; "
                "take the write lock first"
            )
        return held is not None


def _out_of_order(lock: int, top: int) -> str:
    return (
        f"the {lock_name(lock)} must be locked before the {lock_name(top)}, which this unit of work already holds; "
        f"open an outer scope that locks both, or do this after the commit"
    )
