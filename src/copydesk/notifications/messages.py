"""Messages for the person who caused a change: a handler explains its veto here, or adds a remark."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["EventMessage", "EventMessageType", "EventMessages"]


class EventMessageType(IntEnum):
    """How a message is shown. The values are those of the reference."""

    DEFAULT = 0
    INFO = 1
    ERROR = 2
    SUCCESS = 3
    WARNING = 4


@dataclass(frozen=True, slots=True)
class EventMessage:
    """One message: a category (its heading), the text, and how it is shown.

    `is_default_event_message` says that this message replaces the one a user interface would show by itself.
    """

    category: str
    message: str
    type: EventMessageType = EventMessageType.DEFAULT
    is_default_event_message: bool = False


class EventMessages:
    """The messages of one operation, in the order they were added; its notifications and its result share them."""

    __slots__ = ("_messages",)

    def __init__(self) -> None:
        self._messages: list[EventMessage] = []

    def add(self, message: EventMessage) -> None:
        """Append a message."""
        self._messages.append(message)

    def __iter__(self) -> Iterator[EventMessage]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def __repr__(self) -> str:
        return f"EventMessages({self._messages!r})"
