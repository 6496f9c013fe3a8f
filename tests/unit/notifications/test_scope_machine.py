"""Scopes under random nesting, completion, failure, suppression and handler errors, against a model of a few lines."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from copydesk.notifications import (
    AlreadySuppressedError,
    CancelableNotification,
    EventAggregator,
    HandlerRegistry,
    Notification,
    Scope,
    ScopeProvider,
    StatefulNotification,
    Suppression,
)
from copydesk.notifications.testing import CrashError, CrashPoint, FakeTransaction, FakeTransactions


class Saving(CancelableNotification, StatefulNotification):
    def __init__(self, number: int, *, cancels: bool = False, fails: bool = False) -> None:
        self.number, self.cancels, self.fails = number, cancels, fails


class Saved(StatefulNotification):
    def __init__(self, number: int, *, fails: bool = False) -> None:
        self.number, self.fails = number, fails


class Told(Notification):
    def __init__(self, number: int) -> None:
        self.number = number


class HandlerError(Exception):
    pass


class OneTask:
    """Runs every coroutine in the same task, as one request does."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._work: asyncio.Queue[tuple[Coroutine[Any, Any, Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._task = self._loop.create_task(self._run())

    async def _run(self) -> None:
        while True:
            coroutine, result = await self._work.get()
            try:
                result.set_result(await coroutine)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever asked.
                result.set_exception(error)

    def do(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        result = self._loop.create_future()
        self._work.put_nowait((coroutine, result))
        return self._loop.run_until_complete(result)

    def close(self) -> None:
        self._task.cancel()
        self._loop.run_until_complete(asyncio.gather(self._task, return_exceptions=True))
        self._loop.close()


class Scopes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.task = OneTask()
        self.transactions = FakeTransactions()
        self.asked: list[int] = []
        self.plain: list[int] = []
        self.awaited: list[int] = []
        self.strangers: list[object] = []
        # The model: what is open, what waits, and what must have been told.
        self.open: list[Scope[FakeTransaction]] = []
        self.completed: list[bool] = []
        self.doomed = False
        self.waiting: list[int] = []
        self.told: list[int] = []
        self.suppression: Suppression | None = None
        self.numbers = 0
        logging.disable()

    @initialize()
    def start(self) -> None:
        handlers = HandlerRegistry()

        @handlers.on(Saving)
        async def saving(notification: Saving) -> None:
            self.asked.append(notification.number)
            notification.state["number"] = notification.number
            notification.cancel = notification.cancels
            if notification.fails:
                raise HandlerError

        @handlers.on(Saved, Told)
        def plain(notification: Saved | Told) -> None:
            self.plain.append(notification.number)
            if isinstance(notification, Saved) and notification.state != {"number": notification.number}:
                self.strangers.append(notification.state)

        @handlers.on(Saved, Told)
        async def awaited(notification: Saved | Told) -> None:
            self.awaited.append(notification.number)

        @handlers.on(Saved, order=-1)
        def failing(notification: Saved) -> None:
            if notification.fails:
                raise HandlerError

        self.scopes = ScopeProvider(EventAggregator(handlers), self.transactions)

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    @property
    def innermost(self) -> Scope[FakeTransaction]:
        return self.open[-1]

    @precondition(lambda self: len(self.open) < 5)
    @rule(auto=st.booleans())
    def enter(self, auto: bool) -> None:
        scope = self.scopes.create_scope(auto_complete=auto)
        self.task.do(scope.__aenter__())
        self.open.append(scope)
        self.completed.append(auto)

    @precondition(lambda self: self.open)
    @rule()
    def complete(self) -> None:
        self.innermost.complete()
        self.completed[-1] = True

    @precondition(lambda self: self.open)
    @rule()
    def tell(self) -> None:
        number = self.number()
        self.innermost.notifications.publish(Told(number))
        if self.suppression is None:
            self.waiting.append(number)

    @precondition(lambda self: self.open)
    @rule(cancels=st.booleans(), handler_fails=st.booleans())
    def save(self, cancels: bool, handler_fails: bool) -> None:
        number, asked = self.number(), len(self.asked)
        saving = Saving(number, cancels=cancels)
        cancelled = self.task.do(self.innermost.notifications.publish_cancelable(saving))
        assert self.asked[asked:] == ([] if self.suppression else [number])
        assert cancelled is (cancels and self.suppression is None)
        if not cancelled:
            if self.suppression:
                saving.state["number"] = number
            self.innermost.notifications.publish(Saved(number, fails=handler_fails).with_state_from(saving))
            self.waiting.extend([] if self.suppression else [number])

    @precondition(lambda self: self.open and self.suppression is None)
    @rule()
    def save_with_a_failing_before_handler(self) -> None:
        with pytest.raises(HandlerError) as raised:
            self.task.do(self.innermost.notifications.publish_cancelable(Saving(self.number(), fails=True)))
        self._leave(raised.value)

    @precondition(lambda self: self.open)
    @rule()
    def suppress(self) -> None:
        if self.suppression:
            with pytest.raises(AlreadySuppressedError):
                self.innermost.suppress()
        else:
            self.suppression = self.innermost.suppress()

    @precondition(lambda self: self.suppression)
    @rule()
    def tell_again(self) -> None:
        assert self.suppression is not None
        self.suppression.close()
        self.suppression = None

    @precondition(lambda self: self.open)
    @rule()
    def leave(self) -> None:
        self._leave(None)

    @precondition(lambda self: self.open)
    @rule()
    def leave_by_an_exception(self) -> None:
        self._leave(LookupError())

    @precondition(lambda self: len(self.open) == 1)
    @rule(point=st.sampled_from([CrashPoint.BEFORE_COMMIT, CrashPoint.AFTER_COMMIT, CrashPoint.ROLLBACK]))
    def leave_with_a_crash(self, point: CrashPoint) -> None:
        self.transactions.crash_at = {point}
        commits = self.completed[0] and not self.doomed
        if commits is (point is CrashPoint.ROLLBACK):
            self._leave(None)
        else:
            with pytest.raises(CrashError):
                self._leave(None, crashes=True)
        self.transactions.crash_at = set()

    def _leave(self, error: Exception | None, *, crashes: bool = False) -> None:
        scope, completed = self.open.pop(), self.completed.pop()
        self.doomed |= not completed or error is not None
        if not self.open:
            self.told += [] if self.doomed or crashes else self.waiting
            self.doomed, self.waiting, self.suppression = False, [], None
        self.task.do(scope.__aexit__(type(error) if error else None, error, None))

    @invariant()
    def exactly_what_was_committed_is_told_in_order(self) -> None:
        assert self.plain == self.awaited == self.told

    @invariant()
    def state_is_shared_within_a_pair_only(self) -> None:
        assert self.strangers == []

    @invariant()
    def one_transaction_is_open_while_a_scope_is(self) -> None:
        begun = self.transactions.log.count("begin")
        ended = len([entry for entry in self.transactions.log if entry != "begin"])
        assert begun - ended <= bool(self.open)
        assert bool(self.open) <= (self.transactions.log[-1:] == ["begin"])

    def teardown(self) -> None:
        while self.open:
            self._leave(None)
        self.task.close()
        logging.disable(logging.NOTSET)


Scopes.TestCase.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
rules = pytest.mark.rule("NT4", "NT30", "NT31", "NT32", "NT33", "NT36", "NT39", "NT41", "NT42", "NT43")
TestScopes = rules(Scopes.TestCase)
