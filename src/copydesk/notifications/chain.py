"""How deep publications are nested in the current task: each handler that is awaited may publish again."""

from contextvars import ContextVar, Token
from typing import Any

from copydesk.notifications.errors import DepthLimitError
from copydesk.notifications.signatures import handler_name

__all__ = ["Frame", "current_frame", "enter", "leave"]


class Frame:
    """One publication that is under way. `open` ends with it, so that a task it leaves behind starts a chain anew."""

    __slots__ = ("depth", "handler", "notification", "open", "outer")
    notification: type
    outer: "Frame | None"
    handler: Any
    depth: int
    open: bool

    def describe(self) -> str:
        """Name the notification and the handler that is being awaited."""
        return f"{self.notification.__name__} (in {handler_name(self.handler)})"


current_frame: ContextVar[Frame | None] = ContextVar("copydesk_publication", default=None)


def enter(notification: type, limit: int) -> tuple[Frame, Token[Frame | None]]:
    """Begin a publication inside the current one.

    Raises:
        DepthLimitError: more than `limit` publications are nested.
    """
    outer = current_frame.get()
    if outer is not None and not outer.open:
        outer = None
    frame = Frame()
    frame.notification, frame.outer, frame.handler, frame.open = notification, outer, None, True
    frame.depth = 1 if outer is None else outer.depth + 1
    if frame.depth > limit:
        raise DepthLimitError(_chain_to(frame), limit)
    return frame, current_frame.set(frame)


def leave(frame: Frame, token: Token[Frame | None]) -> None:
    """End a publication."""
    frame.open = False
    current_frame.reset(token)


def _chain_to(last: Frame) -> list[str]:
    chain, frame = [last.notification.__name__], last.outer
    while frame is not None:
        chain.append(frame.describe())
        frame = frame.outer
    return chain[::-1]
