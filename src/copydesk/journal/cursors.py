"""Durable readers: each has a name, and the database knows how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from copydesk.journal import store
from copydesk.journal.errors import JournalError
from copydesk.journal.journal import Journal
from copydesk.journal.tables import journal_cursors
from copydesk.journal.tail import Tail

__all__ = ["Cursors", "Lag", "UnknownReaderError"]


class UnknownReaderError(JournalError, KeyError):
    """No reader of this name has been registered."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no reader of the journal is called {name!r}; register it first")
        self.name = name

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a reader is behind.

    Attributes:
        records: how many records it has not read yet.
        updated: when it came on last.
    """

    records: int
    updated: datetime


class Cursors:
    """The durable readers of one journal.

    Work and progress that shall stand or fall together go into one unit of work: `advance` joins it.

    Args:
        journal: what is read.
        now: the time.
    """

    def __init__(self, journal: Journal, now: Callable[[], datetime]) -> None:
        self._journal = journal
        self._database = journal.database
        self._now = now

    async def register(self, name: str, *, from_start: bool = False) -> int:
        """Make a reader known, and return how far it has come; one that is known stays where it is.

        Args:
            name: its name.
            from_start: whether a new one begins with the oldest record, not with what comes next.
        """
        async with self._database.write("Cursors.register") as scope:
            known = await scope.scalar(select(journal_cursors.c.position).where(journal_cursors.c.name == name))
            held = await store.bounds(scope)
            position = int(known) if known is not None else held.oldest if from_start else held.newest
            if known is None:
                await scope.execute(insert(journal_cursors), {**self._row(position), "name": name})
            scope.complete()
        return position

    async def position(self, name: str) -> int:
        """Return how far a reader has come.

        Raises:
            UnknownReaderError: it is not registered.
        """
        async with self._database.read("Cursors") as scope:
            known = await scope.scalar(select(journal_cursors.c.position).where(journal_cursors.c.name == name))
        if known is None:
            raise UnknownReaderError(name)
        return int(known)

    async def tail(self, name: str) -> Tail:
        """Follow the journal from where a reader has come to. Say `advance` for what it is done with.

        Raises:
            UnknownReaderError: it is not registered.
        """
        return self._journal.tail(await self.position(name))

    async def advance(self, name: str, position: int) -> None:
        """Note that a reader is done with everything up to a position. It never goes back by this.

        Raises:
            UnknownReaderError: it is not registered.
        """
        await self._move(name, position, only_forward=True)

    async def rewind(self, name: str, position: int) -> None:
        """Let a reader go on from any position, also an earlier one.

        Raises:
            UnknownReaderError: it is not registered.
        """
        await self._move(name, position, only_forward=False)

    async def forget(self, name: str) -> None:
        """Remove a reader; records need no longer be kept for it."""
        async with self._database.write("Cursors.forget") as scope:
            await scope.execute(delete(journal_cursors).where(journal_cursors.c.name == name))
            scope.complete()

    async def lags(self) -> dict[str, Lag]:
        """Return how far each reader is behind."""
        async with self._database.read("Cursors") as scope:
            newest = (await store.bounds(scope)).newest
            rows = (await scope.execute(select(journal_cursors).order_by(journal_cursors.c.name))).all()
        return {row.name: Lag(newest - row.position, row.updated) for row in rows}

    async def _move(self, name: str, position: int, *, only_forward: bool) -> None:
        mine = journal_cursors.c.name == name
        async with self._database.write("Cursors.advance") as scope:
            known = await scope.scalar(select(journal_cursors.c.position).where(mine).with_for_update())
            if known is None:
                raise UnknownReaderError(name)
            if position > known or not only_forward:
                await scope.execute(update(journal_cursors).where(mine).values(self._row(position)))
            scope.complete()

    def _row(self, position: int) -> dict[str, object]:
        return {"position": position, "updated": self._now()}
