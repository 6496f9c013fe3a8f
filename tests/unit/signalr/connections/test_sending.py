import asyncio

import pytest

from copydesk.signalr.connections import Connection, ConnectionLost, Transport
from copydesk.signalr.connections.frames import FrameMemo, frame
from copydesk.signalr.connections.outgoing import OutgoingQueue
from copydesk.signalr.connections.websocket import READY_FRAME_EXTENSION
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import Client, Exchange, ManualClock, WebSocket, settle
from tests.unit.signalr.connections.handlers import Held, Recorder


async def attached(client: Client, held: Held) -> tuple[WebSocket, Connection]:
    socket = await client.web_socket()
    return socket, await held.arrived.get()


@pytest.mark.rule("ST50")
async def test_a_write_reaches_the_server_before_it_returns_and_costs_no_task(serve: Serve, held: Held) -> None:
    socket, connection = await attached(serve(held), held)
    tasks = asyncio.all_tasks()
    assert connection.write(b"now") is True
    assert socket.sent.get_nowait()["text"] == "now"
    assert connection.queued == 0
    assert asyncio.all_tasks() == tasks


@pytest.mark.rule("ST51")
async def test_while_backed_up_writes_are_queued_in_order_and_joined(serve: Serve, held: Held) -> None:
    socket, connection = await attached(serve(held), held)
    socket.stall()
    for data in (b"a", b"b", b"c", b"d"):
        assert connection.write(data) is True
    assert connection.queued == 3  # The first is on its way already.
    socket.resume()
    assert await socket.read() == "a"
    assert await socket.read() == "bcd"
    connection.write(b"e")
    assert await socket.read() == "e"


@pytest.mark.rule("ST51")
async def test_one_stalled_peer_does_not_delay_the_others(serve: Serve, held: Held) -> None:
    client = serve(held)
    stalled, first = await attached(client, held)
    others = [await attached(client, held) for _ in range(3)]
    stalled.stall()
    for connection in (first, *(connection for _, connection in others)):
        assert connection.write(b"news")
    assert [socket.sent.get_nowait()["text"] for socket, _ in others] == ["news"] * 3
    stalled.resume()
    assert await stalled.read() == "news"


@pytest.mark.rule("ST51")
async def test_what_is_queued_goes_out_before_the_close(serve: Serve, held: Held) -> None:
    socket, connection = await attached(serve(held), held)
    socket.stall()
    connection.write(b"a")
    connection.write(b"b")
    held.finish.set()
    await settle()
    assert connection.write(b"late") is False
    socket.resume()
    assert (await socket.read(), await socket.read()) == ("a", "b")
    assert (await socket.closing())["code"] == 1000


@pytest.mark.rule("ST52")
async def test_a_peer_that_reads_too_slowly_is_disconnected_with_a_reason(serve: Serve, held: Held) -> None:
    client = serve(held, transport_max_buffer_size=500, send_queue_limit=1000)
    socket, connection = await attached(client, held)
    connection.listener = recorder = Recorder()
    socket.stall()
    written = [connection.write(b"x" * 100) for _ in range(7)]
    assert written == [True] * 5 + [False] * 2
    assert recorder.told == ["closed"]
    with pytest.raises(ConnectionLost, match="reads too slowly: more than 1000 bytes"):
        await connection.receive()
    await socket.task


@pytest.mark.rule("ST52")
async def test_lossy_messages_are_dropped_first_and_oldest_first(serve: Serve, held: Held) -> None:
    client = serve(held, transport_max_buffer_size=500, send_queue_limit=1000)
    socket, connection = await attached(client, held)
    socket.stall()
    connection.write(b"_" * 100)
    connection.write(b"A" * 100)
    for data in (b"1", b"2", b"3", b"4", b"5"):
        assert connection.write(data * 100, lossy=True)
    connection.write(b"B" * 100)
    socket.resume()
    assert await socket.read() == "_" * 100
    assert await socket.read() == "".join(letter * 100 for letter in "A45B")
    assert not connection.closed


@pytest.mark.rule("ST52")
async def test_long_polling_has_the_same_policy(serve: Serve, held: Held) -> None:
    client = serve(held, transport_max_buffer_size=500, send_queue_limit=1000)
    token = await client.polling()
    connection = await held.arrived.get()
    for _ in range(10):
        assert connection.write(b"l" * 100, lossy=True)
    assert connection.write(b"f" * 100)
    while connection.write(b"f" * 100):
        pass
    with pytest.raises(ConnectionLost, match="polls too slowly"):
        await connection.receive()
    assert (await client.poll(token).response()).status == 404


@pytest.mark.rule("ST53")
@pytest.mark.parametrize("transport", list(Transport))
async def test_a_write_that_is_stuck_ends_the_connection(
    serve: Serve, held: Held, clock: ManualClock, transport: Transport
) -> None:
    client = serve(held)
    request: Exchange | WebSocket
    match transport:
        case Transport.WEB_SOCKETS:
            request = await client.web_socket()
        case Transport.SERVER_SENT_EVENTS:
            request = await client.events(await client.token())
        case Transport.LONG_POLLING:
            request = client.poll(await client.polling())
            await settle()
    connection = await held.arrived.get()
    request.stall()
    connection.write(b"stuck")
    await clock.advance(9)
    assert not connection.closed
    await clock.advance(3)
    with pytest.raises(ConnectionLost, match="within the send timeout"):
        await connection.receive()


@pytest.mark.rule("ST53")
async def test_a_slow_but_moving_peer_is_kept(serve: Serve, held: Held, clock: ManualClock) -> None:
    socket, connection = await attached(serve(held, transport_max_buffer_size=4), held)
    socket.stall()
    for number in range(5):
        connection.write(b"%d..." % number)
    for number in range(5):
        await clock.advance(9)
        socket.resume()
        assert await socket.read() == f"{number}..."
        socket.stall()
        await settle()
    assert not connection.closed


@pytest.mark.rule("ST53")
async def test_a_server_that_cannot_send_means_the_peer_is_gone(serve: Serve, held: Held) -> None:
    socket, connection = await attached(serve(held), held)

    def broken(message: object) -> None:
        raise OSError(message)

    socket.take = broken  # type: ignore[method-assign]
    assert connection.write(b"x") is False
    with pytest.raises(ConnectionLost, match="could not send: OSError"):
        await connection.receive()


@pytest.mark.rule("ST54")
async def test_drain_waits_above_the_threshold_until_half_is_gone(serve: Serve, held: Held) -> None:
    client = serve(held, transport_max_buffer_size=10)
    socket, connection = await attached(client, held)
    socket.stall()
    connection.write(b"_")
    connection.write(b"1234567890")
    await connection.drain()
    connection.write(b"1")
    draining = asyncio.ensure_future(connection.drain())
    await settle()
    assert not draining.done()
    socket.resume()
    await draining
    assert connection.queued <= 5


@pytest.mark.rule("ST54")
async def test_drain_does_not_wait_for_an_ended_connection(serve: Serve, held: Held) -> None:
    client = serve(held, transport_max_buffer_size=10)
    socket, connection = await attached(client, held)
    socket.stall()
    connection.write(b"_")
    connection.write(b"12345678901")
    draining = asyncio.ensure_future(connection.drain())
    await settle()
    socket.vanish()
    await draining
    await connection.drain()


@pytest.mark.rule("ST55")
async def test_ready_frames_are_built_once_and_shared(serve: Serve, held: Held) -> None:
    client = serve(held)
    frames: list[bytes] = []
    room = [True]

    def write(data: bytes) -> bool:
        if room[0]:
            frames.append(data)
        return room[0]

    extensions = {READY_FRAME_EXTENSION: {"write": write, "abort": lambda: None}}
    sockets = [await client.web_socket(extensions=extensions) for _ in range(3)]
    data = b'{"type":6}\x1e'
    for _ in sockets:
        (await held.arrived.get()).write(data)
    assert frames == [b"\x81\x0b" + data] * 3
    assert frames[0] is frames[1] is frames[2]
    room[0] = False
    socket = await client.web_socket(extensions=extensions)
    (await held.arrived.get()).write(data)
    assert await socket.read() == data.decode()


@pytest.mark.rule("ST55")
async def test_a_stuck_socket_is_dropped_by_the_server_that_can(serve: Serve, held: Held, clock: ManualClock) -> None:
    dropped: list[bool] = []
    extensions = {READY_FRAME_EXTENSION: {"write": lambda _: False, "abort": lambda: dropped.append(True)}}
    socket = await serve(held).web_socket(extensions=extensions)
    socket.stall()
    (await held.arrived.get()).write(b"stuck")
    await clock.advance(12)
    assert dropped == [True]


@pytest.mark.parametrize(
    ("length", "head"),
    [
        (0, b"\x82\x00"),
        (125, b"\x82\x7d"),
        (126, b"\x82\x7e\x00\x7e"),
        (65_535, b"\x82\x7e\xff\xff"),
        (65_536, b"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
@pytest.mark.rule("ST55")
def test_frames_have_the_shortest_length_field(length: int, head: bytes) -> None:
    assert frame(b"x" * length, text=False) == head + b"x" * length


@pytest.mark.rule("ST55")
def test_the_memo_tells_objects_and_formats_apart() -> None:
    memo = FrameMemo()
    one, same = bytes(bytearray(b"one")), bytes(bytearray(b"one"))
    assert memo.frame(one, text=True) is memo.frame(one, text=True)
    assert memo.frame(one, text=False)[0] == 0x82
    assert memo.frame(same, text=True) == frame(b"one", text=True)


@pytest.mark.rule("ST52")
def test_many_tiny_messages_count_for_what_they_take() -> None:
    queue = OutgoingQueue(threshold=100, limit=1280)
    for _ in range(9):
        queue.push(b"x")
    assert not queue.overflowing
    queue.push(b"x")
    assert queue.overflowing
