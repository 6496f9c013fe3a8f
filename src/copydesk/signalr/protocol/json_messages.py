"""Reading the messages of the `json` hub protocol."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from copydesk.signalr.errors import ProtocolError
from copydesk.signalr.protocol.messages import (
    Ack,
    CancelInvocation,
    Close,
    Completion,
    HubMessage,
    Invocation,
    MessageType,
    Ping,
    Sequence,
    StreamInvocation,
    StreamItem,
)
from copydesk.signalr.protocol.nesting import refuse_deep_json

__all__ = ["read_json_message"]

T = TypeVar("T")


def read_json_message(body: bytes) -> HubMessage | None:
    """Read one message without its separator.

    Returns:
        The message; or `None` if its type is not known.

    Raises:
        ProtocolError: it is malformed, or lacks something it must have.
    """
    try:
        envelope = _decode_envelope(body)
    except RecursionError as error:
        raise ProtocolError("The message is nested too deep.") from error
    except ValueError as error:
        if _has_unknown_type(body):
            return None
        raise ProtocolError(f"The message cannot be read: {error}.") from error
    refuse_deep_json(body)
    reader = _READERS.get(envelope.type)
    return None if reader is None else reader(envelope)


class _Envelope(Struct, rename="camel", gc=False):
    """Every property that any message has."""

    type: int
    headers: dict[str, str] | None = None
    invocation_id: str | None = None
    target: str | None = None
    arguments: list[Raw] | None = None
    stream_ids: list[str] | None = None
    item: Raw | UnsetType = UNSET
    result: Raw | UnsetType = UNSET
    error: str | None = None
    allow_reconnect: bool | None = None
    sequence_id: int | None = None


class _TypeOnly(Struct):
    """What is asked of a message that may be of a type nobody knows yet."""

    type: int


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_decode_type = msgspec.json.Decoder(_TypeOnly).decode


def _has_unknown_type(body: bytes) -> bool:
    """Tell whether a message that was refused only has properties of a type that this version does not know."""
    try:
        return _decode_type(body).type not in _READERS
    except ValueError:
        return False


def _required(value: T | None, name: str, envelope: _Envelope) -> T:
    if value is None or value == "":
        raise ProtocolError(f"A message of type {envelope.type} needs the property '{name}', which must not be empty.")
    return value


def _read_invocation(envelope: _Envelope) -> Invocation:
    return Invocation(
        _required(envelope.target, "target", envelope),
        _arguments(envelope),
        envelope.invocation_id or None,
        envelope.stream_ids or (),
        envelope.headers,
    )


def _read_stream_invocation(envelope: _Envelope) -> StreamInvocation:
    return StreamInvocation(
        _required(envelope.target, "target", envelope),
        _required(envelope.invocation_id, "invocationId", envelope),
        _arguments(envelope),
        envelope.stream_ids or (),
        envelope.headers,
    )


def _arguments(envelope: _Envelope) -> list[Raw]:
    if envelope.arguments is None:
        raise ProtocolError(f"A message of type {envelope.type} needs the property 'arguments'.")
    return envelope.arguments


def _read_stream_item(envelope: _Envelope) -> StreamItem:
    invocation_id = _required(envelope.invocation_id, "invocationId", envelope)
    if envelope.item is UNSET:
        raise ProtocolError("A message of type 2 needs the property 'item'.")
    return StreamItem(invocation_id, envelope.item, envelope.headers)


def _read_completion(envelope: _Envelope) -> Completion:
    invocation_id = _required(envelope.invocation_id, "invocationId", envelope)
    if envelope.error is not None and envelope.result is not UNSET:
        raise ProtocolError("A message of type 3 has either 'error' or 'result', not both.")
    return Completion(invocation_id, envelope.error, envelope.result, envelope.headers)


def _read_cancel(envelope: _Envelope) -> CancelInvocation:
    return CancelInvocation(_required(envelope.invocation_id, "invocationId", envelope), envelope.headers)


_READERS: dict[int, Callable[[_Envelope], HubMessage]] = {
    MessageType.INVOCATION: _read_invocation,
    MessageType.STREAM_ITEM: _read_stream_item,
    MessageType.COMPLETION: _read_completion,
    MessageType.STREAM_INVOCATION: _read_stream_invocation,
    MessageType.CANCEL_INVOCATION: _read_cancel,
    MessageType.PING: lambda _: Ping(),
    MessageType.CLOSE: lambda envelope: Close(envelope.error, bool(envelope.allow_reconnect)),
    MessageType.ACK: lambda envelope: Ack(_required(envelope.sequence_id, "sequenceId", envelope)),
    MessageType.SEQUENCE: lambda envelope: Sequence(_required(envelope.sequence_id, "sequenceId", envelope)),
}
