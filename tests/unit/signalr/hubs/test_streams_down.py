"""Streams from the hub to the client."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest

from copydesk.signalr import CancellationToken, Hub, HubError, HubOptions
from copydesk.signalr.protocol.messages import CancelInvocation, Completion, StreamInvocation, StreamItem
from copydesk.signalr.testing import FakeClock, SyncPoint, turns
from tests.unit.signalr.hubs.conftest import Connect

STREAMING = "An error occurred on the server while streaming results."
NOTHING_RETURNED = (
    "The value returned by the streaming method 'returns_nothing' is not a ChannelReader<> or IAsyncEnumerable<>."
)
INVOKING = "An unexpected error occurred invoking '{}' on the server."


class Channel:
    """An async iterator that is no generator."""

    def __init__(self) -> None:
        self.left = 2

    def __aiter__(self) -> AsyncIterator[int]:
        return self

    async def __anext__(self) -> int:
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


class Streams(Hub):
    point = SyncPoint()
    points: dict[str, SyncPoint]
    log: list[str]

    async def count(self, number: int) -> AsyncIterator[int]:
        for item in range(number):
            yield item

    async def returned(self) -> AsyncIterator[int]:
        return Channel()

    def returned_at_once(self) -> AsyncIterator[int]:
        return Channel()

    async def raises_early(self, text: str) -> AsyncIterator[int]:
        raise HubError(text)

    async def raises_late(self, text: str) -> AsyncIterator[int]:
        yield 1
        raise HubError(text)

    async def raises_something(self) -> AsyncIterator[int]:
        yield 1
        raise KeyError("secret")

    async def returns_nothing(self) -> AsyncIterator[int]:
        return None  # type: ignore[return-value]  # the mistake under test

    async def unencodable(self) -> AsyncIterator[object]:
        yield object()

    async def endless(self) -> AsyncIterator[int]:
        try:
            yield 1
            await self.point.wait()
        except asyncio.CancelledError:
            self.log.append("cancelled")
            raise
        finally:
            await asyncio.shield(turns(1))
            self.log.append("cleaned up")

    async def with_token(self, cancellation: CancellationToken) -> AsyncIterator[int]:
        yield 1
        await cancellation.wait()
        await self.clients.caller.send("StreamCanceled")
        yield 2
        self.log.append("not reached")

    def told_by_token(self, cancellation: CancellationToken) -> AsyncIterator[int]:
        cancellation.register(lambda: self.log.append("token"))
        return self.endless()

    async def with_token_and_cleanup(self, cancellation: CancellationToken) -> AsyncIterator[int]:
        try:
            yield 1
            await cancellation.wait()
            yield 2
        finally:
            self.log.append("cleaned up")

    async def count_for_ever(self) -> AsyncIterator[int]:
        self.log.append("counting")
        while True:
            yield 1
            await turns(1)

    async def never_waits(self) -> AsyncIterator[int]:
        while True:
            yield 0

    async def hold(self, name: str) -> None:
        await self.points[name].wait()

    async def ping(self) -> str:
        return "pong"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Streams.point, Streams.log = SyncPoint(), []
    Streams.points = {"first": SyncPoint(), "second": SyncPoint()}


@pytest.mark.rule("SH50")
@pytest.mark.parametrize(
    ("method", "arguments", "items"),
    [("count", [3], [0, 1, 2]), ("count", [0], []), ("returned", [], [1, 0]), ("returned_at_once", [], [1, 0])],
)
async def test_items_come_in_order_and_end_with_a_plain_completion(
    connect: Connect, method: str, arguments: list[Any], items: list[int]
) -> None:
    client = await connect(Streams)
    answer = client.stream(method, *arguments)
    completion = await answer.completion
    assert (completion.error, completion.has_result) == (None, False)
    assert client.peer.messages == [*(StreamItem("1", item) for item in items), Completion("1")]


@pytest.mark.rule("SH51")
@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("method", "arguments", "items", "text"),
    [
        ("raises_early", ["no"], 0, INVOKING.format("raises_early") + " HubException: no"),
        ("raises_late", ["no"], 1, STREAMING + " HubException: no"),
        ("raises_something", [], 1, STREAMING),
        (
            "returns_nothing",
            [],
            0,
            NOTHING_RETURNED,
        ),
    ],
)
async def test_early_and_late_errors_have_texts_of_their_own(
    connect: Connect, method: str, arguments: list[Any], items: int, text: str
) -> None:
    client = await connect(Streams)
    answer = client.stream(method, *arguments)
    assert await answer.error() == text
    assert answer.items.qsize() == items


@pytest.mark.rule("SH51")
@pytest.mark.logs_errors
async def test_detailed_errors_name_what_a_stream_raised(connect: Connect) -> None:
    client = await connect(Streams, options=HubOptions(enable_detailed_errors=True))
    assert await client.stream("raises_something").error() == f"{STREAMING} KeyError: 'secret'"


@pytest.mark.rule("SH45")
async def test_an_item_that_cannot_be_encoded_ends_the_connection(connect: Connect) -> None:
    client = await connect(Streams)
    client.stream("unencodable")
    close = await client.peer.closed
    assert (close.error, close.allow_reconnect) == ("Connection closed with an error.", True)


@pytest.mark.rule("SH52")
async def test_a_cancelled_stream_is_stopped_cleans_up_and_ends_with_a_plain_completion(connect: Connect) -> None:
    client = await connect(Streams)
    answer = client.stream("endless")
    await Streams.point.reached()
    client.cancel(answer)
    completion = await answer.completion
    assert (completion.error, completion.has_result) == (None, False)
    assert Streams.log == ["cancelled", "cleaned up"]
    assert await client.invoke("ping") == "pong"


@pytest.mark.rule("SH52", "SH9")
async def test_a_stream_with_a_token_ends_as_it_sees_fit(connect: Connect) -> None:
    client = await connect(Streams)
    answer = client.stream("with_token")
    assert await answer.items.get() == 1
    client.cancel(answer)
    assert await client.called("StreamCanceled") == []
    completion = await answer.completion
    assert (completion.error, completion.has_result) == (None, False)
    assert answer.items.empty()
    assert Streams.log == []


@pytest.mark.rule("SH52")
async def test_a_stream_that_takes_no_notice_of_its_token_is_stopped_after_a_while(
    connect: Connect, clock: FakeClock
) -> None:
    client = await connect(Streams, options=HubOptions(disconnect_grace=5))
    answer = client.stream("told_by_token")
    await Streams.point.reached()
    client.cancel(answer)
    await clock.advance(4.9)
    assert Streams.log == ["token"]
    await clock.advance(0.2)
    completion = await answer.completion
    assert (completion.error, completion.has_result) == (None, False)
    assert Streams.log == ["token", "cancelled", "cleaned up"]


@pytest.mark.rule("SH34", "SH52")
async def test_a_cancellation_that_comes_before_the_first_turn_reaches_the_token(connect: Connect) -> None:
    client = await connect(Streams)
    answer = client.peer.expect("x")
    client.peer.say(StreamInvocation("told_by_token", "x"), CancelInvocation("x"))
    completion = await answer.completion
    assert (completion.error, completion.has_result) == (None, False)
    assert answer.items.empty()
    assert sorted(Streams.log) == ["cleaned up", "token"]


@pytest.mark.rule("SH52")
async def test_a_stream_with_a_token_has_cleaned_up_when_it_is_said_to_be_over(connect: Connect) -> None:
    client = await connect(Streams)
    answer = client.stream("with_token_and_cleanup")
    assert await answer.items.get() == 1
    client.cancel(answer)
    await answer.completion
    assert Streams.log == ["cleaned up"]


async def _leave(client: Any) -> None:
    await client.leave()


async def _abort(client: Any) -> None:
    client.connection.listener.abort()
    await client.ended()


async def _close(client: Any) -> None:
    client.close()
    await client.ended()


@pytest.mark.rule("SH52")
@pytest.mark.parametrize("end", [_leave, _abort, _close])
async def test_the_end_of_the_connection_stops_its_streams(connect: Connect, end: Callable[[Any], Any]) -> None:
    client = await connect(Streams)
    client.stream("endless")
    await Streams.point.reached()
    await end(client)
    await turns()
    assert Streams.log == ["cancelled", "cleaned up"]


@pytest.mark.rule("SH52", "SH85")
async def test_a_stream_that_had_arrived_when_the_client_left_is_stopped_at_once(connect: Connect) -> None:
    client = await connect(Streams)
    client.call("hold", "first")
    client.stream("count_for_ever")
    client.call("hold", "second")
    client.call("ping")
    await Streams.points["first"].reached()
    client.connection.finish()
    await turns()
    Streams.points["first"].go_on()
    await Streams.points["second"].reached()
    await turns()
    assert Streams.log == []
    Streams.points["second"].go_on()
    await client.ended()


@pytest.mark.rule("SH34")
async def test_a_cancellation_in_the_same_chunk_finds_its_stream(connect: Connect) -> None:
    client = await connect(Streams)
    answer = client.peer.expect("x")
    client.peer.say(StreamInvocation("endless", "x"), CancelInvocation("x"))
    completion = await answer.completion
    assert (completion.error, completion.has_result) == (None, False)
    assert Streams.log == []


@pytest.mark.rule("SH53")
async def test_an_id_that_is_in_use_is_refused_and_free_after_the_completion(connect: Connect) -> None:
    client = await connect(Streams)
    first = client.stream("endless")
    await Streams.point.reached()
    client.peer.say(StreamInvocation("count", first.invocation_id, [1]))
    assert (await first.completion).error == f"Invocation ID '{first.invocation_id}' is already in use."
    again = client.peer.expect(first.invocation_id)
    Streams.point.go_on()
    await again.completion
    third = client.peer.expect(first.invocation_id)
    client.peer.say(StreamInvocation("count", first.invocation_id, [1]))
    assert await third.result() is msgspec.UNSET


@pytest.mark.rule("SH53")
async def test_an_id_is_free_as_soon_as_the_client_can_see_the_completion(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await connect(Streams)
    slow = SyncPoint()
    first = client.stream("count", 0)
    monkeypatch.setattr(client.connection, "drain", slow.wait)
    await first.completion
    monkeypatch.undo()
    again = client.peer.expect(first.invocation_id)
    client.peer.say(StreamInvocation("count", first.invocation_id, [1]))
    assert await again.result() is msgspec.UNSET
    slow.go_on()


@pytest.mark.rule("SH54")
async def test_streams_beyond_the_limit_are_refused(connect: Connect) -> None:
    client = await connect(Streams, options=HubOptions(maximum_concurrent_streams=1))
    first = client.stream("endless")
    await Streams.point.reached()
    assert await client.stream("count", 1).error() == (
        "Failed to invoke 'count' due to an error on the server. "
        "HubException: No more than 1 stream(s) may be open at the same time."
    )
    Streams.point.go_on()
    await first.result()
    await turns()
    assert await client.collect("count", 2) == [0, 1]


@pytest.mark.rule("SH55")
async def test_a_stream_that_never_waits_leaves_others_their_turn(connect: Connect) -> None:
    client = await connect(Streams)
    answer = client.stream("never_waits")
    assert await client.invoke("ping") == "pong"
    client.cancel(answer)
    await answer.result()


@pytest.mark.rule("SH56")
async def test_a_stream_waits_for_a_slow_client(connect: Connect) -> None:
    client = await connect(Streams)
    client.connection.stall()
    answer = client.stream("count", 1000)
    await turns()
    held = client.connection.queued
    await turns()
    assert 0 < client.connection.queued == held
    client.connection.resume()
    await answer.result()
    assert answer.items.qsize() == 1000
