"""The doorbell: other nodes announce new positions over PostgreSQL. A lost ring costs time, never a record."""

import logging

import psycopg
from psycopg import AsyncConnection, sql

from copydesk.db import Database, Engine
from copydesk.journal.bell import Bell
from copydesk.journal.sequencer import channel

__all__ = ["Doorbell"]

_log = logging.getLogger(__name__)


class Doorbell:
    """Listens on a connection of its own and rings the node's bell.

    Args:
        database: the tenant's database.
        bell: what readers of this node wait for.
    """

    def __init__(self, database: Database, bell: Bell) -> None:
        self._database = database
        self._bell = bell
        self._quiet = Bell()

    async def run(self, every: float) -> None:
        """Listen; after a lost connection, listen again after so many seconds. Without PostgreSQL return at once."""
        while self._database.url.engine is Engine.POSTGRESQL:
            try:
                await self._listen()
            except psycopg.Error as error:
                _log.warning("other nodes cannot be heard now; listening again soon: %s", error)
            await self._quiet.wait(self._quiet.rings, every)

    async def _listen(self) -> None:
        url = self._database.url.url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with await AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel(self._database))))
            self._bell.ring()  # What was announced before is found by looking.
            async for _ in connection.notifies():
                self._bell.ring()
