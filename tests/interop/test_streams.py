"""Streams between the official JavaScript client and a hub, down, up and both ways, on every wire."""

from typing import Any

import pytest

from tests.interop.clients import Player
from tests.interop.wires import each_wire

pytestmark = [pytest.mark.asyncio(loop_scope="session"), each_wire]

Wire = dict[str, str]


async def test_items_come_in_order_and_then_the_end(player: Player, wire: Wire) -> None:
    seen = await player.play("streamDown", **wire, method="Stream")
    assert seen == {"items": ["a", "b", "c"], "error": None, "alive": "still here"}


async def test_an_empty_stream_only_ends(player: Player, wire: Wire) -> None:
    seen = await player.play("streamDown", **wire, method="EmptyStream")
    assert seen == {"items": [], "error": None, "alive": "still here"}


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("path", "method", "args", "items", "error"),
    [
        (
            "/testhub",
            "StreamThrowException",
            ["An error occurred."],
            [],
            (
                "An unexpected error occurred invoking 'StreamThrowException' on the server. "
                "InvalidOperationException: An error occurred."
            ),
        ),
        (
            "/testhub",
            "Echo",
            ["42"],
            [],
            "The client attempted to invoke the non-streaming 'Echo' method with a streaming invocation.",
        ),
        (
            "/interop",
            "FailLate",
            [2],
            [0, 1],
            "An error occurred on the server while streaming results. HubException: The source ran dry.",
        ),
        (
            "/testhub",
            "NoSuchStream",
            [],
            [],
            "Failed to invoke 'NoSuchStream' due to an error on the server. HubException: Method does not exist.",
        ),
    ],
    ids=["early", "not a stream", "late", "unknown"],
)
async def test_a_failed_stream_says_why(
    player: Player, wire: Wire, path: str, method: str, args: list[Any], items: list[Any], error: str
) -> None:
    seen = await player.play("streamDown", **wire, path=path, method=method, args=args)
    assert seen == {"items": items, "error": error, "alive": "still here"}


async def test_a_cancelled_stream_tells_the_hub(player: Player, wire: Wire) -> None:
    assert await player.play("streamDownAndCancel", **wire) == "still here"


async def test_cancelling_ends_the_generator(player: Player, wire: Wire) -> None:
    seen = await player.play("cancelAfterItems", **wire, count=3)
    assert seen == {"seen": [0, 1, 2], "stopped": "stopped"}


async def test_items_go_up(player: Player, wire: Wire) -> None:
    assert await player.play("streamUp", **wire, items=["Hello ", "world", "!"]) == {"result": "Hello world!"}


async def test_an_error_of_the_client_reaches_the_method(player: Player, wire: Wire) -> None:
    seen = await player.play("streamUp", **wire, items=["Hello "], error="Something bad")
    expected = "An unexpected error occurred invoking 'StreamingConcat' on the server. HubException: Something bad"
    assert seen == {"error": expected}


async def test_items_go_up_with_a_message_that_wants_no_answer(player: Player, wire: Wire) -> None:
    assert await player.play("streamUpWithSend", **wire, items=["a", "b"]) == "ab"


async def test_a_stream_goes_up_and_down_at_once(player: Player, wire: Wire) -> None:
    seen = await player.play("streamBothWays", **wire, items=[1, 2, 3], factor=3)
    assert seen == {"items": [3, 6, 9], "error": None}


async def test_two_streams_go_up_with_an_argument_between(player: Player, wire: Wire) -> None:
    seen = await player.play("twoStreamsUp", **wire, left=["a", "b"], right=["x", "y"])
    assert seen == ["a-x", "b-y"]


async def test_an_item_of_the_wrong_type_fails_its_stream_only(player: Player, wire: Wire) -> None:
    seen = await player.play("wrongItem", **wire)
    assert seen["items"] == []
    assert seen["error"].startswith("An error occurred on the server while streaming results.")
    assert seen["alive"] == "still here"


async def test_many_items_go_up_through_a_small_buffer(player: Player, wire: Wire) -> None:
    expected = sum(len(f"{number},") for number in range(100))
    assert await player.play("manyItemsUp", **wire, count=100) == expected


async def test_many_items_come_down(player: Player, wire: Wire) -> None:
    seen = await player.play("manyItemsDown", **wire, count=2000)
    assert seen == {"count": 2000, "ordered": True, "error": None}


async def test_calls_go_on_during_a_stream(player: Player, wire: Wire) -> None:
    assert await player.play("callsDuringAStream", **wire) == "in between"
