"""The event aggregator: publishes notifications now, whatever becomes of any transaction."""

from collections.abc import Sequence
from itertools import groupby

from copydesk.notifications.container import Container, PlainContainer
from copydesk.notifications.contracts import Notification
from copydesk.notifications.dispatch import Collect, Dispatcher, Errors, PassOn, Plan, compile_plan
from copydesk.notifications.errors import NotANotificationError
from copydesk.notifications.handlers import HandlerMarker, HandlerRegistry
from copydesk.notifications.outcome import HandlerFailure

__all__ = ["EventAggregator"]


class EventAggregator:
    """Runs the handlers of what is published, in the caller's own task.

    Building it closes registration and checks that `container` can build every class handler. A publication that is
    nested deeper than `depth_limit`, because a handler publishes what it handles, ends with `DepthLimitError`.

    Raises:
        UnknownDependencyError: a class handler needs something that the container does not know.
    """

    def __init__(self, handlers: HandlerRegistry, container: Container | None = None, *, depth_limit: int = 20) -> None:
        handlers.freeze()
        container = container or PlainContainer()
        for registration in handlers.all():
            if isinstance(registration.handler, type):
                container.check(registration.handler)
        self._handlers = handlers
        self._dispatcher = Dispatcher(container, depth_limit)
        self._plans: dict[tuple[type[Notification], type[HandlerMarker] | None], Plan] = {}

    async def publish(self, notification: Notification, *, only: type[HandlerMarker] | None = None) -> None:
        """Run the handlers of `notification` now: first the plain ones, then the coroutine ones, one after the other.

        Handlers are found by the notification's exact class. `only` restricts them to those with that marker. The first
        error ends the publication and is passed on (as in the reference).

        Raises:
            NotANotificationError: `notification` is None, or not a notification.
            DepthLimitError: handlers publish in a circle.
        """
        await self.publish_many((notification,), only=only)

    async def publish_many(
        self, notifications: Sequence[Notification], *, only: type[HandlerMarker] | None = None
    ) -> None:
        """Run the handlers of several notifications now, in runs of consecutive equal classes.

        All plain handlers of all runs come before all coroutine handlers of all runs. Within each pass the order is:
        run, handler, notification (as in the reference's event aggregator). Errors are those of `publish`.
        """
        await self._publish(notifications, only, PassOn())

    async def publish_collecting(
        self, notifications: Sequence[Notification], *, only: type[HandlerMarker] | None = None
    ) -> Sequence[HandlerFailure]:
        """Publish as `publish_many` does, but let no failing handler stop another: log each failure and return them."""
        errors = Collect()
        await self._publish(notifications, only, errors)
        return tuple(errors.failures)

    async def _publish(
        self, notifications: Sequence[Notification], only: type[HandlerMarker] | None, errors: Errors
    ) -> None:
        runs = [(self._plan(kind, only), list(run)) for kind, run in groupby(notifications, type)]
        for plan, run in runs:
            if plan.called:
                await self._dispatcher.run_pass(plan.called, run, errors)
        for plan, run in runs:
            if plan.awaited:
                await self._dispatcher.run_pass(plan.awaited, run, errors)

    def _plan(self, kind: type[Notification], only: type[HandlerMarker] | None) -> Plan:
        plan = self._plans.get((kind, only))
        if plan is None:
            if not issubclass(kind, Notification):
                raise NotANotificationError(kind)
            plan = self._plans[kind, only] = compile_plan(self._handlers.registrations(kind), only)
        return plan
