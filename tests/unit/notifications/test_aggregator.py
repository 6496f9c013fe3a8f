"""Publishing now: which handlers run, in which order, and what becomes of their errors."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from copydesk.notifications import (
    DepthLimitError,
    DistributedCacheHandler,
    EventAggregator,
    HandlerRegistry,
    HandlerSignatureError,
    NotANotificationError,
    Notification,
)


class Numbered(Notification):
    def __init__(self, number: int = 0) -> None:
        self.number = number

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.number}"


class A(Numbered):
    pass


class B(Numbered):
    pass


class DerivedA(A):
    pass


class Log:
    """Makes handlers that write down what they are called with."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def plain(self, label: str) -> Callable[[Numbered], None]:
        return lambda notification: self.lines.append(f"{label} {notification!r}")

    def awaited(self, label: str) -> Callable[[Numbered], Any]:
        async def handler(notification: Numbered) -> None:
            self.lines.append(f"{label} {notification!r}")

        return handler

    def batch(self, label: str) -> Callable[[Sequence[Numbered]], None]:
        return lambda run: self.lines.append(f"{label} {run!r}")


@pytest.fixture
def handlers() -> HandlerRegistry:
    return HandlerRegistry()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.mark.rule("NT20")
async def test_handlers_are_found_by_exact_class(handlers: HandlerRegistry, log: Log) -> None:
    handlers.add(A, log.plain("base"))
    handlers.add(DerivedA, log.plain("derived"))
    aggregator = EventAggregator(handlers)
    await aggregator.publish(DerivedA(1))
    await aggregator.publish(A(2))
    await aggregator.publish(B(3))
    await aggregator.publish(B(4))
    assert log.lines == ["derived DerivedA1", "base A2"]


@pytest.mark.rule("NT21")
async def test_several_are_cut_into_runs_of_consecutive_equal_classes(handlers: HandlerRegistry, log: Log) -> None:
    handlers.add(A, log.plain("first"))
    handlers.add(A, log.plain("second"))
    handlers.add(B, log.plain("first"))
    await EventAggregator(handlers).publish_many([A(1), A(2), B(3), A(4)])
    assert log.lines == [
        "first A1",
        "first A2",
        "second A1",
        "second A2",
        "first B3",
        "first A4",
        "second A4",
    ]


@pytest.mark.rule("NT19", "NT21")
async def test_a_batch_handler_gets_each_run_as_a_list_of_its_own(handlers: HandlerRegistry, log: Log) -> None:
    class Batch:
        async def handle_batch(self, run: list[A]) -> None:
            log.lines.append(f"class {run!r}")
            run.clear()

    handlers.add(A, Batch)
    handlers.on_batch(A)(log.batch("function"))
    aggregator = EventAggregator(handlers)
    await aggregator.publish_many([A(1), A(2), B(3), A(4)])
    await aggregator.publish(A(5))
    assert log.lines == [
        "function [A1, A2]",
        "function [A4]",
        "class [A1, A2]",
        "class [A4]",
        "function [A5]",
        "class [A5]",
    ]


@pytest.mark.rule("NT22")
async def test_all_plain_handlers_run_before_all_coroutine_handlers(handlers: HandlerRegistry, log: Log) -> None:
    for kind in (A, B):
        handlers.add(kind, log.awaited("awaited"), order=-1)
        handlers.add(kind, log.plain("plain"), order=1)
    aggregator = EventAggregator(handlers)
    await aggregator.publish_many([A(1), B(2)])
    await aggregator.publish(A(3))
    assert log.lines == ["plain A1", "plain B2", "awaited A1", "awaited B2", "plain A3", "awaited A3"]


@pytest.mark.rule("NT23")
@pytest.mark.parametrize("many", [False, True])
async def test_coroutine_handlers_are_awaited_one_after_the_other(
    handlers: HandlerRegistry, log: Log, many: bool
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    @handlers.on(A)
    async def slow(notification: A) -> None:
        begun.set()
        await go_on.wait()
        log.lines.append("slow")

    handlers.add(A, log.awaited("next"))
    aggregator = EventAggregator(handlers)
    publishing = asyncio.create_task(aggregator.publish_many([A(1)]) if many else aggregator.publish(A(1)))
    await begun.wait()
    assert log.lines == []
    go_on.set()
    await publishing
    assert log.lines == ["slow", "next A1"]


@pytest.mark.rule("NT24")
async def test_a_publication_may_be_restricted_to_a_marker(handlers: HandlerRegistry, log: Log) -> None:
    class Remote(DistributedCacheHandler):
        pass

    @handlers.on(A)
    class Refresher(DistributedCacheHandler):
        async def handle(self, notification: A) -> None:
            log.lines.append("refresher")

    handlers.add(A, log.plain("plain"))
    handlers.add(A, log.plain("marked"), marker=DistributedCacheHandler)
    handlers.add(A, log.plain("marked further"), marker=Remote)
    aggregator = EventAggregator(handlers)
    await aggregator.publish(A(1), only=DistributedCacheHandler)
    await aggregator.publish_many([A(2)], only=Remote)
    assert log.lines == ["marked A1", "marked further A1", "refresher", "marked further A2"]
    log.lines.clear()
    await aggregator.publish(A(3))
    assert len(log.lines) == 4


def fail(notification: Numbered) -> None:
    raise LookupError("no such page")


async def fail_awaited(notification: Numbered) -> None:
    raise LookupError("no such page")


class Fails:
    def handle(self, notification: Numbered) -> None:
        raise LookupError("no such page")


@pytest.mark.rule("NT25")
@pytest.mark.parametrize("failing", [fail, fail_awaited, Fails])
@pytest.mark.parametrize("many", [False, True])
async def test_the_first_error_ends_the_publication_and_names_the_handler(
    handlers: HandlerRegistry, log: Log, failing: Any, many: bool
) -> None:
    handlers.add(A, log.plain("before"))
    handlers.add(A, failing)
    handlers.add(A, log.awaited("after"))
    aggregator = EventAggregator(handlers)
    with pytest.raises(LookupError, match="no such page") as raised:
        await (aggregator.publish_many([A(1)]) if many else aggregator.publish(A(1)))
    assert raised.value.__notes__ == [f"raised by handler {__name__}.{failing.__qualname__} of A"]
    assert log.lines == ["before A1"]


async def coroutine(notification: Numbered) -> None:
    pytest.fail("nobody awaits this")


@pytest.mark.rule("NT28")
@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("future", [False, True])
async def test_a_plain_handler_that_returns_something_to_be_awaited_is_an_error(
    handlers: HandlerRegistry, many: bool, future: bool
) -> None:
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    handlers.add(A, lambda notification: ended if future else coroutine(notification))
    aggregator = EventAggregator(handlers)
    with pytest.raises(HandlerSignatureError, match=r"<lambda> returned something to be awaited.*with async def"):
        await (aggregator.publish_many([A(1)]) if many else aggregator.publish(A(1)))


@pytest.mark.rule("NT28")
async def test_what_a_plain_handler_returns_is_ignored(handlers: HandlerRegistry, log: Log) -> None:
    handlers.add(A, lambda notification: log.lines.copy())  # type: ignore[arg-type, return-value] # it returns something
    handlers.add(A, log.plain("next"))
    aggregator = EventAggregator(handlers)
    await aggregator.publish(A(1))
    await aggregator.publish_many([A(2)])
    assert log.lines == ["next A1", "next A2"]


@pytest.mark.rule("NT26")
@pytest.mark.parametrize("value", [None, "saved", A])
async def test_only_notifications_are_published(handlers: HandlerRegistry, value: Any) -> None:
    aggregator = EventAggregator(handlers)
    for publishing in (
        aggregator.publish(value),
        aggregator.publish_many([value]),
        aggregator.publish_many([A(1), value]),
        aggregator.publish_collecting([value]),
        aggregator.publish(value, only=DistributedCacheHandler),
    ):
        with pytest.raises(NotANotificationError, match="is not a notification: derive its class from"):
            await publishing


@pytest.mark.rule("NT26")
async def test_nothing_runs_when_one_of_several_is_no_notification(handlers: HandlerRegistry, log: Log) -> None:
    handlers.add(A, log.plain("plain"))
    with pytest.raises(NotANotificationError):
        await EventAggregator(handlers).publish_many([A(1), None])  # type: ignore[list-item] # that is the mistake
    assert log.lines == []


async def test_publishing_nothing_does_nothing(handlers: HandlerRegistry) -> None:
    aggregator = EventAggregator(handlers)
    await aggregator.publish_many([])
    assert await aggregator.publish_collecting([]) == ()


@pytest.mark.rule("NT27")
async def test_a_handler_may_publish_what_it_handles(handlers: HandlerRegistry, log: Log) -> None:
    @handlers.on(A)
    async def countdown(notification: A) -> None:
        log.lines.append(repr(notification))
        if notification.number:
            await aggregator.publish(A(notification.number - 1))
            await aggregator.publish(B())

    handlers.add(B, log.awaited("then"))
    aggregator = EventAggregator(handlers, depth_limit=4)
    await aggregator.publish(A(3))
    await aggregator.publish(A(3))
    assert log.lines == ["A3", "A2", "A1", "A0", *["then B0"] * 3] * 2


@pytest.mark.rule("NT27")
@pytest.mark.parametrize("as_class", [False, True])
async def test_a_circle_ends_with_an_error_that_shows_the_chain(handlers: HandlerRegistry, as_class: bool) -> None:
    async def again(notification: A) -> None:
        await aggregator.publish(B())

    class Back:
        async def handle(self, notification: B) -> None:
            await aggregator.publish(A())

    async def back(notification: B) -> None:
        await aggregator.publish(A())

    def bystander(notification: Numbered) -> None: ...

    handlers.add(A, bystander)
    handlers.add(A, again)
    handlers.add(B, bystander)
    handlers.add(B, Back if as_class else back)
    aggregator = EventAggregator(handlers, depth_limit=3)
    with pytest.raises(DepthLimitError, match=r"deeper than the limit of 3.*A -> B -> A -> B") as raised:
        await aggregator.publish(A())
    assert raised.value.chain == ("A", "B", "A", "B")
    assert any("again of A" in note for note in raised.value.__notes__)
    assert not any("bystander" in note for note in raised.value.__notes__)


@pytest.mark.rule("NT27")
async def test_tasks_started_by_a_handler_count_while_it_is_being_awaited(handlers: HandlerRegistry) -> None:
    @handlers.on(A)
    async def fan_out(notification: A) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(aggregator.publish(A()))

    aggregator = EventAggregator(handlers, depth_limit=3)
    with pytest.raises(ExceptionGroup) as raised:
        await aggregator.publish(A())
    assert raised.group_contains(DepthLimitError, depth=3)


@pytest.mark.rule("NT27")
async def test_a_task_that_outlives_its_publication_starts_a_chain_of_its_own(handlers: HandlerRegistry) -> None:
    tasks: asyncio.Queue[asyncio.Task[None]] = asyncio.Queue()
    ended = {number: asyncio.Event() for number in range(11)}

    async def publish(number: int) -> None:
        await aggregator.publish(A(number))
        ended[number].set()

    async def publish_after(number: int) -> None:
        await ended[number].wait()
        await publish(number - 1)

    @handlers.on(A)
    async def reschedule(notification: A) -> None:
        if notification.number:
            tasks.put_nowait(asyncio.create_task(publish_after(notification.number)))

    aggregator = EventAggregator(handlers, depth_limit=1)
    await publish(10)
    for _ in range(10):
        await (await tasks.get())
    assert tasks.empty()
    assert ended[0].is_set()
