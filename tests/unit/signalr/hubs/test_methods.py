"""Which methods of a hub class clients may call, and by which names."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from copydesk.signalr import CancellationToken, FactoryServices, Hub, HubApp, HubDefinitionError, hub_method
from copydesk.signalr.hubs.methods import ParameterKind, find_methods
from tests.unit.signalr.hubs.conftest import Connect

if TYPE_CHECKING:
    from decimal import Decimal as OnlyForTypeCheckers

DOES_NOT_EXIST = "Failed to invoke '{}' due to an error on the server. HubException: Method does not exist."


class Base(Hub):
    async def inherited(self) -> str:
        return "base"

    async def overridden(self) -> str:
        return "base"

    async def hidden(self) -> str:
        return "base"


class Mixin:
    async def from_mixin(self) -> str:
        return "mixin"


class Names(Mixin, Base):
    attribute: ClassVar[int] = 3
    hidden = None  # type: ignore[assignment]  # takes the inherited method away

    async def send_message(self) -> str:
        return "send_message"

    @hub_method(name="Other.Name")
    async def renamed(self) -> str:
        return "renamed"

    async def overridden(self) -> str:
        return "derived"

    async def _private(self) -> str:
        return "private"

    @staticmethod
    def static_method() -> str:
        return "static"

    @classmethod
    def class_method(cls) -> str:
        return "class"

    @property
    def some_property(self) -> str:
        return "property"


@pytest.mark.rule("SH1", "SH2", "SH3")
@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("send_message", "send_message"),
        ("SendMessage", "send_message"),
        ("sendMessage", "send_message"),
        ("SENDMESSAGE", "send_message"),
        ("Other.Name", "renamed"),
        ("other.name", "renamed"),
        ("Inherited", "base"),
        ("Overridden", "derived"),
        ("FromMixin", "mixin"),
    ],
)
async def test_a_method_answers_to_its_name_in_any_case(connect: Connect, name: str, result: str) -> None:
    client = await connect(Names)
    assert await client.invoke(name) == result


@pytest.mark.rule("SH2", "SH4")
@pytest.mark.parametrize(
    "name",
    [
        "Renamed",
        "Hidden",
        "_private",
        "Private",
        "StaticMethod",
        "ClassMethod",
        "SomeProperty",
        "Attribute",
        "OnConnected",
        "on_disconnected",
        "OnAuthenticationRefreshed",
        "Clients",
        "Context",
        "Groups",
        "__init__",
        "init",
        "__class__",
    ],
)
async def test_nothing_else_can_be_called(connect: Connect, name: str) -> None:
    client = await connect(Names)
    assert await client.call(name).error() == DOES_NOT_EXIST.format(name)


def _two_of_one_name() -> type[Hub[Any]]:
    class Two(Hub):
        async def send_message(self) -> None: ...

        @hub_method(name="SendMessage")
        async def other(self) -> None: ...

    return Two


def _many_arguments() -> type[Hub[Any]]:
    class Many(Hub):
        async def call(self, *values: int) -> None: ...

    return Many


def _keyword_only() -> type[Hub[Any]]:
    class Keyword(Hub):
        async def call(self, *, value: int) -> None: ...

    return Keyword


def _unreadable() -> type[Hub[Any]]:
    class Unreadable(Hub):
        async def call(self, value: "OnlyForTypeCheckers") -> None: ...

    return Unreadable


def _generator() -> type[Hub[Any]]:
    class Synchronous(Hub):
        def call(self) -> Iterator[int]:
            yield 1

    return Synchronous


def _hiding() -> type[Hub[Any]]:
    class Hiding(Hub):
        async def clients(self) -> None: ...  # type: ignore[override]  # the mistake under test

    return Hiding


def _async_in_thread() -> type[Hub[Any]]:
    class InThread(Hub):
        @hub_method(in_thread=True)
        async def call(self) -> None: ...

    return InThread


@pytest.mark.rule("SH5")
@pytest.mark.parametrize(
    ("make", "text"),
    [
        (_two_of_one_name, "other and send_message go by the same name"),
        (_many_arguments, r"\*values has no fixed number of arguments"),
        (_keyword_only, "clients send arguments by position, but value is keyword-only"),
        (_unreadable, "the annotation 'OnlyForTypeCheckers' cannot be read"),
        (_generator, "make it an async generator"),
        (_hiding, "clients hides what every hub has"),
        (_async_in_thread, "only a synchronous method can run in a thread"),
    ],
)
def test_a_hub_that_cannot_work_is_refused_when_the_app_is_made(make: Callable[[], type[Hub[Any]]], text: str) -> None:
    with pytest.raises(HubDefinitionError, match=text):
        HubApp(make())


def test_a_hub_method_needs_a_name_that_is_not_empty() -> None:
    with pytest.raises(ValueError, match="not empty"):
        hub_method(name="")


class Repository: ...


class Kinds(Hub):
    async def mixed(
        self,
        first: int,
        source: AsyncIterator[str],
        repository: Repository,
        second: list[str],
        *,
        cancellation: CancellationToken | None = None,
    ) -> AsyncIterator[int]:
        yield 1

    async def untyped(self, value) -> None: ...  # type: ignore[no-untyped-def]  # allowed: any value


def test_parameters_are_sorted_by_where_their_values_come_from() -> None:
    methods = find_methods(Kinds, Hub, FactoryServices({Repository: Repository}))
    mixed = methods["mixed"]
    assert {parameter.name: parameter.kind for parameter in mixed.parameters} == {
        "first": ParameterKind.ARGUMENT,
        "source": ParameterKind.STREAM,
        "repository": ParameterKind.SERVICE,
        "second": ParameterKind.ARGUMENT,
        "cancellation": ParameterKind.CANCELLATION,
    }
    assert [parameter.type for parameter in mixed.streams] == [str]
    assert (mixed.required, mixed.streams_down) == (2, True)
    assert methods["untyped"].arguments[0].type is Any


class Threads(Hub):
    @hub_method(in_thread=True)
    def blocking(self) -> bool:
        return threading.current_thread() is threading.main_thread()

    def quick(self) -> bool:
        return threading.current_thread() is threading.main_thread()


@pytest.mark.rule("SH10")
async def test_a_blocking_method_can_run_in_a_thread(connect: Connect) -> None:
    client = await connect(Threads)
    assert await client.invoke("Quick") is True
    assert await client.invoke("Blocking") is False


@pytest.mark.rule("SH9")
async def test_streams_services_and_tokens_are_not_counted_as_arguments(connect: Connect) -> None:
    client = await connect(HubApp(Kinds, services=FactoryServices({Repository: Repository})))
    answer = client.stream("mixed", 1, ["a"], streams=["up"])
    assert await answer.items.get() == 1
    await answer.result()
