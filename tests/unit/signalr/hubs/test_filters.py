"""Filters around calls, connects and disconnects."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

import pytest

from copydesk.signalr import FactoryServices, Hub, HubApp, HubError, HubFilter, HubInvocationContext, HubLifetimeContext
from copydesk.signalr.testing import FakeClock
from tests.unit.signalr.hubs.conftest import Connect

log: list[str] = []


class Noting(HubFilter):
    def __init__(self, name: str = "per call") -> None:
        self.name = name

    async def invoke(self, context: HubInvocationContext, next: Any) -> Any:  # noqa: A002
        log.append(f"{self.name} before {context.method.name}{context.arguments}")
        result = await next(context)
        log.append(f"{self.name} after")
        return result

    async def on_connected(self, context: HubLifetimeContext, next: Any) -> None:  # noqa: A002
        log.append(f"{self.name} connects")
        await next(context)

    async def on_disconnected(self, context: HubLifetimeContext, error: Exception | None, next: Any) -> None:  # noqa: A002
        log.append(f"{self.name} disconnects")
        await next(context, error)


class Counting:
    """A filter that only knows calls; made by the container for each of them."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1

    async def invoke(self, context: HubInvocationContext, next: Any) -> Any:  # noqa: A002
        return await next(context)


class Changing:
    async def invoke(self, context: HubInvocationContext, next: Any) -> Any:  # noqa: A002
        match context.arguments:
            case ["skip"]:
                return "skipped"
            case ["refuse"]:
                raise HubError("refused by a filter")
            case ["swallow"]:
                try:
                    return await next(context)
                except KeyError:
                    return "swallowed"
            case [str() as text]:
                return f"[{await next(context.with_arguments(text.upper()))}]"
            case _:
                return self._plus_one(await next(context))

    async def _plus_one(self, items: AsyncIterator[int]) -> AsyncIterator[int]:
        async for item in items:
            yield item + 1


class Filtered(Hub):
    filters: ClassVar[tuple[object, ...]] = (Noting("hub's"),)

    async def echo(self, text: str) -> str:
        log.append("the method")
        return text

    async def on_connected(self) -> None:
        log.append("the hub connects")

    async def on_disconnected(self, error: Exception | None) -> None:
        log.append("the hub disconnects")


class Changed(Hub):
    async def echo(self, text: str) -> str:
        if text == "swallow":
            raise KeyError(text)
        return text

    async def count(self, number: int) -> AsyncIterator[int]:
        for item in range(number):
            yield item


@pytest.fixture(autouse=True)
def _fresh() -> None:
    log.clear()


@pytest.mark.rule("SH90")
async def test_filters_surround_the_method_first_one_outermost(connect: Connect, clock: FakeClock) -> None:
    client = await connect(HubApp(Filtered, clock=clock, filters=[Noting("1st"), Noting("2nd")]))
    assert log == ["1st connects", "2nd connects", "hub's connects", "the hub connects"]
    log.clear()
    await client.invoke("Echo", "x")
    assert log == [
        "1st before echo('x',)",
        "2nd before echo('x',)",
        "hub's before echo('x',)",
        "the method",
        "hub's after",
        "2nd after",
        "1st after",
    ]
    log.clear()
    await client.leave()
    assert log == ["1st disconnects", "2nd disconnects", "hub's disconnects", "the hub disconnects"]


@pytest.mark.rule("SH91")
@pytest.mark.parametrize(("text", "result"), [("skip", "skipped"), ("swallow", "swallowed"), ("loud", "[LOUD]")])
async def test_a_filter_may_skip_change_and_swallow(connect: Connect, text: str, result: str) -> None:
    client = await connect(HubApp(Changed, filters=[Changing()]))
    assert await client.invoke("echo", text) == result


@pytest.mark.rule("SH91")
async def test_a_filter_may_refuse_a_call(connect: Connect) -> None:
    client = await connect(HubApp(Changed, filters=[Changing()]))
    assert (await client.call("echo", "refuse").error()).endswith("HubException: refused by a filter")


@pytest.mark.rule("SH91")
async def test_a_filter_may_change_a_stream(connect: Connect) -> None:
    client = await connect(HubApp(Changed, filters=[Changing()]))
    assert await client.collect("count", 3) == [1, 2, 3]


@pytest.mark.rule("SH92")
async def test_a_filter_given_as_a_class_is_made_for_each_call(connect: Connect) -> None:
    Counting.made = 0
    client = await connect(HubApp(Changed, filters=[Counting, HubFilter()], services=FactoryServices()))
    made = Counting.made
    for _ in range(3):
        assert await client.invoke("echo", "x") == "x"
    assert Counting.made == made + 3


class Forgiving:
    async def on_connected(self, context: HubLifetimeContext, next: Any) -> None:  # noqa: A002
        try:
            await next(context)
        except HubError:
            await context.hub.clients.caller.send("Forgiven")


class Refusing(Changed):
    async def on_connected(self) -> None:
        raise HubError("no")


@pytest.mark.rule("SH91")
@pytest.mark.parametrize("layer", [Forgiving(), Forgiving])
async def test_a_filter_that_swallows_the_error_of_on_connected_keeps_the_connection(
    connect: Connect, layer: object
) -> None:
    client = await connect(HubApp(Refusing, filters=[layer]))
    await client.called("Forgiven")
    assert await client.invoke("echo", "welcome") == "welcome"


@pytest.mark.rule("SH92")
async def test_a_class_with_every_hook_surrounds_everything(connect: Connect) -> None:
    client = await connect(HubApp(Filtered, filters=[Noting], services=FactoryServices()))
    await client.invoke("echo", "x")
    await client.leave()
    assert [line for line in log if line.startswith("per call")] == [
        "per call connects",
        "per call before echo('x',)",
        "per call after",
        "per call disconnects",
    ]
