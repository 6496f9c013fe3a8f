"""Scopes: the handles through which services read, lock, write and complete. Nested ones share one unit of work."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import CursorResult, Executable, ScalarResult
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db.backend import Backend, Statements
from copydesk.db.errors import (
    AmbientDatabaseError,
    ScopeDoomedError,
    ScopeEndedError,
    ScopeOrderError,
    WriteInReadScopeError,
)
from copydesk.db.unit import AfterCommit, BeforeCommit, UnitOfWork, ambient_unit
from copydesk.notifications import NotificationPublisher, Outcome, Scope, ScopeProvider, ScopeStatus

__all__ = ["ReadScope", "WriteScope"]

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class ReadScope:
    """A scope that only reads. As root it sees one state of the database and waits for nobody; nested it joins.

    Use it with `async with`; it need not be completed. Open it through `Database.read`.
    """

    def __init__(self, backend: Backend, purpose: str = "") -> None:
        self._backend = backend
        self._purpose = purpose
        self._unit: UnitOfWork | None = None
        self._open = False
        self._is_root = False

    @property
    def is_root(self) -> bool:
        """Whether this scope opened the unit of work."""
        return self._is_root

    @property
    def is_open(self) -> bool:
        """Whether statements can be run in it."""
        return self._open and self._unit is not None and self._unit.is_open

    @property
    def unit(self) -> UnitOfWork:
        """The unit of work that it is part of.

        Raises:
            ScopeEndedError: it is not open.
        """
        return self._working_unit()

    async def connection(self) -> AsyncConnection:
        """Give SQLAlchemy's connection, in the transaction; never commit, roll back or close it yourself."""
        return await self._working_unit().connection()

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run a statement in the transaction; a sequence of parameters runs it once for each."""
        return await (await self.connection()).execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run a query and give the first column of its first row, or None."""
        return await (await self.connection()).scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> ScalarResult[Any]:
        """Run a query and give the first column of every row."""
        return await (await self.connection()).scalars(statement, parameters)

    async def __aenter__(self) -> Self:
        ambient = self._joinable()
        self._is_root = ambient is None
        self._enter(ambient or UnitOfWork(self._backend, writing=False))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unit = self._working_unit()
        in_order = unit.leave(self)
        self._open = False
        if self._is_root:
            await unit.rollback()
            if unit.cancelled is not None and error is None:
                raise unit.cancelled
        if not in_order and error is None:
            raise ScopeOrderError

    def _enter(self, unit: UnitOfWork) -> None:
        unit.enter(self, self._purpose)
        self._unit = unit
        self._open = True

    def _joinable(self) -> UnitOfWork | None:
        if self._unit is not None:
            raise ScopeEndedError("a scope is used once; open a new one")
        ambient = ambient_unit()
        if ambient is not None and ambient.backend is not self._backend:
            raise AmbientDatabaseError(
                f"a unit of work on {ambient.backend} is open in this task, so none on {self._backend} can begin; "
                "let it end first, or do this in a task of its own"
            )
        return ambient

    def _working_unit(self) -> UnitOfWork:
        unit = self._unit
        if unit is None:
            raise ScopeEndedError("the scope is not open yet: enter it with `async with`")
        if not (self._open and unit.is_open):
            raise ScopeEndedError
        return unit


class WriteScope(ReadScope):
    """A scope that may write. Its changes stand when every scope of the unit of work was completed, else none do.

    Use it with `async with` and call `complete` at the end. Open it through `Database.write`.
    """

    def __init__(
        self,
        backend: Backend,
        scopes: ScopeProvider[UnitOfWork],
        purpose: str = "",
        publisher: NotificationPublisher | None = None,
    ) -> None:
        super().__init__(backend, purpose)
        self._completed = False
        self._inner: Scope[UnitOfWork] = scopes.create_scope(publisher=publisher)

    @property
    def notifications(self) -> NotificationPublisher:
        """Where to publish: `-ing` notifications are asked at once, the others are told after the commit."""
        self._working_unit()
        return self._inner.notifications

    @property
    def outcome(self) -> Outcome | None:
        """How the unit of work ended, with the handlers that failed after the commit; None while it is open."""
        return self._inner.outcome

    async def lock(self, *, write: Sequence[int] = (), read: Sequence[int] = ()) -> None:
        """Lock trees until the unit of work ends. What is held already costs nothing.

        Take them before the `-ing` notification, so that handlers that read cannot deadlock (as in the reference's
        newer services).

        Args:
            write: trees that are going to change; nobody else may read-lock or write-lock them.
            read: trees that must not change meanwhile; others may read-lock them too.

        Raises:
            LockTimeoutError: one was not free in time; says who holds it.
            LockOrderError: a lock that stands later in the one order is held already.
            LockUpgradeError: a tree is read-locked already and should be write-locked.
        """
        await self._working_unit().lock(write, read)

    async def write_lock(self, *locks: int) -> None:
        """Lock trees for writing, as `lock` does."""
        await self.lock(write=locks)

    async def read_lock(self, *locks: int) -> None:
        """Lock trees against changes by others, as `lock` does."""
        await self.lock(read=locks)

    async def execute_all(self, statements: Statements) -> None:
        """Run statements in order, in one trip to the database, when nobody needs their results.

        Args:
            statements: each with the sets of parameters to run it with; one without any is left out.

        Raises:
            sqlalchemy.exc.DBAPIError: the first that failed; those after it did not run.
        """
        unit = self._working_unit()
        await unit.backend.execute_all(await unit.connection(), statements)

    def execute_later(self, statements: Statements) -> None:
        """Put statements off whose results nobody needs; they run in order, in one trip to the database.

        They run before the next statement of the unit of work, before a savepoint begins or ends, and before the
        commit at the latest, so nobody can tell. An error of theirs is raised there. Who keeps the connection that
        `connection` gave asks for it again before using it.

        Args:
            statements: as `execute_all` takes them.
        """
        self._working_unit().execute_later(statements)

    async def flush(self) -> None:
        """Run now what `execute_later` put off, to hear of errors here."""
        await self._working_unit().flush()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Open a part that can fail by itself: an exception out of the `async with` undoes only what it did."""
        unit = self._working_unit()
        async with (await unit.connection()).begin_nested():
            try:
                yield
                await unit.flush()
            except BaseException:
                unit.forget_waiting()
                raise

    def before_commit(self, hook: BeforeCommit) -> None:
        """Run `hook` in the transaction when the root was completed; if it fails, everything is rolled back."""
        self._working_unit().before_commit.append(hook)

    def after_commit(self, hook: AfterCommit) -> None:
        """Run `hook` when everything is committed and told; a failure is logged and changes nothing."""
        self._working_unit().after_commit.append(hook)

    def complete(self) -> None:
        """Say that this scope's work is whole. The root commits when it ends and every nested scope said so too."""
        self._working_unit()
        self._inner.complete()
        self._completed = True

    async def __aenter__(self) -> Self:
        ambient = self._joinable()
        if ambient is not None and not ambient.writing:
            raise WriteInReadScopeError
        if ambient is not None and ambient.is_committing:
            raise ScopeEndedError("the unit of work is being committed; a hook works on the connection it is given")
        await self._inner.__aenter__()
        self._is_root = ambient is None
        self._enter(self._inner.transaction)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unit = self._working_unit()
        in_order = unit.leave(self)
        self._open = False
        if not self._completed:
            unit.doom(f"the scope {self._purpose or 'without a purpose'!r} inside it was not completed")
        wrong = error or (None if in_order else ScopeOrderError())
        try:
            await self._inner.__aexit__(type(wrong) if wrong else None, wrong, trace)
        finally:
            if self._is_root and self._committed():
                await unit.run_after_commit()
        if error is None:
            self._complain(unit, in_order=in_order)

    def _committed(self) -> bool:
        return self.outcome is not None and self.outcome.status is ScopeStatus.COMMITTED

    def _complain(self, unit: UnitOfWork, *, in_order: bool) -> None:
        if not in_order:
            raise ScopeOrderError
        if self._is_root and unit.cancelled is not None:
            raise unit.cancelled
        if self._is_root and self._completed and not self._committed():
            raise ScopeDoomedError(f"the unit of work was completed, but all of it is rolled back: {unit.doomed}")
