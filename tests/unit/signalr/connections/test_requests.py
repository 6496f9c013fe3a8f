import logging

import pytest

from copydesk.signalr.connections import Transport
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import Denied, ManualClock
from tests.unit.signalr.connections.handlers import Held

EVENTS = [("accept", "text/event-stream")]


@pytest.mark.rule("ST11")
@pytest.mark.parametrize(("method", "headers"), [("GET", []), ("GET", EVENTS), ("POST", []), ("DELETE", [])])
async def test_an_id_is_required_and_must_be_known(serve: Serve, method: str, headers: list[tuple[str, str]]) -> None:
    client = serve()
    missing = await client.ask(method, "/", headers)
    assert (missing.status, missing.text, missing.headers["content-type"]) == (
        400,
        "Connection ID required",
        "text/plain",
    )
    unknown = await client.ask(method, "/?id=unknown", headers)
    assert (unknown.status, unknown.text, unknown.headers["content-type"]) == (
        404,
        "No Connection with that ID",
        "text/plain",
    )


@pytest.mark.rule("ST11", "ST22")
async def test_an_unknown_id_is_a_404_on_the_upgrade_too(serve: Serve) -> None:
    with pytest.raises(Denied, match=r"404.*No Connection with that ID"):
        await serve().web_socket("unknown")


@pytest.mark.rule("ST11")
async def test_an_unknown_id_hints_at_sticky_sessions_once_a_minute(
    serve: Serve, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve()
    with caplog.at_level(logging.WARNING, "copydesk.signalr"):
        for _ in range(3):
            await client.post("gone", b"x")
        await client.token()  # Keeps the clock's ticker alive.
        await clock.advance(61)
        await client.post("gone", b"x")
    hints = [record for record in caplog.records if getattr(record, "event", "") == "connection_unknown"]
    assert len(hints) == 2
    assert "sticky sessions" in hints[0].getMessage()


@pytest.mark.rule("ST12")
async def test_a_transport_that_is_not_allowed_is_refused_by_name(serve: Serve) -> None:
    events_only = serve(transports=frozenset({Transport.SERVER_SENT_EVENTS}))
    token = await events_only.token()
    polled = await events_only.poll(token).response()
    assert (polled.status, polled.text) == (404, "LongPolling transport not supported by this end point type")
    for target in (token, None):
        with pytest.raises(Denied, match=r"404.*WebSockets transport not supported by this end point type"):
            await events_only.web_socket(target)
    polling_only = serve(transports=frozenset({Transport.LONG_POLLING}))
    streamed = await polling_only.ask("GET", f"/?id={await polling_only.token()}", EVENTS)
    assert (streamed.status, streamed.text) == (
        404,
        "ServerSentEvents transport not supported by this end point type",
    )


@pytest.mark.rule("ST12")
async def test_a_connection_keeps_its_transport(serve: Serve) -> None:
    client = serve()
    token = await client.polling()
    text = "Cannot change transports mid-connection"
    streamed = await client.ask("GET", f"/?id={token}", EVENTS)
    assert (streamed.status, streamed.text) == (400, text)
    with pytest.raises(Denied, match=f"400.*{text}"):
        await client.web_socket(token)
    socket_token = await client.token()
    await client.web_socket(socket_token)
    polled = await client.poll(socket_token).response()
    assert (polled.status, polled.text) == (400, text)


@pytest.mark.rule("ST13")
async def test_post_and_delete_do_not_fit_every_transport(serve: Serve) -> None:
    client = serve()
    on_socket, on_events = await client.token(), await client.token()
    await client.web_socket(on_socket)
    await client.events(on_events)
    posted = await client.post(on_socket, b"x")
    assert (posted.status, posted.text) == (405, "POST requests are not allowed for WebSocket connections.")
    for token in (on_socket, on_events, await client.token()):
        deleted = await client.ask("DELETE", f"/?id={token}")
        assert (deleted.status, deleted.text) == (
            400,
            "Cannot terminate this connection using the DELETE endpoint.",
        )


@pytest.mark.rule("ST14")
async def test_posts_are_accepted_even_empty(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    for body in (b"hello", b""):
        response = await client.post(token, body)
        assert (response.status, response.body, response.headers["content-type"]) == (200, b"", "text/plain")
    assert await (await held.arrived.get()).receive() == b"hello"


@pytest.mark.rule("ST14")
async def test_a_post_before_any_transport_is_told_what_to_do(serve: Serve) -> None:
    client = serve()
    response = await client.post(await client.token(), b"early")
    assert (response.status, response.text) == (400, "The connection has no transport yet: open one with GET first.")


@pytest.mark.rule("ST18")
async def test_large_heads_and_bodies_and_too_many_connections_are_refused(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve(maximum_head_size=500, maximum_body_size=10, maximum_connections=2)
    token = await client.polling()
    assert (await client.poll(token, [("x-flood", "x" * 500)]).response()).status == 431
    assert (await client.ask("POST", "/negotiate?" + "q" * 500)).status == 431
    announced = client.begin("POST", f"/?id={token}", [("content-length", "11")], body=None)
    assert (await announced.response()).status == 413
    assert (await client.post(token, b"x" * 11)).status == 413
    assert (await client.post(token, b"x" * 10)).status == 200
    await client.token()
    with caplog.at_level(logging.WARNING, "copydesk.signalr"):
        assert (await client.ask("POST", "/negotiate?negotiateVersion=1")).status == 503
        with pytest.raises(Denied, match="503"):
            await client.web_socket()


@pytest.mark.rule("ST18")
async def test_a_content_length_that_is_no_number_is_no_crash(serve: Serve) -> None:
    client = serve()
    response = await client.ask("POST", f"/?id={await client.polling()}", [("content-length", "many")], b"x")
    assert response.status == 200  # What arrives is counted anyway.


@pytest.mark.rule("ST19")
async def test_the_handler_sees_the_first_request(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.token(headers=[("x-mine", "negotiate")])
    await client.ask("GET", f"/?id={token}&q=1", [("X-Mine", "first"), ("cookie", "a=1; b=2")])
    await client.post(token, b"x", [("x-mine", "post")])
    second = client.poll(token, [("x-mine", "second")])
    request = (await held.arrived.get()).request
    assert request.headers["x-MINE"] == "first"
    assert request.query == {"id": token, "q": "1"}
    assert request.cookies == {"a": "1", "b": "2"}
    assert request.client == ("127.0.0.1", 50000)
    second.leave()
