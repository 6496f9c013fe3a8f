"""Scopes: one transaction and the notifications that belong to it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from copydesk.notifications import (
    AlreadySuppressedError,
    CancelableNotification,
    DistributedCacheHandler,
    EventAggregator,
    HandlerFailure,
    HandlerRegistry,
    NotANotificationError,
    NotCancelableError,
    Notification,
    NoTransaction,
    Outcome,
    PublisherOnNestedScopeError,
    Scope,
    ScopeClosedError,
    ScopedPublisher,
    ScopeOrderError,
    ScopeProvider,
    ScopeStatus,
)
from copydesk.notifications.testing import CrashError, CrashPoint, FakeTransaction, FakeTransactions, Recorder


class Saving(CancelableNotification):
    pass


class Saved(Notification):
    pass


class TreeChanged(Notification):
    pass


class Desk:
    """A bus with a fake transaction; handlers are added before the first use of `scopes`."""

    def __init__(self) -> None:
        self.handlers = HandlerRegistry()
        self.transactions = FakeTransactions()
        self.recorder = Recorder().listen(self.handlers, Saving, Saved, TreeChanged, order=-1)

    def start(self, *, strict: bool = False) -> ScopeProvider[FakeTransaction]:
        self.aggregator = EventAggregator(self.handlers)
        return ScopeProvider(self.aggregator, self.transactions, strict=strict)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def status(scope: Scope[FakeTransaction]) -> ScopeStatus | None:
    return scope.outcome.status if scope.outcome else None


async def publish_and_complete(scope: Scope[FakeTransaction], *notifications: Notification) -> None:
    async with scope:
        for notification in notifications:
            scope.notifications.publish(notification)
        scope.complete()


async def leave(scope: Scope[FakeTransaction], *notifications: Notification) -> None:
    async with scope:
        for notification in notifications:
            scope.notifications.publish(notification)


@pytest.mark.rule("NT30")
async def test_a_before_notification_goes_out_at_once_and_every_handler_is_asked(desk: Desk) -> None:
    desk.handlers.add(Saving, lambda saving: setattr(saving, "cancel", True))
    last = Recorder().listen(desk.handlers, Saving, order=1)
    async with desk.start().create_scope() as scope:
        assert await scope.notifications.publish_cancelable(Saving()) is True
        last.assert_heard(Saving)
        assert desk.transactions.log == ["begin"]


@pytest.mark.rule("NT30")
async def test_a_before_notification_that_nobody_cancels_lets_the_operation_go_on(desk: Desk) -> None:
    async with desk.start().create_scope() as scope:
        assert await scope.notifications.publish_cancelable(Saving()) is False


@pytest.mark.rule("NT31", "NT33", "NT37")
async def test_after_notifications_wait_for_the_outermost_commit_in_the_order_of_publishing(desk: Desk) -> None:
    scopes = desk.start()
    first, second, third = Saved(), TreeChanged(), Saved()
    async with scopes.create_scope() as outer:
        outer.notifications.publish(first)
        async with scopes.create_scope() as inner:
            inner.notifications.publish(second)
            assert inner.transaction is outer.transaction
            assert inner.notifications is outer.notifications
            inner.complete()
        assert status(inner) is None
        outer.notifications.publish(third)
        outer.complete()
        desk.recorder.assert_heard()
    assert desk.recorder.heard == [first, second, third]
    assert desk.transactions.log == ["begin", "commit"]
    assert desk.transactions.committed == [(first, second, third)]
    assert outer.outcome is inner.outcome
    assert outer.outcome == Outcome(ScopeStatus.COMMITTED, ())


async def leave_open(scopes: ScopeProvider[FakeTransaction]) -> None:
    async with scopes.create_scope() as scope:
        scope.notifications.publish(Saved())


async def leave_inner_open(scopes: ScopeProvider[FakeTransaction]) -> None:
    async with scopes.create_scope() as outer:
        await leave_open(scopes)
        outer.notifications.publish(Saved())
        outer.complete()


async def raise_after_completing(scopes: ScopeProvider[FakeTransaction]) -> None:
    async with scopes.create_scope(auto_complete=True) as scope:
        scope.notifications.publish(Saved())
        scope.complete()
        raise LookupError


@pytest.mark.rule("NT32", "NT34")
@pytest.mark.parametrize("run", [leave_open, leave_inner_open, raise_after_completing])
async def test_nothing_is_told_when_a_scope_was_not_completed(
    desk: Desk, run: Callable[[ScopeProvider[FakeTransaction]], Awaitable[None]]
) -> None:
    try:
        await run(desk.start())
    except LookupError:
        assert run is raise_after_completing
    desk.recorder.assert_heard()
    assert desk.transactions.log == ["begin", "rollback"]


@pytest.mark.rule("NT32")
async def test_the_outcome_says_that_all_was_rolled_back(desk: Desk) -> None:
    scopes = desk.start()
    async with scopes.create_scope() as outer:
        async with scopes.create_scope():
            pass
        outer.complete()
    assert outer.outcome is not None
    assert outer.outcome.status is ScopeStatus.ROLLED_BACK


@pytest.mark.rule("NT34")
async def test_an_auto_completing_scope_completes_by_itself(desk: Desk) -> None:
    async with desk.start().create_scope(auto_complete=True) as scope:
        scope.notifications.publish(Saved())
    desk.recorder.assert_heard(Saved)


@pytest.mark.rule("NT35")
async def test_a_task_started_inside_a_scope_has_a_transaction_of_its_own(desk: Desk) -> None:
    scopes = desk.start()

    async def other_task() -> None:
        assert scopes.current is None
        async with scopes.create_scope() as scope:
            scope.notifications.publish(TreeChanged())
            scope.complete()

    async with scopes.create_scope() as scope:
        assert scopes.current is scope
        scope.notifications.publish(Saved())
        await asyncio.create_task(other_task())
        desk.recorder.assert_heard(TreeChanged)
    assert desk.transactions.log == ["begin", "begin", "commit", "rollback"]
    assert scopes.current is None


@pytest.mark.rule("NT35")
async def test_scopes_of_another_provider_do_not_join_but_those_further_out_do(desk: Desk) -> None:
    here, there = desk.start(), ScopeProvider(desk.aggregator, NoTransaction)
    async with here.create_scope() as outer, there.create_scope() as other, here.create_scope() as inner:
        assert inner.transaction is outer.transaction
        assert other.notifications is not outer.notifications
        assert there.current is other
        assert here.current is inner
        for scope in (outer, other, inner):
            scope.complete()
    assert desk.transactions.log == ["begin", "commit"]


@pytest.mark.rule("NT36", "NT46")
@pytest.mark.parametrize(
    ("point", "log"),
    [
        (CrashPoint.BEFORE_COMMIT, ["begin", "commit", "rollback"]),
        (CrashPoint.AFTER_COMMIT, ["begin", "commit", "rollback"]),
        (CrashPoint.ROLLBACK, ["begin", "rollback"]),
    ],
)
async def test_nothing_is_told_when_the_end_of_the_transaction_fails(
    desk: Desk, point: CrashPoint, log: list[str]
) -> None:
    desk.transactions.crash_at = {point}
    scopes = desk.start()
    publisher = ScopedPublisher(desk.aggregator)
    scope = scopes.create_scope(publisher=publisher)
    with pytest.raises(CrashError, match=point.value):
        await (leave(scope, Saved()) if point is CrashPoint.ROLLBACK else publish_and_complete(scope, Saved()))
    desk.recorder.assert_heard()
    assert desk.transactions.log == log
    assert publisher.queued == ()
    assert status(scope) is ScopeStatus.FAILED


@pytest.mark.rule("NT36")
async def test_when_commit_and_rollback_fail_the_caller_sees_both(desk: Desk) -> None:
    desk.transactions.crash_at = {CrashPoint.BEFORE_COMMIT, CrashPoint.ROLLBACK}
    with pytest.raises(CrashError, match="before commit") as raised:
        async with desk.start().create_scope(auto_complete=True):
            pass
    assert "rolling back afterwards failed too: CrashError('crashed at rollback" in raised.value.__notes__[0]


@pytest.mark.rule("NT36")
async def test_when_the_begin_fails_there_is_nothing_to_end(desk: Desk) -> None:
    desk.transactions.crash_at = {CrashPoint.BEGIN}
    scopes = desk.start()
    with pytest.raises(CrashError, match="begin"):
        async with scopes.create_scope():
            pytest.fail("the scope was entered")
    assert desk.transactions.log == ["begin"]
    assert scopes.current is None


@pytest.mark.rule("NT38")
async def test_handlers_after_the_commit_are_outside_of_the_transaction(desk: Desk) -> None:
    @desk.handlers.on(Saved)
    async def save_more(notification: Saved) -> None:
        assert scopes.current is None
        async with scopes.create_scope() as scope:
            scope.notifications.publish(TreeChanged())
            scope.complete()

    scopes = desk.start()
    async with scopes.create_scope() as scope:
        scope.notifications.publish(Saved())
        scope.complete()
    desk.recorder.assert_heard(Saved, TreeChanged)
    assert desk.transactions.log == ["begin", "commit"] * 2


class MailDownError(Exception):
    pass


async def send_mail(notification: Saved) -> None:
    raise MailDownError


def refresh_cache(notification: Saved) -> None:
    raise LookupError


@pytest.mark.rule("NT39", "NT46")
@pytest.mark.logs_errors
async def test_a_handler_that_fails_after_the_commit_is_logged_and_reported_and_the_others_run(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.handlers.add(Saved, send_mail)
    desk.handlers.add(Saved, refresh_cache)
    last = Recorder()
    desk.handlers.add(TreeChanged, last.hear)
    async with desk.start().create_scope() as scope:
        publisher = scope.notifications
        for notification in (Saved(), Saved(), TreeChanged()):
            publisher.publish(notification)
        scope.complete()
    last.assert_heard(TreeChanged)
    assert scope.outcome is not None
    assert scope.outcome.status is ScopeStatus.COMMITTED
    assert [(failure.handler, failure.notification, type(failure.error)) for failure in scope.outcome.failures] == [
        (f"{__name__}.refresh_cache", Saved, LookupError),
        (f"{__name__}.refresh_cache", Saved, LookupError),
        (f"{__name__}.send_mail", Saved, MailDownError),
        (f"{__name__}.send_mail", Saved, MailDownError),
    ]
    assert caplog.messages[0] == f"handler {__name__}.refresh_cache of Saved failed"
    assert len(caplog.messages) == 4
    assert publisher.queued == ()


@pytest.mark.rule("NT40", "NT46")
@pytest.mark.parametrize("given", [False, True])
async def test_in_strict_mode_the_first_failing_handler_ends_the_publication(desk: Desk, given: bool) -> None:
    desk.handlers.add(Saved, refresh_cache)
    last = Recorder()
    desk.handlers.add(TreeChanged, last.hear)
    scopes = desk.start(strict=True)
    publisher = ScopedPublisher(desk.aggregator, strict=True)
    scope = scopes.create_scope(publisher=publisher) if given else scopes.create_scope()
    with pytest.raises(LookupError) as raised:
        await publish_and_complete(scope, Saved(), TreeChanged())
    assert raised.value.__notes__ == [f"raised by handler {__name__}.refresh_cache of Saved"]
    last.assert_heard()
    assert desk.transactions.log == ["begin", "commit"]
    assert publisher.queued == ()
    assert status(scope) is ScopeStatus.COMMITTED


@pytest.mark.rule("NT41")
async def test_a_before_handler_that_raises_aborts_the_operation_and_rolls_back(desk: Desk) -> None:
    def refuse(notification: Saving) -> None:
        raise MailDownError

    desk.handlers.add(Saving, refuse)

    async def save(scope: Scope[FakeTransaction]) -> None:
        async with scope:
            scope.notifications.publish(Saved())
            await scope.notifications.publish_cancelable(Saving())
            scope.complete()

    with pytest.raises(MailDownError):
        await save(desk.start().create_scope())
    desk.recorder.assert_heard(Saving)
    assert desk.transactions.log == ["begin", "rollback"]


@pytest.mark.rule("NT42")
async def test_while_suppressed_nobody_is_asked_or_told(desk: Desk) -> None:
    desk.handlers.add(Saving, lambda saving: setattr(saving, "cancel", True))
    scopes = desk.start()
    async with scopes.create_scope() as scope:
        scope.notifications.publish(Saved())
        with scope.suppress():
            async with scopes.create_scope() as inner:
                assert await inner.notifications.publish_cancelable(Saving()) is False
                inner.notifications.publish(TreeChanged())
                inner.complete()
            scope.notifications.publish(TreeChanged())
        assert await scope.notifications.publish_cancelable(Saving()) is True
        scope.notifications.publish(Saved())
        scope.complete()
    desk.recorder.assert_heard(Saving, Saved, Saved)


@pytest.mark.rule("NT42")
async def test_a_suppression_may_be_closed_and_closed_again(desk: Desk) -> None:
    async with desk.start().create_scope() as scope:
        first = scope.notifications.suppress()
        first.close()
        second = scope.notifications.suppress()
        first.close()
        scope.notifications.publish(TreeChanged())
        second.close()
        scope.notifications.publish(Saved())
        scope.complete()
    desk.recorder.assert_heard(Saved)


@pytest.mark.rule("NT43")
async def test_a_second_suppression_is_an_error_also_from_a_nested_scope(desk: Desk) -> None:
    scopes = desk.start()
    async with scopes.create_scope() as outer:
        with outer.suppress():
            async with scopes.create_scope() as inner:
                with pytest.raises(AlreadySuppressedError, match="Leave the first suppression"):
                    inner.suppress()


@pytest.mark.rule("NT44")
async def test_a_publisher_may_run_only_the_handlers_with_a_marker(desk: Desk) -> None:
    caches = Recorder()
    desk.handlers.add(Saving, caches.hear, marker=DistributedCacheHandler)
    desk.handlers.add(Saved, caches.hear, marker=DistributedCacheHandler)
    scopes = desk.start()
    publisher = ScopedPublisher(desk.aggregator, only=DistributedCacheHandler)
    async with scopes.create_scope(publisher=publisher) as scope:
        await scope.notifications.publish_cancelable(Saving())
        scope.notifications.publish(Saved())
        scope.complete()
    caches.assert_heard(Saving, Saved)
    desk.recorder.assert_heard()


@pytest.mark.rule("NT44")
async def test_a_publisher_may_queue_before_notifications_too(desk: Desk) -> None:
    desk.handlers.add(Saving, lambda saving: setattr(saving, "cancel", True))
    scopes = desk.start()
    publisher = ScopedPublisher(desk.aggregator, cancelable_on_exit=True)
    async with scopes.create_scope(publisher=publisher) as scope:
        cancelled_before = Saving()
        cancelled_before.cancel = True
        assert await scope.notifications.publish_cancelable(Saving()) is False
        assert await scope.notifications.publish_cancelable(cancelled_before) is True
        desk.recorder.assert_heard()
        scope.complete()
    desk.recorder.assert_heard(Saving, Saving)


@pytest.mark.rule("NT44")
async def test_any_class_with_the_methods_may_be_the_publisher(desk: Desk) -> None:
    class Silent(ScopedPublisher):
        async def scope_exit(self, *, completed: bool) -> tuple[HandlerFailure, ...]:
            exits.append(completed)
            return ()

    exits: list[bool] = []
    scopes = desk.start()
    async with scopes.create_scope(publisher=Silent(desk.aggregator)) as scope:
        scope.notifications.publish(Saved())
        async with scopes.create_scope() as inner:
            inner.complete()
        assert exits == []
        scope.complete()
    assert exits == [True]
    desk.recorder.assert_heard()


@pytest.mark.rule("NT44")
async def test_a_nested_scope_cannot_have_a_publisher_of_its_own(desk: Desk) -> None:
    scopes = desk.start()
    async with scopes.create_scope():
        with pytest.raises(PublisherOnNestedScopeError, match="Give the publisher to the outermost scope"):
            async with scopes.create_scope(publisher=ScopedPublisher(desk.aggregator)):
                pytest.fail("the scope was entered")


@pytest.mark.rule("NT45")
async def test_a_scope_that_is_not_open_says_so(desk: Desk) -> None:
    scope = desk.start().create_scope()
    for use in (
        scope.complete,
        scope.suppress,
        lambda: scope.notifications,
        lambda: scope.transaction,
    ):
        with pytest.raises(ScopeClosedError, match="inside its own `async with` block, or publish with the event"):
            use()
    async with scope:
        scope.complete()
    with pytest.raises(ScopeClosedError, match="not open"):
        scope.notifications.publish(Saved())
    with pytest.raises(ScopeClosedError, match="entered once"):
        await scope.__aenter__()
    with pytest.raises(ScopeClosedError):
        await scope.__aexit__(None, None, None)
    assert desk.transactions.log == ["begin", "commit"]


@pytest.mark.rule("NT45")
async def test_leaving_an_outer_scope_first_rolls_back_and_is_an_error(desk: Desk) -> None:
    scopes = desk.start()
    outer, inner = scopes.create_scope(), scopes.create_scope()
    await outer.__aenter__()
    outer.notifications.publish(Saved())
    await inner.__aenter__()
    outer.complete()
    with pytest.raises(ScopeOrderError, match="Leave the inner one first; the work was rolled back"):
        await outer.__aexit__(None, None, None)
    with pytest.raises(ScopeClosedError):
        inner.notifications.publish(Saved())
    await inner.__aexit__(None, None, None)
    desk.recorder.assert_heard()
    assert desk.transactions.log == ["begin", "rollback"]
    assert scopes.current is None


@pytest.mark.rule("NT45")
async def test_only_cancelable_notifications_are_published_as_such(desk: Desk) -> None:
    async with desk.start().create_scope() as scope:
        with pytest.raises(NotCancelableError, match=r"Saved cannot be cancelled: derive it from CancelableNotif"):
            await scope.notifications.publish_cancelable(Saved())  # type: ignore[arg-type] # that is the mistake


@pytest.mark.rule("NT26")
@pytest.mark.parametrize("suppressed", [False, True])
async def test_only_notifications_are_published_with_a_scope(desk: Desk, suppressed: bool) -> None:
    async with desk.start().create_scope() as scope:
        if suppressed:
            scope.suppress()
        with pytest.raises(NotANotificationError):
            scope.notifications.publish(None)  # type: ignore[arg-type] # that is the mistake
        with pytest.raises(NotANotificationError):
            await scope.notifications.publish_cancelable(None)  # type: ignore[arg-type] # that is the mistake
