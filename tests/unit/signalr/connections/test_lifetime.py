import asyncio
import logging

import pytest

from copydesk.signalr.connections import CloseRequested, Connection, ConnectionEndpoint
from copydesk.signalr.connections.asgi import Message
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import Client, Denied, ManualClock, scope_for, settle
from tests.unit.signalr.connections.handlers import Held, Recorder, echo


async def polite(connection: Connection) -> None:
    try:
        await echo(connection)
    except CloseRequested as request:
        connection.write(f"goodbye: {request.reason}".encode())


@pytest.mark.rule("ST80")
async def test_closing_lets_handlers_say_goodbye_on_every_transport(clock: ManualClock) -> None:
    endpoint = ConnectionEndpoint(polite, clock=clock)
    client = Client(endpoint)
    unused = await client.token()
    socket = await client.web_socket()
    stream = await client.events(await client.token())
    poll_token = await client.polling()
    poll = client.poll(poll_token)
    await settle()
    assert len(endpoint.connections) == 3
    closing = asyncio.ensure_future(endpoint.close())
    assert await socket.read() == "goodbye: shutdown"
    assert (await socket.closing())["code"] == 1000
    assert (await stream.response()).body.endswith(b"data: goodbye: shutdown\r\n\r\n")
    assert (await poll.response()).body == b"goodbye: shutdown"
    await clock.advance(6)  # The long-polling client does not come back for its 204.
    await closing
    assert endpoint.connections == []
    for target in (f"/?id={unused}", f"/?id={poll_token}"):
        assert (await client.ask("GET", target)).status == 503
    with pytest.raises(Denied, match="503"):
        await client.web_socket()


@pytest.mark.rule("ST80")
async def test_closing_ends_what_does_not_end_by_itself(held: Held, clock: ManualClock) -> None:
    endpoint = ConnectionEndpoint(held, clock=clock)
    client = Client(endpoint)
    socket = await client.web_socket()
    connection = await held.arrived.get()
    connection.listener = recorder = Recorder()
    closing = asyncio.ensure_future(endpoint.close())
    await clock.advance(4)
    assert not closing.done()
    await clock.advance(2)
    await closing
    assert recorder.told == ["close requested: shutdown", "closed"]
    await socket.task


@pytest.mark.rule("ST80")
async def test_closing_twice_or_unused_is_fine(clock: ManualClock) -> None:
    endpoint = ConnectionEndpoint(echo, clock=clock)
    await endpoint.close()
    await endpoint.close()


async def run_lifespan(app: ConnectionEndpoint) -> list[str]:
    events: asyncio.Queue[Message] = asyncio.Queue()
    sent: list[str] = []

    async def send(message: Message) -> None:
        sent.append(message["type"])

    events.put_nowait({"type": "lifespan.startup"})
    events.put_nowait({"type": "lifespan.shutdown"})
    await app({"type": "lifespan"}, events.get, send)
    return sent


@pytest.mark.rule("ST81")
async def test_as_the_root_application_it_answers_the_lifespan(clock: ManualClock) -> None:
    endpoint = ConnectionEndpoint(echo, clock=clock)
    assert await run_lifespan(endpoint) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert (await Client(endpoint).ask("POST", "/negotiate")).status == 503


@pytest.mark.rule("ST82")
async def test_one_ticker_serves_everybody_and_ends_with_the_last(serve: Serve, clock: ManualClock) -> None:
    client = serve()
    before = asyncio.all_tasks()
    sockets = [await client.web_socket() for _ in range(10)]
    await settle()
    assert len(asyncio.all_tasks() - before) == 10 * 2 + 1  # A request and a handler each, and the ticker.
    for socket in sockets:
        socket.close()
    await clock.advance(2)
    assert asyncio.all_tasks() - before == set()


@pytest.mark.rule("ST83")
@pytest.mark.logs_errors
async def test_a_failed_handler_ends_only_its_own_connection(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    async def fragile(connection: Connection) -> None:
        while (data := await connection.receive()) is not None:
            if data == b"break":
                raise RuntimeError("broken")
            assert isinstance(data, bytes)
            connection.write(data)

    client = serve(fragile)
    one, other = await client.web_socket(), await client.web_socket()
    one.write("break")
    assert (await one.closing())["code"] == 1011
    other.write("fine")
    assert await other.read() == "fine"
    assert [record.getMessage().endswith("failed.") for record in caplog.records] == [True]


@pytest.mark.rule("ST83")
async def test_a_lost_connection_is_an_ordinary_end_of_a_handler(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve()
    with caplog.at_level(logging.INFO):
        socket = await client.web_socket()
        socket.vanish()
        await socket.task
        await settle()
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


@pytest.mark.rule("ST10")
async def test_the_path_of_the_request_is_whole(serve: Serve, held: Held) -> None:
    client = serve(held)
    assert scope_for("http", "/a?b=c")["query_string"] == b"b=c"
    await client.knock("/api/chat", root_path="/api/chat").accepted()
    assert (await held.arrived.get()).request.path == "/api/chat"


@pytest.mark.rule("ST85")
async def test_a_handler_stops_its_own_reading_and_can_still_write(serve: Serve, held: Held) -> None:
    socket = await serve(held).web_socket()
    connection = await held.arrived.get()
    socket.write("unread")
    await settle()
    connection.stop_receiving()
    assert await connection.receive() is None
    connection.write(b"bye")
    assert await socket.read() == "bye"
    socket.write("ignored")
    held.finish.set()
    assert (await socket.closing())["code"] == 1000


@pytest.mark.rule("ST82", "ST83")
@pytest.mark.logs_errors
async def test_a_listener_that_raises_does_not_stop_the_others(serve: Serve, held: Held, clock: ManualClock) -> None:
    class Hostile(Recorder):
        def closed(self) -> None:
            raise RuntimeError("broken listener")

    client = serve(held, disconnect_timeout=5)
    await client.polling()
    (await held.arrived.get()).listener = Hostile()
    await client.polling()
    second = await held.arrived.get()
    held.finish.set()
    await clock.advance(7)
    assert second.closed
    assert client.app.connections == []  # type: ignore[attr-defined]
