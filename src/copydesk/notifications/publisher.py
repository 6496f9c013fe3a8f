"""The scoped publisher: before-notifications go out at once, the others wait for the commit."""

from collections.abc import Sequence
from typing import Protocol, Self

from copydesk.notifications.aggregator import EventAggregator
from copydesk.notifications.contracts import CancelableNotification, Notification
from copydesk.notifications.errors import (
    AlreadySuppressedError,
    NotANotificationError,
    NotCancelableError,
)
from copydesk.notifications.handlers import HandlerMarker
from copydesk.notifications.outcome import HandlerFailure

__all__ = ["NotificationPublisher", "ScopedPublisher", "Suppression"]


class NotificationPublisher(Protocol):
    """What a scope publishes through. Give your own to the outermost scope to change what is told, and when."""

    @property
    def queued(self) -> Sequence[Notification]:
        """The notifications that `scope_exit(True)` would tell, in order."""
        ...

    async def publish_cancelable(self, notification: CancelableNotification) -> bool:
        """Ask the before-handlers. Return true when the operation must not go on."""
        ...

    def publish(self, notification: Notification) -> None:
        """Tell `notification` when the outermost scope has committed."""
        ...

    def suppress(self) -> "Suppression":
        """Stop publishing until the returned suppression is left."""
        ...

    async def scope_exit(self, *, completed: bool) -> Sequence[HandlerFailure]:
        """Tell what is queued, or drop it; called once, after the transaction ended. Return the failed handlers."""
        ...


class Suppression:
    """While this is not left, its publisher tells nobody anything. A context manager; `close()` does the same."""

    def __init__(self, publisher: "ScopedPublisher") -> None:
        self._publisher = publisher

    def close(self) -> None:
        """Publish again. Closing twice does nothing."""
        self._publisher._resume(self)  # noqa: SLF001 - one mechanism in two classes.

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ScopedPublisher:
    """The publisher that scopes use unless they are given another; the rules are those of the reference.

    `only` restricts it to handlers with a marker, for instance `DistributedCacheHandler` during an import.
    `cancelable_on_exit` queues before-notifications too, for operations that must not be stopped.
    `strict` lets the first handler that fails after the commit stop the others and reach the caller (as in the
    reference).
    """

    def __init__(
        self,
        aggregator: EventAggregator,
        *,
        only: type[HandlerMarker] | None = None,
        cancelable_on_exit: bool = False,
        strict: bool = False,
    ) -> None:
        self._aggregator = aggregator
        self._only = only
        self._cancelable_on_exit = cancelable_on_exit
        self._strict = strict
        self._queue: list[Notification] = []
        self._suppression: Suppression | None = None

    @property
    def queued(self) -> Sequence[Notification]:
        """The notifications that will be told after the commit, in order."""
        return tuple(self._queue)

    async def publish_cancelable(self, notification: CancelableNotification) -> bool:
        """Run the handlers now and return whether one of them cancelled.

        While suppressed nobody is asked and the answer is false. With `cancelable_on_exit` it is queued instead.

        Raises:
            NotANotificationError: `notification` is None, or not a notification.
            NotCancelableError: it cannot be cancelled.
        """
        if not isinstance(notification, CancelableNotification):
            raise NotCancelableError(type(_checked(notification)))
        if self._suppression is not None:
            return False
        if self._cancelable_on_exit:
            self._queue.append(notification)
        else:
            await self._aggregator.publish(notification, only=self._only)
        return notification.cancel

    def publish(self, notification: Notification) -> None:
        """Queue a notification for the time after the commit; while suppressed it is dropped.

        Raises:
            NotANotificationError: `notification` is None, or not a notification.
        """
        checked = _checked(notification)
        if self._suppression is None:
            self._queue.append(checked)

    def suppress(self) -> Suppression:
        """Tell nobody anything until the returned suppression is left; what is queued stays queued.

        Suppressed also means: no live event, no webhook, no cache refresh, since all of them follow notifications.

        Raises:
            AlreadySuppressedError: an earlier suppression, perhaps of an outer scope, is still on.
        """
        if self._suppression is not None:
            raise AlreadySuppressedError
        self._suppression = Suppression(self)
        return self._suppression

    def _resume(self, suppression: Suppression) -> None:
        if self._suppression is suppression:
            self._suppression = None

    async def scope_exit(self, *, completed: bool) -> Sequence[HandlerFailure]:
        """Tell what is queued if `completed`; the queue is empty afterwards in every case."""
        queue, self._queue = self._queue, []
        if not completed or not queue:
            return ()
        if self._strict:
            await self._aggregator.publish_many(queue, only=self._only)
            return ()
        return await self._aggregator.publish_collecting(queue, only=self._only)


def _checked(notification: object) -> Notification:
    if not isinstance(notification, Notification):
        raise NotANotificationError(notification)
    return notification
