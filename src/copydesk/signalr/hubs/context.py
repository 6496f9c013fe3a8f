"""What a hub method knows about the connection that calls it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.hubs.cancellation import CancellationToken
from copydesk.signalr.transports import TransferFormat, Transport

if TYPE_CHECKING:
    from copydesk.signalr.hubs.connection import HubConnection

__all__ = ["ConnectionFeatures", "HubCallerContext"]


class ConnectionFeatures:
    """How the connection is carried."""

    __slots__ = ("_connection",)

    def __init__(self, connection: "HubConnection") -> None:
        self._connection = connection

    @property
    def transport(self) -> Transport:
        """Which transport the client chose."""
        return self._connection.transport.transport

    @property
    def transfer_format(self) -> TransferFormat:
        """Whether the hub protocol is text or binary."""
        return self._connection.transport.transfer_format

    @property
    def request(self) -> ConnectionRequest:
        """The HTTP request that the connection was first used with."""
        return self._connection.transport.request

    def on_heartbeat(self, callback: Callable[[], None]) -> None:
        """Call `callback` about once a second for as long as the connection lives; it must not block."""
        self._connection.heartbeats.append(callback)


class HubCallerContext:
    """The caller, as it was when the call began: credentials that are renewed later are seen by later calls."""

    __slots__ = ("_connection", "_user")

    def __init__(self, connection: "HubConnection") -> None:
        self._connection = connection
        self._user = connection.user

    @property
    def connection_id(self) -> str:
        """The public id of the connection."""
        return self._connection.connection_id

    @property
    def user(self) -> Principal | None:
        """Who is on the other side."""
        return self._user

    @property
    def user_identifier(self) -> str | None:
        """The id that messages to a user go by; it stays the same as long as the connection lives."""
        return self._connection.user_identifier

    @property
    def items(self) -> dict[Any, Any]:
        """Anything that the hub wants to keep with the connection."""
        return self._connection.items

    @property
    def features(self) -> ConnectionFeatures:
        """Transport, first request, heartbeat."""
        return ConnectionFeatures(self._connection)

    @property
    def aborted(self) -> CancellationToken:
        """Fires when the connection ends, before `on_disconnected` runs."""
        return self._connection.aborted

    def abort(self) -> None:
        """End the connection; the client is told not to come back by itself."""
        self._connection.abort()
