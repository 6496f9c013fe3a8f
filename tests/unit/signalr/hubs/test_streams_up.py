"""Streams from the client to the hub."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from copydesk.signalr import Hub, HubOptions
from copydesk.signalr.errors import StreamClosed
from copydesk.signalr.protocol.messages import Completion, Invocation, StreamItem
from copydesk.signalr.testing import SyncPoint, turns
from tests.unit.signalr.hubs.conftest import Connect

INVOKING = "An unexpected error occurred invoking '{}' on the server."


class Uploads(Hub):
    point = SyncPoint()
    points: dict[str, SyncPoint]
    log: list[str]

    async def concat(self, parts: AsyncIterator[str]) -> str:
        return "".join([part async for part in parts])

    async def zip(self, left: AsyncIterator[int], between: str, right: AsyncIterator[str]) -> list[str]:
        numbers = [number async for number in left]
        words = [word async for word in right]
        return [f"{number}{between}{word}" for number, word in zip(numbers, words, strict=True)]

    async def double(self, numbers: AsyncIterator[int], factor: int = 2) -> AsyncIterator[int]:
        async for number in numbers:
            yield number * factor

    async def first(self, parts: AsyncIterator[str]) -> str:
        return await anext(parts)

    async def slow(self, parts: AsyncIterator[int]) -> int:
        await self.point.wait()
        return sum([part async for part in parts])

    async def until_closed(self, parts: AsyncIterator[int]) -> None:
        try:
            async for part in parts:
                self.log.append(str(part))
        except StreamClosed as error:
            self.log.append(str(error))

    async def hold(self, name: str) -> None:
        await self.points[name].wait()

    async def echo(self, text: str) -> str:
        return text


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Uploads.point, Uploads.log = SyncPoint(), []
    Uploads.points = {name: SyncPoint() for name in ("first", "second", "third")}


@pytest.mark.rule("SH60")
async def test_a_method_takes_a_stream(connect: Connect) -> None:
    client = await connect(Uploads)
    answer = client.call("concat", streams=["s"])
    for part in ["a", "b", "c"]:
        client.upload("s", part)
    client.end_upload("s")
    assert await answer.result() == "abc"


@pytest.mark.rule("SH34", "SH60")
async def test_items_in_the_same_chunk_as_the_call_arrive(connect: Connect) -> None:
    client = await connect(Uploads)
    answer = client.peer.expect("x")
    client.peer.say(Invocation("concat", [], "x", ["s"]), StreamItem("s", "a"), StreamItem("s", "b"), Completion("s"))
    assert await answer.result() == "ab"


@pytest.mark.rule("SH60")
async def test_several_streams_match_their_parameters_by_position_with_arguments_between(connect: Connect) -> None:
    client = await connect(Uploads)
    answer = client.call("zip", "-", streams=["numbers", "words"])
    client.upload("words", "x", "y")
    client.upload("numbers", 1, 2)
    client.end_upload("numbers")
    client.end_upload("words")
    assert await answer.result() == ["1-x", "2-y"]


@pytest.mark.rule("SH60")
async def test_a_stream_up_can_feed_a_stream_down(connect: Connect) -> None:
    client = await connect(Uploads)
    answer = client.stream("double", streams=["s"])
    client.upload("s", 1)
    assert await answer.items.get() == 2
    client.upload("s", 2)
    assert await answer.items.get() == 4
    client.end_upload("s")
    await answer.result()


@pytest.mark.rule("SH61")
async def test_an_error_of_the_client_is_raised_in_the_method(connect: Connect) -> None:
    client = await connect(Uploads)
    answer = client.call("concat", streams=["s"])
    client.upload("s", "a")
    client.end_upload("s", "Something bad")
    assert await answer.error() == INVOKING.format("concat") + " HubException: Something bad"


@pytest.mark.rule("SH62")
@pytest.mark.parametrize("sent", [[], ["a", "b"]])
async def test_a_wrong_number_of_streams_is_told(connect: Connect, sent: list[str]) -> None:
    client = await connect(Uploads)
    assert await client.call("concat", streams=sent).error() == (
        f"{INVOKING.format('concat')} HubException: Client sent {len(sent)} stream(s), Hub method expects 1."
    )


@pytest.mark.rule("SH63")
async def test_an_item_of_the_wrong_type_fails_its_stream_only(connect: Connect) -> None:
    client = await connect(Uploads)
    answer = client.call("slow", streams=["s"])
    Uploads.point.go_on()
    client.upload("s", 1, "two", 3)
    assert await answer.error() == f"{INVOKING.format('slow')} HubException: Failed to bind Stream message."
    client.end_upload("s")
    assert await client.invoke("echo", "still here") == "still here"


@pytest.mark.rule("SH64")
async def test_a_method_that_ends_closes_its_streams(connect: Connect) -> None:
    client = await connect(Uploads, options=HubOptions(stream_buffer_capacity=1))
    answer = client.call("first", streams=["s"])
    client.upload("s", *"abcdef")
    assert await answer.result() == "a"
    client.upload("s", "late")
    assert await client.invoke("echo", "still here") == "still here"
    again = client.call("concat", streams=["s"])
    client.end_upload("s")
    assert await again.result() == ""


@pytest.mark.rule("SH65")
async def test_the_end_of_the_connection_is_raised_behind_the_items_that_came(connect: Connect) -> None:
    client = await connect(Uploads)
    client.call("until_closed", streams=["s"])
    client.upload("s", 1, 2)
    await turns()
    await client.leave()
    await turns()
    assert Uploads.log == ["1", "2", "The underlying connection was closed."]


@pytest.mark.rule("SH65", "SH85")
async def test_a_method_that_starts_after_the_client_left_finds_its_stream_closed(connect: Connect) -> None:
    client = await connect(Uploads)
    client.call("hold", "first")
    client.call("until_closed", streams=["s"])
    client.call("hold", "second")
    client.call("echo", "behind")
    await Uploads.points["first"].reached()
    client.connection.finish()
    await turns()
    Uploads.points["first"].go_on()
    await Uploads.points["second"].reached()
    await turns()
    assert Uploads.log == ["The underlying connection was closed."]
    Uploads.points["second"].go_on()
    await client.ended()


@pytest.mark.rule("SH85")
async def test_no_method_with_streams_starts_after_the_server_has_ended_the_connection(connect: Connect) -> None:
    client = await connect(Uploads, options=HubOptions(maximum_parallel_invocations=2))
    for name in ("first", "second", "third"):
        client.send("hold", name)
    client.call("until_closed", streams=["s"])
    await Uploads.points["second"].reached()
    client.connection.request_close()
    await client.peer.closed
    Uploads.points["first"].go_on()
    Uploads.points["second"].go_on()
    await client.ended()
    assert Uploads.log == []


@pytest.mark.rule("SH66")
async def test_a_full_stream_holds_the_reader_until_the_method_reads_on(connect: Connect) -> None:
    client = await connect(Uploads, options=HubOptions(stream_buffer_capacity=2))
    slow = client.call("slow", streams=["s"])
    await Uploads.point.reached()
    client.upload("s", 1, 2, 3)
    echo = client.call("echo", "behind")
    client.end_upload("s")
    await turns()
    assert not echo.completion.done()
    Uploads.point.go_on()
    assert await echo.result() == "behind"
    assert await slow.result() == 6


@pytest.mark.rule("SH66")
async def test_a_held_reader_is_let_go_when_the_connection_ends(connect: Connect) -> None:
    client = await connect(Uploads, options=HubOptions(stream_buffer_capacity=1))
    client.call("slow", streams=["s"])
    await Uploads.point.reached()
    client.upload("s", 1, 2, 3)
    await turns()
    async with asyncio.timeout(60):
        await client.leave()
    Uploads.point.go_on()


@pytest.mark.rule("SH53")
@pytest.mark.parametrize("sent", [["s", "s"], ["taken", "t"]])
async def test_a_stream_id_that_is_in_use_is_refused(connect: Connect, sent: list[Any]) -> None:
    client = await connect(Uploads)
    taken = client.call("concat", streams=["taken"])
    text = await client.call("zip", "-", streams=sent).error()
    assert text == f"Stream ID '{sent[0]}' is already in use."
    client.end_upload("taken")
    assert await taken.result() == ""
