"""WebSocket frames as a server writes them: whole, final, unmasked, uncompressed (RFC 6455, section 5.2)."""

import struct

__all__ = ["FrameMemo", "frame"]

_SHORT, _MEDIUM = 126, 65_536


def frame(data: bytes, *, text: bool) -> bytes:
    """Return the frame that carries `data` as one text or binary message."""
    opcode = 0x81 if text else 0x82
    length = len(data)
    if length < _SHORT:
        return bytes((opcode, length)) + data
    if length < _MEDIUM:
        return struct.pack("!BBH", opcode, _SHORT, length) + data
    return struct.pack("!BBQ", opcode, 127, length) + data


class FrameMemo:
    """Remembers the last frame, because a broadcast writes one and the same object to many connections."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[bytes, bool, bytes] = (b"", True, frame(b"", text=True))

    def frame(self, data: bytes, *, text: bool) -> bytes:
        """Return `frame(data, text=text)`, built once for the same object in a row."""
        last = self._last
        if last[0] is not data or last[1] is not text:
            self._last = last = (data, text, frame(data, text=text))
        return last[2]
