"""A handler that remembers what it heard, and says clearly when that is not what was expected."""

from collections.abc import Sequence
from typing import Self, TypeVar

from copydesk.notifications.contracts import Notification
from copydesk.notifications.handlers import HandlerRegistry

__all__ = ["Recorder"]

N = TypeVar("N", bound=Notification)


class Recorder:
    """Hears the notification classes it is subscribed to, in the order in which they are told."""

    def __init__(self) -> None:
        self.heard: list[Notification] = []

    def listen(self, handlers: HandlerRegistry, *notifications: type[Notification], order: int = 0) -> Self:
        """Subscribe to these classes and return the recorder."""
        for notification in notifications:
            handlers.add(notification, self.hear, order=order)
        return self

    def hear(self, notification: Notification) -> None:
        """Remember a notification; the handler itself."""
        self.heard.append(notification)

    def of(self, kind: type[N]) -> Sequence[N]:
        """Return what was heard of exactly this class."""
        return [notification for notification in self.heard if type(notification) is kind]

    def forget(self) -> None:
        """Begin anew."""
        self.heard.clear()

    def assert_heard(self, *kinds: type[Notification]) -> None:
        """Fail unless exactly these classes were heard, in this order; none, when none is given.

        Raises:
            AssertionError: they were not.
        """
        if [type(notification) for notification in self.heard] != list(kinds):
            raise AssertionError(f"expected {_names(kinds)}, but heard {self._heard_names()}")

    def assert_order(self, *kinds: type[Notification]) -> None:
        """Fail unless these classes were heard in this order, perhaps with others before, between and after them.

        Raises:
            AssertionError: they were not.
        """
        heard = iter(type(notification) for notification in self.heard)
        if missing := [kind for kind in kinds if kind not in heard]:
            raise AssertionError(
                f"expected {_names(kinds)} in this order, but {missing[0].__name__} is missing there: "
                f"heard {self._heard_names()}"
            )

    def _heard_names(self) -> str:
        return _names([type(notification) for notification in self.heard])


def _names(kinds: Sequence[type]) -> str:
    return ", ".join(kind.__name__ for kind in kinds) or "nothing"
