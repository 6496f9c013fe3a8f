"""What can be published: the marker, and the two abilities a notification may add to it."""

from dataclasses import replace
from typing import Any, Self

from copydesk.notifications.messages import EventMessage, EventMessages

__all__ = ["CancelableNotification", "Notification", "StatefulNotification"]


class Notification:
    """Marks a class as publishable. It asks for nothing else: any plain class or dataclass may derive from it."""

    __slots__ = ()


class CancelableNotification(Notification):
    """A notification that goes out before a change and may stop it.

    Every handler runs, also after one has cancelled, and the last writer of `cancel` decides (as in the reference).
    """

    cancel: bool = False
    _messages: EventMessages | None = None

    @property
    def messages(self) -> EventMessages:
        """The messages of this operation, made at first use when none were given."""
        if self._messages is None:
            self._messages = EventMessages()
        return self._messages

    @messages.setter
    def messages(self, messages: EventMessages) -> None:
        self._messages = messages

    def cancel_operation(self, message: EventMessage) -> None:
        """Stop the operation and say why.

        The message is marked as the default one, so that a user interface adds none of its own (as in the reference).
        """
        self.cancel = True
        self.messages.add(replace(message, is_default_event_message=True))


class StatefulNotification(Notification):
    """A notification of a before/after pair, with a dictionary that the pair shares."""

    _state: dict[str, Any] | None = None

    @property
    def state(self) -> dict[str, Any]:
        """The dictionary of this pair, made at first use."""
        if self._state is None:
            self._state = {}
        return self._state

    def with_state(self, state: dict[str, Any]) -> Self:
        """Share `state` itself, not a copy of it, and return this notification."""
        self._state = state
        return self

    def with_state_from(self, source: "StatefulNotification") -> Self:
        """Share the dictionary of `source`, usually the before-notification, and return this notification."""
        return self.with_state(source.state)
