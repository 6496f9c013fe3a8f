from collections.abc import Iterable

import pytest

from copydesk.signalr.errors import (
    ClientTimeout,
    EncodingError,
    HandshakeError,
    HubError,
    MessageTooLarge,
    ProtocolError,
)
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.events import (
    CloseReceived,
    Event,
    Failed,
    HandshakeCompleted,
    HandshakeFailed,
    MessageReceived,
    SendRequested,
)
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.machine import ConnectionState, HubConnectionMachine
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.messages import Close, Completion, HubMessage, Invocation, Ping
from copydesk.signalr.transports import TransferFormat

JSON, MESSAGEPACK = JsonHubProtocol(), MessagePackHubProtocol()
HELLO = b'{"protocol":"json","version":1}\x1e'
ACCEPTED = SendRequested(b"{}\x1e")
PING = b'{"type":6}\x1e'
CALL = b'{"type":1,"target":"T","arguments":[]}\x1e'


def machine(
    options: HubOptions | None = None,
    *,
    formats: frozenset[TransferFormat] = frozenset(TransferFormat),
    needs_keep_alive: bool = True,
) -> HubConnectionMachine:
    return HubConnectionMachine(
        [JSON, MESSAGEPACK],
        options or HubOptions(),
        now=100,
        formats=formats,
        needs_keep_alive=needs_keep_alive,
    )


def opened(options: HubOptions | None = None, *, needs_keep_alive: bool = True) -> HubConnectionMachine:
    new = machine(options, needs_keep_alive=needs_keep_alive)
    assert new.receive(HELLO, 100) == [ACCEPTED, HandshakeCompleted(JSON, 1, False)]
    return new


def targets(events: Iterable[Event]) -> list[str]:
    return [
        event.message.target
        for event in events
        if isinstance(event, MessageReceived) and isinstance(event.message, Invocation)
    ]


def failure(events: list[Event]) -> Exception:
    event = events[-1]
    assert isinstance(event, Failed)
    return event.error


# ---------------------------------------------------------------- handshake


@pytest.mark.rule("SP6")
def test_a_handshake_opens_the_connection() -> None:
    new = machine()
    before = new.state
    assert new.receive(b'{"version":1,"x":0,"protocol":"MessagePack"}\x1e', 100) == [
        ACCEPTED,
        HandshakeCompleted(MESSAGEPACK, 1, False),
    ]
    assert (before, new.state) == (ConnectionState.HANDSHAKE, ConnectionState.OPEN)
    assert new.protocol is MESSAGEPACK


@pytest.mark.rule("SP7")
@pytest.mark.parametrize("protocol", [JSON, MESSAGEPACK])
def test_a_handshake_in_single_bytes_with_calls_behind_it(protocol: JsonHubProtocol | MessagePackHubProtocol) -> None:
    call = protocol.encode(Invocation("T"))
    stream = b'{"protocol":"%s","version":1}\x1e' % protocol.name.encode() + call + call
    new, events = machine(), []
    for byte in stream:
        events += new.receive(bytes([byte]), 100)
    assert targets(events) == ["T", "T"]
    at_once = machine().receive(stream, 100)
    assert at_once[:2] == events[:2] == [ACCEPTED, HandshakeCompleted(protocol, 1, False)]
    assert targets(at_once) == ["T", "T"]


@pytest.mark.rule("SP8", "SP11")
@pytest.mark.parametrize(
    ("hello", "text"),
    [
        (b'{"protocol":"xml","version":1}\x1e', "The protocol 'xml' is not supported."),
        (
            b'{"protocol":"json","version":3}\x1e',
            "The server does not support version 3 of the 'json' protocol.",
        ),
        (
            b'{"protocol":"messagepack","version":1}\x1e',
            (
                "Cannot use the 'messagepack' protocol on the current transport. "
                "The transport does not support 'Binary' transfer format."
            ),
        ),
    ],
)
def test_a_refused_handshake_is_answered_and_nothing_follows(hello: bytes, text: str) -> None:
    new = machine(formats=frozenset({TransferFormat.TEXT}))
    sent, failed = new.receive(hello + CALL, 100)
    assert sent == SendRequested(b'{"error":"%s"}\x1e' % text.encode())
    assert isinstance(failed, HandshakeFailed)
    assert str(failed.error) == text
    assert new.state is ConnectionState.CLOSED
    assert (new.receive(HELLO + CALL, 101), new.tick(1000), new.close()) == ([], [], b"")


@pytest.mark.rule("SP9")
def test_a_handshake_that_takes_too_long_is_refused() -> None:
    new = machine(HubOptions(handshake_timeout=15))
    new.receive(HELLO[:-1], 101)
    assert new.tick(114.9) == []
    sent, failed = new.tick(115)
    assert sent == SendRequested(b'{"error":"Handshake was canceled."}\x1e')
    assert isinstance(failed, HandshakeFailed)
    assert new.receive(b"\x1e", 115) == []


@pytest.mark.rule("SP9")
def test_a_handshake_over_the_message_limit_is_refused_before_it_ends() -> None:
    new = machine(HubOptions(maximum_receive_message_size=100))
    assert new.receive(b" " * 100, 100) == []
    sent, failed = new.receive(b" ", 100)
    assert sent == SendRequested(b'{"error":"Handshake was canceled."}\x1e')
    assert isinstance(failed, HandshakeFailed)


@pytest.mark.rule("SP9")
def test_a_client_that_leaves_before_its_handshake_fails_it() -> None:
    new = machine()
    new.receive(HELLO[:5], 100)
    (failed,) = new.receive_eof()
    assert isinstance(failed, HandshakeFailed)
    assert new.receive_eof() == []


@pytest.mark.rule("SP10")
@pytest.mark.parametrize("hello", [b"nonsense\x1e", b"\x1e", CALL, b"[]\x1e", b"GET / HTTP/1.1\r\n\x1e"])
def test_what_is_no_handshake_is_refused_with_details_only_if_asked(hello: bytes) -> None:
    text = b"An unexpected error occurred during connection handshake."
    sent = machine().receive(hello, 100)[0]
    assert sent == SendRequested(b'{"error":"' + text + b'"}\x1e')
    detailed = machine(HubOptions(enable_detailed_errors=True)).receive(hello, 100)[0]
    assert isinstance(detailed, SendRequested)
    assert detailed.data.startswith(b'{"error":"' + text + b" InvalidDataException: The handshake request cannot be")


def test_nothing_can_be_sent_before_the_handshake() -> None:
    with pytest.raises(HandshakeError, match="not completed"):
        machine().send(Ping(), 100)


# ---------------------------------------------------------------- messages


@pytest.mark.rule("SP2")
def test_many_small_messages_in_a_large_piece_are_fine_and_a_large_one_is_not() -> None:
    new = opened(HubOptions(maximum_receive_message_size=len(CALL)))
    assert targets(new.receive(CALL * 500, 100)) == ["T"] * 500
    events = new.receive(CALL + CALL[:-1] + b" " + CALL[-1:] + CALL, 100)
    assert targets(events) == ["T"]
    error = failure(events)
    assert isinstance(error, MessageTooLarge)
    assert new.state is ConnectionState.ENDING
    assert new.receive(CALL, 100) == []


@pytest.mark.rule("SP15", "SP29")
def test_messages_before_a_damaged_one_still_count() -> None:
    new = opened()
    events = new.receive(CALL + b'{"type":1}\x1e' + CALL, 100)
    assert targets(events) == ["T"]
    error = failure(events)
    assert isinstance(error, ProtocolError)
    assert new.close(error, allow_reconnect=True) == (
        b'{"type":7,"error":"Connection closed with an error.","allowReconnect":true}\x1e'
    )


@pytest.mark.rule("SP17")
def test_messages_behind_one_of_unknown_type_are_read() -> None:
    assert targets(opened().receive(b'{"type":99,"target":[]}\x1e' + CALL, 100)) == ["T"]
    binary = machine()
    binary.receive(b'{"protocol":"messagepack","version":1}\x1e', 100)
    assert targets(binary.receive(b"\x03\x92\x63\xc0" + MESSAGEPACK.encode(Invocation("T")), 100)) == ["T"]


@pytest.mark.rule("SP4")
def test_input_that_ends_in_the_middle_of_a_message_is_an_error() -> None:
    whole, half = opened(), opened()
    assert whole.receive(CALL, 100)
    assert whole.receive_eof() == []
    half.receive(CALL[:-1], 100)
    assert "in the middle of a message" in str(failure(half.receive_eof()))
    assert half.receive_eof() == []


@pytest.mark.rule("SP30")
def test_a_close_of_the_client_ends_reading_and_hands_its_error_on() -> None:
    new = opened()
    assert new.receive(b'{"type":7,"error":"bored"}\x1e' + CALL, 100) == [CloseReceived("bored")]
    assert (new.receive(CALL, 100), new.receive_eof()) == ([], [])
    assert new.close() == b'{"type":7}\x1e'
    peaceful = opened()
    assert peaceful.receive(b'{"type":7}\x1e', 100) == [CloseReceived(None)]


@pytest.mark.parametrize("message", [Invocation("T", ["x"]), Completion("1", result=1), Ping()])
def test_what_is_sent_is_what_the_protocol_encodes(message: HubMessage) -> None:
    assert opened().send(message, 100) == JSON.encode(message)


@pytest.mark.rule("SP39")
def test_what_cannot_be_encoded_is_not_counted() -> None:
    new = machine()
    with pytest.raises(HandshakeError):
        new.send(Invocation("T", [object()]), 100)
    stateful = HubConnectionMachine([JSON], HubOptions(), now=0, stateful=True)
    stateful.receive(b'{"protocol":"json","version":2}\x1e', 0)
    with pytest.raises(EncodingError):
        stateful.send(Invocation("T", [object()]), 0)
    assert stateful.resume_sending(0) == b'{"type":9,"sequenceId":1}\x1e'


def test_after_the_close_nothing_is_sent() -> None:
    new = opened()
    new.close()
    assert new.send(Ping(), 100) == b""
    assert new.send_encoded(CALL, 100) == b""


# ---------------------------------------------------------------- close


@pytest.mark.rule("SP29")
@pytest.mark.parametrize(
    ("error", "detailed", "expected"),
    [
        (None, False, Close(None, True)),
        (ValueError("secret"), False, Close("Connection closed with an error.", True)),
        (ValueError("secret"), True, Close("Connection closed with an error. ValueError: secret", True)),
        (HubError("Go away"), False, Close("Connection closed with an error. HubException: Go away", True)),
        (
            MessageTooLarge(32768),
            True,
            Close(
                "Connection closed with an error. InvalidDataException: The maximum message size of 32768B was "
                "exceeded. The message size can be configured in AddHubOptions.",
                True,
            ),
        ),
    ],
)
def test_the_close_message_says_as_much_as_the_client_may_know(
    error: Exception | None, detailed: bool, expected: Close
) -> None:
    new = opened(HubOptions(enable_detailed_errors=detailed))
    assert new.close(error, allow_reconnect=True) == JSON.encode(expected)


@pytest.mark.rule("SP29")
def test_the_close_message_is_said_once_and_not_before_the_handshake() -> None:
    assert machine().close() == b""
    new = opened()
    assert (new.close(), new.close(HubError("x"))) == (b'{"type":7}\x1e', b"")


# ---------------------------------------------------------------- time


@pytest.mark.rule("SP27")
def test_a_ping_is_sent_when_nothing_else_was_for_a_while() -> None:
    new = opened(HubOptions(keep_alive_interval=15))
    assert new.tick(114) == []
    assert new.tick(115) == [SendRequested(PING)]
    assert new.tick(129) == []
    new.send(Invocation("T"), 129)
    assert new.tick(130) == []
    new.send_encoded(CALL, 140)
    assert new.tick(154) == []
    assert new.tick(155) == [SendRequested(PING)]


@pytest.mark.rule("SP27")
def test_a_transport_that_notices_a_lost_peer_needs_no_pings() -> None:
    assert opened(needs_keep_alive=False).tick(10_000) == []


@pytest.mark.rule("SP28")
def test_a_client_that_never_pinged_is_not_timed_out() -> None:
    new = opened(needs_keep_alive=False)
    new.receive(CALL, 100)
    new.dispatched(100)
    assert new.tick(10_000) == []


@pytest.mark.rule("SP28")
def test_a_client_that_falls_silent_after_a_ping_is_ended() -> None:
    new = opened(HubOptions(client_timeout_interval=30), needs_keep_alive=False)
    assert new.receive(PING, 110) == []
    new.dispatched(110)
    assert new.tick(140) == []
    new.receive(CALL, 139)
    new.dispatched(139)
    assert new.tick(169) == []
    new.receive(CALL[:-1], 169)  # Half a message is no sign of life.
    new.dispatched(169)
    error = failure(new.tick(169.1))
    assert isinstance(error, ClientTimeout)
    assert new.tick(500) == []
    assert new.close(error, allow_reconnect=True)


@pytest.mark.rule("SP28")
def test_the_client_timeout_stands_still_while_messages_are_worked_on() -> None:
    new = opened(HubOptions(client_timeout_interval=30), needs_keep_alive=False)
    new.receive(PING + CALL, 100)
    assert new.tick(500) == []
    new.dispatched(500)
    assert new.tick(530) == []
    assert isinstance(failure(new.tick(531)), ClientTimeout)


@pytest.mark.rule("SP5")
def test_an_endless_message_is_not_kept() -> None:
    new = opened(HubOptions(maximum_receive_message_size=1000))
    for _ in range(1000):
        new.receive(b"x" * 100, 100)
    assert new.state is ConnectionState.ENDING
    assert len(new._deframer.take_rest()) <= 1100
