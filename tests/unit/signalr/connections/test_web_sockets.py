import pytest

from copydesk.signalr.connections import ConnectionLost, TransferFormat, Transport
from copydesk.signalr.connections.websocket import Ending, ending_of
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import Denied, ManualClock, settle
from tests.unit.signalr.connections.handlers import Held, read_to_end


@pytest.mark.rule("ST20")
async def test_an_upgrade_without_an_id_makes_a_connection(serve: Serve, held: Held) -> None:
    client = serve(held)
    socket = await client.web_socket()
    connection = await held.arrived.get()
    assert connection.transport is Transport.WEB_SOCKETS
    assert len(connection.connection_id) == 22
    assert not connection.reconnects
    socket.write("hello")
    assert await connection.receive() == b"hello"


@pytest.mark.rule("ST21")
async def test_frame_types_follow_the_transfer_format_and_do_not_matter_coming_in(serve: Serve, held: Held) -> None:
    socket = await serve(held).web_socket()
    connection = await held.arrived.get()
    socket.write("tést")
    assert await connection.receive() == "tést".encode()
    socket.write(b"\x00\xff")
    assert await connection.receive() == b"\x00\xff"
    connection.write("é".encode())
    assert await socket.read() == "é"
    connection.transfer_format = TransferFormat.BINARY
    connection.write(b"\xff")
    assert await socket.read() == b"\xff"


@pytest.mark.rule("ST21")
async def test_empty_frames_carry_nothing(serve: Serve, held: Held) -> None:
    socket = await serve(held).web_socket()
    connection = await held.arrived.get()
    socket.write("")
    socket.write(b"")
    socket.write("x")
    assert await connection.receive() == b"x"
    assert connection.write(b"") is False


@pytest.mark.rule("ST22")
async def test_without_the_extension_a_refused_upgrade_is_closed_before_the_accept(serve: Serve) -> None:
    client = serve()
    with pytest.raises(Denied, match=r"403.*No Connection with that ID"):
        await client.web_socket("unknown", real_denial=False)


@pytest.mark.rule("ST23")
async def test_a_second_upgrade_is_a_conflict(serve: Serve) -> None:
    client = serve()
    token = await client.token()
    first = await client.web_socket(token)
    with pytest.raises(Denied) as denial:
        await client.web_socket(token)
    assert (denial.value.status, denial.value.text) == (409, "")
    first.write("still there")
    assert await first.read() == "still there"


@pytest.mark.rule("ST23")
async def test_two_upgrades_at_once_do_not_share_a_connection(serve: Serve) -> None:
    client = serve(allow_stateful_reconnect=True)
    token = await client.token("negotiateVersion=1&useStatefulReconnect=true")
    first, second = client.knock(client.target(token)), client.knock(client.target(token))
    first.stall()
    with pytest.raises(Denied, match="409"):
        await second.accepted()
    first.resume()
    await first.accepted()


@pytest.mark.rule("ST24")
async def test_the_socket_closes_with_1000_after_the_handler(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.token()
    socket = await client.web_socket(token)
    (await held.arrived.get()).write(b"last")
    held.finish.set()
    assert await socket.read() == "last"
    assert (await socket.closing())["code"] == 1000
    await socket.task
    await settle()
    assert (await client.post(token, b"x")).status == 404


@pytest.mark.rule("ST24", "ST83")
@pytest.mark.logs_errors
async def test_the_socket_closes_with_1011_after_a_failure(serve: Serve, held: Held) -> None:
    held.fails = RuntimeError("broken")
    socket = await serve(held).web_socket()
    held.finish.set()
    assert (await socket.closing())["code"] == 1011


@pytest.mark.rule("ST24")
async def test_a_peer_that_does_not_answer_the_close_is_dropped(serve: Serve, held: Held, clock: ManualClock) -> None:
    client = serve(held, close_timeout=5)
    token = await client.token()
    socket = await client.web_socket(token, answers_close=False)
    held.finish.set()
    await socket.closing()
    await clock.advance(4)
    assert not socket.task.done()
    assert (await client.post(token, b"x")).status == 405
    await clock.advance(2)
    assert socket.task.done()
    assert (await client.post(token, b"x")).status == 404


@pytest.mark.rule("ST25")
@pytest.mark.parametrize("code", [1000, 1001, 1005, 3000])
async def test_a_close_frame_ends_the_reading_after_what_came_before(serve: Serve, held: Held, code: int) -> None:
    socket = await serve(held).web_socket()
    connection = await held.arrived.get()
    socket.write("a")
    socket.write("b")
    socket.close(code)
    await settle()
    assert await read_to_end(connection) == [b"ab"]
    assert connection.closed
    assert connection.write(b"late") is False


@pytest.mark.rule("ST25")
async def test_a_vanished_socket_raises_after_what_came_before(serve: Serve, held: Held) -> None:
    socket = await serve(held).web_socket()
    connection = await held.arrived.get()
    socket.write("a")
    socket.vanish()
    await settle()
    assert await connection.receive() == b"a"
    for _ in range(2):
        with pytest.raises(ConnectionLost, match="vanished"):
            await connection.receive()


@pytest.mark.rule("ST25")
@pytest.mark.parametrize(
    ("event", "ending"),
    [
        ({"code": 1006}, Ending.VANISHED),
        ({"code": 1005}, Ending.VANISHED),
        ({"code": 1005, "reason": ""}, Ending.GRACEFUL),
        ({}, Ending.VANISHED),
        ({"code": 1000}, Ending.GRACEFUL),
        ({"code": 4711, "reason": "mine"}, Ending.GRACEFUL),
        ({"code": 1009, "reason": ""}, Ending.FAILED),
        ({"code": 1012}, Ending.FAILED),
    ],
)
def test_how_disconnects_are_read(event: dict[str, object], ending: Ending) -> None:
    assert ending_of({"type": "websocket.disconnect", **event}) is ending


@pytest.mark.rule("ST26")
async def test_a_hook_picks_the_sub_protocol(serve: Serve) -> None:
    client = serve(hooks={"select_subprotocol": lambda offered: next((p for p in offered if p == "b"), None)})
    assert (await client.knock("/", subprotocols=["a", "b"]).accepted())["subprotocol"] == "b"
    assert (await client.knock("/", subprotocols=["a"]).accepted())["subprotocol"] is None


@pytest.mark.rule("ST27")
@pytest.mark.parametrize(
    ("origin", "host", "fine"),
    [
        ("http://test", "test", True),
        ("https://test", "test:443", True),
        ("https://TEST", "test", True),
        ("http://localhost:5000", "localhost:5000", True),
        ("http://[::1]:80", "[::1]", True),
        ("http://localhost:5001", "localhost:5000", False),
        ("https://evil.example", "test", False),
        ("https://test.evil.example", "test", False),
        ("http://test:port", "test", False),
        ("null", "test", False),
        ("", "", False),
    ],
)
async def test_by_default_only_the_own_host_may_open_a_socket(serve: Serve, origin: str, host: str, fine: bool) -> None:
    knock = serve().knock("/", [("origin", origin)], host=host)
    if fine:
        await knock.accepted()
    else:
        with pytest.raises(Denied, match=r"403.*Origin not allowed"):
            await knock.accepted()


@pytest.mark.rule("ST27")
async def test_a_list_of_origins_replaces_the_default(serve: Serve) -> None:
    client = serve(allowed_origins=frozenset({"https://app.example"}))
    await client.web_socket(headers=[("origin", "https://APP.example")])
    await client.web_socket()
    with pytest.raises(Denied, match="403"):
        await client.web_socket(headers=[("origin", "http://test")])
    await serve(allowed_origins=frozenset({"*"})).web_socket(headers=[("origin", "null")])
