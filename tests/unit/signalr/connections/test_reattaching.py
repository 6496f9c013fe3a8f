import pytest

from copydesk.signalr.connections import Connection, ConnectionLost, Principal, Reattached
from copydesk.signalr.connections.request import ConnectionRequest
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import Client, Denied, ManualClock, WebSocket, settle
from tests.unit.signalr.connections.handlers import Held, Recorder

STATEFUL = "negotiateVersion=1&useStatefulReconnect=true"


@pytest.fixture
def client(serve: Serve, held: Held) -> Client:
    return serve(held, allow_stateful_reconnect=True)


async def attached(client: Client, held: Held) -> tuple[str, WebSocket, Connection]:
    token = await client.token(STATEFUL)
    socket = await client.web_socket(token, [("x-mine", "first")])
    return token, socket, await held.arrived.get()


@pytest.mark.rule("ST60")
async def test_a_new_socket_takes_over_from_the_old_one(client: Client, held: Held) -> None:
    token, old, connection = await attached(client, held)
    connection.items["kept"] = True
    old.write("unread")
    await settle()
    new = await client.web_socket(token, [("x-mine", "second")])
    assert (await old.closing())["code"] == 1011
    await old.task
    new.write("fresh")
    assert isinstance(await connection.receive(), Reattached)
    assert await connection.receive() == b"fresh"
    assert connection.write(b"down")
    assert await new.read() == "down"
    assert held.arrived.empty()
    assert connection.items == {"kept": True}
    assert connection.request.headers["x-mine"] == "first"


@pytest.mark.rule("ST60", "ST62")
async def test_a_new_socket_comes_after_the_old_one_was_lost(client: Client, held: Held, clock: ManualClock) -> None:
    token, old, connection = await attached(client, held)
    old.vanish()
    await old.task
    assert not connection.closed
    assert connection.write(b"nowhere") is False
    await connection.drain()
    await clock.advance(14)
    new = await client.web_socket(token)
    assert isinstance(await connection.receive(), Reattached)
    await clock.advance(30)
    new.write("here")
    assert await connection.receive() == b"here"


@pytest.mark.rule("ST62")
async def test_a_failed_write_leaves_it_to_the_reader_how_the_socket_ended(
    client: Client, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(message: object) -> None:
        raise ConnectionResetError

    token, old, connection = await attached(client, held)
    monkeypatch.setattr(old, "take", refuse)
    assert connection.write(b"lost") is False
    assert not connection.closed
    old.vanish()
    await old.task
    await client.web_socket(token)
    assert isinstance(await connection.receive(), Reattached)


@pytest.mark.rule("ST61")
async def test_the_listener_gives_the_first_bytes_even_while_the_handler_is_busy(client: Client, held: Held) -> None:
    token, old, connection = await attached(client, held)
    connection.listener = recorder = Recorder(b"sequence+replay")
    old.vanish()
    await old.task
    new = await client.web_socket(token)
    assert recorder.told == ["detached", "reattached"]
    assert await new.read() == "sequence+replay"
    assert connection.write(b"next")
    assert await new.read() == "next"


@pytest.mark.rule("ST61")
async def test_without_a_listener_writes_wait_for_the_mark(client: Client, held: Held) -> None:
    token, _, connection = await attached(client, held)
    new = await client.web_socket(token)
    assert connection.write(b"the peer would ignore it") is False
    assert isinstance(await connection.receive(), Reattached)
    connection.write(b"sequence")
    assert await new.read() == "sequence"


@pytest.mark.rule("ST62")
async def test_without_a_new_socket_the_connection_is_lost(client: Client, held: Held, clock: ManualClock) -> None:
    token, socket, connection = await attached(client, held)
    connection.listener = recorder = Recorder()
    socket.vanish()
    await clock.advance(16)
    with pytest.raises(ConnectionLost, match="no new one came within the disconnect timeout"):
        await connection.receive()
    assert recorder.told == ["detached", "closed"]
    with pytest.raises(Denied, match="404"):
        await client.web_socket(token)


@pytest.mark.rule("ST63")
async def test_a_graceful_close_is_the_end(client: Client, held: Held) -> None:
    token, socket, connection = await attached(client, held)
    socket.close(1000)
    assert await connection.receive() is None
    with pytest.raises(Denied, match="404"):
        await client.web_socket(token)


@pytest.mark.rule("ST64")
async def test_switched_off_a_second_socket_is_a_conflict_and_a_lost_one_the_end(client: Client, held: Held) -> None:
    token, socket, connection = await attached(client, held)
    before = connection.reconnects
    connection.disable_reconnect()
    assert (before, connection.reconnects) == (True, False)
    with pytest.raises(Denied, match="409"):
        await client.web_socket(token)
    socket.vanish()
    with pytest.raises(ConnectionLost):
        await connection.receive()
    with pytest.raises(Denied, match="404"):
        await client.web_socket(token)


@pytest.mark.rule("ST64")
async def test_switched_off_without_a_socket_the_connection_ends_at_once(client: Client, held: Held) -> None:
    _, socket, connection = await attached(client, held)
    socket.vanish()
    await socket.task
    connection.disable_reconnect()
    assert connection.closed
    with pytest.raises(ConnectionLost, match="reconnecting was turned off"):
        await connection.receive()


@pytest.mark.rule("ST64")
async def test_a_connection_that_ends_during_the_accept_takes_no_new_socket(client: Client, held: Held) -> None:
    token, _, connection = await attached(client, held)
    late = client.knock(client.target(token))
    late.stall()
    await settle()
    connection.abort("over")
    late.resume()
    await late.accepted()
    assert (await late.closing())["code"] == 1008


@pytest.mark.rule("ST60", "ST64")
async def test_without_being_granted_nothing_is_taken_over(serve: Serve, held: Held) -> None:
    client = serve(held, allow_stateful_reconnect=True)
    token = await client.token()
    await client.web_socket(token)
    with pytest.raises(Denied, match="409"):
        await client.web_socket(token)


@pytest.mark.rule("ST65", "ST75")
@pytest.mark.parametrize("strict", [False, True])
async def test_another_user_on_the_new_socket(
    serve: Serve, held: Held, caplog: pytest.LogCaptureFixture, *, strict: bool
) -> None:
    async def authenticate(request: ConnectionRequest) -> Principal | None:
        return Principal(request.bearer_token)

    client = serve(
        held,
        hooks={"authenticate": authenticate},
        allow_stateful_reconnect=True,
        enable_authentication_refresh=strict,
    )
    token = await client.token(STATEFUL)
    await client.web_socket(token, [("authorization", "Bearer ann")])
    connection = await held.arrived.get()
    if strict:
        with pytest.raises(Denied, match="403"):
            await client.web_socket(token, [("authorization", "Bearer bob")])
        assert connection.user == Principal("ann")
    else:
        await client.web_socket(token, [("authorization", "Bearer bob")])
        assert isinstance(await connection.receive(), Reattached)
        assert connection.user == Principal("bob")
        assert [getattr(record, "event", "") for record in caplog.records] == ["connection_user_changed"]
