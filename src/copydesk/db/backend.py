"""What the unit of work asks of a database engine."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Connection, Executable, Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from copydesk.db.errors import LockTimeoutError
from copydesk.db.locks import LockRequest
from copydesk.db.queues import Holder

__all__ = ["Backend", "Statements", "begin_on", "driver_connection", "explained_error", "run_statements"]

Statements = Sequence[tuple[Executable, Sequence[Mapping[str, Any]]]]
"""Statements, each with the sets of parameters to run it with."""


async def begin_on(engine: AsyncEngine, what: object, patience: float) -> AsyncConnection:
    """Take a connection out of the engine's pool and begin a transaction.

    Args:
        engine: whose pool.
        what: the database, for messages.
        patience: how long the pool waits for a free connection, seconds.

    Raises:
        LockTimeoutError: all connections are in use for too long.
    """
    try:
        connection = await engine.connect()
    except PoolTimeoutError as error:
        raise LockTimeoutError(f"no connection to {what} was free within {patience:g} s") from error
    try:
        _ = await connection.begin()
    except BaseException:
        await asyncio.shield(connection.close())
        raise
    return connection


def driver_connection(connection: AsyncConnection) -> Any:
    """Give the driver's own connection below SQLAlchemy's."""
    sync_connection = connection.sync_connection
    return None if sync_connection is None else sync_connection.connection.driver_connection


def run_statements(connection: Connection, statements: Statements) -> None:
    """Run statements one after the other, without asking for the keys that the database may have made."""
    for statement, parameters in statements:
        if parameters:
            connection.execute(_without_result(statement), parameters)


@lru_cache(maxsize=512)
def _without_result(statement: Executable) -> Executable:
    return statement.inline() if isinstance(statement, Insert) else statement


def explained_error(error: Exception, connection: AsyncConnection) -> BaseException:
    """Turn a driver's error into SQLAlchemy's, as if one statement had raised it."""
    dialect, lost = connection.dialect, False
    if isinstance(error, dialect.loaded_dbapi.Error):
        lost = dialect.is_disconnect(error, driver_connection(connection), None)
    return DBAPIError.instance(
        None, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )


class Backend(Protocol):
    """One engine: connections with a transaction begun, and its way of locking."""

    async def begin_write(self, holder: Holder) -> AsyncConnection:
        """Give a connection in a writing transaction.

        Raises:
            LockTimeoutError: no connection was free in time.
            DatabaseUnavailableError: the database cannot be reached.
        """
        ...

    async def begin_read(self) -> AsyncConnection:
        """Give a connection in a transaction that sees one state of the database and cannot write."""
        ...

    async def queue(self, holder: Holder, requests: list[LockRequest]) -> None:
        """Wait in this process until no other unit of work here has these locks."""
        ...

    async def lock(self, connection: AsyncConnection, requests: list[LockRequest]) -> None:
        """Take the locks in the database, until the transaction ends."""
        ...

    async def execute_all(self, connection: AsyncConnection, statements: Statements) -> None:
        """Run statements in order, in one trip to the database."""
        ...

    def release(self, holder: Holder) -> None:
        """Let the next unit of work of this process go on. Comes after the transaction has ended."""
        ...

    def is_aborted(self, connection: AsyncConnection) -> bool:
        """Tell whether a failed statement has spoilt the transaction, so that a commit would be a rollback."""
        ...

    @property
    def engine(self) -> AsyncEngine:
        """The engine of the writing connections."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
