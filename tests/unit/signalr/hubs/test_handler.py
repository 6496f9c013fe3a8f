"""Handshakes and timers of a hub's connections."""

from typing import Any

import msgspec
import pytest

from copydesk.signalr import Hub, HubApp, HubObserver, HubOptions, InvocationOutcome, MessagePackHubProtocol, Transport
from copydesk.signalr.errors import HandshakeError
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.messages import CancelInvocation, Invocation, Ping, StreamInvocation
from copydesk.signalr.testing import (
    FakeClock,
    HubTestClient,
    InMemoryConnection,
    InMemoryLongPolling,
    InMemoryServerSentEvents,
    turns,
)
from copydesk.signalr.transports import TransferFormat
from tests.unit.signalr.hubs.conftest import Connect

NO_BINARY = (
    "Cannot use the 'messagepack' protocol on the current transport. "
    "The transport does not support 'Binary' transfer format."
)


class Simple(Hub):
    log: list[str]

    async def on_connected(self) -> None:
        self.log.append("connected")

    async def on_disconnected(self, error: Exception | None) -> None:
        self.log.append("disconnected")

    async def echo(self, text: str) -> str:
        return text

    async def fail(self) -> None:
        raise ValueError("fail")

    async def items(self) -> Any:
        yield 1
        await turns(10_000)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Simple.log = []


@pytest.mark.rule("SH110")
async def test_calls_may_come_with_the_handshake(clock: FakeClock) -> None:
    client = HubTestClient(HubApp(Simple, clock=clock))
    answer = client.peer.expect("1")
    calls = client.peer.protocol.encode(Invocation("echo", ["a"], "1"))
    client.connection.push(b'{"protocol":"json","version":1}\x1e' + calls)
    assert await answer.result() == "a"
    await client.leave()


@pytest.mark.rule("SH110")
async def test_the_transport_carries_what_the_protocol_needs(connect: Connect) -> None:
    assert (await connect(Simple)).connection.transfer_format is TransferFormat.TEXT
    binary = await connect(Simple, protocol=MessagePackHubProtocol())
    assert binary.connection.transfer_format is TransferFormat.BINARY


@pytest.mark.rule("SH111")
@pytest.mark.parametrize(
    ("handshake", "kind", "text"),
    [
        (b'{"protocol":"xml","version":1}\x1e', InMemoryConnection, "The protocol 'xml' is not supported."),
        (
            b'{"protocol":"messagepack","version":1}\x1e',
            InMemoryServerSentEvents,
            NO_BINARY,
        ),
        (b"nonsense\x1e", InMemoryConnection, "An unexpected error occurred during connection handshake."),
        (b"x" * 40_000, InMemoryConnection, "Handshake was canceled."),
    ],
)
async def test_a_refused_handshake_never_reaches_the_hub(
    clock: FakeClock, handshake: bytes, kind: type[InMemoryConnection], text: str
) -> None:
    client = HubTestClient(HubApp(Simple, clock=clock), connection_type=kind)
    client.connection.push(handshake)
    assert await client.peer.handshake == text
    await client.ended()
    assert (Simple.log, client.peer.messages) == ([], [])


@pytest.mark.rule("SH111")
async def test_a_handshake_that_does_not_come_is_given_up(clock: FakeClock) -> None:
    client = HubTestClient(HubApp(Simple, clock=clock))
    await clock.advance(14)
    assert not client.peer.handshake.done()
    await clock.advance(2)
    with pytest.raises(HandshakeError, match="Handshake was canceled"):
        await client.shake_hands()
    await client.ended()
    assert Simple.log == []


@pytest.mark.rule("SH111")
async def test_a_client_may_leave_without_a_handshake(clock: FakeClock) -> None:
    client = HubTestClient(HubApp(Simple, clock=clock))
    await turns()
    await client.leave()
    assert Simple.log == []


@pytest.mark.rule("SH112")
async def test_a_quiet_server_pings(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Simple)
    polling = await connect(Simple, connection_type=InMemoryLongPolling)
    await clock.advance(61)
    assert client.peer.messages == [Ping()] * 4
    assert polling.peer.messages == []


@pytest.mark.rule("SH112")
async def test_a_client_that_never_pinged_may_be_silent_for_ever(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Simple)
    await client.invoke("echo", "a")
    await clock.advance(600)
    assert not client.peer.closed.done()


@pytest.mark.rule("SH112")
async def test_one_timer_serves_all_connections_and_ends_with_the_last(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Simple, clock=clock)
    clients = [await connect(app) for _ in range(3)]
    await turns()
    assert len(clock._sleepers) == 1
    for client in clients:
        await client.leave()
    again = await connect(app)
    await clock.advance(16)
    assert again.peer.pings == 1


@pytest.mark.rule("SH112")
@pytest.mark.logs_errors
async def test_a_timer_that_fails_ends_its_connection_only(
    connect: Connect, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = HubApp(Simple, clock=clock)
    broken, other = await connect(app), await connect(app)

    def fail(now: float) -> None:
        raise RuntimeError("timer")

    assert isinstance(broken.connection.listener, HubConnection)
    monkeypatch.setattr(HubConnection, "tick", _only_for(broken.connection.listener, fail, HubConnection.tick))
    await clock.advance(1)
    assert not (await broken.peer.closed).allow_reconnect
    await clock.advance(16)
    assert other.peer.pings == 1


def _only_for(chosen: HubConnection, instead: Any, usual: Any) -> Any:
    return lambda connection, now: instead(now) if connection is chosen else usual(connection, now)


# ---------------------------------------------------------------- metrics


class Recording(HubObserver):
    def __init__(self) -> None:
        self.events: list[tuple[Any, ...]] = []

    def connection_opened(self, transport: Transport) -> None:
        self.events.append(("opened", transport))

    def connection_closed(self, transport: Transport, seconds: float) -> None:
        self.events.append(("closed", transport, seconds))

    def bytes_received(self, count: int) -> None:
        self.events.append(("bytes", count))

    def message_received(self) -> None:
        self.events.append(("received",))

    def message_sent(self, size: int) -> None:
        self.events.append(("sent", size))

    def bytes_queued(self, total: int) -> None:
        self.events.append(("queued", total))

    def invocation_finished(self, method: str, seconds: float, outcome: InvocationOutcome) -> None:
        self.events.append((method, seconds, outcome))


@pytest.mark.rule("SH120")
@pytest.mark.logs_errors
async def test_an_observer_hears_of_everything_that_is_worth_counting(connect: Connect, clock: FakeClock) -> None:
    observer = Recording()
    client = await connect(HubApp(Simple, clock=clock, observer=observer))
    await client.invoke("ECHO", "a")
    sent = len(client.peer.protocol.encode(Invocation("ECHO", ["a"], "1")))
    assert ("opened", Transport.WEB_SOCKETS) in observer.events
    assert [event for event in observer.events if event[0] in {"bytes", "received", "echo"}][1:] == [
        ("bytes", sent),
        ("received",),
        ("echo", 0.0, InvocationOutcome.COMPLETED),
    ]
    observer.events.clear()
    await client.call("fail").error()
    await client.call("items").error()
    client.peer.say(StreamInvocation("items", "x"), CancelInvocation("x"))
    await turns()
    assert [event for event in observer.events if len(event) == 3] == [
        ("fail", 0.0, InvocationOutcome.FAILED),
        ("items", 0.0, InvocationOutcome.REFUSED),
        ("items", 0.0, InvocationOutcome.CANCELLED),
    ]
    await clock.advance(2)
    assert ("queued", 0) in observer.events
    await client.leave()
    assert observer.events[-1] == ("closed", Transport.WEB_SOCKETS, 2.0)


@pytest.mark.rule("SH5")
def test_a_hub_that_speaks_nothing_is_refused() -> None:
    with pytest.raises(Exception, match="at least one protocol"):
        HubApp(Simple, protocols=[])


@pytest.mark.rule("SH110")
@pytest.mark.parametrize("size", [33 * 1024, 32 * 1024])
async def test_a_message_over_the_limit_ends_the_connection(connect: Connect, size: int) -> None:
    client = await connect(Simple, options=HubOptions(enable_detailed_errors=True))
    frame = msgspec.json.encode({"type": 1, "target": "echo", "invocationId": "1", "arguments": [""]})
    text = "x" * (size - len(frame) - 1)
    answer = client.peer.expect("1")
    client.peer.say(Invocation("echo", [text], "1"))
    if size <= 32 * 1024:
        assert await answer.result() == text
    else:
        assert (await client.peer.closed).error == (
            "Connection closed with an error. InvalidDataException: The maximum message size of 32768B was exceeded. "
            "The message size can be configured in AddHubOptions."
        )


@pytest.mark.rule("SH110")
async def test_a_hub_may_speak_one_protocol_only(clock: FakeClock) -> None:
    only: list[HubProtocol] = [MessagePackHubProtocol()]
    client = HubTestClient(HubApp(Simple, clock=clock, protocols=only))
    with pytest.raises(HandshakeError, match="The protocol 'json' is not supported"):
        await client.shake_hands()
    await client.ended()
