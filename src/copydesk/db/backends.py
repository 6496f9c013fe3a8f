"""Which engine serves which URL."""

from copydesk.db.backend import Backend
from copydesk.db.postgresql import PostgresBackend
from copydesk.db.sqlite import SqliteBackend
from copydesk.db.url import DatabaseUrl, Engine

__all__ = ["open_backend", "open_backend_for_migrations"]

_MIGRATION_TIMEOUT = 600.0


def open_backend(url: DatabaseUrl, *, lock_timeout: float, connections: int) -> Backend:
    """Make the engine of a URL; it connects at first use.

    Args:
        url: which database.
        lock_timeout: how long to wait for a lock or a connection, seconds.
        connections: how many connections may be open at once, for reading and for writing each.
    """
    if url.engine is Engine.SQLITE:
        return SqliteBackend(url, lock_timeout=lock_timeout, connections=connections)
    return PostgresBackend(url, lock_timeout=lock_timeout, connections=connections)


def open_backend_for_migrations(url: DatabaseUrl) -> Backend:
    """Make an engine with one connection that waits patiently for another process's migrations."""
    if url.engine is Engine.SQLITE:
        return SqliteBackend(url, lock_timeout=_MIGRATION_TIMEOUT, connections=1, foreign_keys=False)
    return PostgresBackend(url, lock_timeout=_MIGRATION_TIMEOUT, connections=1)
