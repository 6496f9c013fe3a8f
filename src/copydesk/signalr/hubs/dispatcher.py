"""Takes the messages of a client in order and gives each to whom it is for."""

import logging

from copydesk.signalr.errors import BindingError, HubError, error_text
from copydesk.signalr.hubs.binding import bind_arguments
from copydesk.signalr.hubs.calls import Call
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.hubs.invoker import Invoker
from copydesk.signalr.hubs.lifetime import HubLifetimeManager
from copydesk.signalr.hubs.marks import matching_name
from copydesk.signalr.hubs.methods import HubMethod
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.messages import (
    CancelInvocation,
    Completion,
    Invocation,
    StreamInvocation,
    StreamItem,
    TrackedMessage,
)

__all__ = ["HubDispatcher"]

logger = logging.getLogger(__name__)


class HubDispatcher:
    """The reader of each connection calls it, message after message.

    What a later message may refer to (ids of calls and of streams) is known when `dispatch` returns. It returns
    before the hub method has ended; only the next hub method has to wait for its turn.

    Args:
        methods: the hub's methods by matching name.
        invoker: runs a call.
        manager: takes the answers of clients.
        options: limits and error details.
    """

    def __init__(
        self, methods: dict[str, HubMethod], invoker: Invoker, manager: HubLifetimeManager, options: HubOptions
    ) -> None:
        self._methods = methods
        self._invoker = invoker
        self._manager = manager
        self._options = options

    async def dispatch(self, connection: HubConnection, message: TrackedMessage) -> None:
        """Work on one message; an error in it is answered, never raised."""
        match message:
            case Invocation() | StreamInvocation():
                await self._call(connection, message)
            case StreamItem():
                await self._upload(connection, message)
            case Completion():
                await self._complete(connection, message)
            case CancelInvocation(invocation_id):
                if not connection.calls.cancel(invocation_id):
                    _unknown(connection, "CancelInvocation", invocation_id)

    # ------------------------------------------------------------ calls

    async def _call(self, connection: HubConnection, message: Invocation | StreamInvocation) -> None:
        call = await self._bound(connection, message)
        if call is None or not await self._turn(connection, call):
            return
        refusal = None if call.ordinary else self._refusal(connection, call)
        if refusal is not None:
            await _answer(connection, message, refusal)
            return
        if call.ordinary:
            call.slot = connection.calls.slots.take()
        for stream_id, parameter in zip(call.stream_ids, call.method.streams, strict=False):
            connection.calls.open_upload(call, stream_id, parameter.type)
        connection.calls.start(call, self._invoker.run(connection, call))

    async def _bound(self, connection: HubConnection, message: Invocation | StreamInvocation) -> Call | None:
        """Find the method and convert the arguments, or answer why that cannot be done."""
        method = self._methods.get(matching_name(message.target))
        error: Exception
        if method is None:
            error = HubError("Method does not exist.")
        else:
            try:
                return Call(message, method, bind_arguments(method, connection.protocol, message.arguments))
            except BindingError as binding_error:
                error = binding_error
        logger.info(
            "A call of %r cannot be made: %s", message.target, error.__cause__ or error, extra={"event": "call_refused"}
        )
        text = f"Failed to invoke '{message.target}' due to an error on the server."
        await _answer(connection, message, error_text(text, error, detailed=self._options.enable_detailed_errors))
        return None

    async def _turn(self, connection: HubConnection, call: Call) -> bool:
        """Wait until the call may start. With one call at a time, streams, too, start after the call before them."""
        if not call.ordinary and self._options.maximum_parallel_invocations > 1:
            return True
        if not connection.calls.slots.free:
            connection.room_available()
        return await connection.calls.slots.wait()

    def _refusal(self, connection: HubConnection, call: Call) -> str | None:
        calls, limit = connection.calls, self._options.maximum_concurrent_streams
        if call.invocation_id is not None and calls.uses(call.invocation_id):
            return f"Invocation ID '{call.invocation_id}' is already in use."
        for stream_id in call.stream_ids:
            if stream_id in calls.uploads or call.stream_ids.count(stream_id) > 1:
                return f"Stream ID '{stream_id}' is already in use."
        if limit is not None and calls.streams >= limit:
            error = HubError(f"No more than {limit} stream(s) may be open at the same time.")
            return error_text(f"Failed to invoke '{call.target}' due to an error on the server.", error, detailed=False)
        return None

    # ------------------------------------------------------------ what belongs to calls

    async def _upload(self, connection: HubConnection, message: StreamItem) -> None:
        upload = connection.calls.uploads.get(message.invocation_id)
        if upload is None:
            _unknown(connection, "StreamItem", message.invocation_id)
            return
        try:
            item = connection.protocol.decode_value(message.item, upload.item_type)
        except BindingError as error:
            logger.info("A stream item cannot be bound: %s", error, extra={"event": "stream_item_refused"})
            del connection.calls.uploads[message.invocation_id]
            upload.finish(HubError("Failed to bind Stream message."))
        else:
            if upload.full:
                connection.room_available()
            await upload.put(item)

    async def _complete(self, connection: HubConnection, message: Completion) -> None:
        upload = connection.calls.uploads.pop(message.invocation_id, None)
        if upload is not None:
            upload.finish(None if message.error is None else HubError(message.error))
        elif not await self._manager.complete(connection, message):
            _unknown(connection, "Completion", message.invocation_id)


async def _answer(connection: HubConnection, message: Invocation | StreamInvocation, text: str) -> None:
    if message.invocation_id:
        await connection.answer(Completion(message.invocation_id, text))


def _unknown(connection: HubConnection, kind: str, invocation_id: str) -> None:
    logger.debug(
        "%s for %r, which is not active on connection %s.",
        kind,
        invocation_id,
        connection.connection_id,
        extra={"event": "unknown_invocation_id"},
    )
