"""SQLite: a file in WAL mode, one writing connection with a fair queue in front of it, and several reading ones."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from copydesk.db.backend import Statements, begin_on, driver_connection, explained_error, run_statements
from copydesk.db.driver import QuickConnection
from copydesk.db.errors import DatabaseUnavailableError, DatabaseUrlError, LockTimeoutError
from copydesk.db.locks import WRITER, LockMode, LockRequest
from copydesk.db.queues import Holder, LockQueues
from copydesk.db.url import DatabaseUrl

__all__ = ["SqliteBackend"]

_TURN: list[LockRequest] = [(WRITER, LockMode.WRITE)]
_CACHED_STATEMENTS = 512
_TRIES = 20
_WRITE, _READ = "BEGIN IMMEDIATE", "BEGIN"


class SqliteBackend:
    """The embedded engine. Tree locks cost nothing here: there is one writer at a time anyway.

    Args:
        url: the database file.
        lock_timeout: how long to wait for the writer's turn, seconds.
        connections: how many reading connections may be open at once.
        foreign_keys: whether writes are checked against foreign keys; off only for migrations.
    """

    def __init__(self, url: DatabaseUrl, *, lock_timeout: float, connections: int, foreign_keys: bool = True) -> None:
        _check_folder(url.path)
        self._url = url
        self._timeout = lock_timeout
        self._queues = LockQueues(lock_timeout)
        writing = ("foreign_keys = ON",) if foreign_keys else ()
        self._writer = _create(url, lock_timeout, 1, _WRITE, writing)
        self._readers = _create(url, lock_timeout, connections, _READ, ("query_only = ON",))

    @property
    def engine(self) -> AsyncEngine:
        """The engine of the writing connection."""
        return self._writer

    async def begin_write(self, holder: Holder) -> AsyncConnection:
        """Wait for the turn and begin the one writing transaction."""
        await self._queues.take(holder, _TURN)
        return await self._begin(self._writer)

    async def begin_read(self) -> AsyncConnection:
        """Begin a reading transaction; writers do not disturb it."""
        return await self._begin(self._readers)

    async def queue(self, holder: Holder, requests: list[LockRequest]) -> None:
        """Do nothing: the writer's turn is the only queue."""

    async def lock(self, connection: AsyncConnection, requests: list[LockRequest]) -> None:
        """Do nothing: the transaction already excludes every other writer."""

    async def execute_all(self, connection: AsyncConnection, statements: Statements) -> None:
        """Run statements in one trip to the database's thread."""
        driver: QuickConnection = driver_connection(connection)
        with driver.collecting() as works:
            await connection.run_sync(run_statements, statements)
        try:
            await driver.run_all(works)
        except sqlite3.Error as error:
            raise explained_error(error, connection) from error

    def release(self, holder: Holder) -> None:
        """Give the turn to the next writer."""
        self._queues.release(holder)

    def is_aborted(self, connection: AsyncConnection) -> bool:
        """Tell whether SQLite ended the transaction by itself, as it does when the disk is full."""
        return not driver_connection(connection).in_transaction

    def __str__(self) -> str:
        return str(self._url)

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._readers.dispose()

    async def _begin(self, engine: AsyncEngine) -> AsyncConnection:
        try:
            return await begin_on(engine, self._url, self._timeout)
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> Exception:
        reason = getattr(error, "orig", error)
        if "locked" in str(reason):
            return LockTimeoutError(
                f"another process writes to {self._url.path} for longer than {self._timeout:g} s; "
                "only one process may write at a time",
                holders=("another process",),
            )
        return DatabaseUnavailableError(f"{self._url.path} cannot be opened: {reason}")


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise DatabaseUrlError(f"the folder {path.parent} for the database does not exist; create it first")
    if path.is_dir():
        raise DatabaseUrlError(f"{path} is a folder; the URL must name a file")


def _create(url: DatabaseUrl, timeout: float, size: int, begin: str, pragmas: tuple[str, ...]) -> AsyncEngine:
    def connect(*_: Any, **__: Any) -> QuickConnection:
        return QuickConnection(partial(_open, url, timeout, pragmas), begin, reading=begin == _READ)

    engine = create_async_engine(
        url.url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=timeout,
        pool_reset_on_return=None,
        connect_args={"async_creator_fn": connect},
    )

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Any) -> None:
        await_only(connection.connection.driver_connection.begin())

    return engine


def _open(url: DatabaseUrl, timeout: float, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(
        url.path,
        timeout=timeout,
        isolation_level=None,  # The driver begins no transaction by itself.
        check_same_thread=False,  # It is opened and used in one thread, and closed in another when a program ends.
        cached_statements=_CACHED_STATEMENTS,
    )
    _use_wal(connection)
    for pragma in (f"synchronous = {url.synchronous}", *pragmas):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log.

    Two that open a new file at once get in each other's way here, and SQLite does not wait then: so wait for a lock, as
    it does there, and try again.
    """
    for _ in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")
