"""Results that clients owe the server."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from copydesk.signalr.errors import BindingError, ClientGone, HubError
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.protocol.broadcast import BroadcastMessage
from copydesk.signalr.protocol.messages import Completion, Invocation

__all__ = ["CANCELLED_BY_SERVER", "ClientResults", "does_not_exist", "type_name"]

T = TypeVar("T")
CANCELLED_BY_SERVER = "Invocation canceled by the server."
NO_RESULT = "Client didn't provide a result."


@dataclass(frozen=True, slots=True)
class _Pending:
    connection: HubConnection
    result_type: Any
    answer: "asyncio.Future[Any]"


class ClientResults:
    """The calls of this node that wait for an answer of a client of this node.

    Args:
        ids: gives each call an invocation id that no other call of the hub has.
    """

    def __init__(self, ids: Iterator[str]) -> None:
        self._ids = ids
        self._pending: dict[str, _Pending] = {}

    async def invoke(
        self,
        connection: HubConnection | None,
        connection_id: str,
        method: str,
        arguments: Sequence[Any],
        result_type: type[T],
    ) -> T:
        """Call a client method and wait for its result; see `HubLifetimeManager.invoke`."""
        if connection is None or connection.ending is not None or connection.gone:
            raise does_not_exist(connection_id)
        invocation_id = next(self._ids)
        pending = _Pending(connection, result_type, asyncio.get_running_loop().create_future())
        self._pending[invocation_id] = pending

        def disconnected() -> None:
            if not pending.answer.done():
                pending.answer.set_exception(ClientGone(f"Connection '{connection_id}' disconnected."))

        unregister = connection.aborted.register(disconnected)
        try:
            await connection.send(BroadcastMessage(Invocation(method, arguments, invocation_id)))
            result: T = await pending.answer
            return result
        finally:
            unregister()
            del self._pending[invocation_id]
            if not pending.answer.cancel() and not pending.answer.cancelled():
                pending.answer.exception()  # An answer that came too late for a cancelled caller is nobody's error.

    def complete(self, connection: HubConnection, completion: Completion) -> bool:
        """Take the answer of a client; `False` if none is expected from this connection under this id."""
        pending = self._pending.get(completion.invocation_id)
        if pending is None or pending.connection is not connection or pending.answer.done():
            return False
        if completion.error is not None:
            pending.answer.set_exception(HubError(completion.error))
            return True
        try:
            pending.answer.set_result(_bind(connection, completion, pending.result_type))
        except BindingError as error:
            text = f"Error trying to deserialize result to {type_name(pending.result_type)}. {error}"
            pending.answer.set_exception(HubError(text))
        return True


def does_not_exist(connection_id: str) -> ClientGone:
    """Make the error for a connection that is not there."""
    return ClientGone(f"Connection '{connection_id}' does not exist.")


def type_name(type_: Any) -> str:
    """Return how an error text calls a type."""
    return type_.__name__ if isinstance(type_, type) else str(type_)


def _bind(connection: HubConnection, completion: Completion, result_type: Any) -> Any:
    if not completion.has_result:
        if result_type in {None, type(None), Any}:
            return None
        raise BindingError(NO_RESULT)
    return connection.protocol.decode_value(completion.result, result_type)
