"""A database as the rest of the house sees it: open it, upgrade it, begin units of work on it, close it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol, Self, TypeAlias

from copydesk.db.backend import Backend
from copydesk.db.backends import open_backend, open_backend_for_migrations
from copydesk.db.scope import ReadScope, WriteScope
from copydesk.db.unit import AfterCommit, BeforeCommit, UnitOfWork
from copydesk.db.upgrade import check, upgrade
from copydesk.db.url import DatabaseUrl, Engine
from copydesk.notifications import EventAggregator, HandlerRegistry, NotificationPublisher, ScopeProvider

__all__ = ["Database", "Databases", "OpenDatabase", "database_at"]

_LOCK_TIMEOUT = 10.0
_CONNECTIONS = 8


class Databases(Protocol):
    """Where services get their scopes from: one database, or whatever finds the database of the current tenant."""

    def write(self, purpose: str = "", *, publisher: NotificationPublisher | None = None) -> WriteScope:
        """Open a scope that may write."""
        ...

    def read(self, purpose: str = "") -> ReadScope:
        """Open a scope that only reads."""
        ...


class Database:
    """One open database. Make it with `Database.open`; it belongs to the event loop that opened it.

    Args:
        url: which database.
        backend: its engine.
        aggregator: who hears the notifications; by default nobody.
    """

    def __init__(self, url: DatabaseUrl, backend: Backend, aggregator: EventAggregator | None = None) -> None:
        self.url = url
        self.backend = backend
        self._scopes = ScopeProvider(aggregator or EventAggregator(HandlerRegistry()), self._begin)
        self._before_commit: list[BeforeCommit] = []
        self._after_commit: list[AfterCommit] = []

    @classmethod
    async def open(
        cls,
        url: str,
        aggregator: EventAggregator | None = None,
        *,
        migrate: bool | None = None,
        lock_timeout: float = _LOCK_TIMEOUT,
        connections: int = _CONNECTIONS,
    ) -> "Database":
        """Open a database and see to it that its tables fit this program.

        Args:
            url: `sqlite:///file.db` or `postgresql://user:password@host:port/database?schema=name`.
            aggregator: who hears the notifications of its units of work; by default nobody.
            migrate: whether to bring the tables up to date; by default only an embedded database (SQLite) is.
            lock_timeout: how long a unit of work waits for a lock or a connection, seconds.
            connections: how many units of work may run at once, reading and writing each.

        Raises:
            DatabaseUrlError: the URL cannot be used.
            DatabaseUnavailableError: the database cannot be reached.
            SchemaOutdatedError: the tables do not fit and `migrate` is off.
        """
        parsed = DatabaseUrl.parse(url)
        if migrate or (migrate is None and parsed.engine is Engine.SQLITE):
            await cls.upgrade(url)
        database = cls(parsed, open_backend(parsed, lock_timeout=lock_timeout, connections=connections), aggregator)
        try:
            await check(database.backend)
        except BaseException:
            await database.close()
            raise
        return database

    @staticmethod
    async def upgrade(url: str) -> bool:
        """Bring the tables of a database up to date; several processes may do it at once.

        Returns:
            Whether there was anything to do.

        Raises:
            DatabaseUrlError: the URL cannot be used.
            DatabaseUnavailableError: the database cannot be reached.
            SchemaOutdatedError: the tables come from a newer version of this program.
        """
        parsed = DatabaseUrl.parse(url)
        backend = open_backend_for_migrations(parsed)
        try:
            return await upgrade(backend, parsed.schema)
        finally:
            await backend.close()

    def write(self, purpose: str = "", *, publisher: NotificationPublisher | None = None) -> WriteScope:
        """Open a scope that may write; inside another one of this task it joins that one's unit of work.

        Args:
            purpose: what it does, such as `ContentService.save`; shown to those who wait for its locks.
            publisher: how a root publishes its notifications, when not in the usual way.
        """
        return WriteScope(self.backend, self._scopes, purpose, publisher)

    def read(self, purpose: str = "") -> ReadScope:
        """Open a scope that only reads; inside another one of this task it reads in that one's transaction."""
        return ReadScope(self.backend, purpose)

    def before_commit(self, hook: BeforeCommit) -> None:
        """Run `hook` in the transaction of every unit of work that is about to be committed."""
        self._before_commit.append(hook)

    def after_commit(self, hook: AfterCommit) -> None:
        """Run `hook` after every unit of work that was committed and told."""
        self._after_commit.append(hook)

    async def close(self) -> None:
        """Close every connection. Units of work must have ended."""
        await self.backend.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __str__(self) -> str:
        return str(self.url)

    def _begin(self) -> UnitOfWork:
        return UnitOfWork(
            self.backend, writing=True, before_commit=self._before_commit, after_commit=self._after_commit
        )


OpenDatabase: TypeAlias = Callable[[str], AbstractAsyncContextManager[Database]]
"""Opens the database with this URL for a command, so that whatever has to hear of changes hears of them."""


@asynccontextmanager
async def database_at(url: str) -> AsyncIterator[Database]:
    """Open a database whose changes nobody hears of. Errors are those of `Database.open`."""
    async with await Database.open(url) as database:
        yield database
