"""The unit of work: one transaction, its locks and its hooks, shared by a root scope and all scopes nested in it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db.backend import Backend, Statements
from copydesk.db.errors import ScopeDoomedError, ScopeEndedError
from copydesk.db.locks import HeldLocks
from copydesk.db.queues import Holder
from copydesk.notifications import Notification

if TYPE_CHECKING:
    from copydesk.db.scope import ReadScope

__all__ = ["AfterCommit", "BeforeCommit", "UnitOfWork", "ambient_unit"]

_log = logging.getLogger(__name__)

BeforeCommit = Callable[["UnitOfWork", Sequence[Notification]], Awaitable[None]]
"""Runs in the transaction when it is about to be committed; gets the notifications that will be told."""
AfterCommit = Callable[[], Awaitable[None]]
"""Runs after the commit and after its notifications, outside transaction and locks."""

_ambient: ContextVar["UnitOfWork | None"] = ContextVar("copydesk_unit_of_work", default=None)


def ambient_unit() -> "UnitOfWork | None":
    """Give the open unit of work of this task, or None.

    A task started inside one does not join it: two tasks cannot share a transaction, so it begins its own.
    """
    unit = _ambient.get()
    return unit if unit is not None and unit.is_usable_here() else None


class UnitOfWork:
    """What the scopes of one unit of work share. It is the transaction of their notification scope.

    Args:
        backend: the database engine.
        writing: whether it may write.
        before_commit: hooks of the database, run before those that are added to this unit.
        after_commit: hooks of the database, likewise.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        writing: bool,
        before_commit: Sequence[BeforeCommit] = (),
        after_commit: Sequence[AfterCommit] = (),
    ) -> None:
        self.backend = backend
        self.writing = writing
        self.cancelled: asyncio.CancelledError | None = None
        self.before_commit = list(before_commit)
        self.after_commit = list(after_commit)
        self.scopes: list[ReadScope] = []
        self.doomed: str | None = None
        self._task = asyncio.current_task()
        self._holder = Holder()
        self._held = HeldLocks()
        self._connection: AsyncConnection | None = None
        self._waiting: list[tuple[Executable, Sequence[Mapping[str, Any]]]] = []
        self._open = True
        self._committing = False
        _ambient.set(self)

    @property
    def is_open(self) -> bool:
        """Whether it has neither been committed nor rolled back."""
        return self._open

    @property
    def is_committing(self) -> bool:
        """Whether its hooks run; they work on its connection and open no writing scopes."""
        return self._committing

    def is_usable_here(self) -> bool:
        """Tell whether the current task may join."""
        return self._open and self._task is asyncio.current_task()

    def enter(self, scope: "ReadScope", purpose: str) -> None:
        """Note that a scope has begun; the first one is the root and names the unit for those who wait for it."""
        if not self.scopes:
            self._holder.purpose = purpose
        self.scopes.append(scope)

    def leave(self, scope: "ReadScope") -> bool:
        """Note that a scope ends, and tell whether it is its turn: innermost first, in the task of the unit."""
        in_order = self.scopes[-1] is scope and self._task is asyncio.current_task()
        self.scopes.remove(scope)
        return in_order

    def doom(self, reason: str) -> None:
        """Note why the unit will be rolled back; the first reason counts."""
        self.doomed = self.doomed or reason

    async def connection(self) -> AsyncConnection:
        """Give the connection; the transaction begins at first use, and what was put off is written before.

        Raises:
            ScopeEndedError: it has ended.
            LockTimeoutError: no connection, or on SQLite no turn to write, could be had in time.
        """
        if self._connection is None:
            if not self._open:
                raise ScopeEndedError("the unit of work has ended; open a new scope")
            begin = self.backend.begin_write(self._holder) if self.writing else self.backend.begin_read()
            self._connection = await begin
        waiting, self._waiting = self._waiting, []
        if waiting:
            await self.backend.execute_all(self._connection, waiting)
        return self._connection

    def execute_later(self, statements: Statements) -> None:
        """Put statements off until somebody asks for the connection or the unit is committed."""
        self._waiting += statements

    async def flush(self) -> None:
        """Run the statements that were put off."""
        if self._waiting:
            _ = await self.connection()

    def forget_waiting(self) -> None:
        """Drop the statements that were put off and did not run."""
        self._waiting = []

    async def lock(self, write: Sequence[int], read: Sequence[int]) -> None:
        """Take the locks that are missing, in the one order that cannot deadlock."""
        if requests := self._held.missing(write, read):
            await self.backend.queue(self._holder, requests)
            await self.backend.lock(await self.connection(), requests)
            self._held.add(requests)

    async def begin(self) -> None:
        """Do nothing yet: work that ends before it needs the database costs nothing."""

    async def commit(self, notifications: Sequence[Notification]) -> None:
        """Run the hooks, commit, and let go of connection and locks.

        A task that is cancelled while the database commits goes on: what is committed is also told.

        Raises:
            ScopeDoomedError: a statement failed, and the database has undone everything.
        """
        self._committing = True
        for hook in self.before_commit:  # A hook may add further ones.
            await hook(self, notifications)
        await self.flush()
        if self._connection is not None and self.backend.is_aborted(self._connection):
            raise ScopeDoomedError(
                "the unit of work was completed, but a statement in it had failed, so the database has undone it all; "
                "put a statement that may fail into a savepoint"
            )
        await self._end(commit=True)

    async def rollback(self) -> None:
        """Undo everything and let go of connection and locks."""
        await self._end(commit=False)

    async def run_after_commit(self) -> None:
        """Run the hooks that wait for the commit. A failure is logged: the change stands, and the others still run."""
        for hook in self.after_commit:
            try:
                await hook()
            except Exception:  # noqa: BLE001 - a hook may raise anything, and the others must run.
                _log.exception("a hook after the commit failed; the change itself stands")

    async def _end(self, *, commit: bool) -> None:
        connection, self._connection = self._connection, None
        self.forget_waiting()
        try:
            if connection is not None:
                await self._undisturbed(_end_transaction(connection, commit=commit))
        finally:
            self._open = False
            self.backend.release(self._holder)
            if _ambient.get() is self:
                _ambient.set(None)

    async def _undisturbed(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            self.cancelled = error
            await asyncio.wait([task])
            task.result()


async def _end_transaction(connection: AsyncConnection, *, commit: bool) -> None:
    try:
        if commit:
            await connection.commit()
        else:
            await _undo(connection)
    finally:
        await connection.close()


async def _undo(connection: AsyncConnection) -> None:
    try:
        await connection.rollback()
    except SQLAlchemyError:  # The connection is broken, so the server has undone everything already.
        await connection.invalidate()
