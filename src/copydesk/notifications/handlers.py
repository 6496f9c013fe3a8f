"""Registration: which handlers hear which notification, in which order."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from copydesk.notifications.contracts import CancelableNotification, Notification, StatefulNotification
from copydesk.notifications.errors import NotANotificationError, RegistrationClosedError, RegistrationError
from copydesk.notifications.signatures import Shape, handler_name, shape_of

__all__ = [
    "DistributedCacheHandler",
    "HandlerMarker",
    "HandlerRegistry",
    "Handles",
    "HandlesBatch",
    "Registration",
]

N_contra = TypeVar("N_contra", bound=Notification, contravariant=True)
N = TypeVar("N", bound=Notification)
H = TypeVar("H", bound=Callable[..., Any])
_CONTRACTS = {Notification, CancelableNotification, StatefulNotification}


class Handles(Protocol[N_contra]):
    """A handler class: made anew for each run of notifications. `handle` may be a coroutine function."""

    def handle(self, notification: N_contra, /) -> Awaitable[None] | None:
        """Handle one notification."""
        ...


class HandlesBatch(Protocol[N]):
    """A handler class that gets a whole run of notifications at once."""

    def handle_batch(self, notifications: list[N], /) -> Awaitable[None] | None:
        """Handle a run: consecutive notifications of one type, never an empty list."""
        ...


class HandlerMarker:
    """Marks handlers that a publisher can run alone. Derive a marker of your own for your own group of handlers."""


class DistributedCacheHandler(HandlerMarker):
    """Marks the handlers that keep caches and connected clients right. A bulk import may run only these."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One handler of one notification class."""

    notification: type[Notification]
    handler: Callable[..., Any]
    shape: Shape
    order: int = 0
    marker: type[HandlerMarker] | None = None

    @property
    def name(self) -> str:
        """The handler's name, as logs and errors give it."""
        return handler_name(self.handler)

    def carries(self, marker: type[HandlerMarker]) -> bool:
        """Tell whether the handler runs when a publisher is restricted to `marker`."""
        return any(isinstance(m, type) and issubclass(m, marker) for m in (self.marker, self.handler))


class HandlerRegistry:
    """Collects handlers until an event aggregator is built from it.

    A handler is a function, or a class with `handle` or `handle_batch`; each may be a coroutine function. Handlers run
    by `order` (0 when not given, lower first), and in the order of registration where it is equal. Registering the same
    handler for the same notification again changes nothing (as in the reference).
    """

    def __init__(self) -> None:
        self._registrations: dict[type[Notification], list[Registration]] = {}
        self._frozen = False

    def add(
        self,
        notification: type[N],
        handler: Callable[[N], Awaitable[None] | None] | type[Handles[N]] | type[HandlesBatch[N]],
        *,
        order: int = 0,
        marker: type[HandlerMarker] | None = None,
    ) -> None:
        """Register `handler` for notifications of exactly this class.

        Raises:
            RegistrationClosedError: an event aggregator was built from this registry already.
            HandlerSignatureError: the handler cannot be called with this notification.
            RegistrationError: the notification class, the order or the marker makes no sense.
        """
        self._add(notification, handler, order, marker, batch=False)

    def add_batch(
        self,
        notification: type[N],
        handler: Callable[[list[N]], Awaitable[None] | None],
        *,
        order: int = 0,
        marker: type[HandlerMarker] | None = None,
    ) -> None:
        """Register a function that gets a list: a whole run of notifications. Errors are those of `add`."""
        self._add(notification, handler, order, marker, batch=True)

    def on(
        self, *notifications: type[Notification], order: int = 0, marker: type[HandlerMarker] | None = None
    ) -> Callable[[H], H]:
        """Register the decorated function or class; the decorator form of `add`."""
        return self._decorator(notifications, order, marker, batch=False)

    def on_batch(
        self, *notifications: type[Notification], order: int = 0, marker: type[HandlerMarker] | None = None
    ) -> Callable[[H], H]:
        """Register the decorated function for whole runs; the decorator form of `add_batch`."""
        return self._decorator(notifications, order, marker, batch=True)

    def freeze(self) -> None:
        """Close registration. The event aggregator does this when it is built."""
        self._frozen = True

    def registrations(self, notification: type[Notification]) -> Sequence[Registration]:
        """Return the handlers of exactly this class, in the order in which they run."""
        return sorted(self._registrations.get(notification, ()), key=lambda registration: registration.order)

    def all(self) -> Sequence[Registration]:
        """Return every registration."""
        return [registration for registrations in self._registrations.values() for registration in registrations]

    def _decorator(
        self,
        notifications: tuple[type[Notification], ...],
        order: int,
        marker: type[HandlerMarker] | None,
        *,
        batch: bool,
    ) -> Callable[[H], H]:
        if not notifications:
            raise RegistrationError("name at least one notification class: @handlers.on(ContentSavedNotification)")

        def register(handler: H) -> H:
            for notification in notifications:
                self._add(notification, handler, order, marker, batch=batch)
            return handler

        return register

    def _add(
        self,
        notification: type[Notification],
        handler: Callable[..., Any],
        order: int,
        marker: type[HandlerMarker] | None,
        *,
        batch: bool,
    ) -> None:
        if self._frozen:
            raise RegistrationClosedError
        _check_notification_class(notification)
        _check_marker(marker)
        registration = Registration(notification, handler, shape_of(handler, notification, batch=batch), order, marker)
        existing = self._registrations.setdefault(notification, [])
        for other in existing:
            if other.handler == handler:
                _check_same(other, registration)
                return
        existing.append(registration)


def _check_notification_class(notification: object) -> None:
    if not isinstance(notification, type):
        raise RegistrationError(
            f"{notification!r} is not a class; handlers are found by exact class, so declare one: "
            "class PageSavedNotification(SavedNotification[Page]): ..."
        )
    if not issubclass(notification, Notification):
        raise NotANotificationError(notification)
    if notification in _CONTRACTS:
        raise RegistrationError(
            f"a handler of {notification.__name__} itself would never run: handlers are found by the exact class of "
            "what is published, base classes do not count"
        )


def _check_marker(marker: object) -> None:
    if marker is not None and not (isinstance(marker, type) and issubclass(marker, HandlerMarker)):
        raise RegistrationError(f"{marker!r} is not a handler marker: derive a class from HandlerMarker")


def _check_same(first: Registration, second: Registration) -> None:
    if first != second:
        raise RegistrationError(
            f"{first.name} is registered for {first.notification.__name__} already, with other options; "
            "a handler runs once per notification, so register it once"
        )
