"""Cursors: positions as clients see them, opaque strings."""

from copydesk.server_events.errors import InvalidCursorError

__all__ = ["cursor_of", "position_of"]

_PREFIX = "c"
_LONGEST = 20


def cursor_of(position: int) -> str:
    """Return the cursor for a position."""
    return f"{_PREFIX}{position:x}"


def position_of(cursor: str) -> int:
    """Return the position behind a cursor.

    Raises:
        InvalidCursorError: it is not a cursor of this server.
    """
    digits = cursor.removeprefix(_PREFIX)
    if not cursor.startswith(_PREFIX) or not 0 < len(digits) < _LONGEST or set(digits) - set("0123456789abcdef"):
        raise InvalidCursorError
    return int(digits, 16)
