"""In which order calls of one client start, run and end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from copydesk.signalr import CancellationToken, Hub, HubOptions
from copydesk.signalr.protocol.messages import CancelInvocation, Invocation
from copydesk.signalr.testing import FakeClock, SyncPoint, turns
from tests.unit.signalr.hubs.conftest import Connect


class Orders(Hub):
    points: dict[str, SyncPoint]
    log: list[str]

    async def hold(self, name: str) -> str:
        self.log.append(f"{name} begins")
        await self.points.setdefault(name, SyncPoint()).wait()
        self.log.append(f"{name} ends")
        return name

    async def note(self, name: str) -> str:
        self.log.append(name)
        return name

    async def items(self, name: str) -> AsyncIterator[str]:
        self.log.append(f"{name} begins")
        yield name
        await self.points.setdefault(name, SyncPoint()).wait()

    async def with_token(self, cancellation: CancellationToken, name: str = "") -> str:
        self.log.append(f"{name} begins")
        await cancellation.wait()
        return "cancelled"

    async def raises_when_cancelled(self, cancellation: CancellationToken) -> None:
        await cancellation.wait()
        raise asyncio.CancelledError

    async def slow_connected(self) -> None: ...


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Orders.points, Orders.log = {}, []


@pytest.mark.rule("SH30")
async def test_one_method_at_a_time_by_default_in_the_order_of_the_calls(connect: Connect) -> None:
    client = await connect(Orders)
    first = client.call("hold", "a")
    second = client.call("note", "b")
    third = client.stream("items", "c")
    await turns()
    assert Orders.log == ["a begins"]
    Orders.points["a"].go_on()
    assert await second.result() == "b"
    assert await third.items.get() == "c"
    assert first.completion.done()
    assert Orders.log == ["a begins", "a ends", "b", "c begins"]
    Orders.points["c"].go_on()


@pytest.mark.rule("SH31")
async def test_some_calls_run_in_parallel_if_the_options_say_so(connect: Connect) -> None:
    client = await connect(Orders, options=HubOptions(maximum_parallel_invocations=2))
    answers = {name: client.call("hold", name) for name in "abc"}
    await turns()
    assert Orders.log == ["a begins", "b begins"]
    Orders.points["b"].go_on()
    assert await answers["b"].result() == "b"
    await turns()
    assert Orders.log == ["a begins", "b begins", "b ends", "c begins"]
    assert not answers["a"].completion.done()
    Orders.points["a"].go_on()
    Orders.points["c"].go_on()
    await answers["a"].result()
    await answers["c"].result()


@pytest.mark.rule("SH32")
async def test_pings_answers_and_cancellations_are_read_while_a_method_runs(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Orders)
    client.call("hold", "a")
    for _ in range(4):
        client.ping()
        await clock.advance(20)
    assert not client.peer.closed.done()
    Orders.points["a"].go_on()


@pytest.mark.rule("SH33")
async def test_streams_start_in_order_and_do_not_count_against_the_limit(connect: Connect) -> None:
    client = await connect(Orders, options=HubOptions(maximum_parallel_invocations=2))
    streams = [client.stream("items", name) for name in "abc"]
    holds = [client.call("hold", name) for name in "de"]
    late = client.stream("items", "f")
    assert [await stream.items.get() for stream in [*streams, late]] == ["a", "b", "c", "f"]
    assert Orders.log == ["a begins", "b begins", "c begins", "d begins", "e begins", "f begins"]
    for name in "abcdef":
        Orders.points[name].go_on()
    for answer in [*streams, *holds, late]:
        await answer.completion


@pytest.mark.rule("SH35")
async def test_the_client_timeout_stands_still_while_the_reader_waits_for_a_method(
    connect: Connect, clock: FakeClock
) -> None:
    client = await connect(Orders)
    client.ping()
    await turns()
    client.call("hold", "a")
    behind = client.call("note", "b")
    await clock.advance(100)
    assert not client.peer.closed.done()
    Orders.points["a"].go_on()
    assert await behind.result() == "b"
    await clock.advance(29)
    assert not client.peer.closed.done()
    await clock.advance(3)
    assert (await client.peer.closed).allow_reconnect


@pytest.mark.rule("SH36")
async def test_cancelling_an_ordinary_call_fires_its_token_and_it_still_completes(connect: Connect) -> None:
    client = await connect(Orders)
    answer = client.call("with_token")
    await turns()
    client.cancel(answer)
    assert await answer.result() == "cancelled"


@pytest.mark.rule("SH34", "SH36")
async def test_an_ordinary_call_and_its_cancellation_may_come_in_one_chunk(connect: Connect) -> None:
    client = await connect(Orders)
    answer = client.peer.expect("x")
    client.peer.say(Invocation("with_token", [], "x"), CancelInvocation("x"))
    assert await answer.result() == "cancelled"


@pytest.mark.rule("SH36")
@pytest.mark.logs_errors
async def test_a_cancelled_call_may_fail(connect: Connect) -> None:
    client = await connect(Orders)
    answer = client.call("raises_when_cancelled")
    await turns()
    client.cancel(answer)
    assert await answer.error() == ("An unexpected error occurred invoking 'raises_when_cancelled' on the server.")
    assert await client.invoke("note", "still here") == "still here"


@pytest.mark.rule("SH36")
async def test_a_call_without_token_takes_no_notice_of_its_cancellation(connect: Connect) -> None:
    client = await connect(Orders)
    answer = client.call("hold", "a")
    await turns()
    client.cancel(answer)
    await turns()
    Orders.points["a"].go_on()
    assert await answer.result() == "a"


@pytest.mark.rule("SH36")
async def test_the_token_of_an_ordinary_call_fires_when_the_connection_ends(connect: Connect) -> None:
    client = await connect(Orders)
    answer = client.call("with_token", "a")
    await turns()
    async with asyncio.timeout(60):
        await client.leave()
    assert not answer.completion.cancelled()
