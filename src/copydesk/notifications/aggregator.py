"""The event aggregator: publishes notifications now, whatever becomes of any transaction."""

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import groupby

from copydesk.notifications.chain import current_frame, frame_inside, set_frame
from copydesk.notifications.container import Container, PlainContainer
from copydesk.notifications.contracts import Notification
from copydesk.notifications.dispatch import (
    Collect,
    Errors,
    Functions,
    Pass,
    PassOn,
    Plan,
    compile_plan,
    note_handler,
)
from copydesk.notifications.errors import NotANotificationError
from copydesk.notifications.explain import Explain
from copydesk.notifications.handlers import HandlerMarker, HandlerRegistry
from copydesk.notifications.outcome import HandlerFailure
from copydesk.notifications.recording import Recording
from copydesk.notifications.signatures import handler_name

__all__ = ["EventAggregator"]

_PASS_ON = PassOn()


class EventAggregator:
    """Runs the handlers of what is published, in the caller's own task.

    Building it closes registration and checks that `container` can build every class handler. A publication that is
    nested deeper than `depth_limit`, because a handler publishes what it handles, ends with `DepthLimitError`.
    `explain` records what happens.

    Raises:
        UnknownDependencyError: a class handler needs something that the container does not know.
    """

    def __init__(
        self,
        handlers: HandlerRegistry,
        container: Container | None = None,
        *,
        depth_limit: int = 20,
        explain: Explain | None = None,
    ) -> None:
        handlers.freeze()
        self.explain = explain
        self._handlers = handlers
        self._container = container or PlainContainer()
        self._depth_limit = depth_limit
        self._plans: dict[tuple[type[Notification], type[HandlerMarker] | None], Plan] = {}
        self._functions: dict[type[Notification], Functions] = {}
        for registration in handlers.all():
            if isinstance(registration.handler, type):
                self._container.check(registration.handler)
            self._plan(registration.notification, None)

    async def publish(  # noqa: PLR0912 - a call that is split costs more than what it does.
        self, notification: Notification, *, only: type[HandlerMarker] | None = None
    ) -> None:
        """Run the handlers of `notification` now: first the plain ones, then the coroutine ones, one after the other.

        Handlers are found by the notification's exact class. `only` restricts them to those with that marker. The first
        error ends the publication and is passed on (as in the reference).

        Raises:
            NotANotificationError: `notification` is None, or not a notification.
            DepthLimitError: handlers publish in a circle.
        """
        # The short way, for functions: it does what _publish does, and bench/notifications.py watches its cost.
        explain = self.explain
        if explain is not None:
            if skip := explain.skip:
                explain.skip = skip - 1
            elif explain.wants():
                return await self._publish((notification,), only, _PASS_ON)
        try:
            called, awaited = self._functions[type(notification)]
        except KeyError:
            return await self._publish((notification,), only, _PASS_ON)
        if only is not None:
            return await self._publish((notification,), only, _PASS_ON)
        handler = None
        try:
            for handler in called:
                handler(notification)
            if awaited:
                handler, found = None, current_frame()
                if found is None or found[0] is found[1] is None:
                    frame = [notification, None]
                else:
                    frame = frame_inside(found, notification, self._depth_limit)
                set_frame(frame)
                try:
                    for handler in awaited:
                        await handler(notification)
                finally:
                    frame[0] = None
        except Exception as error:
            if handler is not None:
                note_handler(error, handler_name(handler), type(notification))
            raise

    async def publish_many(
        self, notifications: Sequence[Notification], *, only: type[HandlerMarker] | None = None
    ) -> None:
        """Run the handlers of several notifications now, in runs of consecutive equal classes.

        All plain handlers of all runs come before all coroutine handlers of all runs. Within each pass the order is:
        run, handler, notification (as in the reference's event aggregator). Errors are those of `publish`.
        """
        await self._publish(notifications, only, _PASS_ON)

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
        recording = Recording.begin(self.explain, [run for _, run in runs])
        try:
            for awaited in (False, True):
                for index, (plan, run) in enumerate(runs):
                    if handlers := plan.awaited if awaited else plan.called:
                        with recording.run(index) if recording else nullcontext() as watch:
                            await Pass(handlers, run, self._container, errors, watch).go(self._depth_limit)
        finally:
            if recording:
                recording.end()

    def _plan(self, kind: type[Notification], only: type[HandlerMarker] | None) -> Plan:
        plan = self._plans.get((kind, only))
        if plan is None:
            if not issubclass(kind, Notification):
                raise NotANotificationError(kind)
            plan = self._plans[kind, only] = compile_plan(self._handlers.registrations(kind), only)
            if only is None and (functions := plan.functions) is not None:
                self._functions[kind] = functions
        return plan
