"""Server-sent events as they come over the wire, without I/O: bytes in, messages out."""

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Frame", "FrameParser"]

_FIELDS = {"event", "data", "id"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One dispatched frame.

    Attributes:
        event: its name; `message` unless it says otherwise.
        data: what it says; empty for a frame that only moves the place on.
        id: the last id that was seen, in this frame or before.
    """

    event: str
    data: str
    id: str


class FrameParser:
    """Puts frames together from pieces of any size. Comments are dropped, and so is a frame that is cut off."""

    def __init__(self) -> None:
        self._rest = b""
        self._id = ""
        self._fields: dict[str, list[str]] = {}

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """Take a piece and give the frames that it completes."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            if (frame := self._line(line.rstrip(b"\r").decode())) is not None:
                yield frame

    def _line(self, line: str) -> Frame | None:
        if line:
            name, _, value = line.partition(":")
            if name in _FIELDS:
                self._fields.setdefault(name, []).append(value.removeprefix(" "))
            return None
        fields, self._fields = self._fields, {}
        if not fields:
            return None
        self._id = fields.get("id", [self._id])[-1]
        return Frame(fields.get("event", ["message"])[-1], "\n".join(fields.get("data", ())), self._id)
