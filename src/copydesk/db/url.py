"""Database URLs: what people write, what the drivers get, and what may be shown in a message."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from copydesk.db.errors import DatabaseUrlError

__all__ = ["DatabaseUrl", "Engine"]

_FORMS = "use sqlite:///path/to/file.db or postgresql://user:password@host:port/database"
_POSTGRESQL_PORT = 5432
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Engine(Enum):
    """The database engines Copydesk runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """A checked database URL.

    Attributes:
        url: the URL with its driver, without the options that Copydesk itself reads.
        engine: which engine it names.
        schema: the PostgreSQL schema that holds the tables, from `?schema=`; None for the server's default.
        synchronous: SQLite's `synchronous` setting, from `?synchronous=`: `full` (the default) survives a power
            cut, `normal` may lose the last commits in one.
    """

    url: URL
    engine: Engine
    schema: str | None = None
    synchronous: str = "full"

    @classmethod
    def parse(cls, text: str) -> "DatabaseUrl":
        """Read a URL such as `sqlite:///copydesk.db` or `postgresql://user@host/name?schema=desk`.

        Raises:
            DatabaseUrlError: it is no URL, names another engine, or lacks the file or the database.
        """
        url = _parsed(text)
        if url.drivername not in _DRIVERS:
            raise DatabaseUrlError(f"{url.drivername!r} is not a database that Copydesk runs on: {_FORMS}")
        url = url.set(drivername=_DRIVERS[url.drivername])
        return _sqlite(url) if url.drivername.startswith("sqlite") else _postgresql(url)

    @property
    def path(self) -> Path:
        """The file of an SQLite database."""
        return Path(self.url.database or "")

    @property
    def place(self) -> tuple[object, ...]:
        """Where the tables are: equal for two URLs that differ only in who signs in and with which options."""
        if self.engine is Engine.SQLITE:
            return (self.engine, self.path.resolve())
        return (self.engine, self.url.host, self.url.port or _POSTGRESQL_PORT, self.url.database, self.schema)

    def __str__(self) -> str:
        """Show the URL without its password, for messages and logs."""
        return self.url.set(drivername=self.engine.value).render_as_string(hide_password=True)


def _parsed(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseUrlError(f"the database URL cannot be read; {_FORMS}") from None


def _sqlite(url: URL) -> DatabaseUrl:
    if url.host or url.username:
        raise DatabaseUrlError(f"an SQLite URL has no host; three slashes begin the path: sqlite:///{url.host or ''}")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise DatabaseUrlError("an SQLite database must be a file that several connections can open: sqlite:///file.db")
    synchronous = _option(url, "synchronous") or "full"
    if synchronous not in {"full", "normal"}:
        raise DatabaseUrlError(f"synchronous must be full or normal, not {synchronous!r}")
    _refuse_options(url, {"synchronous"})
    return DatabaseUrl(url.set(query={}), Engine.SQLITE, synchronous=synchronous)


def _postgresql(url: URL) -> DatabaseUrl:
    if not url.database:
        raise DatabaseUrlError("the PostgreSQL URL names no database: postgresql://host:port/database")
    schema = _option(url, "schema")
    if schema is not None and not schema.isidentifier():
        raise DatabaseUrlError(f"{schema!r} cannot be a schema name: use letters, digits and underscores")
    return DatabaseUrl(url.difference_update_query(["schema"]), Engine.POSTGRESQL, schema)


def _option(url: URL, name: str) -> str | None:
    value = url.query.get(name)
    if isinstance(value, tuple):
        raise DatabaseUrlError(f"{name} is given more than once in the database URL")
    return value


def _refuse_options(url: URL, known: set[str]) -> None:
    if unknown := sorted(url.query.keys() - known):
        raise DatabaseUrlError(f"an SQLite URL has no option {unknown[0]!r}; known: {', '.join(sorted(known))}")
