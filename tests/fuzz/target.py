"""What must hold for the server's side of the hub protocol, whatever bytes arrive. Needs no fuzzer."""

from contextlib import suppress
from typing import Any

import msgspec

from copydesk.signalr.errors import BindingError, ClientTimeout, ProtocolError
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.events import (
    Acknowledged,
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
from copydesk.signalr.protocol.messages import Completion, Invocation, StreamInvocation, StreamItem

LIMIT = 1 << 10
PROTOCOLS: list[HubProtocol] = [JsonHubProtocol(), MessagePackHubProtocol()]
HELLOS = [
    b"",
    b'{"protocol":"json","version":1}\x1e',
    b'{"protocol":"json","version":2}\x1e',
    b'{"protocol":"messagepack","version":1}\x1e',
    b'{"protocol":"messagepack","version":2}\x1e',
]


class Payload(msgspec.Struct):
    user_name: str
    sub_payloads: "list[Payload]" = []
    any_value: Any = None


TYPES: list[Any] = [object, int, str, bytes, list[int], dict[str, Payload], Payload, Payload | None]


def check(mode: int, data: bytes, chunk: int) -> None:
    """Feed `data` to a connection and look at everything that comes out.

    Args:
        mode: which of `HELLOS` was said before; with the empty one `data` is the handshake, too.
        data: what the client sends.
        chunk: the bytes arrive in pieces of this length, at least one.
    """
    hello, stateful = HELLOS[mode % len(HELLOS)], mode % 2 == 0
    whole, pieces = _machine(hello, stateful), _machine(hello, stateful)
    at_once = whole.receive(data, 1)
    piecewise: list[Event] = []
    for start in range(0, len(data), max(chunk, 1)):
        piecewise += pieces.receive(data[start : start + max(chunk, 1)], 1)
        _check_memory(pieces, chunk)
    assert _traces(at_once) == _traces(piecewise)
    _check_end(whole, at_once)
    for event in at_once:
        if isinstance(event, MessageReceived):
            _check_message(whole.protocol, event.message)


def _machine(hello: bytes, stateful: bool) -> HubConnectionMachine:
    options = HubOptions(maximum_receive_message_size=LIMIT, enable_detailed_errors=True)
    machine = HubConnectionMachine(PROTOCOLS, options, now=0, stateful=stateful)
    assert machine.state is ConnectionState.HANDSHAKE
    machine.receive(hello, 0)
    return machine


def _traces(events: list[Event]) -> list[str]:
    """What happened, without the details that texts carry."""
    return [_trace(event) for event in events]


def _trace(event: Event) -> str:
    match event:
        case MessageReceived(message):
            raws = [getattr(message, name) for name in message.__struct_fields__]
            return f"{type(message).__name__} {[_plain(raw) for raw in raws]}"
        case Failed(error):
            assert isinstance(error, ProtocolError | ClientTimeout)
            return f"Failed {error}"
        case SendRequested() | CloseReceived() | HandshakeFailed():
            return repr(event)
        case HandshakeCompleted() | Acknowledged():
            return type(event).__name__


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return bytes(value) if isinstance(value, msgspec.Raw) else value


def _check_memory(machine: HubConnectionMachine, chunk: int) -> None:
    buffer = machine._deframer._buffer  # type: ignore[attr-defined]  # looks inside on purpose
    assert len(buffer) <= LIMIT + max(chunk, 1)


def _check_end(machine: HubConnectionMachine, events: list[Event]) -> None:
    ends = [event for event in events if isinstance(event, Failed | CloseReceived | HandshakeFailed)]
    assert ends == events[len(events) - len(ends) :]
    assert len(ends) <= 1
    if ends:
        assert machine.state in {ConnectionState.ENDING, ConnectionState.CLOSED}
        assert machine.receive(b'{"type":6}\x1e\x02\x91\x06', 2) == []
        error = ends[0].error if isinstance(ends[0], Failed) else None
        goodbye = machine.close(error, allow_reconnect=True)
        assert bool(goodbye) is not isinstance(ends[0], HandshakeFailed)


def _check_message(protocol: HubProtocol, message: Any) -> None:
    values: list[msgspec.Raw] = []
    if isinstance(message, Invocation | StreamInvocation):
        values += message.arguments
    elif isinstance(message, StreamItem):
        values.append(message.item)
    elif isinstance(message, Completion) and message.has_result:
        values.append(message.result)
    for raw in values:
        for type_ in TYPES:
            with suppress(BindingError):
                protocol.decode_value(raw, type_)
    deframer = protocol.deframer(None)
    deframer.feed(protocol.encode(message))
    body = deframer.next()
    assert body is not None
    again = protocol.decode(body)
    assert type(again) is type(message)
