"""The journal of one tenant on one node."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from copydesk.db import Database, UnitOfWork, ambient_unit
from copydesk.journal import store
from copydesk.journal.attribution import current_attribution
from copydesk.journal.bell import Bell
from copydesk.journal.doorbell import Doorbell
from copydesk.journal.errors import TooFarBackError, UnknownPositionError
from copydesk.journal.ids import time_ordered_id
from copydesk.journal.model import Bounds, Change, ChangeRecord
from copydesk.journal.sequencer import Sequencer
from copydesk.journal.tail import Tail

__all__ = ["Journal", "JournalOptions"]

_FIELDS = tuple(field.name for field in fields(Change))


@dataclass(frozen=True, slots=True)
class JournalOptions:
    """How the journal is followed.

    Attributes:
        tenant: the name that records carry.
        batch: how many records are read at once.
        every: how often readers and the sequencer look without being woken, seconds.
    """

    tenant: str = "home"
    batch: int = 500
    every: float = 1.0


class Journal:
    """Appends to the journal and reads it. One for each tenant and node.

    Args:
        database: the tenant's database.
        now: the time.
        random_id: makes random ids.
        options: how it is followed.

    Attributes:
        news: rings when there may be new positions.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        random_id: Callable[[], UUID],
        options: JournalOptions | None = None,
    ) -> None:
        self.options = options or JournalOptions()
        self.news = Bell()
        self.database = database
        self._now = now
        self._random_id = random_id
        self._sequencer = Sequencer(database, self.news)
        self._doorbell = Doorbell(database, self.news)

    # ------------------------------------------------------------ writing

    async def append(self, changes: Iterable[Change]) -> None:
        """Append changes with the unit of work that is open in this task, or in one of their own.

        They are told when that is committed; if it is rolled back, they never were. Hooks before the commit may append.

        Raises:
            AmbientDatabaseError: the unit of work of this task is on another database.
            WriteInReadScopeError: it only reads.
        """
        rows = [self._row(change) for change in changes]
        if not rows:
            return
        unit = ambient_unit()
        if unit is not None and unit.is_committing and unit.backend is self.database.backend:
            self._append(unit, rows)
            return
        async with self.database.write("Journal.append") as scope:
            unit = ambient_unit()
            if unit is not None:
                self._append(unit, rows)
            scope.complete()

    def _row(self, change: Change) -> dict[str, Any]:
        by, at = current_attribution(), self._now()
        row = {name: getattr(change, name) for name in _FIELDS}
        row["audience"] = change.audience.value
        row["actor"] = change.actor or by.actor
        row["origin"] = change.origin or by.origin
        ids = {"id": time_ordered_id(at, self._random_id()), "site": by.site, "trace_id": by.trace_id}
        return {**row, **ids, "at": at}

    def _append(self, unit: UnitOfWork, rows: list[dict[str, Any]]) -> None:
        at_once = self._sequencer.numbers_at_insert
        unit.execute_later(store.numbered_inserts(rows) if at_once else store.inserts(rows))
        if self._committed not in unit.after_commit:
            unit.after_commit.append(self._committed)

    async def _committed(self) -> None:
        self._sequencer.committed_here()

    # ------------------------------------------------------------ reading

    async def bounds(self) -> Bounds:
        """Return what the journal holds."""
        async with self.database.read("Journal") as scope:
            return await store.bounds(scope)

    async def read(self, after: int, most: int | None = None) -> list[ChangeRecord]:
        """Return the records after a position, in order; at most a batch, or `most`.

        Raises:
            TooFarBackError: some of them have been removed.
            UnknownPositionError: the position was never given out.
        """
        async with self.database.read("Journal") as scope:  # One state of the database: bounds and records agree.
            held = await store.bounds(scope)
            if after < held.oldest:
                raise TooFarBackError(after, held.oldest)
            if after > held.newest:
                raise UnknownPositionError(after, held.newest)
            if after == held.newest:
                return []
            return await store.records_after(scope, self.options.tenant, after, most or self.options.batch)

    def tail(self, after: int) -> Tail:
        """Follow the journal from a position on: a loop over batches that waits for more."""
        return Tail(self, after)

    async def settled(self) -> int:
        """Return the newest position, once everything committed before this call has one.

        Raises:
            SequenceInsideUnitError: a unit of work is open in this task.
        """
        await self._sequencer.sequence()
        return (await self.bounds()).newest

    # ------------------------------------------------------------ running

    async def run(self) -> None:
        """Give positions and listen to other nodes, until cancelled. Every node must run this."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sequencer.run(self.options.every), name="journal sequencer")
            tasks.create_task(self._doorbell.run(self.options.every), name="journal doorbell")
