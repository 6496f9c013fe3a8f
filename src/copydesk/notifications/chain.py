"""How deep publications are nested: each handler that is awaited may publish again."""

from contextvars import ContextVar
from typing import Any, TypeAlias

from copydesk.notifications.errors import DepthLimitError

__all__ = ["Frame", "current_frame", "frame_inside", "set_frame", "under_way"]

Frame: TypeAlias = list[Any]
"""One publication whose handlers are awaited: `[notification, frame around it or None]`; no notification when it ended.

It is a list, and not a class, because one is made for every publish and a list is made in half the time. For the same
reason nobody takes an ended frame out of the context: whoever finds one goes on to the frame around it. A task that a
handler leaves behind does the same, so it starts a chain of its own once the publication has ended.
"""

_current: ContextVar[Frame | None] = ContextVar("copydesk_publication", default=None)

# Bound once: finding the methods for each publish would take a third of what it costs beside its handlers.
current_frame = _current.get
set_frame = _current.set


def under_way(frame: Frame | None) -> Frame | None:
    """Return the innermost frame, from this one outwards, whose publication has not ended."""
    while frame is not None and frame[0] is None:
        frame = frame[1]
    return frame


def frame_inside(found: Frame | None, notification: object, limit: int) -> Frame:
    """Make the frame of a new publication in a context where `found` is the current one.

    Raises:
        DepthLimitError: more than `limit` publications would be nested.
    """
    names, outer = [type(notification).__name__], under_way(found)
    frame = [notification, outer]
    while outer is not None:
        names.append(type(outer[0]).__name__)
        outer = under_way(outer[1])
    if len(names) > limit:
        raise DepthLimitError(names[::-1], limit)
    return frame
