"""Registration: what a handler may look like, and the errors that come before anything is published."""

import functools
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Protocol, TypeVar

import pytest

from copydesk.notifications import (
    CancelableNotification,
    EventAggregator,
    HandlerMarker,
    HandlerRegistry,
    HandlerSignatureError,
    NotANotificationError,
    Notification,
    RegistrationClosedError,
    RegistrationError,
    SavedNotification,
    StatefulNotification,
)


class Opened(Notification):
    pass


class Closed(Notification):
    pass


class GateOpened(Opened):
    pass


@pytest.fixture
def handlers() -> HandlerRegistry:
    return HandlerRegistry()


@pytest.fixture
def heard() -> list[str]:
    return []


def name(notification: Notification) -> str:
    return type(notification).__name__


@pytest.mark.rule("NT10")
async def test_functions_and_classes_plain_or_coroutines_by_decorator_or_call(
    handlers: HandlerRegistry, heard: list[str]
) -> None:
    @handlers.on(Opened, Closed)
    def function(notification: Opened | Closed) -> None:
        heard.append(f"function {name(notification)}")

    @handlers.on(Opened)
    async def coroutine(notification: Opened) -> None:
        heard.append(f"coroutine {name(notification)}")

    @handlers.on(Opened)
    class Handler:
        def handle(self, notification: Opened) -> None:
            heard.append(f"class {name(notification)}")

    class AsyncHandler:
        async def handle(self, notification: Opened) -> None:
            heard.append(f"async class {name(notification)}")

    handlers.add(Opened, AsyncHandler)
    aggregator = EventAggregator(handlers)
    await aggregator.publish(Opened())
    await aggregator.publish(Closed())
    assert heard == ["function Opened", "class Opened", "coroutine Opened", "async class Opened", "function Closed"]


@pytest.mark.rule("NT10")
async def test_a_bound_method_a_partial_and_a_callable_object_are_functions_too(
    handlers: HandlerRegistry, heard: list[str]
) -> None:
    class Door:
        def opened(self, notification: Opened) -> None:
            heard.append("method")

        async def __call__(self, notification: Opened) -> None:
            heard.append("callable")

    async def with_prefix(prefix: str, notification: Opened) -> None:
        heard.append(prefix)

    door = Door()
    handlers.add(Opened, door.opened)
    handlers.add(Opened, functools.partial(with_prefix, "partial"))
    handlers.add(Opened, door)
    await EventAggregator(handlers).publish(Opened())
    assert heard == ["method", "partial", "callable"]


@pytest.mark.rule("NT11")
async def test_the_same_handler_counts_once_per_notification(handlers: HandlerRegistry, heard: list[str]) -> None:
    def function(notification: Opened | Closed) -> None:
        heard.append(name(notification))

    handlers.add(Opened, function)
    handlers.on(Opened)(function)
    handlers.add(Closed, function)
    await EventAggregator(handlers).publish_many([Opened(), Closed()])
    assert heard == ["Opened", "Closed"]


@pytest.mark.rule("NT11")
def test_the_same_handler_with_other_options_is_an_error(handlers: HandlerRegistry) -> None:
    def function(notification: Opened) -> None: ...

    handlers.add(Opened, function)
    with pytest.raises(RegistrationError, match=r"function is registered for Opened already, with other options"):
        handlers.add(Opened, function, order=3)


@pytest.mark.rule("NT12")
async def test_handlers_run_by_order_then_by_registration(handlers: HandlerRegistry, heard: list[str]) -> None:
    def handler(label: str, order: int) -> None:
        def function(notification: Opened) -> None:
            heard.append(label)

        handlers.add(Opened, function, order=order)

    for label, order in (("b", 0), ("z", 9), ("c", 0), ("a", -1), ("d", 0)):
        handler(label, order)
    await EventAggregator(handlers).publish(Opened())
    assert heard == ["a", "b", "c", "d", "z"]


@pytest.mark.rule("NT13")
def test_registering_after_the_aggregator_was_built_is_an_error(handlers: HandlerRegistry) -> None:
    EventAggregator(handlers)
    with pytest.raises(RegistrationClosedError, match="handed to an event aggregator"):
        handlers.add(Opened, lambda notification: None)


def takes_nothing() -> None: ...


def takes_two(notification: Opened, other: int) -> None: ...


def takes_another(notification: Closed) -> None: ...


def takes_a_list(notifications: list[Opened]) -> None: ...


def generates(notification: Opened) -> Iterator[None]:
    yield


async def generates_too(notification: Opened) -> AsyncIterator[None]:
    yield


class Handler:
    def handle(self, notification: Opened) -> None: ...


class HandlesAnother:
    def handle(self, notification: Closed) -> None: ...


class HandlesNothing:
    def handle(self) -> None: ...


class HasNoHandle:
    pass


@pytest.mark.rule("NT14")
@pytest.mark.parametrize(
    ("handler", "problem"),
    [
        (takes_nothing, r"takes_nothing must take one argument, Opened, but has \(\) -> None: too many"),
        (takes_two, r"takes_two must take one argument, Opened, but has .*: missing a required argument: 'other'"),
        (takes_another, r"takes_another is registered for Opened, but its parameter 'notification' is .*Closed"),
        (takes_a_list, r"takes_a_list is registered for Opened, but its parameter 'notifications' is list"),
        (generates, r"generates is a generator"),
        (generates_too, r"generates_too is a generator"),
        (Handler(), r"Handler is an object; register its class"),
        (HandlesAnother, r"HandlesAnother is registered for Opened, but its parameter 'notification' is .*Closed"),
        (HandlesNothing, r"HandlesNothing must take one argument"),
        (HasNoHandle, r"HasNoHandle has no method handle\(self, notification\)"),
        (42, r"int cannot be called"),
    ],
)
def test_a_handler_that_cannot_be_called_is_an_error_at_registration(
    handlers: HandlerRegistry, handler: Any, problem: str
) -> None:
    with pytest.raises(HandlerSignatureError, match=problem):
        handlers.add(Opened, handler)


class Strict:
    def handle_batch(self, notifications: Opened) -> None: ...


@pytest.mark.rule("NT14", "NT19")
@pytest.mark.parametrize(
    ("handler", "problem"),
    [
        (takes_another, r"registered for a list of Opened, but its parameter 'notification' is .*Closed"),
        (takes_nothing, r"must take one argument, a list of Opened"),
        (Handler, r"Handler is a class; give it a method handle_batch"),
    ],
)
def test_a_batch_handler_must_take_a_list(handlers: HandlerRegistry, handler: Any, problem: str) -> None:
    with pytest.raises(HandlerSignatureError, match=problem):
        handlers.add_batch(Opened, handler)


@pytest.mark.rule("NT14", "NT19")
def test_a_batch_method_must_take_a_list(handlers: HandlerRegistry) -> None:
    with pytest.raises(HandlerSignatureError, match="Strict is registered for a list of Opened"):
        handlers.add(Opened, Strict)  # type: ignore[arg-type] # that is the mistake


AnyOpened = TypeVar("AnyOpened", bound=Opened)


def takes_a_base(notification: Opened) -> None: ...


def takes_anything(*arguments: object, **options: object) -> None: ...


def takes_a_variable(notification: AnyOpened) -> None: ...


def takes_any(notification: Any) -> None: ...


def takes_an_option(notification: "GateOpened | Closed | None", extra: int = 3) -> None: ...


def takes_the_unknown(notification: "NoSuchClass") -> None: ...  # type: ignore[name-defined] # noqa: F821


class HasWeight(Protocol):
    weight: int


def takes_a_protocol(notification: HasWeight) -> None: ...


class HandlesStatically:
    @staticmethod
    def handle(notification: GateOpened) -> None: ...


@pytest.mark.rule("NT14")
@pytest.mark.parametrize(
    "handler",
    [
        takes_a_base,
        takes_anything,
        takes_a_variable,
        takes_any,
        takes_an_option,
        takes_the_unknown,
        HandlesStatically,
        [].append,
        vars,  # Python cannot tell its signature.
        takes_a_protocol,
        lambda notification: None,
    ],
)
async def test_whatever_can_take_the_notification_fits(handlers: HandlerRegistry, handler: Any) -> None:
    handlers.add(GateOpened, handler)
    await EventAggregator(handlers).publish(GateOpened())


@pytest.mark.rule("NT19")
@pytest.mark.parametrize("hint", [list[Opened], Sequence[Opened], list, "Sequence[Opened]", Any])
async def test_a_batch_may_be_annotated_as_any_sequence(handlers: HandlerRegistry, hint: Any) -> None:
    runs: list[int] = []

    def batch(notifications: Any) -> None:
        runs.append(len(notifications))

    batch.__annotations__["notifications"] = hint
    handlers.add_batch(GateOpened, batch)
    await EventAggregator(handlers).publish_many([GateOpened(), GateOpened()])
    assert runs == [2]


@pytest.mark.rule("NT15")
@pytest.mark.parametrize("contract", [Notification, CancelableNotification, StatefulNotification])
def test_a_contract_itself_has_no_handlers(handlers: HandlerRegistry, contract: type[Notification]) -> None:
    with pytest.raises(RegistrationError, match="would never run: handlers are found by the exact class"):
        handlers.add(contract, takes_any)


@pytest.mark.rule("NT15")
def test_only_notification_classes_have_handlers(handlers: HandlerRegistry) -> None:
    with pytest.raises(NotANotificationError, match=r"derive its class from copydesk\.notifications\.Notification"):
        handlers.add(int, takes_any)  # type: ignore[type-var] # that is the mistake
    with pytest.raises(RegistrationError, match="is not a class; handlers are found by exact class, so declare one"):
        handlers.on(SavedNotification[int])(takes_any)
    with pytest.raises(RegistrationError, match="name at least one notification class"):
        handlers.on()


@pytest.mark.rule("NT15")
def test_a_marker_is_derived_from_the_marker_class(handlers: HandlerRegistry) -> None:
    with pytest.raises(RegistrationError, match="is not a handler marker: derive a class from HandlerMarker"):
        handlers.add(Opened, takes_any, marker=int)  # type: ignore[arg-type] # that is the mistake
    handlers.add(Opened, takes_any, marker=HandlerMarker)
