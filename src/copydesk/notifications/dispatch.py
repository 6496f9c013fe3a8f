"""Dispatch: how the handlers of a run of notifications are called, and what happens to their errors."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from copydesk.notifications.chain import current_frame, frame_inside, set_frame
from copydesk.notifications.container import Container, HandlerScope
from copydesk.notifications.contracts import Notification
from copydesk.notifications.handlers import HandlerMarker, Registration
from copydesk.notifications.outcome import HandlerFailure
from copydesk.notifications.signatures import check_result, checked

__all__ = ["Collect", "Errors", "Pass", "PassOn", "Plan", "Watch", "compile_plan", "note_handler"]

_log = logging.getLogger("copydesk.notifications")
Functions = tuple[tuple[Callable[..., Any], ...], tuple[Callable[..., Any], ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The handlers of one notification class, in order: those that are called, then those that are awaited."""

    called: tuple[Registration, ...] = ()
    awaited: tuple[Registration, ...] = ()

    @property
    def functions(self) -> "Functions | None":
        """The functions of both passes, to be called straight; None when a handler is a class or takes batches."""
        if any(handler.shape.from_class or handler.shape.batch for handler in self.called + self.awaited):
            return None
        return tuple(checked(r.handler) for r in self.called), tuple(r.handler for r in self.awaited)


def compile_plan(registrations: Sequence[Registration], only: type[HandlerMarker] | None) -> Plan:
    """Sort out which handlers run in which pass; `only` keeps those with that marker."""
    chosen = [r for r in registrations if only is None or r.carries(only)]
    return Plan(tuple(r for r in chosen if not r.shape.asynchronous), tuple(r for r in chosen if r.shape.asynchronous))


class Errors(Protocol):
    """What to do with a handler's error."""

    def take(self, handler: str, notification: type[Notification], error: Exception) -> bool:
        """Return true when the error is dealt with, and false when it is to be raised."""
        ...


class PassOn:
    """Let the first error reach the publisher, with a note that names the handler."""

    def take(self, handler: str, notification: type[Notification], error: Exception) -> bool:
        """Add the note."""
        note_handler(error, handler, notification)
        return False


def note_handler(error: Exception, handler: str, notification: type[Notification]) -> None:
    """Say in the traceback which handler raised `error`."""
    error.add_note(f"raised by handler {handler} of {notification.__name__}")


class Collect:
    """Log each error and keep it, so that the other handlers still run."""

    def __init__(self) -> None:
        self.failures: list[HandlerFailure] = []

    def take(self, handler: str, notification: type[Notification], error: Exception) -> bool:
        """Keep the error."""
        self.failures.append(HandlerFailure(handler, notification, error))
        _log.error("handler %s of %s failed", handler, notification.__name__, exc_info=error)
        return True


class Watch(Protocol):
    """Sees every call of a handler; `Explain` records through this."""

    def handler(self, name: str, notifications: Sequence[Notification], /) -> AbstractContextManager[None]:
        """Return a context manager that surrounds the call."""
        ...


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over one run of notifications: the handlers that are called, or those that are awaited.

    Class handlers live in one fresh container scope meanwhile.
    """

    handlers: Sequence[Registration]
    run: Sequence[Notification]
    container: Container
    errors: Errors
    watch: Watch | None

    async def go(self, depth_limit: int) -> None:
        """Call each handler with the run, in order.

        Raises:
            DepthLimitError: more than `depth_limit` publications are nested.
        """
        frame = frame_inside(current_frame(), self.run[0], depth_limit)
        set_frame(frame)
        try:
            if any(handler.shape.from_class for handler in self.handlers):
                await self._go_in_scope()
            else:
                for handler in self.handlers:
                    await self._call(handler, handler.handler)
        finally:
            frame[0] = None

    async def _go_in_scope(self) -> None:
        called = False
        try:
            async with self.container.open_scope() as scope:
                for handler in self.handlers:
                    if (function := await self._function(handler, scope)) is not None:
                        await self._call(handler, function)
                called = True
        except Exception as error:
            # Handlers' errors were dealt with further in; what arrives after the last call is the container's own.
            if not called or not self.errors.take("(the container scope)", type(self.run[0]), error):
                raise

    async def _function(self, handler: Registration, scope: HandlerScope) -> Callable[..., Any] | None:
        if not isinstance(handler.handler, type):
            return handler.handler
        try:
            instance: Any = await scope.build(handler.handler)
        except Exception as error:
            if not self.errors.take(handler.name, handler.notification, error):
                raise
            return None
        function: Callable[..., Any] = instance.handle_batch if handler.shape.batch else instance.handle
        return function

    async def _call(self, handler: Registration, function: Callable[..., Any]) -> None:
        for notifications in (self.run,) if handler.shape.batch else zip(self.run):
            argument = list(notifications) if handler.shape.batch else notifications[0]
            try:
                with self.watch.handler(handler.name, notifications) if self.watch else nullcontext():
                    result = function(argument)
                    if handler.shape.asynchronous:
                        await result
                    elif result is not None:
                        check_result(handler.handler, result)
            except Exception as error:
                if not self.errors.take(handler.name, handler.notification, error):
                    raise
