"""Everything that can go wrong with a database, a unit of work or its locks."""

__all__ = [
    "AmbientDatabaseError",
    "DatabaseError",
    "DatabaseUnavailableError",
    "DatabaseUrlError",
    "LockOrderError",
    "LockTimeoutError",
    "LockUpgradeError",
    "SchemaOutdatedError",
    "ScopeDoomedError",
    "ScopeEndedError",
    "ScopeMisuseError",
    "ScopeOrderError",
    "ValueTypeError",
    "WriteInReadScopeError",
]


class DatabaseError(Exception):
    """The database could not do what was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])


class DatabaseUrlError(DatabaseError, ValueError):
    """The database URL cannot be used."""


class DatabaseUnavailableError(DatabaseError):
    """The database cannot be reached or opened."""


class SchemaOutdatedError(DatabaseError):
    """The tables are older or newer than this program; run `copydesk db upgrade`."""


class ValueTypeError(DatabaseError, TypeError):
    """A value does not fit the type of its column."""


class LockTimeoutError(DatabaseError):
    """A lock was not free in time.

    Attributes:
        holders: who holds the lock, as far as it can be known; each a sentence fragment for people.
    """

    def __init__(self, message: str | None = None, *, holders: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.holders = holders


class ScopeMisuseError(DatabaseError, RuntimeError):
    """A unit of work is used in a way that cannot be right."""


class LockOrderError(ScopeMisuseError):
    """Locks are taken in an order that could deadlock."""


class LockUpgradeError(ScopeMisuseError):
    """A read lock cannot become a write lock: two that try wait for each other for ever."""


class ScopeEndedError(ScopeMisuseError):
    """The scope has ended or was completed; open a new one."""


class ScopeOrderError(ScopeMisuseError):
    """Scopes must end in the reverse of the order in which they began, in the task that began them."""


class ScopeDoomedError(ScopeMisuseError):
    """The unit of work was rolled back although its root was completed."""


class AmbientDatabaseError(ScopeMisuseError):
    """A unit of work on another database is open in this task; one unit of work has one database."""


class WriteInReadScopeError(ScopeMisuseError):
    """A writing scope cannot begin inside a reading one; open the writing scope outermost."""
