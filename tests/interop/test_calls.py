"""Calls in both directions between the official JavaScript client and a hub, on every wire."""

from typing import Any

import pytest

from tests.interop.clients import Player
from tests.interop.wires import each_wire

pytestmark = [pytest.mark.asyncio(loop_scope="session"), each_wire]

GREETING = "你好 wörld 🦊"
Wire = dict[str, str]


async def test_a_call_returns_its_result(player: Player, wire: Wire) -> None:
    seen = await player.play("invoke", **wire, method="Echo", args=[GREETING])
    assert seen == {"result": GREETING, "ended": None}


async def test_a_call_over_tls_returns_its_result(player: Player, wire: Wire, request: pytest.FixtureRequest) -> None:
    https = request.getfixturevalue("stage").addresses.https
    seen = await player.play("invoke", **wire, path=f"{https}/testhub", method="Echo", args=[GREETING])
    assert seen == {"result": GREETING, "ended": None}


async def test_a_message_without_id_gets_no_answer(player: Player, wire: Wire) -> None:
    assert await player.play("send", **wire, method="Echo", args=[GREETING]) is None


async def test_messages_keep_their_order(player: Player, wire: Wire) -> None:
    expected = [str(number) for number in range(50)]
    assert await player.play("sendInOrder", **wire, count=50) == expected


async def test_calls_at_once_get_their_own_results(player: Player, wire: Wire) -> None:
    assert await player.play("invokeManyAtOnce", **wire, count=30) == [str(number) for number in range(30)]


async def test_objects_keep_their_property_names(player: Player, wire: Wire) -> None:
    sent = {"Name": "test", "Value": 42}
    assert await player.play("receiveObject", **wire, object=sent) == sent


async def test_client_methods_are_found_in_any_case(player: Player, wire: Wire) -> None:
    assert await player.play("receiveCall", **wire, handler="mEsSaGe", text=GREETING) == GREETING


async def test_a_method_without_result_answers_null(player: Player, wire: Wire) -> None:
    seen = await player.play("invoke", **wire, method="InvokeWithString", args=["x"])
    assert seen == {"result": None, "ended": None}


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        (
            "ThrowException",
            ["An error occurred."],
            (
                "An unexpected error occurred invoking 'ThrowException' on the server. "
                "InvalidOperationException: An error occurred."
            ),
        ),
        (
            "EmptyStream",
            [],
            "The client attempted to invoke the streaming 'EmptyStream' method with a non-streaming invocation.",
        ),
        (
            "Stream",
            [],
            "The client attempted to invoke the streaming 'Stream' method with a non-streaming invocation.",
        ),
        (
            "NoSuchMethod",
            [],
            "Failed to invoke 'NoSuchMethod' due to an error on the server. HubException: Method does not exist.",
        ),
        (
            "on_connected",
            [],
            "Failed to invoke 'on_connected' due to an error on the server. HubException: Method does not exist.",
        ),
        (
            "Echo",
            [],
            (
                "Failed to invoke 'Echo' due to an error on the server. "
                "InvalidDataException: Invocation provides 0 argument(s) but target expects 1."
            ),
        ),
        (
            "Echo",
            ["one", "too many"],
            (
                "Failed to invoke 'Echo' due to an error on the server. "
                "InvalidDataException: Invocation provides 2 argument(s) but target expects 1."
            ),
        ),
        (
            "Echo",
            [{"not": "text"}],
            (
                "Failed to invoke 'Echo' due to an error on the server. InvalidDataException: Error binding arguments. "
                "Make sure that the types of the provided values match the types of the hub method being invoked."
            ),
        ),
    ],
    ids=["raises", "empty stream", "stream", "unknown", "plumbing", "too few", "too many", "wrong type"],
)
async def test_a_failed_call_says_why_and_the_connection_lives(
    player: Player, wire: Wire, method: str, args: list[Any], error: str
) -> None:
    seen = await player.play("invokeAndFail", **wire, method=method, args=args)
    assert seen == {"error": error, "alive": "still here"}


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("Fail", [], "An unexpected error occurred invoking 'Fail' on the server."),
        (
            "FailKindly",
            [],
            (
                "An unexpected error occurred invoking 'FailKindly' on the server. "
                "HubException: What you ask for cannot be."
            ),
        ),
        ("Add", [1], "Failed to invoke 'Add' due to an error on the server."),
    ],
    ids=["hides other errors", "shows a HubError", "hides binding errors"],
)
async def test_without_detailed_errors(player: Player, wire: Wire, method: str, args: list[Any], error: str) -> None:
    seen = await player.play("invokeAndFail", **wire, path="/interop", method=method, args=args)
    assert seen == {"error": error, "alive": "still here"}


async def test_every_kind_of_value_goes_there_and_back(player: Player, wire: Wire) -> None:
    is_text = wire["protocol"] == "json"
    sent = {
        "ByteArray": "aGVsbG8=" if is_text else {"bytes": [*b"hello"]},
        "DateTime": "2002-04-01T10:20:15Z" if is_text else {"instant": "2002-04-01T10:20:15.000Z"},
        "Guid": "00010203-0405-0607-0706-050403020100",
        "IntArray": [1, 2, 3, 255],
        "String": "Hello, World!",
    }
    assert await player.play("echoComplex", **wire, object=sent) == sent


async def test_every_kind_of_value_comes_from_the_server(player: Player, wire: Wire) -> None:
    is_text = wire["protocol"] == "json"
    seen = await player.play("invoke", **wire, method="SendComplexObject")
    assert seen["result"] == {
        "ByteArray": "AQID" if is_text else {"bytes": [1, 2, 3]},
        "DateTime": "2000-01-01T00:00:00Z" if is_text else {"instant": "2000-01-01T00:00:00.000Z"},
        "Guid": "00010203-0405-0607-0706-050403020100",
        "IntArray": [1, 2, 3],
        "String": "hello world",
    }


async def test_a_client_can_stop_and_start_again(player: Player, wire: Wire) -> None:
    seen = await player.play("stopAndStartAgain", **wire, text=GREETING)
    assert seen == {"messages": [GREETING, GREETING], "sameId": False, "idAfterStop": None}


async def test_a_client_can_start_again_as_it_closes(player: Player, wire: Wire) -> None:
    assert await player.play("startAgainFromClose", **wire, text=GREETING) == [GREETING, GREETING]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"value": 10}, "10"),
        ({"late": 11}, "11"),
        ({"error": "from callback"}, "Error: from callback"),
        (None, "Client didn't provide a result."),
    ],
    ids=["value", "promise", "error", "no handler"],
)
async def test_the_server_gets_a_result_from_the_client(player: Player, wire: Wire, answer: Any, text: str) -> None:
    assert await player.play("clientResult", **wire, answer=answer) == text


async def test_a_result_of_the_wrong_type_is_an_error(player: Player, wire: Wire) -> None:
    text = await player.play("clientResult", **wire, answer={"value": "ten"})
    assert text.startswith("Error trying to deserialize result to ")


async def test_a_result_of_nobody_is_an_error(player: Player, wire: Wire) -> None:
    text = await player.play("clientResultOfNobody", **wire)
    assert text == "Connection 'nobody-has-this-id' does not exist."


async def test_a_client_that_leaves_owes_no_result(player: Player, wire: Wire) -> None:
    assert await player.play("clientResultWhenGone", **wire) == "Connection '<id>' disconnected."


async def test_a_hub_method_can_wait_for_its_caller(player: Player, wire: Wire) -> None:
    assert await player.play("clientResultInsideCall", **wire, value=21) == 42


async def test_both_sides_know_the_same_connection_id(player: Player, wire: Wire) -> None:
    assert await player.play("ids", **wire) == {"before": None, "same": True, "length": 22, "after": None}


async def test_groups_are_literal_and_reach_their_members(player: Player, wire: Wire) -> None:
    seen = await player.play("groups", **wire)
    assert seen["ada"] == ["hello", "from bob", "bob is gone", "the end"]
    assert seen["bob"] == ["hello", "the end"]
    assert seen["eve"] == ["the end"]


async def test_others_are_all_but_the_caller(player: Player, wire: Wire) -> None:
    assert await player.play("othersAndAll", **wire) == {"one": ["all"], "two": ["others", "all"]}


async def test_an_ordinary_call_can_be_cancelled(player: Player, wire: Wire) -> None:
    assert await player.play("cancelInvocation", **wire) == {"result": "cancelled", "said": ["waiting"]}
