"""Scopes: the handles through which services read, lock, write and complete. Nested ones share one unit of work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar, Token
from enum import Enum, auto
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import CursorResult, Executable, ScalarResult
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db.errors import AmbientDatabaseError, ScopeEndedError, ScopeOrderError, WriteInReadScopeError
from copydesk.db.unit import ScopeOutcome, Unit

if TYPE_CHECKING:
    from copydesk.db.database import Database

__all__ = ["Hook", "ReadScope", "WriteScope", "ambient_scope"]

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Hook = Callable[["WriteScope"], Awaitable[None]]

_ambient: ContextVar["ReadScope | None"] = ContextVar("copydesk_scope", default=None)


class _State(Enum):
    NEW = auto()
    OPEN = auto()
    COMPLETED = auto()
    COMMITTING = auto()
    ENDED = auto()


def ambient_scope() -> "ReadScope | None":
    """Give the innermost open scope of this task, or None.

    A task started inside a scope does not join it: its work is its own unit, in its own transaction.
    """
    scope = _ambient.get()
    return scope if scope is not None and scope.unit.is_usable_here() else None


class ReadScope:
    """A scope that only reads. As root it sees one state of the database and waits for nobody; nested it joins.

    Use it with `async with`; it need not be completed. Open it through `Database.read`.
    """

    _writing = False

    def __init__(self, database: "Database", purpose: str) -> None:
        self._database = database
        self._purpose = purpose
        self._state = _State.NEW
        self._unit: Unit | None = None
        self._token: Token[ReadScope | None] | None = None

    @property
    def unit(self) -> Unit:
        """The unit of work that this scope belongs to, once it is entered."""
        if self._unit is None:
            raise ScopeEndedError("the scope is not open yet: enter it with `async with`")
        return self._unit

    @property
    def is_root(self) -> bool:
        """Whether this scope opened the unit of work."""
        return self.unit.scopes[:1] == [self]

    @property
    def database(self) -> "Database":
        """The database of this scope."""
        return self._database

    async def connection(self) -> AsyncConnection:
        """Give SQLAlchemy's connection, in the transaction; never commit, roll back or close it yourself."""
        self._check_open()
        return await self.unit.connection()

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run a statement in the transaction; a sequence of parameters runs it once for each."""
        connection = await self.connection()
        return await connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run a query and give the first column of its first row, or None."""
        connection = await self.connection()
        return await connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> ScalarResult[Any]:
        """Run a query and give the first column of every row."""
        connection = await self.connection()
        return await connection.scalars(statement, parameters)

    async def __aenter__(self) -> Self:
        if self._state is not _State.NEW:
            raise ScopeEndedError("a scope is used once; open a new one")
        self._unit = self._join(ambient_scope())
        self._unit.scopes.append(self)
        self._token = _ambient.set(self)
        self._state = _State.OPEN
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unit = self._checked_for_order()
        if len(unit.scopes) > 1:
            self._leave(unit)
        else:
            await self._end_root(unit, error)

    def end(self) -> None:
        """Make the scope unusable; its unit of work has ended."""
        self._state = _State.ENDED

    def _join(self, ambient: "ReadScope | None") -> Unit:
        if ambient is None:
            return Unit(self._database.backend, self._purpose, writing=self._writing)
        if ambient.database is not self._database:
            raise AmbientDatabaseError(
                f"a unit of work on {ambient.database} is open in this task, so none on {self._database} can begin; "
                "let it end first, or do this in a task of its own"
            )
        return ambient.unit

    def _check_open(self) -> None:
        if self._state not in {_State.OPEN, _State.COMMITTING}:
            raise ScopeEndedError(f"the scope {self._purpose or ''!r} is {self._state.name.lower()}; open a new one")

    def _checked_for_order(self) -> Unit:
        unit = self.unit
        if self._state is _State.ENDED:
            raise ScopeOrderError("the scope has ended already, because an outer one ended before it")
        if unit.scopes[-1] is not self or unit.task is not asyncio.current_task():
            unit.doom(f"the scope {self._purpose!r} ended out of order")
            self._fail_if_nested(unit)
        return unit

    def _fail_if_nested(self, unit: Unit) -> None:
        if unit.scopes[0] is not self:
            unit.scopes.remove(self)
            self._state = _State.ENDED
            raise ScopeOrderError

    def _leave(self, unit: Unit) -> None:
        unit.scopes.pop()
        self._state = _State.ENDED
        self._restore_ambient()

    def _restore_ambient(self) -> None:
        if self._token is not None:
            _ambient.reset(self._token)

    async def _end_root(self, unit: Unit, error: BaseException | None) -> None:
        del error
        self._leave(unit)
        await unit.roll_back()


class WriteScope(ReadScope):
    """A scope that may write. Its changes stand when every scope of the unit of work was completed, else none do.

    Use it with `async with` and call `complete` at the end. Open it through `Database.write`.
    """

    _writing = True

    @property
    def outcome(self) -> ScopeOutcome | None:
        """How the unit of work ended; None while it is open."""
        return self.unit.outcome

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
        self._check_open()
        await self.unit.lock(tuple(write), tuple(read))

    async def write_lock(self, *locks: int) -> None:
        """Lock trees for writing, as `lock` does."""
        await self.lock(write=locks)

    async def read_lock(self, *locks: int) -> None:
        """Lock trees against changes by others, as `lock` does."""
        await self.lock(read=locks)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Open a part that can fail by itself: an exception out of the `async with` undoes only what it did."""
        connection = await self.connection()
        async with connection.begin_nested():
            yield

    def before_commit(self, hook: Hook) -> None:
        """Run `hook` in the transaction when the root has been completed; if it fails, everything is rolled back."""
        self._check_open()
        root = self.unit.scopes[0]
        assert isinstance(root, WriteScope)  # noqa: S101 - a writing scope has a writing root
        self.unit.before_commit.append(partial(hook, root))

    def after_commit(self, hook: Hook) -> None:
        """Run `hook` after the commit, outside transaction and locks; a failure is logged and in the outcome."""
        self._check_open()
        self.unit.after_commit.append(partial(hook, self))

    def complete(self) -> None:
        """Say that this scope's work is whole. The root commits when it ends and every nested scope said so too."""
        if self._state is not _State.COMPLETED:
            self._check_open()
            self._state = _State.COMPLETED

    def _join(self, ambient: ReadScope | None) -> Unit:
        unit = super()._join(ambient)
        if not unit.writing:
            raise WriteInReadScopeError
        return unit

    def _leave(self, unit: Unit) -> None:
        if self._state is not _State.COMPLETED and len(unit.scopes) > 1:
            unit.doom(f"the nested scope {self._purpose or 'without a purpose'!r} was not completed")
        super()._leave(unit)

    async def _end_root(self, unit: Unit, error: BaseException | None) -> None:
        ended_in_order = unit.scopes[-1:] == [self]
        committing = self._state is _State.COMPLETED and error is None and ended_in_order
        self._state = _State.COMMITTING
        try:
            await (unit.commit() if committing else unit.roll_back())
        finally:
            self._close(unit)
        if committing:
            await unit.tell()
        elif not ended_in_order:
            raise ScopeOrderError

    def _close(self, unit: Unit) -> None:
        for scope in unit.scopes:
            scope.end()
        self._restore_ambient()
