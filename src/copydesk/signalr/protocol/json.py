"""The `json` hub protocol: one JSON object per message, ended by 0x1E."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, Raw

from copydesk.signalr.protocol.base import Deframer, HubProtocol
from copydesk.signalr.protocol.framing import TextDeframer
from copydesk.signalr.protocol.json_messages import read_json_message
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

__all__ = ["JsonHubProtocol"]

T = TypeVar("T")


class JsonHubProtocol(HubProtocol):
    """Hub messages as JSON text.

    Reading, property order is free, unknown properties are skipped, of duplicates the last one counts, and `null` in an
    optional place means absent. Payload property names are matched without regard to case and underscores.

    Args:
        payload_names: what fields of objects are called when they are written; `camelCase` as in the reference.
        enc_hook: turns a value that msgspec cannot encode into one that it can, as in `msgspec.json.Encoder`.
        dec_hook: makes types that msgspec does not know, as in `msgspec.json.Decoder`.
    """

    name: ClassVar[str] = "json"
    transfer_format: ClassVar[TransferFormat] = TransferFormat.TEXT

    def __init__(
        self,
        *,
        payload_names: PayloadNames = PayloadNames.CAMEL,
        enc_hook: Callable[[Any], Any] | None = None,
        dec_hook: Callable[[type, Any], Any] | None = None,
    ) -> None:
        self._writer = PayloadWriter(payload_names)
        self._encode = msgspec.json.Encoder(enc_hook=self._writer.after(enc_hook)).encode
        self._reader = PayloadReader(
            lambda type_: msgspec.json.Decoder(type_, dec_hook=dec_hook).decode,
            payload_names,
            dec_hook,
            string_keys=True,
        )
        self._writers: dict[type, Callable[[Any], bytes]] = {
            Invocation: self._write_call,
            StreamItem: self._write_stream_item,
            Completion: self._write_completion,
            StreamInvocation: self._write_call,
            CancelInvocation: self._write_cancel,
            Ping: lambda _: b'{"type":6}\x1e',
            Close: self._write_close,
            Ack: lambda message: b'{"type":8,"sequenceId":%d}\x1e' % message.sequence_id,
            Sequence: lambda message: b'{"type":9,"sequenceId":%d}\x1e' % message.sequence_id,
        }

    def deframer(self, limit: int | None) -> Deframer:
        """Make a deframer that cuts at the record separator."""
        return TextDeframer(limit)

    # ------------------------------------------------------------ out

    def encode(self, message: HubMessage) -> bytes:
        """Return the message with its separator; properties stand in the order of the reference."""
        try:
            return self._writers[type(message)](message)
        except Exception as error:
            raise cannot_encode(message, error) from error

    def encode_value(self, value: Any) -> Raw:
        """Encode one value for several messages."""
        try:
            return Raw(self._encode(self._writer.prepare(value)))
        except Exception as error:
            raise cannot_encode(value, error) from error

    def _write_call(self, message: Invocation | StreamInvocation) -> bytes:
        head = b'{"type":1' if isinstance(message, Invocation) else b'{"type":4'
        if message.headers or message.invocation_id:
            head += self._write_headers(message.headers)
            if message.invocation_id:
                head += b',"invocationId":' + self._encode(message.invocation_id)
        arguments = self._encode(self._writer.prepare_arguments(message.arguments))
        tail = b',"streamIds":' + self._encode(message.stream_ids) + b"}\x1e" if message.stream_ids else b"}\x1e"
        return b"".join((head, b',"target":', self._encode(message.target), b',"arguments":', arguments, tail))

    def _write_stream_item(self, message: StreamItem) -> bytes:
        item = self._encode(self._writer.prepare(message.item))
        return b"".join((self._write_head(b'{"type":2', message), b',"item":', item, b"}\x1e"))

    def _write_completion(self, message: Completion) -> bytes:
        head = self._write_head(b'{"type":3', message)
        if message.error is not None:
            return head + b',"error":' + self._encode(message.error) + b"}\x1e"
        if message.result is UNSET:
            return head + b"}\x1e"
        return head + b',"result":' + self._encode(self._writer.prepare(message.result)) + b"}\x1e"

    def _write_cancel(self, message: CancelInvocation) -> bytes:
        return self._write_head(b'{"type":5', message) + b"}\x1e"

    def _write_close(self, message: Close) -> bytes:
        error = b"" if message.error is None else b',"error":' + self._encode(message.error)
        return b'{"type":7' + error + (b',"allowReconnect":true}\x1e' if message.allow_reconnect else b"}\x1e")

    def _write_head(self, head: bytes, message: StreamItem | Completion | CancelInvocation) -> bytes:
        return head + self._write_headers(message.headers) + b',"invocationId":' + self._encode(message.invocation_id)

    def _write_headers(self, headers: Any) -> bytes:
        return b',"headers":' + self._encode(headers) if headers else b""

    # ------------------------------------------------------------ in

    def decode(self, body: bytes) -> HubMessage | None:
        """Decode one object; see the class for what is tolerated."""
        return read_json_message(body)

    def decode_value(self, raw: Raw, type_: type[T]) -> T:
        """Bind a value to a type."""
        return self._reader.read(raw, type_)  # type: ignore[no-any-return]  # msgspec has made it a T
