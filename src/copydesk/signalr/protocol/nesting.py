"""How deep a message may be nested, so that nobody who works on it runs out of stack."""

import re

from copydesk.signalr.errors import ProtocolError

__all__ = ["MAX_DEPTH", "refuse_deep_json", "refuse_deep_messagepack"]

MAX_DEPTH = 64
"""Arrays and objects inside each other, the message itself included: the limit of the reference's JSON reader."""

_TOO_DEEP = f"The message is nested deeper than {MAX_DEPTH} levels."

_STRINGS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_SQUARE = bytes.maketrans(b"{}", b"[]")


def refuse_deep_json(body: bytes) -> None:
    """Refuse well-formed JSON that is nested too deep.

    Almost every message has too few brackets for that. In others the innermost pairs are taken away until none is left,
    which takes as many passes as there are levels.

    Raises:
        ProtocolError: it has more than `MAX_DEPTH` levels.
    """
    if len(body) <= 2 * MAX_DEPTH or body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    brackets = _STRINGS.sub(b"", body).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return
    raise ProtocolError(_TOO_DEEP)


def refuse_deep_messagepack(body: bytes) -> None:
    """Refuse well-formed MessagePack that is nested too deep.

    Almost every message has too few bytes that could begin an array or map. Others are walked through, value by value.

    Raises:
        ProtocolError: it has more than `MAX_DEPTH` levels.
    """
    if len(body) <= MAX_DEPTH or len(body.translate(None, _NO_CONTAINER)) <= MAX_DEPTH:
        return
    position, open_values = 0, [1]
    while open_values:
        if not open_values[-1]:
            open_values.pop()
            continue
        open_values[-1] -= 1
        tag = body[position]
        content = position + 1 + _LENGTH_BYTES[tag]
        size = int.from_bytes(body[position + 1 : content], "big") if _LENGTH_BYTES[tag] else _FIXED_SIZE[tag]
        if values := _VALUES_PER_ENTRY[tag]:
            open_values.append(size * values)
            position = content
            if len(open_values) > MAX_DEPTH + 1:
                raise ProtocolError(_TOO_DEEP)
        else:
            position = content + size + _TYPE_BYTES[tag]


# What follows each of the 256 first bytes of a MessagePack value.
_LENGTH_BYTES, _FIXED_SIZE, _VALUES_PER_ENTRY, _TYPE_BYTES = [0] * 256, [0] * 256, [0] * 256, [0] * 256
for _first, _values, _tags in ((0x80, 2, 16), (0x90, 1, 16), (0xA0, 0, 32)):  # Short maps, arrays, strings.
    for _size in range(_tags):
        _FIXED_SIZE[_first + _size], _VALUES_PER_ENTRY[_first + _size] = _size, _values
for _tag, _width in {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}.items():
    _LENGTH_BYTES[_tag] = _width  # Binary, extensions, strings.
for _tag, _width, _values in ((0xDC, 2, 1), (0xDD, 4, 1), (0xDE, 2, 2), (0xDF, 4, 2)):  # Long arrays and maps.
    _LENGTH_BYTES[_tag], _VALUES_PER_ENTRY[_tag] = _width, _values
_NO_CONTAINER = bytes(tag for tag in range(256) if not _VALUES_PER_ENTRY[tag])
for _tag, _size in enumerate((4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17), 0xCA):  # Numbers, short extensions.
    _FIXED_SIZE[_tag] = _size
for _tag in (0xC7, 0xC8, 0xC9):
    _TYPE_BYTES[_tag] = 1
