"""Reading the messages of the `json` hub protocol."""

from collections.abc import Callable

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


def _lacks(envelope: _Envelope, name: str) -> ProtocolError:
    return ProtocolError(f"A message of type {envelope.type} needs the property '{name}', which must not be empty.")


def _id(envelope: _Envelope) -> str:
    if not envelope.invocation_id:
        raise _lacks(envelope, "invocationId")
    return envelope.invocation_id


def _read_call(envelope: _Envelope) -> Invocation | StreamInvocation:
    target, arguments, stream_ids = envelope.target, envelope.arguments, envelope.stream_ids or ()
    if not target:
        raise _lacks(envelope, "target")
    if arguments is None:
        raise _lacks(envelope, "arguments")
    if envelope.type == MessageType.INVOCATION:
        return Invocation(target, arguments, envelope.invocation_id or None, stream_ids, envelope.headers)
    return StreamInvocation(target, _id(envelope), arguments, stream_ids, envelope.headers)


def _read_stream_item(envelope: _Envelope) -> StreamItem:
    if envelope.item is UNSET:
        raise _lacks(envelope, "item")
    return StreamItem(_id(envelope), envelope.item, envelope.headers)


def _read_completion(envelope: _Envelope) -> Completion:
    if envelope.error is not None and envelope.result is not UNSET:
        raise ProtocolError("A message of type 3 has either 'error' or 'result', not both.")
    return Completion(_id(envelope), envelope.error, envelope.result, envelope.headers)


def _sequence_id(envelope: _Envelope) -> int:
    if envelope.sequence_id is None:
        raise _lacks(envelope, "sequenceId")
    return envelope.sequence_id


_READERS: dict[int, Callable[[_Envelope], HubMessage]] = {
    MessageType.INVOCATION: _read_call,
    MessageType.STREAM_ITEM: _read_stream_item,
    MessageType.COMPLETION: _read_completion,
    MessageType.STREAM_INVOCATION: _read_call,
    MessageType.CANCEL_INVOCATION: lambda envelope: CancelInvocation(_id(envelope), envelope.headers),
    MessageType.PING: lambda _: Ping(),
    MessageType.CLOSE: lambda envelope: Close(envelope.error, bool(envelope.allow_reconnect)),
    MessageType.ACK: lambda envelope: Ack(_sequence_id(envelope)),
    MessageType.SEQUENCE: lambda envelope: Sequence(_sequence_id(envelope)),
}
