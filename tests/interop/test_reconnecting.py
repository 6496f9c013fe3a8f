"""Broken networks, close hints and limits, seen by the official JavaScript client through a proxy that misbehaves."""

from typing import Any

import pytest

from tests.interop.clients import Player
from tests.interop.wires import each_transport, each_wire

pytestmark = pytest.mark.asyncio(loop_scope="session")

Wire = dict[str, str]
CAME_BACK = ["reconnecting", "reconnected"]


@each_wire
async def test_a_cut_connection_comes_back_as_a_new_one(player: Player, wire: Wire) -> None:
    seen = await player.play("cutAndComeBack", **wire, text="你好")
    assert seen == {"history": CAME_BACK, "newId": True, "echo": "你好", "ended": None}


@each_transport
async def test_a_client_that_gave_up_comes_back(player: Player, wire: Wire) -> None:
    seen = await player.play("serverTimeoutAndComeBack", **wire)
    assert seen == {"history": CAME_BACK, "newId": True, "echo": "back"}


async def test_without_negotiation_there_is_no_id_to_come_back_with(player: Player) -> None:
    assert await player.play("comeBackWithoutNegotiation") == {"id": None, "echo": "back"}


@pytest.mark.parametrize("transport", ["ServerSentEvents", "LongPolling"])
async def test_the_url_can_change_on_the_way_back(player: Player, transport: str) -> None:
    assert await player.play("changeUrlWhileComingBack", transport=transport) is True


async def test_a_stalled_connection_is_given_up_and_comes_back(player: Player) -> None:
    seen = await player.play("stallUntilTheClientGivesUp", transport="WebSockets")
    assert seen == {
        "history": CAME_BACK,
        "error": "Server timeout elapsed without receiving a message from the server.",
        "echo": "back",
    }


@pytest.mark.parametrize("transport", ["WebSockets", "ServerSentEvents"])
async def test_a_half_closed_connection_comes_back(player: Player, transport: str) -> None:
    seen = await player.play("halfClosedByTheServerSide", transport=transport)
    assert seen == {"history": CAME_BACK, "echo": "back"}


@each_transport
async def test_a_server_that_stays_away_ends_the_attempts(player: Player, wire: Wire) -> None:
    assert await player.play("stayAway", **wire) == ["reconnecting", "closed"]


# ---------------------------------------------------------------- how the server ends connections


@each_wire
async def test_abort_tells_the_client_not_to_come_back(player: Player, wire: Wire) -> None:
    seen = await player.play("serverEnds", **wire, method="AbortMe", events=1)
    assert seen == {"history": ["closed"], "error": None}


@each_wire
async def test_a_connection_ended_from_outside_hears_why(player: Player, wire: Wire) -> None:
    seen = await player.play("endedFromOutside", **wire, reconnects=False, reason="You were signed out.")
    assert seen["history"] == ["closed"]
    assert "You were signed out." in seen["error"]


@each_wire
async def test_a_connection_ended_from_outside_may_come_back(player: Player, wire: Wire) -> None:
    seen = await player.play("endedFromOutside", **wire, reconnects=True, reason="Please take the new node.")
    assert seen["history"] == CAME_BACK


@each_wire
async def test_a_server_that_restarts_asks_its_clients_to_come_back(player: Player, wire: Wire) -> None:
    seen = await player.play("serverRestarts", **wire)
    assert (seen["history"], seen["echo"]) == (CAME_BACK, "back")


async def test_a_stalled_client_delays_nobody_and_is_let_go(node: Player) -> None:
    seen = await node.play("oneStalledListener", transport="WebSockets", count=200, size=100_000)
    assert seen == {"heard": 200, "echo": "fine"}


@each_wire
async def test_a_call_ends_with_the_connection(player: Player, wire: Wire) -> None:
    assert await player.play("invokeWhenServerEnds", **wire) == (
        "Invocation canceled due to the underlying connection being closed."
    )


@pytest.mark.logs_errors
@each_wire
@pytest.mark.parametrize("path", ["/throwonconnect", "/uncreatable"])
async def test_a_hub_that_cannot_take_the_connection_says_so(player: Player, wire: Wire, path: str) -> None:
    error = await player.play("endWhileConnecting", **wire, path=path)
    if wire["transport"] == "ServerSentEvents" and "404" in error:
        assert error == "No Connection with that ID: Status code '404'"  # The client's first ping may come too late.
    else:
        assert error.startswith("Server returned an error on close: Connection closed with an error. ")


@each_wire
async def test_a_message_over_the_limit_ends_the_connection_with_the_reason(player: Player, wire: Wire) -> None:
    seen = await player.play("tooLargeMessage", **wire, size=40_000)
    assert seen["history"] == ["closed"]
    assert seen["error"] == (
        "Server returned an error on close: Connection closed with an error. InvalidDataException: The maximum message "
        "size of 32768B was exceeded. The message size can be configured in AddHubOptions."
    )
    assert seen["call"] == seen["error"]


@each_wire
async def test_after_a_message_over_the_limit_the_client_may_come_back(player: Player, wire: Wire) -> None:
    seen = await player.play("tooLargeMessage", **wire, size=40_000, reconnects=True)
    assert seen["history"] == CAME_BACK


@each_wire
async def test_a_message_just_below_the_limit_is_fine(player: Player, wire: Wire) -> None:
    assert await player.play("largeMessages", **wire, path="/interop", size=32_000) is True


@each_wire
async def test_without_a_limit_any_message_is_fine(player: Player, wire: Wire) -> None:
    assert await player.play("largeMessages", **wire, path="/roomy", size=300_000) is True


# ---------------------------------------------------------------- stateful reconnect


@pytest.fixture(params=["json", "messagepack"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_nothing_is_lost_over_cuts(player: Player, protocol: str) -> None:
    seen: dict[str, Any] = await player.play("keepEverythingOverACut", protocol=protocol, cuts=4, perCut=10)
    assert seen == {
        "history": [],
        "sameId": True,
        "echoes": True,
        "counted": 80,
        "items": {"connects": 1, "counted": 80},
    }


async def test_a_stream_goes_on_over_a_cut(player: Player, protocol: str) -> None:
    seen = await player.play("streamOverACut", protocol=protocol, count=40)
    assert seen == {"error": None, "ordered": True, "count": 40}


async def test_an_upload_goes_on_over_a_cut(player: Player, protocol: str) -> None:
    items = [str(number) for number in range(20)]
    assert await player.play("uploadOverACut", protocol=protocol, items=items) == "".join(items)


async def test_groups_survive_a_cut(player: Player, protocol: str) -> None:
    assert await player.play("groupsOverACut", protocol=protocol) == "still a member"


async def test_a_client_result_survives_a_cut(player: Player, protocol: str) -> None:
    assert await player.play("clientResultOverACut", protocol=protocol) == 42


async def test_what_a_stall_swallowed_is_sent_again(player: Player, protocol: str) -> None:
    seen = await player.play("stallThenCut", protocol=protocol)
    assert seen == {"echoes": ["a", "b", "c"], "history": []}


async def test_a_half_close_is_survived(player: Player, protocol: str) -> None:
    seen = await player.play("halfCloseStateful", protocol=protocol)
    assert seen == {"echo": "over the second socket", "sameId": True, "history": []}


async def test_failing_that_a_new_connection_is_made(player: Player, protocol: str) -> None:
    seen = await player.play("fallBackToANewConnection", protocol=protocol)
    assert seen == {"history": CAME_BACK, "newId": True, "echo": "anew"}


async def test_an_abort_ends_a_stateful_connection_for_good(player: Player, protocol: str) -> None:
    assert await player.play("serverAbortsStateful", protocol=protocol) == "closed"


async def test_a_server_without_the_feature_makes_a_new_connection(player: Player, protocol: str) -> None:
    seen = await player.play("statefulNotOffered", protocol=protocol)
    assert seen == {"history": CAME_BACK, "newId": True}


async def test_acknowledgements_free_the_buffer(player: Player, protocol: str) -> None:
    assert await player.play("acknowledged", protocol=protocol, count=30, size=2_000) is True
