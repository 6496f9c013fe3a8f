"""What the unit of work asks of a database engine."""

import asyncio
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from copydesk.db.locks import LockRequest
from copydesk.db.queues import Holder

__all__ = ["Backend", "begin_on"]


async def begin_on(engine: AsyncEngine) -> AsyncConnection:
    """Take a connection out of the engine's pool and begin a transaction."""
    connection = await engine.connect()
    try:
        _ = await connection.begin()
    except BaseException:
        await asyncio.shield(connection.close())
        raise
    return connection


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
