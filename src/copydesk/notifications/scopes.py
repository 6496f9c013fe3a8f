"""Scopes: one transaction and the notifications that belong to it. Scopes inside a scope share both."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from copydesk.notifications.aggregator import EventAggregator
from copydesk.notifications.errors import PublisherOnNestedScopeError, ScopeClosedError, ScopeOrderError
from copydesk.notifications.explain import ExplainedScope
from copydesk.notifications.outcome import Outcome, ScopeStatus
from copydesk.notifications.publisher import NotificationPublisher, ScopedPublisher, Suppression
from copydesk.notifications.transaction import Transaction

__all__ = ["Scope", "ScopeProvider"]

TransactionT = TypeVar("TransactionT", bound=Transaction)


@dataclass(eq=False, slots=True)
class _Root(Generic[TransactionT]):
    """What the scopes of one transaction share."""

    transaction: TransactionT
    publisher: NotificationPublisher
    failed: bool = False
    outcome: Outcome | None = None


@dataclass(eq=False, slots=True)
class _Level(Generic[TransactionT]):
    """An entered scope's place: the scope around it, and the one around it that shares its transaction."""

    scope: "Scope[TransactionT]"
    provider: "ScopeProvider[TransactionT]"
    root: _Root[TransactionT]
    enclosing: "_Level[Any] | None"
    parent: "_Level[TransactionT] | None"
    task: "asyncio.Task[Any] | None"
    explained: ExplainedScope | None
    open: bool = True
    open_children: int = 0


_innermost: ContextVar[_Level[Any] | None] = ContextVar("copydesk_innermost_scope", default=None)


class ScopeProvider(Generic[TransactionT]):
    """Opens scopes. One provider stands for one database: its scopes nest, those of other providers do not join in.

    `begin` makes a new transaction for each outermost scope (a class will do). `strict` is that of `ScopedPublisher`.
    """

    def __init__(self, aggregator: EventAggregator, begin: Callable[[], TransactionT], *, strict: bool = False) -> None:
        self.explain = aggregator.explain
        self._aggregator = aggregator
        self._begin = begin
        self._strict = strict

    def create_scope(
        self, *, publisher: NotificationPublisher | None = None, auto_complete: bool = False
    ) -> "Scope[TransactionT]":
        """Return a scope to be entered with `async with`.

        Inside an open scope of this provider it becomes a nested one. A scope belongs to the task that entered it: a
        task started inside it begins a transaction of its own, since two tasks cannot share one.
        `auto_complete` completes it by itself unless an exception leaves it. `publisher` is for an outermost scope.
        """
        return Scope(self, publisher, auto_complete)

    @property
    def current(self) -> "Scope[TransactionT] | None":
        """The innermost open scope of this provider here, if there is one."""
        level = self.current_level()
        return level.scope if level else None

    def current_level(self) -> _Level[TransactionT] | None:
        """For `Scope`: the place of the innermost open scope of this provider."""
        level = _innermost.get()
        task = asyncio.current_task()
        while level is not None and not (level.open and level.provider is self and level.task is task):
            level = level.enclosing
        return level

    async def begin(self, publisher: NotificationPublisher | None) -> _Root[TransactionT]:
        """For `Scope`: begin a transaction."""
        transaction = self._begin()
        await transaction.begin()
        return _Root(transaction, publisher or ScopedPublisher(self._aggregator, strict=self._strict))


class Scope(Generic[TransactionT]):
    """A part of a transaction that is either completed or undone. Made by `ScopeProvider.create_scope`.

    The outermost scope begins the transaction. When it is left it commits, provided that it and every scope inside it
    were completed, and then tells the queued notifications; otherwise it rolls back and tells nothing.
    A scope that an exception leaves counts as not completed.
    """

    def __init__(
        self, provider: ScopeProvider[TransactionT], publisher: NotificationPublisher | None, auto_complete: bool
    ) -> None:
        self._provider = provider
        self._custom_publisher = publisher
        self._completed = auto_complete
        self._level: _Level[TransactionT] | None = None

    @property
    def notifications(self) -> NotificationPublisher:
        """The publisher of this transaction.

        Raises:
            ScopeClosedError: the scope is not open.
        """
        return self._open_level().root.publisher

    @property
    def transaction(self) -> TransactionT:
        """The transaction that this scope is part of.

        Raises:
            ScopeClosedError: the scope is not open.
        """
        return self._open_level().root.transaction

    @property
    def outcome(self) -> Outcome | None:
        """How the transaction ended; None until the outermost scope was left."""
        return self._level.root.outcome if self._level else None

    def complete(self) -> None:
        """Say that the work of this scope is done and may be committed.

        Raises:
            ScopeClosedError: the scope is not open.
        """
        self._open_level()
        self._completed = True

    def suppress(self) -> Suppression:
        """Short for `notifications.suppress()`."""
        return self.notifications.suppress()

    async def __aenter__(self) -> Self:
        if self._level is not None:
            raise ScopeClosedError("a scope is entered once; ask the provider for another")
        parent = self._provider.current_level()
        if parent is not None and self._custom_publisher is not None:
            raise PublisherOnNestedScopeError
        explained = self._provider.explain.enter_scope() if self._provider.explain else None
        try:
            root = parent.root if parent else await self._provider.begin(self._custom_publisher)
        except BaseException:
            if explained:
                explained.leave("did not begin")
            raise
        if parent is not None:
            parent.open_children += 1
        self._level = _Level(self, self._provider, root, _innermost.get(), parent, asyncio.current_task(), explained)
        _innermost.set(self._level)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        level = self._close()
        out_of_order = level.open_children > 0
        completed = self._completed and kind is None and not out_of_order
        level.root.failed |= not completed
        try:
            if level.parent is None:
                await _end(level.root)
            else:
                level.parent.open_children -= 1
        finally:
            if level.explained:
                level.explained.leave(_remark(level, completed))
        if out_of_order and kind is None:
            raise ScopeOrderError

    def _close(self) -> _Level[TransactionT]:
        level = self._level
        if level is None or not level.open:
            raise ScopeClosedError
        level.open = False
        _innermost.set(level.enclosing)
        return level

    def _open_level(self) -> _Level[TransactionT]:
        level = self._level
        if level is None or not level.open or level.root.outcome is not None:
            raise ScopeClosedError
        return level


def _remark(level: _Level[Any], completed: bool) -> str:
    if level.parent is not None:
        return "completed" if completed else "not completed"
    return level.root.outcome.status.value if level.root.outcome else "not ended"


async def _end(root: _Root[Any]) -> None:
    status = ScopeStatus.ROLLED_BACK if root.failed else ScopeStatus.COMMITTED
    root.outcome = Outcome(ScopeStatus.FAILED)
    try:
        await (root.transaction.rollback() if root.failed else _commit(root))
    except BaseException:
        await root.publisher.scope_exit(completed=False)
        raise
    root.outcome = Outcome(status)
    failures = await root.publisher.scope_exit(completed=not root.failed)
    root.outcome = Outcome(status, tuple(failures))


async def _commit(root: _Root[Any]) -> None:
    try:
        await root.transaction.commit(root.publisher.queued)
    except BaseException as error:
        try:
            await root.transaction.rollback()
        except Exception as second:  # noqa: BLE001 - noted on the error that is raised.
            error.add_note(f"rolling back afterwards failed too: {second!r}")
        raise
