"""One call of a hub method, from its message to its completion."""

import asyncio
import inspect
import logging
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any

from copydesk.signalr.clock import Clock
from copydesk.signalr.errors import ClientGone, HubError, SignalRError, StreamClosed, error_text
from copydesk.signalr.hubs.authorization import AuthorizationContext, allowed
from copydesk.signalr.hubs.calls import Call
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.hubs.factory import HubFactory
from copydesk.signalr.hubs.filters import FilterPipeline, HubInvocationContext
from copydesk.signalr.hubs.methods import HubMethod, ParameterKind
from copydesk.signalr.hubs.observer import HubObserver, InvocationOutcome
from copydesk.signalr.hubs.services import ServiceScope
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.messages import Completion, StreamItem

__all__ = ["Invoker", "Refused", "call_method"]

logger = logging.getLogger(__name__)
_ITEMS_PER_TURN = 32
_EXPECTED = (HubError, ClientGone, StreamClosed)


class Refused(SignalRError):  # noqa: N818 - an answer, not a fault of the server
    """The call is answered with this text instead of being made."""


class Invoker:
    """Makes hub instances and calls their methods, filters around them.

    Args:
        factory: makes the hub instance of a call.
        pipeline: the filters.
        options: error details.
        observer: told how calls end.
        clock: measures them.
    """

    def __init__(
        self,
        factory: HubFactory,
        pipeline: FilterPipeline,
        options: HubOptions,
        observer: HubObserver,
        clock: Clock,
    ) -> None:
        self._factory = factory
        self._pipeline = pipeline
        self._detailed = options.enable_detailed_errors
        self._observer = observer
        self._clock = clock

    async def run(self, connection: HubConnection, call: Call) -> None:
        """Work on a call until its completion is sent; then its ids and its place are free again."""
        started = self._clock.monotonic()
        call.begun = True
        try:
            outcome, completion = await self._guarded(connection, call)
            self._observer.invocation_finished(call.method.name, self._clock.monotonic() - started, outcome)
            connection.calls.finish(call)
            if call.invocation_id is not None:
                await connection.answer(completion)
        finally:
            connection.calls.finish(call)
            call.release_slot()

    async def _guarded(self, connection: HubConnection, call: Call) -> tuple[InvocationOutcome, Completion]:
        if call.cancelled and call.streams_down and call.source is None:
            return _cancelled(
                call
            )  # A method with a token is called even now: what it registers is how it hears of it.
        try:
            async with self._factory.scope() as scope:
                context = await self._context(connection, call, scope)
                await self._check(connection, call, context)
                return await self._invoke(connection, call, context)
        except Refused as refusal:
            return InvocationOutcome.REFUSED, _failed(call, str(refusal))
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                if not (call.cancelled and call.streams_down):
                    raise  # Not the client's wish: the server shuts down.
                task.uncancel()
            if call.cancelled and call.streams_down:
                return _cancelled(call)
            return self._raised(call, error, f"An unexpected error occurred invoking '{call.target}' on the server.")
        except Exception as error:  # noqa: BLE001 - whatever a hub method raises is answered
            return self._raised(call, error, f"An unexpected error occurred invoking '{call.target}' on the server.")

    async def _context(self, connection: HubConnection, call: Call, scope: ServiceScope) -> HubInvocationContext:
        hub = await self._factory.create(connection, scope, call.release_slot)
        bound: dict[str, Any] = dict(zip((one.name for one in call.method.streams), call.uploads, strict=False))
        for parameter in call.method.parameters:
            if parameter.kind is ParameterKind.SERVICE:
                bound[parameter.name] = await scope.get(parameter.type)
            elif parameter.kind is ParameterKind.CANCELLATION and call.source is not None:
                bound[parameter.name] = call.source.token
        return HubInvocationContext(hub.context, hub, scope, call.method, call.arguments, bound)

    async def _check(self, connection: HubConnection, call: Call, context: HubInvocationContext) -> None:
        """Answer calls that must not be made; in the order of the reference server."""
        method, uploads = call.method, len(call.stream_ids)
        if method.policies:
            authorization = AuthorizationContext(context.context.user, connection.transport.request, context)
            if not await allowed(method.policies, authorization):
                raise Refused(f"Failed to invoke '{call.target}' because user is unauthorized")
        if method.streams_down != call.streams_down:
            mode, called = ("streaming", "non-streaming") if method.streams_down else ("non-streaming", "streaming")
            raise Refused(
                f"The client attempted to invoke the {mode} '{call.target}' method with a {called} invocation."
            )
        if uploads != len(method.streams):
            raise HubError(f"Client sent {uploads} stream(s), Hub method expects {len(method.streams)}.")

    async def _invoke(
        self, connection: HubConnection, call: Call, context: HubInvocationContext
    ) -> tuple[InvocationOutcome, Completion]:
        result = await self._pipeline.invoke(context)
        if not call.streams_down:
            return InvocationOutcome.COMPLETED, Completion(call.invocation_id or "", result=result)
        if not isinstance(result, AsyncIterable):
            raise Refused(
                f"The value returned by the streaming method '{call.target}' is not a ChannelReader<> or "
                "IAsyncEnumerable<>."
            )
        iterator = aiter(result)
        try:
            await self._send_items(connection, call, iterator)
        except Exception as error:  # noqa: BLE001 - whatever a stream raises is answered
            return self._raised(call, error, "An error occurred on the server while streaming results.")
        finally:
            await _close(iterator)
        if call.cancelled:
            return _cancelled(call)
        return InvocationOutcome.COMPLETED, Completion(call.invocation_id or "")

    async def _send_items(self, connection: HubConnection, call: Call, items: AsyncIterator[Any]) -> None:
        count = 0
        async for item in items:
            if call.cancelled:
                return
            await connection.answer(StreamItem(call.invocation_id or "", item))
            count += 1
            if count % _ITEMS_PER_TURN == 0:
                await self._clock.sleep(0)  # A stream that never waits must not keep everybody else from working.

    def _raised(self, call: Call, error: BaseException, text: str) -> tuple[InvocationOutcome, Completion]:
        if isinstance(error, _EXPECTED):
            logger.info("Hub method %r failed: %s", call.target, error, extra={"event": "hub_method_failed"})
        else:
            logger.error("Hub method %r raised.", call.target, extra={"event": "hub_method_raised"}, exc_info=error)
        return InvocationOutcome.FAILED, _failed(call, error_text(text, error, detailed=self._detailed))


async def call_method(context: HubInvocationContext) -> Any:
    """Call the hub's method itself: what the innermost filter calls."""
    method = context.method
    function = getattr(context.hub, method.attribute)
    positional, named = _parameters(method, context.arguments, context.bound)
    if method.in_thread:
        return await asyncio.to_thread(function, *positional, **named)
    result = function(*positional, **named)
    return await result if inspect.isawaitable(result) else result


def _parameters(
    method: HubMethod, arguments: tuple[Any, ...], bound: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    rest = iter(arguments)
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in method.parameters:
        value = next(rest) if parameter.kind is ParameterKind.ARGUMENT else bound[parameter.name]
        if parameter.keyword_only:
            named[parameter.name] = value
        else:
            positional.append(value)
    return positional, named


def _failed(call: Call, text: str) -> Completion:
    return Completion(call.invocation_id or "", text)


def _cancelled(call: Call) -> tuple[InvocationOutcome, Completion]:
    return InvocationOutcome.CANCELLED, Completion(call.invocation_id or "")


async def _close(iterator: AsyncIterator[Any]) -> None:
    close = getattr(iterator, "aclose", None)
    if close is not None:
        await close()
