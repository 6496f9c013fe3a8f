"""Cutting byte streams into messages: text ends with 0x1E, binary begins with its length."""

import sys

from copydesk.signalr.errors import MessageTooLarge, ProtocolError
from copydesk.signalr.protocol.base import Deframer

__all__ = ["RECORD_SEPARATOR", "BinaryDeframer", "TextDeframer", "frame_binary"]

RECORD_SEPARATOR = b"\x1e"

_LONGEST_PREFIX = 5
_LARGEST_BODY = 2**31 - 1
_SEVEN_BITS = 0x7F
_CONTINUED = 0x80
_LAST = tuple(bytes((low,)) for low in range(_CONTINUED))
_FIRST = tuple(bytes((low | _CONTINUED,)) for low in range(_CONTINUED))
_THREE_BYTE_LENGTH = 1 << 14


class _BufferedDeframer(Deframer):
    """Keeps the piece that is being cut, and where in it the next message begins.

    A piece that comes when nothing is left over is cut as it is. Only an unfinished message is gathered in a buffer.
    """

    __slots__ = ("_buffer", "_limit", "_start")

    def __init__(self, limit: int | None) -> None:
        self._limit = sys.maxsize if limit is None else limit
        self._buffer: bytes | bytearray = b""
        self._start = 0

    def feed(self, data: bytes) -> None:
        start, self._start = self._start, 0
        if start == len(self._buffer):
            self._buffer = bytes(data)
        else:
            if isinstance(self._buffer, bytes):
                self._buffer = bytearray(self._buffer)
            del self._buffer[:start]
            self._buffer += data

    def take_rest(self) -> bytes:
        rest = bytes(self._buffer[self._start :])
        self._buffer, self._start = b"", 0
        return rest


class TextDeframer(_BufferedDeframer):
    """Messages that end with the record separator; it counts towards the limit."""

    __slots__ = ("_searched",)

    def __init__(self, limit: int | None) -> None:
        super().__init__(limit)
        self._searched = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes; those that came before are not searched again."""
        self._searched -= self._start
        super().feed(data)

    def next(self) -> bytes | None:
        """Return the next message without its separator."""
        start, buffer = self._start, self._buffer
        if start == len(buffer):
            return None
        end = buffer.find(RECORD_SEPARATOR, self._searched)
        self._searched = end + 1 if end >= 0 else len(buffer)
        if self._searched - start > self._limit:
            raise MessageTooLarge(self._limit)
        if end < 0:
            return None
        self._start = end + 1
        return bytes(buffer[start:end])

    def take_rest(self) -> bytes:
        """Return and forget what is not yet cut."""
        self._searched = 0
        return super().take_rest()


class BinaryDeframer(_BufferedDeframer):
    """Messages behind their length: one to five bytes, seven bits each, lowest first; it counts towards the limit.

    A length over the limit is refused before its message arrives.
    """

    __slots__ = ()

    def next(self) -> bytes | None:
        """Return the next message without its length."""
        start, buffer = self._start, self._buffer
        if start == len(buffer):
            return None
        length = buffer[start]
        body = start + 1
        if length >= _CONTINUED:
            found = self._read_length()
            if found is None:
                return None
            length, body = found
        end = body + length
        if end - start > self._limit:
            raise MessageTooLarge(self._limit)
        if end > len(buffer):
            return None
        self._start = end
        return bytes(buffer[body:end])

    def _read_length(self) -> tuple[int, int] | None:
        length = 0
        for index, byte in enumerate(self._buffer[self._start : self._start + _LONGEST_PREFIX]):
            length |= (byte & _SEVEN_BITS) << (7 * index)
            if byte < _CONTINUED and length <= _LARGEST_BODY:
                return length, self._start + index + 1
            if index == _LONGEST_PREFIX - 1:
                raise ProtocolError("A message length takes more than five bytes or is over 2^31-1.")
        return None


def frame_binary(body: bytes) -> bytes:
    """Put the length of a binary message before it.

    Raises:
        ValueError: it is longer than the protocol can say (2^31-1 bytes).
    """
    length = len(body)
    if length < _CONTINUED:
        return _LAST[length] + body
    if length < _THREE_BYTE_LENGTH:
        return _FIRST[length & _SEVEN_BITS] + _LAST[length >> 7] + body
    if length > _LARGEST_BODY:
        raise ValueError(f"A message of {length} bytes is longer than the protocol can say (2^31-1).")
    prefix = bytearray()
    while length >= _CONTINUED:
        prefix += _FIRST[length & _SEVEN_BITS]
        length >>= 7
    return bytes(prefix) + _LAST[length] + body
