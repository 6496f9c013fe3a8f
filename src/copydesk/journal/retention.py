"""Retention: old records go, and whoever asks for them afterwards is told so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from copydesk.db import WriteScope
from copydesk.journal import store
from copydesk.journal.journal import Journal
from copydesk.journal.sequencer import JOURNAL_LOCK

__all__ = ["Retention", "prune"]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long records are kept.

    Attributes:
        read: how long those are kept that every durable reader has read.
        unread: how long those are kept that one has not.
    """

    read: timedelta = timedelta(days=7)
    unread: timedelta = timedelta(days=30)

    def __post_init__(self) -> None:
        """Refuse to keep what is unread for less long."""
        if self.unread < self.read:
            raise ValueError("what is unread must be kept at least as long as what is read")


async def prune(journal: Journal, retention: Retention, now: Callable[[], datetime], *, most: int = 1000) -> int:
    """Remove what is old enough, in transactions of at most `most` records, and return how many there were."""
    total = 0
    while True:
        async with journal.database.write("prune") as scope:
            await scope.write_lock(JOURNAL_LOCK)
            removed = await _some(scope, retention, now(), most)
            scope.complete()
        total += removed
        if removed < most:
            return total


async def _some(scope: WriteScope, retention: Retention, now: datetime, most: int) -> int:
    held = await store.bounds(scope)
    slowest = await store.slowest_cursor(scope)
    old_enough = await store.up_to_age(scope, held, now - retention.read)
    if slowest is not None and slowest < old_enough:
        old_enough = max(slowest, await store.up_to_age(scope, held, now - retention.unread))
    last = min(old_enough, held.oldest + most)
    return await store.remove_up_to(await scope.connection(), last) if last > held.oldest else 0
