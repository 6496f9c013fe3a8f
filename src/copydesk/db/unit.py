"""The unit of work: one transaction, its locks and its hooks, shared by a root scope and all scopes nested in it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db.backend import Backend
from copydesk.db.errors import ScopeDoomedError
from copydesk.db.locks import HeldLocks
from copydesk.db.queues import Holder

if TYPE_CHECKING:
    from copydesk.db.scope import ReadScope

__all__ = ["ScopeOutcome", "Unit"]

_log = logging.getLogger(__name__)
Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ScopeOutcome:
    """How a unit of work ended.

    Attributes:
        committed: whether its changes are in the database.
        failures: what went wrong after the commit, in handlers of queued notifications and in hooks; the changes stand.
    """

    committed: bool
    failures: tuple[Exception, ...] = ()


class Unit:
    """What the scopes of one unit of work share. Belongs to the task that opened the root.

    Args:
        backend: the database engine.
        purpose: what the root does, for messages.
        writing: whether it may write.
    """

    def __init__(self, backend: Backend, purpose: str, *, writing: bool) -> None:
        self.backend = backend
        self.writing = writing
        self.task = asyncio.current_task()
        self.scopes: list[ReadScope] = []
        self.before_commit: list[Work] = []
        self.after_commit: list[Work] = []
        self.outcome: ScopeOutcome | None = None
        self.doomed: str | None = None
        self._holder = Holder(purpose)
        self._held = HeldLocks()
        self._connection: AsyncConnection | None = None
        self._closed = False

    def is_usable_here(self) -> bool:
        """Tell whether the current task may join: a unit of work belongs to one task, and only until it has ended."""
        return not self._closed and self.task is asyncio.current_task()

    async def connection(self) -> AsyncConnection:
        """Give the connection; the transaction begins at first use."""
        if self._connection is None:
            begin = self.backend.begin_write(self._holder) if self.writing else self.backend.begin_read()
            self._connection = await begin
        return self._connection

    async def lock(self, write: tuple[int, ...], read: tuple[int, ...]) -> None:
        """Take the locks that are missing, in the one order that cannot deadlock."""
        if requests := self._held.missing(write, read):
            await self.backend.queue(self._holder, requests)
            await self.backend.lock(await self.connection(), requests)
            self._held.add(requests)

    def doom(self, reason: str) -> None:
        """Make the root roll back whatever it does; the first reason counts."""
        self.doomed = self.doomed or reason

    async def commit(self) -> None:
        """Run the hooks that belong to the transaction, then commit and let go of connection and locks.

        Raises:
            ScopeDoomedError: a nested scope was not completed, or a statement failed; all is rolled back.
        """
        try:
            await _in_turn(self.before_commit)
            self._refuse_if_doomed()
        except BaseException:
            await self.roll_back()
            raise
        await self._end(commit=True)
        self.outcome = ScopeOutcome(committed=True)

    async def roll_back(self) -> None:
        """Undo everything and let go of connection and locks."""
        await self._end(commit=False)
        self.outcome = ScopeOutcome(committed=False)

    async def tell(self) -> None:
        """Run what waits for the commit; a failure is logged and kept in the outcome, and the others still run."""
        failures: list[Exception] = []
        for work in self.after_commit:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - hooks may raise anything; the change stands.
                _log.exception("work after a commit failed; the change itself stands")
                failures.append(error)
        self.outcome = ScopeOutcome(committed=True, failures=tuple(failures))

    def _refuse_if_doomed(self) -> None:
        if self._connection is not None and self.backend.is_aborted(self._connection):
            self.doom("a statement failed, which ends the transaction; use a savepoint around one that may fail")
        if self.doomed is not None:
            raise ScopeDoomedError(f"the unit of work was completed but cannot be committed: {self.doomed}")

    async def _end(self, *, commit: bool) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                await _undisturbed(_end_transaction(connection, commit=commit))
        finally:
            self._closed = True
            self.backend.release(self._holder)


async def _in_turn(works: list[Work]) -> None:
    for work in works:  # A hook may add further ones.
        await work()


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


async def _undisturbed(work: Coroutine[Any, Any, None]) -> None:
    """Await the work to its end even when the task is cancelled meanwhile; then pass the cancellation on."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        task.result()
        raise
