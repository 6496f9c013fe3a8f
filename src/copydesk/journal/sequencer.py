"""The sequencer: gives committed records their positions, one transaction at a time in the whole tenant.

A number that the database draws at insert is no commit order: one drawn early can become visible late. So positions
are given afterwards, under a lock that is held until they are visible. Whoever reads by position then never sees a
later one before an earlier one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from copydesk.db import Database, DatabaseError, Engine, ambient_unit
from copydesk.journal import store
from copydesk.journal.bell import Bell
from copydesk.journal.errors import SequenceInsideUnitError

__all__ = ["JOURNAL_LOCK", "Sequencer", "channel"]

_log = logging.getLogger(__name__)

JOURNAL_LOCK: Final = 1000
"""The lock of whoever gives positions. It is taken alone, so it stands after all others."""
_MOST = 1000


def channel(database: Database) -> str:
    """Return the name of the PostgreSQL channel on which new positions are announced."""
    return f"copydesk_journal_{database.url.schema or 'default'}"


class Sequencer:
    """Gives positions. On SQLite the one writer did it already when it inserted, so there it only looks.

    Args:
        database: the tenant's database.
        numbered: rung when there are new positions.
        most: how many records get positions in one transaction.
    """

    def __init__(self, database: Database, numbered: Bell, *, most: int = _MOST) -> None:
        self._database = database
        self._numbered = numbered
        self._most = most
        self._turn = asyncio.Lock()
        self._asked = 0
        self._answered = 0
        self.committed = Bell()
        self.numbers_at_insert = database.url.engine is Engine.SQLITE

    async def sequence(self) -> None:
        """Return when everything that was committed before this call has its position. Callers share the work.

        Raises:
            SequenceInsideUnitError: a unit of work is open in this task.
        """
        if ambient_unit() is not None:
            raise SequenceInsideUnitError
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._answered >= mine:  # Somebody who began after this call has seen to it.
                return
            upto = self._asked
            while not self.numbers_at_insert and await self._some() == self._most:
                pass
            self._answered = upto

    async def run(self, every: float) -> None:
        """Give positions whenever this node has committed something, and look every so many seconds besides."""
        while not self.numbers_at_insert:
            heard = self.committed.rings
            await _surviving(self.sequence)
            await self.committed.wait(heard, every)

    def committed_here(self) -> None:
        """Note that this node has committed records."""
        self.committed.ring()
        if self.numbers_at_insert:
            self._numbered.ring()

    async def _some(self) -> int:
        async with self._database.write("Sequencer") as scope:
            await scope.write_lock(JOURNAL_LOCK)
            numbered = await store.number(scope, self._most, channel(self._database))
            scope.complete()
        if numbered:
            self._numbered.ring()
        return numbered


async def _surviving(work: Callable[[], Awaitable[None]]) -> None:
    """Do it, and log it if the database cannot: the next turn does what is left."""
    try:
        await work()
    except (DatabaseError, SQLAlchemyError) as error:
        _log.warning("records could not be given positions now; trying again: %s", error)
