import base64
import re

import pytest

from copydesk.signalr.connections import ConnectionRequest, Principal, Redirect, Transport
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import ManualClock
from tests.unit.signalr.connections.handlers import echo

ALL = [
    {"transport": "WebSockets", "transferFormats": ["Text", "Binary"]},
    {"transport": "ServerSentEvents", "transferFormats": ["Text"]},
    {"transport": "LongPolling", "transferFormats": ["Text", "Binary"]},
]


@pytest.mark.rule("ST1")
async def test_version_one_answers_id_token_and_transports(serve: Serve) -> None:
    response = await serve().ask("POST", "/negotiate?negotiateVersion=1")
    assert response.status == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-length"] == str(len(response.body))
    answer = response.json()
    assert list(answer) == ["negotiateVersion", "connectionId", "connectionToken", "availableTransports"]
    assert answer["negotiateVersion"] == 1
    assert answer["availableTransports"] == ALL


@pytest.mark.rule("ST2")
async def test_id_and_token_are_independent_and_the_id_opens_nothing(serve: Serve) -> None:
    client = serve()
    answers = [await client.negotiate() for _ in range(50)]
    values = [answer[name] for answer in answers for name in ("connectionId", "connectionToken")]
    assert len(set(values)) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{21}[AQgw]", value) for value in values)  # 128 bits leave 2 in the last.
    response = await client.poll(answers[0]["connectionId"]).response()
    assert (response.status, response.text) == (404, "No Connection with that ID")


@pytest.mark.rule("ST2")
async def test_every_bit_of_a_token_varies(serve: Serve) -> None:
    client = serve()
    tokens = [base64.urlsafe_b64decode(await client.token() + "==") for _ in range(64)]
    seen_set = seen_clear = 0
    for token in tokens:
        assert len(token) == 16
        seen_set |= int.from_bytes(token)
        seen_clear |= ~int.from_bytes(token) & (2**128 - 1)
    assert seen_set == seen_clear == 2**128 - 1


@pytest.mark.rule("ST3")
@pytest.mark.parametrize("query", ["", "negotiateVersion=0"])
async def test_in_version_zero_the_id_is_the_token(serve: Serve, query: str) -> None:
    client = serve()
    answer = await client.negotiate(query)
    assert answer["negotiateVersion"] == 0
    assert "connectionToken" not in answer
    assert (await client.poll(answer["connectionId"]).response()).status == 200


@pytest.mark.rule("ST3")
@pytest.mark.parametrize("query", ["negotiateVersion=42", "NEGOTIATEVERSION=1", "negotiateVersion=+1"])
async def test_a_larger_version_is_answered_with_one(serve: Serve, query: str) -> None:
    assert (await serve().negotiate(query))["negotiateVersion"] == 1


@pytest.mark.rule("ST4")
@pytest.mark.parametrize(
    ("query", "minimum", "error"),
    [
        ("negotiateVersion=one", 0, "The client requested an invalid protocol version 'one'"),
        ("negotiateVersion=", 0, "The client requested an invalid protocol version ''"),
        ("negotiateVersion=1_0", 0, "The client requested an invalid protocol version '1_0'"),
        ("negotiateVersion=99999999999", 0, "The client requested an invalid protocol version '99999999999'"),
        ("negotiateVersion=-1", 0, "The client requested version '-1', but the server does not support this version."),
        ("", 1, "The client requested version '0', but the server does not support this version."),
    ],
)
async def test_a_version_that_is_not_served_is_an_error_without_a_connection(
    serve: Serve, query: str, minimum: int, error: str
) -> None:
    client = serve(minimum_protocol_version=minimum)
    assert await client.negotiate(query) == {"error": error}


@pytest.mark.rule("ST5")
async def test_only_what_options_and_host_allow_is_offered(serve: Serve) -> None:
    without_polling = frozenset({Transport.WEB_SOCKETS, Transport.SERVER_SENT_EVENTS})

    def host(request: ConnectionRequest) -> frozenset[Transport]:
        assert request.path == "/negotiate"
        return frozenset({Transport.SERVER_SENT_EVENTS, Transport.LONG_POLLING})

    assert (await serve(transports=without_polling).negotiate())["availableTransports"] == ALL[:2]
    hosted = serve(transports=without_polling, hooks={"host_transports": host})
    assert (await hosted.negotiate())["availableTransports"] == ALL[1:2]


@pytest.mark.rule("ST6")
async def test_stateful_reconnect_is_granted_only_if_asked_for_and_allowed(serve: Serve) -> None:
    asking = "negotiateVersion=1&useStatefulReconnect=true"
    assert (await serve(allow_stateful_reconnect=True).negotiate(asking))["useStatefulReconnect"] is True
    assert "useStatefulReconnect" not in await serve(allow_stateful_reconnect=True).negotiate()
    assert "useStatefulReconnect" not in await serve().negotiate(asking)
    polling = serve(allow_stateful_reconnect=True, transports=frozenset({Transport.LONG_POLLING}))
    assert "useStatefulReconnect" not in await polling.negotiate(asking)


@pytest.mark.rule("ST7")
async def test_a_hook_redirects(serve: Serve) -> None:
    async def redirect(request: ConnectionRequest, user: Principal | None) -> Redirect | None:
        assert user is None
        url = request.query_value("to")
        return Redirect(url, request.query_value("token")) if url else None

    client = serve(echo, hooks={"redirect": redirect})
    assert await client.negotiate("to=http://b/hub") == {"url": "http://b/hub"}
    assert await client.negotiate("to=http://b/hub&token=t") == {"url": "http://b/hub", "accessToken": "t"}
    assert "connectionId" in await client.negotiate()


@pytest.mark.rule("ST8")
async def test_an_unused_connection_is_forgotten(serve: Serve, clock: ManualClock) -> None:
    client = serve()
    early, late = await client.token(), await client.token()
    await clock.advance(14)
    assert (await client.poll(early).response()).status == 200
    await clock.advance(2)
    assert (await client.poll(late).response()).status == 404


@pytest.mark.rule("ST9")
@pytest.mark.parametrize("path", ["/negotiate", "/"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "HEAD", "OPTIONS"])
async def test_other_methods_are_not_allowed(serve: Serve, path: str, method: str) -> None:
    response = await serve().ask(method, path)
    assert (response.status, response.headers["content-type"]) == (405, "text/plain")


@pytest.mark.rule("ST9")
async def test_only_post_negotiates(serve: Serve) -> None:
    assert {(await serve().ask(method, "/negotiate")).status for method in ("GET", "DELETE")} == {405}


@pytest.mark.rule("ST10")
@pytest.mark.parametrize(
    ("path", "root", "status"),
    [
        ("/negotiate", "", 200),
        ("/Negotiate/", "", 200),
        ("/api/Chat/NEGOTIATE", "/api/chat", 200),
        ("/negotiate", "/api/chat", 200),  # Some frameworks take the mount point off the path as well.
        ("/api/chat/other", "/api/chat", 404),
        ("/api/chatter/negotiate", "/api/chat", 404),
        ("/negotiate/more", "", 404),
    ],
)
async def test_paths_match_below_any_mount_point(serve: Serve, path: str, root: str, status: int) -> None:
    assert (await serve().ask("POST", path, root_path=root)).status == status
