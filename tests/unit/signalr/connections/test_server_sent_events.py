import pytest

from copydesk.signalr.connections import ConnectionLost, TransferFormat, Transport
from copydesk.signalr.connections.asgi import Message, Receive, Scope, Send
from copydesk.signalr.connections.server_sent_events import event
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import settle
from tests.unit.signalr.connections.handlers import Held, Recorder, read_to_end


@pytest.mark.rule("ST30")
async def test_the_response_is_an_open_event_stream(serve: Serve, held: Held) -> None:
    client = serve(held)
    stream = await client.events(await client.token())
    assert stream.status == 200
    assert stream.headers == {
        "content-type": "text/event-stream",
        "cache-control": "no-cache,no-store",
        "pragma": "no-cache",
        "content-encoding": "identity",
        "x-accel-buffering": "no",
    }
    assert stream.body == b":\r\n"
    assert not stream.complete
    connection = await held.arrived.get()
    assert connection.transport is Transport.SERVER_SENT_EVENTS
    assert connection.supported_formats == {TransferFormat.TEXT}


@pytest.mark.rule("ST30")
async def test_what_a_middleware_adds_to_one_response_stays_out_of_the_next(serve: Serve, held: Held) -> None:
    client = serve(held)
    app = client.app

    async def with_a_cookie(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_more(message: Message) -> None:
            message.get("headers", []).append((b"set-cookie", b"own=1"))
            await send(message)

        await app(scope, receive, send_more)

    first, second = await client.token(), await client.token()
    client.app = with_a_cookie
    assert "set-cookie" in (await client.events(first)).headers
    client.app = app
    assert "set-cookie" not in (await client.events(second)).headers


@pytest.mark.rule("ST31")
@pytest.mark.parametrize(
    ("data", "written"),
    [
        (b"hello", b"data: hello\r\n\r\n"),
        (b"a\nb", b"data: a\r\ndata: b\r\n\r\n"),
        (b"a\r\nb", b"data: a\r\ndata: b\r\n\r\n"),
        (b"a\rid: 1", b"data: a\r\ndata: id: 1\r\n\r\n"),
        (b"a\n", b"data: a\r\ndata: \r\n\r\n"),
        (b"a\n\nb", b"data: a\r\ndata: \r\ndata: b\r\n\r\n"),
    ],
)
def test_every_line_becomes_a_data_field(data: bytes, written: bytes) -> None:
    assert event(data) == written


@pytest.mark.rule("ST31")
async def test_each_write_is_one_event_and_posts_come_in(serve: Serve) -> None:
    client = serve()
    token = await client.token()
    stream = await client.events(token)
    await client.post(token, b"one")
    await client.post(token, b"two")
    expected = b":\r\ndata: one\r\n\r\ndata: two\r\n\r\n"
    assert await stream.body_of(len(expected)) == expected


@pytest.mark.rule("ST32")
async def test_a_second_stream_is_a_conflict(serve: Serve) -> None:
    client = serve()
    token = await client.token()
    await client.events(token)
    second = await client.ask("GET", f"/?id={token}", [("accept", "text/html, text/event-stream")])
    assert (second.status, second.body) == (409, b"")


@pytest.mark.rule("ST33")
async def test_a_client_that_leaves_ends_the_reading(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.token()
    stream = await client.events(token)
    connection = await held.arrived.get()
    connection.listener = recorder = Recorder()
    await client.post(token, b"last")
    stream.leave()
    await stream.task
    assert await read_to_end(connection) == [b"last"]
    assert recorder.told == ["closed"]
    assert connection.write(b"late") is False
    assert (await client.post(token, b"later")).status == 404


@pytest.mark.rule("ST33")
async def test_the_response_ends_after_the_handler(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.token()
    stream = await client.events(token)
    (await held.arrived.get()).write(b"bye")
    held.finish.set()
    assert (await stream.response()).body == b":\r\ndata: bye\r\n\r\n"
    await settle()
    assert (await client.post(token, b"x")).status == 404


@pytest.mark.rule("ST33")
async def test_an_aborted_stream_ends_and_the_handler_reads_why(serve: Serve, held: Held) -> None:
    client = serve(held)
    stream = await client.events(await client.token())
    connection = await held.arrived.get()
    connection.abort("enough")
    await stream.response()
    with pytest.raises(ConnectionLost, match="enough"):
        await connection.receive()
