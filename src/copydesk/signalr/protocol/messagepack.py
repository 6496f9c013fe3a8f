"""The `messagepack` hub protocol: one MessagePack array per message, behind its length."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, Raw

from copydesk.signalr.protocol.base import Deframer, HubProtocol
from copydesk.signalr.protocol.framing import BinaryDeframer, frame_binary
from copydesk.signalr.protocol.messagepack_messages import CompletionKind, read_messagepack_message
from copydesk.signalr.protocol.messages import (
    Ack,
    CancelInvocation,
    Close,
    Completion,
    HubMessage,
    Invocation,
    Ping,
    Sequence,
    StreamInvocation,
    StreamItem,
)
from copydesk.signalr.protocol.naming import PayloadNames
from copydesk.signalr.protocol.reading import PayloadReader
from copydesk.signalr.protocol.writing import PayloadWriter, cannot_encode
from copydesk.signalr.transports import TransferFormat

__all__ = ["MessagePackHubProtocol"]

T = TypeVar("T")


class MessagePackHubProtocol(HubProtocol):
    """Hub messages as MessagePack.

    Aware times travel as timestamps (extension -1), bytes as binary, UUIDs as strings, enums by their value. Nil in an
    optional place means absent, items after the last known one are skipped.

    Args:
        payload_names: what fields of objects are called when they are written. .NET and its clients use the declared
            names, which are in `PascalCase` there: take `PASCAL` for those, or rename the fields. Reading, names are
            matched without regard to case and underscores.
        enc_hook: turns a value that msgspec cannot encode into one that it can, as in `msgspec.msgpack.Encoder`.
        dec_hook: makes types that msgspec does not know, as in `msgspec.msgpack.Decoder`.
    """

    name: ClassVar[str] = "messagepack"
    transfer_format: ClassVar[TransferFormat] = TransferFormat.BINARY

    def __init__(
        self,
        *,
        payload_names: PayloadNames = PayloadNames.DECLARED,
        enc_hook: Callable[[Any], Any] | None = None,
        dec_hook: Callable[[type, Any], Any] | None = None,
    ) -> None:
        self._writer = PayloadWriter(payload_names)
        self._encode = msgspec.msgpack.Encoder(enc_hook=self._writer.after(enc_hook)).encode
        self._reader = PayloadReader(
            lambda type_: msgspec.msgpack.Decoder(type_, dec_hook=dec_hook).decode,
            payload_names,
            dec_hook,
            string_keys=False,
        )

    def deframer(self, limit: int | None) -> Deframer:
        """Make a deframer that reads lengths."""
        return BinaryDeframer(limit)

    def encode(self, message: HubMessage) -> bytes:
        """Return the message behind its length; calls always have six items."""
        try:
            return frame_binary(self._encode(_WRITERS[type(message)](self._writer, message)))
        except Exception as error:
            raise cannot_encode(message, error) from error

    def encode_value(self, value: Any) -> Raw:
        """Encode one value for several messages."""
        try:
            return Raw(self._encode(self._writer.prepare(value)))
        except Exception as error:
            raise cannot_encode(value, error) from error

    def decode(self, body: bytes) -> HubMessage | None:
        """Decode one array; calls may have five items, as old clients send them."""
        return read_messagepack_message(body)

    def decode_value(self, raw: Raw, type_: type[T]) -> T:
        """Bind a value to a type."""
        return self._reader.read(raw, type_)  # type: ignore[no-any-return]  # msgspec has made it a T


def _write_call(writer: PayloadWriter, message: Invocation | StreamInvocation) -> tuple[Any, ...]:
    arguments = writer.prepare_arguments(message.arguments)
    headers = message.headers or {}
    type_ = 1 if isinstance(message, Invocation) else 4
    return (type_, headers, message.invocation_id or None, message.target, arguments, message.stream_ids)


def _write_completion(writer: PayloadWriter, message: Completion) -> tuple[Any, ...]:
    head = (3, message.headers or {}, message.invocation_id)
    if message.error is not None:
        return (*head, CompletionKind.ERROR, message.error)
    if message.result is UNSET:
        return (*head, CompletionKind.VOID)
    return (*head, CompletionKind.RESULT, writer.prepare(message.result))


_WRITERS: dict[type, Callable[[PayloadWriter, Any], tuple[Any, ...]]] = {
    Invocation: _write_call,
    StreamItem: lambda writer, message: (
        2,
        message.headers or {},
        message.invocation_id,
        writer.prepare(message.item),
    ),
    Completion: _write_completion,
    StreamInvocation: _write_call,
    CancelInvocation: lambda _, message: (5, message.headers or {}, message.invocation_id),
    Ping: lambda _, __: (6,),
    Close: lambda _, message: (7, message.error, message.allow_reconnect),
    Ack: lambda _, message: (8, message.sequence_id),
    Sequence: lambda _, message: (9, message.sequence_id),
}
