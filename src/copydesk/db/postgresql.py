"""PostgreSQL: pooled connections, advisory locks for the trees, and a fair queue in front of them in this process."""

import os
import select
import socket
import zlib
from typing import Any

from psycopg import errors as pg
from psycopg.pq import TransactionStatus
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from copydesk.db.backend import Statements, begin_on, driver_connection, explained_error, run_statements
from copydesk.db.errors import DatabaseUnavailableError, LockTimeoutError
from copydesk.db.locks import LockMode, LockRequest, lock_name
from copydesk.db.queues import Holder, LockQueues
from copydesk.db.url import DatabaseUrl

__all__ = ["PostgresBackend"]

_PREPARE_AFTER = 2
_SPOILT = {TransactionStatus.INERROR, TransactionStatus.UNKNOWN}
_FUNCTIONS = {LockMode.READ: "pg_advisory_xact_lock_shared", LockMode.WRITE: "pg_advisory_xact_lock"}
_BLAME = text(
    "SELECT a.pid, a.application_name, extract(epoch FROM clock_timestamp() - a.xact_start) AS seconds "
    "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database "
    "WHERE datname = current_database()) AND l.classid::bigint = :space AND l.objid::bigint = :lock"
)


class PostgresBackend:
    """The engine for several nodes.

    Args:
        url: the database.
        lock_timeout: how long to wait for a lock or a free connection, seconds.
        connections: how many connections of each kind, reading and writing, may be open at once.
    """

    def __init__(self, url: DatabaseUrl, *, lock_timeout: float, connections: int) -> None:
        self._url = url
        self._timeout = lock_timeout
        self._queues = LockQueues(lock_timeout)
        self._space = zlib.crc32(f"copydesk/{url.schema or ''}".encode()) & 0x7FFFFFFF
        self._writers = _create(url, lock_timeout, connections, "")
        self._readers = _create(url, lock_timeout, connections, _READ_ONLY)

    @property
    def engine(self) -> AsyncEngine:
        """The engine of the writing connections."""
        return self._writers

    async def begin_write(self, holder: Holder) -> AsyncConnection:
        """Take a connection; every statement sees what is committed when it starts."""
        del holder
        return await self._begin(self._writers)

    async def begin_read(self) -> AsyncConnection:
        """Take a reading connection; all its statements see one state of the database."""
        return await self._begin(self._readers)

    async def queue(self, holder: Holder, requests: list[LockRequest]) -> None:
        """Wait in this process first, so that those who wait need no connection."""
        await self._queues.take(holder, requests)

    async def lock(self, connection: AsyncConnection, requests: list[LockRequest]) -> None:
        """Take advisory locks that end with the transaction, all in one statement, in the given order."""
        if not requests:
            return
        calls = ", ".join(f"{_FUNCTIONS[mode]}({self._space}, {lock})" for lock, mode in requests)
        try:
            await connection.exec_driver_sql(f"SELECT {calls}")
        except DBAPIError as error:
            if isinstance(error.orig, pg.LockNotAvailable | pg.DeadlockDetected):
                raise await self._blamed(requests) from error
            raise

    async def execute_all(self, connection: AsyncConnection, statements: Statements) -> None:
        """Run statements in one round trip."""
        try:
            async with driver_connection(connection).pipeline():
                await connection.run_sync(run_statements, statements)
        except pg.Error as error:
            raise explained_error(error, connection) from error

    def release(self, holder: Holder) -> None:
        """Let the next unit of work of this process ask the database."""
        self._queues.release(holder)

    def is_aborted(self, connection: AsyncConnection) -> bool:
        """Tell whether a failed statement has spoilt the transaction."""
        return bool(driver_connection(connection).info.transaction_status in _SPOILT)

    def __str__(self) -> str:
        return str(self._url)

    async def close(self) -> None:
        """Close every connection."""
        await self._writers.dispose()
        await self._readers.dispose()

    async def _begin(self, engine: AsyncEngine) -> AsyncConnection:
        try:
            return await begin_on(engine, self._url, self._timeout)
        except SQLAlchemyError as error:
            raise self._explained(error) from error

    def _explained(self, error: SQLAlchemyError) -> Exception:
        reason = error.orig if isinstance(error, DBAPIError) else error
        return DatabaseUnavailableError(f"{self._url} cannot be reached: {str(reason).strip()}")

    async def _blamed(self, requests: list[LockRequest]) -> LockTimeoutError:
        names = ", ".join(lock_name(lock) for lock, _ in requests)
        holders: list[str] = []
        connection = await self.begin_read()
        try:
            for lock, _ in requests:
                rows = await connection.execute(_BLAME, {"space": self._space, "lock": lock & 0xFFFFFFFF})
                holders += [f"{row.application_name} (backend {row.pid}, for {row.seconds:.1f} s)" for row in rows]
        finally:
            await connection.close()
        return LockTimeoutError(
            f"the {names} was not free within {self._timeout:g} s; held by: {', '.join(holders) or 'nobody any more'}",
            holders=tuple(holders),
        )


_READ_ONLY = " -c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on"


def _create(url: DatabaseUrl, timeout: float, size: int, options: str) -> AsyncEngine:
    settings = f"-c timezone=UTC -c lock_timeout={int(timeout * 1000)}"
    if url.schema is not None:
        settings += f" -c search_path={url.schema}"
    engine = create_async_engine(
        url.url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=timeout,
        pool_reset_on_return=None,
        connect_args={
            "options": settings + options,
            "application_name": f"copydesk {socket.gethostname()}:{os.getpid()}",
            "prepare_threshold": _PREPARE_AFTER,
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_dead_connection)
    return engine


def _refuse_dead_connection(connection: Any, _record: Any, _proxy: Any) -> None:
    """Replace a connection that the server has closed. An idle one has nothing to read: no round trip is needed."""
    poll = select.poll()
    poll.register(connection.driver_connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError("the server has closed this connection")
