"""The transaction port: what a scope needs of a database, or of anything else that can commit and roll back."""

from collections.abc import Sequence
from typing import Protocol

from copydesk.notifications.contracts import Notification

__all__ = ["NoTransaction", "Transaction"]


class Transaction(Protocol):
    """One unit of work. A root scope makes one, begins it, and ends it exactly once; nested scopes share it."""

    async def begin(self) -> None:
        """Start. An error leaves nothing to end: neither `commit` nor `rollback` follows."""
        ...

    async def commit(self, notifications: Sequence[Notification]) -> None:
        """Make the changes durable and let go of every lock and connection; handlers run after this returns.

        `notifications` are those that will be told, in that order, so that a journal can be written in the same
        transaction. An error means that nothing is told; `rollback` follows.
        """
        ...

    async def rollback(self) -> None:
        """Undo the changes and let go of every lock and connection. Nothing is told."""
        ...


class NoTransaction:
    """A transaction over nothing, for programs that only need the timing of scopes."""

    async def begin(self) -> None:
        """Do nothing."""

    async def commit(self, notifications: Sequence[Notification]) -> None:
        """Do nothing."""

    async def rollback(self) -> None:
        """Do nothing."""
