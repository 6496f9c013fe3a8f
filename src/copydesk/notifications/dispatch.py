"""Dispatch: how the handlers of a run of notifications are called, and what happens to their errors."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from copydesk.notifications.chain import Frame, enter, leave
from copydesk.notifications.container import Container, HandlerScope
from copydesk.notifications.contracts import Notification
from copydesk.notifications.handlers import HandlerMarker, Registration
from copydesk.notifications.outcome import HandlerFailure

__all__ = ["Collect", "Dispatcher", "Errors", "PassOn", "Plan", "compile_plan"]

_log = logging.getLogger("copydesk.notifications")


@dataclass(frozen=True, slots=True)
class Plan:
    """The handlers of one notification class, in order: those that are called, then those that are awaited."""

    called: tuple[Registration, ...] = ()
    awaited: tuple[Registration, ...] = ()


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
        error.add_note(f"raised by handler {handler} of {notification.__name__}")
        return False


class Collect:
    """Log each error and keep it, so that the other handlers still run."""

    def __init__(self) -> None:
        self.failures: list[HandlerFailure] = []

    def take(self, handler: str, notification: type[Notification], error: Exception) -> bool:
        """Keep the error."""
        self.failures.append(HandlerFailure(handler, notification, error))
        _log.error("handler %s of %s failed", handler, notification.__name__, exc_info=error)
        return True


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Runs the passes of a publication."""

    container: Container
    depth_limit: int

    async def run_pass(self, handlers: Sequence[Registration], run: Sequence[Notification], errors: Errors) -> None:
        """Call each handler with the run, in order; class handlers live in one fresh container scope meanwhile.

        Raises:
            DepthLimitError: more than `depth_limit` publications are nested.
        """
        frame, token = enter(type(run[0]), self.depth_limit)
        try:
            if any(handler.shape.from_class for handler in handlers):
                await self._run_in_scope(handlers, run, errors, frame)
            else:
                for handler in handlers:
                    await _call(handler, handler.handler, run, errors, frame)
        finally:
            leave(frame, token)

    async def _run_in_scope(
        self, handlers: Sequence[Registration], run: Sequence[Notification], errors: Errors, frame: Frame
    ) -> None:
        called = False
        try:
            async with self.container.open_scope() as scope:
                for handler in handlers:
                    if (function := await _build(handler, scope, errors)) is not None:
                        await _call(handler, function, run, errors, frame)
                called = True
        except Exception as error:
            # Errors of handlers were taken already; what is left is one of the container itself.
            if not called or not errors.take("(the container scope)", type(run[0]), error):
                raise


async def _build(handler: Registration, scope: HandlerScope, errors: Errors) -> Callable[..., Any] | None:
    if not isinstance(handler.handler, type):
        return handler.handler
    try:
        instance: Any = await scope.build(handler.handler)
    except Exception as error:
        if not errors.take(handler.name, handler.notification, error):
            raise
        return None
    function: Callable[..., Any] = instance.handle_batch if handler.shape.batch else instance.handle
    return function


async def _call(
    handler: Registration, function: Callable[..., Any], run: Sequence[Notification], errors: Errors, frame: Frame
) -> None:
    frame.handler = handler.handler
    for argument in (list(run),) if handler.shape.batch else run:
        try:
            result = function(argument)
            if handler.shape.asynchronous:
                await result
        except Exception as error:
            if not errors.take(handler.name, handler.notification, error):
                raise
