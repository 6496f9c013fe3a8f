"""Databases, units of work and locks.

A `Database` is one tenant's data, on SQLite or PostgreSQL. A service opens a scope on it with `write` or `read`;
scopes of one task nest and share one transaction. A writing scope locks the trees it changes, works, and says
`complete`; the root commits when every scope of it did.
"""

from copydesk.db.backend import Statements
from copydesk.db.database import Database, Databases, OpenDatabase, database_at
from copydesk.db.errors import (
    AmbientDatabaseError,
    DatabaseError,
    DatabaseUnavailableError,
    DatabaseUrlError,
    LockOrderError,
    LockTimeoutError,
    LockUpgradeError,
    SchemaOutdatedError,
    ScopeDoomedError,
    ScopeEndedError,
    ScopeMisuseError,
    ScopeOrderError,
    ValueTypeError,
    WriteInReadScopeError,
)
from copydesk.db.locks import TreeLock
from copydesk.db.metadata import metadata
from copydesk.db.scope import ReadScope, WriteScope
from copydesk.db.types import Json, UtcDateTime, Uuid
from copydesk.db.unit import AfterCommit, BeforeCommit, UnitOfWork, ambient_unit
from copydesk.db.url import DatabaseUrl, Engine

__all__ = [
    "AfterCommit",
    "AmbientDatabaseError",
    "BeforeCommit",
    "Database",
    "DatabaseError",
    "DatabaseUnavailableError",
    "DatabaseUrl",
    "DatabaseUrlError",
    "Databases",
    "Engine",
    "Json",
    "LockOrderError",
    "LockTimeoutError",
    "LockUpgradeError",
    "OpenDatabase",
    "ReadScope",
    "SchemaOutdatedError",
    "ScopeDoomedError",
    "ScopeEndedError",
    "ScopeMisuseError",
    "ScopeOrderError",
    "Statements",
    "TreeLock",
    "UnitOfWork",
    "UtcDateTime",
    "Uuid",
    "ValueTypeError",
    "WriteInReadScopeError",
    "WriteScope",
    "ambient_unit",
    "database_at",
    "metadata",
]
