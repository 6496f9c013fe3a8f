"""How the official JavaScript client comes to a connection: negotiation, fall-back, headers, cookies, refusals."""

import pytest

from tests.interop.clients import Player
from tests.interop.fixture.stage import Stage
from tests.interop.wires import TRANSPORTS, each_transport

pytestmark = pytest.mark.asyncio(loop_scope="session")

Wire = dict[str, str]


@each_transport
async def test_the_hub_sees_the_transport_that_was_asked_for(player: Player, wire: Wire) -> None:
    assert await player.play("activeTransport", **wire) == wire["transport"]


async def test_websockets_come_first(player: Player) -> None:
    assert await player.play("activeTransport") == "WebSockets"


async def test_paths_match_in_any_case(player: Player) -> None:
    assert await player.play("activeTransport", path="/TestHub") == "WebSockets"


async def test_server_sent_events_come_before_long_polling(browser: Player) -> None:
    assert await browser.play("activeTransport", path="/testhub-nowebsockets") == "ServerSentEvents"


async def test_a_binary_protocol_skips_server_sent_events(player: Player) -> None:
    seen = await player.play("activeTransport", path="/testhub-nowebsockets", protocol="messagepack")
    assert seen == "LongPolling"


async def test_a_broken_websocket_falls_back(player: Player) -> None:
    assert await player.play("fallBackFromWebSockets") in {"ServerSentEvents", "LongPolling"}


async def test_a_transport_that_is_not_offered_is_refused(player: Player) -> None:
    seen = await player.play("refusedStart", path="/testhub-nowebsockets", transport="WebSockets")
    assert seen == (
        "Unable to connect to the server with any of the available transports. "
        "ServerSentEvents failed: Error: 'ServerSentEvents' is disabled by the client. "
        "LongPolling failed: Error: 'LongPolling' is disabled by the client."
    )


async def test_negotiation_can_be_skipped(player: Player) -> None:
    assert await player.play("skipNegotiation") == {"id": None, "echo": "straight in"}


async def test_a_newer_minimum_version_is_met(player: Player) -> None:
    assert await player.play("activeTransport", path="/testhub-min1") == "WebSockets"


async def test_a_failed_negotiation_shows_what_the_server_said(player: Player) -> None:
    seen = await player.play("refusedStart", path="/bad-negotiate")
    assert seen == (
        "Failed to complete negotiation with the server: Error: Some response from server: Status code '400'"
    )


async def test_a_redirect_in_the_negotiation_is_followed_each_time(player: Player) -> None:
    assert await player.play("followRedirect") == {
        "history": ["reconnecting", "reconnected"],
        "newId": True,
        "sameAsServer": True,
        "onwards": True,
    }


@each_transport
async def test_cookies_of_the_negotiation_come_back(player: Player, wire: Wire, stage: Stage) -> None:
    names = ["testCookie", "testCookie2", "expiredCookie"]
    seen = await player.play("cookies", **wire, path=f"{stage.addresses.https}/testhub", names=names)
    assert seen == ["testValue", "testValue2", None]


@each_transport
async def test_headers_reach_the_hub(node: Player, wire: Wire) -> None:
    options = {"headers": {"X-HEADER": "VALUE", "X-SignalR-User-Agent": "Custom Agent"}}
    seen = await node.play("headers", **wire, options=options, names=["x-header", "X-SignalR-User-Agent", "X-None"])
    assert seen == ["VALUE", "Custom Agent", None]


@each_transport
async def test_the_client_names_itself(node: Player, wire: Wire) -> None:
    [agent] = await node.play("headers", **wire, names=["User-Agent"])
    assert agent.startswith("Microsoft SignalR/")


@each_transport
async def test_browsers_send_headers_only_where_they_can(browser: Player, wire: Wire) -> None:
    options = {"headers": {"X-HEADER": "VALUE"}}
    [own, agent] = await browser.play("headers", **wire, options=options, names=["X-HEADER", "X-SignalR-User-Agent"])
    polls = wire["transport"] == "LongPolling"
    assert own == ("VALUE" if polls else None)
    assert (agent or "").startswith("Microsoft SignalR/") == polls


async def test_a_raw_socket_that_closes_without_a_code_sees_1000(player: Player) -> None:
    assert await player.play("rawEcho", text="raw") == {"echo": "raw", "code": 1000, "clean": True}


@pytest.mark.parametrize("text", ["one line", "two\nlines", "one\n\ngap"], ids=["line", "lines", "gap"])
async def test_events_carry_lines_as_they_are(player: Player, text: str) -> None:
    assert await player.play("rawEvents", text=text) == text


async def test_a_protocol_that_nobody_speaks_is_refused(player: Player) -> None:
    seen = await player.play("unknownProtocol")
    assert seen == "Server returned handshake error: The protocol 'esperanto' is not supported."


async def test_a_binary_protocol_is_refused_on_server_sent_events(player: Player) -> None:
    seen = await player.play("refusedStart", transport="ServerSentEvents", protocol="messagepack")
    assert "'ServerSentEvents' does not support Binary" in seen


async def test_polls_that_time_out_are_repeated(player: Player) -> None:
    assert await player.play("pollThroughTimeouts", transport="LongPolling", polls=2) == "still here"


@each_transport
async def test_a_redirect_can_bring_a_token(player: Player, wire: Wire) -> None:
    assert await player.play("redirectedWithToken", **wire) == "guest"


async def test_requests_follow_a_307(player: Player) -> None:
    assert await player.play("redirectedEcho", text="moved") == [200, 200, 200, 200, "moved", 202]


async def test_stopping_ends_the_open_poll(player: Player) -> None:
    assert await player.play("stopWhilePolling") in (
        {"deleted": [202], "last": 204},
        {"deleted": [202], "last": "AbortError"},
    )


@each_transport
@pytest.mark.parametrize("credentials", [True, False])
async def test_pages_of_other_sites_can_connect(
    browser: Player, wire: Wire, stage: Stage, *, credentials: bool
) -> None:
    origin = stage.addresses.http.replace("127.0.0.1", "localhost")
    seen = await browser.play("crossOrigin", **wire, origin=origin, credentials=credentials)
    assert seen == "from elsewhere"


async def test_the_worker_build_works_in_a_worker(browser: Player) -> None:
    assert await browser.play("inAWorker", text="Hello World!") == "Hello World!"


@pytest.mark.parametrize("transport", TRANSPORTS[:2])
async def test_a_silent_server_is_given_up(player: Player, transport: str) -> None:
    seen = await player.play("clientTimeout", transport=transport)
    assert seen == "Server timeout elapsed without receiving a message from the server."


@pytest.mark.parametrize("transport", TRANSPORTS[:2])
async def test_pings_of_the_server_keep_a_quiet_connection(player: Player, transport: str) -> None:
    seen = await player.play("stayWithKeepAlive", transport=transport, count=2)
    assert seen == {"seen": ["ping", "ping"], "echo": "still here"}


@each_transport
async def test_a_client_that_pinged_and_fell_silent_is_dropped(player: Player, wire: Wire) -> None:
    seen = await player.play("silentClientIsDropped", **wire)
    assert seen is None or "closed" in seen
