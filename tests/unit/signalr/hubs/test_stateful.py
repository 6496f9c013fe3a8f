"""A connection that outlives its socket, as the hub sees it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from copydesk.signalr import Hub, HubApp, HubOptions
from copydesk.signalr.errors import ConnectionOverflow
from copydesk.signalr.protocol.messages import Ack, Completion, Invocation, Sequence
from copydesk.signalr.testing import FakeClock, HubTestClient, SyncPoint, turns
from tests.unit.signalr.hubs.conftest import Connect


class Lasting(Hub):
    point = SyncPoint()
    log: list[str]
    errors: list[Exception | None]

    async def echo(self, text: str) -> str:
        self.log.append(text)
        return text

    async def hold(self) -> str:
        await self.point.wait()
        return "held"

    async def tell_me(self, text: str) -> None:
        self.log.append("telling")
        await self.clients.caller.send("M", text)
        await self.clients.caller.send("M", text)
        self.log.append("told")

    async def echo_all(self, parts: AsyncIterator[str]) -> AsyncIterator[str]:
        async for part in parts:
            yield part

    async def on_disconnected(self, error: Exception | None) -> None:
        self.errors.append(error)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Lasting.point, Lasting.log, Lasting.errors = SyncPoint(), [], []


async def _connect(connect: Connect, app: HubApp[Any]) -> HubTestClient:
    return await connect(app, reconnects=True, version=2)


def _messages(client: HubTestClient, since: int) -> list[Any]:
    return client.peer.messages[since:]


@pytest.mark.rule("SH100")
async def test_what_was_sent_while_the_socket_was_gone_comes_with_the_new_one(
    connect: Connect, clock: FakeClock
) -> None:
    app = HubApp(Lasting, clock=clock)
    client = await _connect(connect, app)
    await client.invoke("echo", "one")
    running = client.call("hold")
    await Lasting.point.reached()
    client.connection.detach()
    await app.hub_context.clients.all.send("Missed", 1)
    Lasting.point.go_on()
    await turns()
    seen = len(client.peer.messages)
    client.connection.reattach()
    client.peer.say(Sequence(3))
    assert await running.result() == "held"
    assert _messages(client, seen) == [
        Sequence(1),
        Completion("1", result="one"),
        Invocation("Missed", [1]),
        Completion("2", result="held"),
    ]


@pytest.mark.rule("SH100")
async def test_messages_that_the_client_sends_again_are_dropped(connect: Connect, clock: FakeClock) -> None:
    client = await _connect(connect, HubApp(Lasting, clock=clock))
    await client.invoke("echo", "one")
    client.connection.detach()
    client.connection.reattach()
    client.peer.say(Sequence(1), Invocation("echo", ["one"], "1"), Invocation("echo", ["two"], "2"))
    await turns()
    assert Lasting.log == ["one", "two"]
    assert Lasting.errors == []


@pytest.mark.rule("SH100")
async def test_received_messages_are_confirmed_once_a_second(connect: Connect, clock: FakeClock) -> None:
    client = await _connect(connect, HubApp(Lasting, clock=clock))
    for text in "abc":
        await client.invoke("echo", text)
    seen = len(client.peer.messages)
    await clock.advance(5)
    assert _messages(client, seen) == [Ack(3)]


@pytest.mark.rule("SH101")
async def test_a_send_waits_for_confirmation_when_too_much_is_unconfirmed(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Lasting, clock=clock, options=HubOptions(stateful_reconnect_buffer_size=100))
    client = await _connect(connect, app)
    one = app.hub_context.clients.client(client.connection_id)
    sending = asyncio.ensure_future(one.send("M", "x" * 200))
    await turns()
    assert not sending.done()
    client.peer.say(Ack(1))
    await sending


@pytest.mark.rule("SH101")
@pytest.mark.parametrize("by_server", [False, True])
async def test_a_sender_that_waits_is_let_go_when_the_connection_ends(
    connect: Connect, clock: FakeClock, by_server: bool
) -> None:
    app = HubApp(Lasting, clock=clock, options=HubOptions(stateful_reconnect_buffer_size=100))
    client = await _connect(connect, app)
    sending = asyncio.ensure_future(app.hub_context.clients.client(client.connection_id).send("M", "x" * 200))
    await turns()
    if by_server:
        await app.hub_context.disconnect(client.connection_id)
    else:
        client.connection.lose()
    await sending


@pytest.mark.rule("SH101")
async def test_a_client_that_never_confirms_broadcasts_is_disconnected(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Lasting, clock=clock, options=HubOptions(stateful_reconnect_overflow=1000))
    client = await _connect(connect, app)
    for _ in range(20):
        await app.hub_context.clients.all.send("M", "x" * 100)
    close = await client.peer.closed
    assert close.allow_reconnect
    await client.ended()
    assert [type(error) for error in Lasting.errors] == [ConnectionOverflow]


@pytest.mark.rule("SH101")
async def test_a_call_does_not_wait_for_a_confirmation_behind_the_next_call(connect: Connect, clock: FakeClock) -> None:
    client = await _connect(
        connect, HubApp(Lasting, clock=clock, options=HubOptions(stateful_reconnect_buffer_size=100))
    )
    first = client.call("tell_me", "x" * 200)
    await turns()
    assert Lasting.log == ["telling"]
    second = client.call("echo", "behind")
    client.peer.say(Ack(1))
    assert await second.result() == "behind"
    await first.result()


@pytest.mark.rule("SH101")
async def test_a_stream_does_not_wait_for_a_confirmation_behind_its_own_items(
    connect: Connect, clock: FakeClock
) -> None:
    options = HubOptions(stateful_reconnect_buffer_size=50, stream_buffer_capacity=1)
    client = await _connect(connect, HubApp(Lasting, clock=clock, options=options))
    answer = client.stream("echo_all", streams=["s"])
    client.upload("s", "x" * 100)
    await turns()
    client.upload("s", *("x" * 100 for _ in range(8)))
    client.end_upload("s")
    for number in range(1, 12):
        client.peer.say(Ack(number))
        await turns()
    await answer.result()
    assert answer.items.qsize() == 9


@pytest.mark.rule("SH102")
@pytest.mark.parametrize(("version", "stateful"), [(1, False), (2, True)])
async def test_a_handshake_below_version_2_turns_the_feature_off(
    connect: Connect, version: int, stateful: bool
) -> None:
    client = await connect(Lasting, reconnects=True, version=version)
    assert client.connection.reconnects is stateful


@pytest.mark.rule("SH102")
async def test_a_goodbye_turns_the_feature_off(connect: Connect, clock: FakeClock) -> None:
    client = await _connect(connect, HubApp(Lasting, clock=clock))
    client.close()
    await client.peer.closed
    assert not client.connection.reconnects


@pytest.mark.rule("SH25")
async def test_lossy_messages_are_kept_because_every_message_has_a_number(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Lasting, clock=clock)
    client = await _connect(connect, app)
    client.connection.stall()
    await app.hub_context.clients.lossy.all.send("Cursor", 1)
    assert client.connection.held_lossy == [False]
    client.connection.resume()
