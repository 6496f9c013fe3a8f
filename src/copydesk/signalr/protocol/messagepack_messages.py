"""Reading the messages of the `messagepack` hub protocol."""

from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar

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
from copydesk.signalr.protocol.nesting import refuse_deep_messagepack

__all__ = ["CompletionKind", "read_messagepack_message"]

T = TypeVar("T")


class CompletionKind(IntEnum):
    """What a completion carries, as its fourth item says."""

    ERROR = 1
    VOID = 2
    RESULT = 3


def read_messagepack_message(body: bytes) -> HubMessage | None:
    """Read one message without its length.

    Returns:
        The message; or `None` if its type is not known.

    Raises:
        ProtocolError: it is malformed, or lacks something it must have.
    """
    try:
        known = _READERS.get(_decode_type(body).type)
        if known is None:
            return None
        decode, read = known
        message = read(decode(body))
    except RecursionError as error:
        raise ProtocolError("The message is nested too deep.") from error
    except ValueError as error:
        raise ProtocolError(f"The message cannot be read: {error}.") from error
    refuse_deep_messagepack(body)
    return message


class _TypeOnly(Struct, array_like=True):
    type: int


class _Call(Struct, array_like=True, gc=False):
    type: int
    headers: dict[str, str] | None
    invocation_id: str | None
    target: str
    arguments: list[Raw]
    stream_ids: list[str] | None = None


class _StreamItem(Struct, array_like=True, gc=False):
    type: int
    headers: dict[str, str] | None
    invocation_id: str
    item: Raw


class _Completion(Struct, array_like=True, gc=False):
    type: int
    headers: dict[str, str] | None
    invocation_id: str
    kind: int
    value: Raw | UnsetType = UNSET


class _Cancel(Struct, array_like=True, gc=False):
    type: int
    headers: dict[str, str] | None
    invocation_id: str


class _Close(Struct, array_like=True, gc=False):
    type: int
    error: str | None
    allow_reconnect: bool | None = None


class _Number(Struct, array_like=True, gc=False):
    type: int
    sequence_id: int


def _decoder(type_: type[T]) -> Callable[[bytes], T]:
    return msgspec.msgpack.Decoder(type_).decode


_decode_type = _decoder(_TypeOnly)
_decode_text = _decoder(str)


def _filled(value: str | None, what: str) -> str:
    if not value:
        raise ProtocolError(f"The {what} must not be empty.")
    return value


def _read_call(call: _Call) -> Invocation | StreamInvocation:
    target = _filled(call.target, "target")
    stream_ids = call.stream_ids or ()
    if call.type == MessageType.INVOCATION:
        return Invocation(target, call.arguments, call.invocation_id or None, stream_ids, call.headers)
    invocation_id = _filled(call.invocation_id, "invocation id")
    return StreamInvocation(target, invocation_id, call.arguments, stream_ids, call.headers)


def _read_completion(completion: _Completion) -> Completion:
    invocation_id = _filled(completion.invocation_id, "invocation id")
    if completion.kind == CompletionKind.VOID:
        return Completion(invocation_id, headers=completion.headers)
    if completion.kind not in {CompletionKind.ERROR, CompletionKind.RESULT} or completion.value is UNSET:
        raise ProtocolError(f"A completion of kind {completion.kind} with that many items has no meaning.")
    if completion.kind == CompletionKind.ERROR:
        return Completion(invocation_id, _decode_text(completion.value), headers=completion.headers)
    return Completion(invocation_id, result=completion.value, headers=completion.headers)


def _read_stream_item(item: _StreamItem) -> StreamItem:
    return StreamItem(_filled(item.invocation_id, "invocation id"), item.item, item.headers)


def _read_cancel(cancel: _Cancel) -> CancelInvocation:
    return CancelInvocation(_filled(cancel.invocation_id, "invocation id"), cancel.headers)


_READERS: dict[int, tuple[Callable[[bytes], Any], Callable[[Any], HubMessage]]] = {
    MessageType.INVOCATION: (_decoder(_Call), _read_call),
    MessageType.STREAM_ITEM: (_decoder(_StreamItem), _read_stream_item),
    MessageType.COMPLETION: (_decoder(_Completion), _read_completion),
    MessageType.STREAM_INVOCATION: (_decoder(_Call), _read_call),
    MessageType.CANCEL_INVOCATION: (_decoder(_Cancel), _read_cancel),
    MessageType.PING: (_decoder(_TypeOnly), lambda _: Ping()),
    MessageType.CLOSE: (_decoder(_Close), lambda close: Close(close.error, bool(close.allow_reconnect))),
    MessageType.ACK: (_decoder(_Number), lambda ack: Ack(ack.sequence_id)),
    MessageType.SEQUENCE: (_decoder(_Number), lambda sequence: Sequence(sequence.sequence_id)),
}
