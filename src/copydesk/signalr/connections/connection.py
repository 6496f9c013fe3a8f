"""The seam between transports and what runs over them: a `Connection` carries bytes both ways."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, ClassVar, final

from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.errors import SignalRError
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = [
    "CloseReason",
    "CloseRequested",
    "Connection",
    "ConnectionHandler",
    "ConnectionListener",
    "ConnectionLost",
    "Reattached",
    "TransferFormat",
    "Transport",
]


class CloseReason(StrEnum):
    """Why the server wants a connection to end."""

    SHUTDOWN = "shutdown"
    AUTHENTICATION_EXPIRED = "authentication expired"


class ConnectionLost(SignalRError):  # noqa: N818 - the name of the field
    """The connection ended without a goodbye; what is written from now on goes nowhere."""


class CloseRequested(SignalRError):  # noqa: N818 - a request, not an error
    """The server wants this connection to end: say goodbye (writes still work) and return."""

    def __init__(self, reason: CloseReason) -> None:
        super().__init__(f"The server closes the connection: {reason}.")
        self.reason = reason


@final
class Reattached:
    """Came from `receive()`: a new socket has taken over; no byte of the old one follows."""


class ConnectionListener:
    """What a handler may want to know while it is busy; the methods are called by the event loop and must not block."""

    __slots__ = ()

    def reattached(self) -> bytes | None:
        """Return the bytes that the new socket shall carry first (`Sequence` and the replay).

        With `None` the bytes that are written before the handler takes the `Reattached` mark are discarded.
        """
        return None

    def detached(self) -> None:
        """Take notice that the socket is lost, and that the client may come back with a new one."""

    def user_renewed(self, user: Principal | None) -> None:
        """Take notice that `connection.user` is now `user`: credentials were refreshed, or a poll brought new ones."""

    def close_requested(self, reason: CloseReason) -> None:
        """Take notice that the connection shall end; `receive()` says it too, at its next call."""

    def closed(self) -> None:
        """Take notice that the transport is over: nothing can be read or written any more."""


class Connection(ABC):
    """One client, over whichever transport it chose.

    Attributes:
        connection_id: public name of the connection, 128 random bits in 22 characters.
        transport: how the bytes travel.
        transfer_format: what the handler sends; on WebSockets it chooses the frame type. A handler may set it once it
            knows its protocol.
        supported_formats: what the transport can carry.
        request: the first request of the connection.
        user: who is on the other side now; see `ConnectionListener.user_renewed`.
        items: anything that the layers above want to keep with the connection.
        has_inherent_keep_alive: the transport notices a vanished peer by itself, so pings are not needed (long
            polling).
        listener: told about events while the handler is busy.
    """

    __slots__ = ("connection_id", "items", "listener", "request", "transfer_format", "user")

    supported_formats: ClassVar[frozenset[TransferFormat]]
    has_inherent_keep_alive: ClassVar[bool] = False
    transport: ClassVar[Transport]

    connection_id: str
    transfer_format: TransferFormat
    request: ConnectionRequest
    user: Principal | None
    items: dict[Any, Any]
    listener: ConnectionListener | None

    @property
    @abstractmethod
    def reconnects(self) -> bool:
        """Whether stateful reconnect was negotiated and is still on."""

    @abstractmethod
    def disable_reconnect(self) -> None:
        """Turn stateful reconnect off: from now on a lost socket ends the connection."""

    @property
    @abstractmethod
    def closed(self) -> bool:
        """Whether the transport is over."""

    @abstractmethod
    async def receive(self) -> bytes | Reattached | None:
        """Wait for the next chunk, of whatever size the peer's frames or requests had.

        Returns:
            The bytes; or `Reattached`; or `None` when the peer ended the connection properly.

        Raises:
            ConnectionLost: the peer vanished, or the server gave up on it (the message says why).
            CloseRequested: the server wants the connection to end; said once.
        """

    @abstractmethod
    def stop_receiving(self) -> None:
        """Make the present and every later `receive()` return `None`; what the peer still sends is discarded.

        Writes still work. For a handler that ends the connection from outside its own reading loop.
        """

    @abstractmethod
    def write(self, data: bytes, *, lossy: bool = False) -> bool:
        """Send bytes without waiting. Equal objects written to many connections are framed once.

        Args:
            data: one or more whole messages.
            lossy: may be dropped, oldest first, when the peer reads too slowly.

        Returns:
            Whether the bytes were written or queued. `False`: the connection is over, or waits for a new socket.
        """

    @abstractmethod
    async def drain(self) -> None:
        """Wait while more than the buffer threshold is queued; returns at once on an ended or detached connection."""

    @property
    @abstractmethod
    def queued(self) -> int:
        """How many bytes wait for a slow peer."""

    @abstractmethod
    def abort(self, reason: str | None = None) -> None:
        """End the connection now; what is queued is dropped and `receive()` raises `ConnectionLost(reason)`."""

    @abstractmethod
    async def close(self) -> None:
        """Send what is queued, end the transport properly and wait for the peer as long as the close timeout allows.

        Done by the endpoint when the handler returns.
        """


ConnectionHandler = Callable[[Connection], Awaitable[None]]
"""Runs over one connection from start to end; the connection is closed when it returns or raises.

It need not catch `ConnectionLost` and `CloseRequested`: letting them out is an ordinary end."""
