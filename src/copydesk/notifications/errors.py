"""What can go wrong when the bus is used wrongly. Errors raised by handlers are passed on as they are."""

import inspect
from collections.abc import Sequence

__all__ = [
    "AlreadySuppressedError",
    "DepthLimitError",
    "HandlerSignatureError",
    "NotANotificationError",
    "NotAnEntitySequenceError",
    "NotCancelableError",
    "NotificationsError",
    "PublisherOnNestedScopeError",
    "RegistrationClosedError",
    "RegistrationError",
    "ScopeClosedError",
    "ScopeOrderError",
    "UnknownDependencyError",
]


class NotificationsError(Exception):
    """The notification bus was used wrongly."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))


class NotAnEntitySequenceError(NotificationsError):
    """A notification about several entities was given something else.

    Attributes:
        notification: the class that was built.
        target: what it was given.
    """

    def __init__(self, notification: type, target: object) -> None:
        name = notification.__name__
        super().__init__(
            f"{name} takes a list or tuple of entities, not {type(target).__name__}: "
            f"write {name}([entity]) for a single one"
        )
        self.notification = notification
        self.target = target


class NotANotificationError(NotificationsError):
    """Something that is not a notification was published or subscribed to.

    Attributes:
        value: what was given.
    """

    def __init__(self, value: object) -> None:
        super().__init__(f"{value!r} is not a notification: derive its class from copydesk.notifications.Notification")
        self.value = value


class NotCancelableError(NotificationsError):
    """A notification without the ability to cancel was published as a cancelable one.

    Attributes:
        notification: the class that was published.
    """

    def __init__(self, notification: type) -> None:
        super().__init__(
            f"{notification.__name__} cannot be cancelled: derive it from CancelableNotification, "
            "or publish it with publish()"
        )
        self.notification = notification


class RegistrationError(NotificationsError):
    """A handler was registered in a way that could never work."""


class RegistrationClosedError(RegistrationError):
    """Handlers cannot be registered any more: the registry was handed to an event aggregator. Register before that."""


class HandlerSignatureError(RegistrationError):
    """A handler cannot be called with the notification it was registered for.

    Attributes:
        handler: its name.
    """

    def __init__(self, handler: str, problem: str) -> None:
        super().__init__(f"handler {handler} {problem}")
        self.handler = handler


class UnknownDependencyError(RegistrationError):
    """A class handler's constructor asks for something that the container does not know.

    Attributes:
        handler: the class that asks.
        parameter: the name of its parameter.
        wanted: the annotation of that parameter.
    """

    def __init__(self, handler: type, parameter: str, wanted: object) -> None:
        name = getattr(wanted, "__qualname__", repr(wanted))
        super().__init__(
            f"{handler.__qualname__} needs {name} for its parameter {parameter!r}, which the container does not know: "
            "add the service to the container before the event aggregator is built"
        )
        self.handler = handler
        self.parameter = parameter
        self.wanted = wanted


class DepthLimitError(NotificationsError):
    """Handlers publish notifications that call them again, deeper than the limit.

    Attributes:
        chain: the nested publications, outermost first, each as `Notification (in handler)`.
    """

    def __init__(self, chain: Sequence[str], limit: int) -> None:
        super().__init__(
            f"notifications are nested deeper than the limit of {limit}; a handler probably causes the operation that "
            "calls it. The chain, outermost first: " + " -> ".join(chain)
        )
        self.chain = tuple(chain)


class AlreadySuppressedError(NotificationsError):
    """Notifications of this scope are suppressed already. Leave the first suppression before you start another."""


class ScopeClosedError(NotificationsError):
    """The scope is not open. Use it inside its own `async with` block, or publish with the event aggregator."""


class ScopeOrderError(NotificationsError):
    """A scope was left while a scope inside it was still open. Leave the inner one first; the work was rolled back."""


class PublisherOnNestedScopeError(NotificationsError):
    """A nested scope shares the publisher of the outermost one. Give the publisher to the outermost scope."""
