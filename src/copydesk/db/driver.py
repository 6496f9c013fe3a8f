"""aiosqlite with one trip to the database's thread for each statement.

SQLAlchemy makes a cursor, runs the statement, fetches and closes; with aiosqlite's own cursor each of these is a trip,
and trips cost more than most statements. Rows are fetched whole, so read large results in pages.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Self

from aiosqlite import Connection

__all__ = ["QuickConnection", "QuickCursor"]

_CHUNK = 64
Work = Callable[[sqlite3.Connection], None]


class QuickCursor:
    """The cursor that SQLAlchemy's adapter drives. Everything but a statement itself is answered from memory."""

    def __init__(self, connection: "QuickConnection") -> None:
        self._connection = connection
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and fetch its rows."""
        await self._connection.run(partial(self._run, sqlite3.Cursor.execute, statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run a statement once for each set of parameters."""
        await self._connection.run(partial(self._run, sqlite3.Cursor.executemany, statement, parameters))
        return self

    async def fetchone(self) -> Any:
        """Give the next row, or None."""
        return self._rows.popleft() if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Give the next rows."""
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    async def fetchall(self) -> list[Any]:
        """Give all rows that are left."""
        rows = list(self._rows)
        self._rows.clear()
        return rows

    async def close(self) -> None:
        """Forget the rows."""
        self._rows.clear()

    async def __aenter__(self) -> Self:
        return self

    def _run(
        self, method: Callable[..., object], statement: str, parameters: Any, connection: sqlite3.Connection
    ) -> None:
        cursor = connection.cursor()
        try:
            method(cursor, statement, parameters)
            self.description = cursor.description
            self._rows = deque(cursor.fetchall() if cursor.description else ())
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class QuickConnection(Connection):
    """A connection whose cursors are quick.

    Args:
        connector: opens the connection, in its thread.
        begin: the statement that begins a transaction.
        reading: whether it never writes; then nobody need wait for its transactions to begin and end.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], begin: str, *, reading: bool) -> None:
        super().__init__(connector, _CHUNK)
        self._begin = begin
        self._collected: list[Work] | None = None
        self._ended: asyncio.Future[None] | None = None
        self._reading = reading
        self._thread.daemon = True  # A program that forgets to close ends all the same.

    def stop(self) -> asyncio.Future[None] | None:
        """End the thread, and remember when it has ended."""
        self._ended = super().stop()
        return self._ended

    async def _connect(self) -> Self:
        try:
            _ = await super()._connect()
        except BaseException:
            if self._ended is not None:  # Else the thread may outlive the event loop, and fail to tell it of its end.
                await asyncio.shield(self._ended)
            raise
        return self

    def cursor(self) -> QuickCursor:  # type: ignore[override] # an aiosqlite cursor costs a trip to be made
        """Make a cursor."""
        return QuickCursor(self)

    async def run(self, work: Work) -> None:
        """Do something with the connection in its thread; while collecting, keep it for later."""
        if self._collected is not None:
            self._collected.append(work)
        else:
            await self._in_thread(partial(work, self._conn))

    @contextmanager
    def collecting(self) -> Iterator[list[Work]]:
        """Keep what would be done inside, instead of doing it."""
        self._collected = []
        try:
            yield self._collected
        finally:
            self._collected = None

    async def run_all(self, works: Sequence[Work]) -> None:
        """Do several things in one trip; the first that fails ends it."""
        connection = self._conn

        def run() -> None:
            for work in works:
                work(connection)

        await self._in_thread(run)

    async def begin(self) -> None:
        """Begin a transaction. One that is no longer wanted when it could begin at last is undone at once."""
        begin = partial(self._conn.execute, self._begin)
        if self._reading:
            self._later(begin)
            return
        try:
            await self._in_thread(begin)
        except asyncio.CancelledError:
            self._later(self._conn.rollback)
            raise

    async def rollback(self) -> None:
        """Undo the transaction."""
        if self._reading:
            self._later(self._conn.rollback)
        else:
            await self._in_thread(self._conn.rollback)

    def _later(self, work: Callable[[], object]) -> None:
        self._tx.put_nowait((None, work))

    async def _in_thread(self, work: Callable[[], object]) -> None:
        await self._execute(work)  # type: ignore[no-untyped-call] # aiosqlite leaves it without annotations
