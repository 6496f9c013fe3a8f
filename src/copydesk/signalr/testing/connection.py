"""A transport without sockets, with the client's side of it for tests."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from copydesk.signalr.connections.connection import (
    CloseReason,
    CloseRequested,
    Connection,
    ConnectionLost,
    Reattached,
)
from copydesk.signalr.connections.inbox import Inbox
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = ["InMemoryConnection", "InMemoryLongPolling", "InMemoryServerSentEvents", "client_request"]


def client_request(path: str = "/hub", query: str = "", headers: dict[str, str] | None = None) -> ConnectionRequest:
    """Make the request of a client that exists only in a test."""
    pairs = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": pairs}
    return ConnectionRequest(scope)


class InMemoryConnection(Connection):
    """A WebSocket that is none: what the server writes goes to a function, what the test pushes the server reads.

    Args:
        connection_id: its id.
        received: gets what the server writes, at once, or after `resume` while the client is stalled.
        user: who is on the other side.
        request: the first request.
        reconnects: whether stateful reconnect was negotiated.
        threshold: `drain` waits while more bytes than this are held by a stalled client.
    """

    supported_formats: ClassVar[frozenset[TransferFormat]] = frozenset(TransferFormat)
    transport: ClassVar[Transport] = Transport.WEB_SOCKETS

    def __init__(
        self,
        connection_id: str,
        received: Callable[[bytes], None],
        *,
        user: Principal | None = None,
        request: ConnectionRequest | None = None,
        reconnects: bool = False,
        threshold: int = 0,
    ) -> None:
        self.connection_id = connection_id
        self.transfer_format = TransferFormat.TEXT
        self.request = request or client_request()
        self.user = user
        self.items = {}
        self.listener = None
        self.aborted_for: str | None = None
        self._received = received
        self._reconnects = reconnects
        self._threshold = threshold
        self._inbox = Inbox(64 * 1024)
        self._closed = self._stalled = self._detached = False
        self._held: list[tuple[bytes, bool]] = []
        self._drained = asyncio.Event()

    # ------------------------------------------------------------ the server's side

    @property
    def reconnects(self) -> bool:
        """Whether stateful reconnect is on."""
        return self._reconnects

    def disable_reconnect(self) -> None:
        """Turn stateful reconnect off."""
        self._reconnects = False

    @property
    def closed(self) -> bool:
        """Whether the transport is over."""
        return self._closed

    async def receive(self) -> bytes | Reattached | None:
        """Wait for what the test pushes."""
        return await self._inbox.take()

    def stop_receiving(self) -> None:
        """Let the server read the end."""
        self._inbox.stop()

    def write(self, data: bytes, *, lossy: bool = False) -> bool:
        """Give bytes to the client, or keep them while it is stalled."""
        if self._closed or self._detached:
            return False
        if self._stalled:
            self._held.append((data, lossy))
        else:
            self._received(data)
        return True

    async def drain(self) -> None:
        """Wait while a stalled client holds too much."""
        while self.queued > self._threshold and not self._closed:
            self._drained.clear()
            await self._drained.wait()

    @property
    def queued(self) -> int:
        """How many bytes a stalled client holds."""
        return sum(len(data) for data, _ in self._held)

    def abort(self, reason: str | None = None) -> None:
        """End the connection now."""
        self.aborted_for = reason
        self._inbox.abort(ConnectionLost(reason))
        self._over()

    async def close(self) -> None:
        """End the connection properly."""
        self._inbox.end()
        self._over()

    # ------------------------------------------------------------ the client's side

    def push(self, data: bytes) -> None:
        """Send bytes to the server."""
        self._inbox.push(data)

    def finish(self) -> None:
        """End the connection properly, as a client that closes its socket."""
        self._inbox.end()
        self._over()

    def lose(self) -> None:
        """End the connection as a client that vanishes."""
        self._inbox.end(ConnectionLost("The client vanished."))
        self._over()

    def stall(self) -> None:
        """Stop reading what the server writes."""
        self._stalled = True

    def resume(self) -> None:
        """Read on, first what was held back."""
        self._stalled = False
        held, self._held = self._held, []
        for data, _ in held:
            self._received(data)
        self._drained.set()

    @property
    def held_lossy(self) -> list[bool]:
        """Which of the writes that are held back may be dropped."""
        return [lossy for _, lossy in self._held]

    def detach(self) -> None:
        """Lose the socket of a stateful connection; the connection itself waits for another."""
        self._detached = True

    def reattach(self) -> None:
        """Take a new socket for a stateful connection."""
        self._detached = False
        self._inbox.restart()
        first = self.listener.reattached() if self.listener is not None else None
        if first:
            self._received(first)

    # ------------------------------------------------------------ the endpoint's part

    def request_close(self, reason: CloseReason = CloseReason.SHUTDOWN) -> None:
        """Ask the handler to say goodbye."""
        self._inbox.request_close(CloseRequested(reason))
        if self.listener is not None:
            self.listener.close_requested(reason)

    def renew(self, user: Principal | None) -> None:
        """Bring new credentials."""
        self.user = user
        if self.listener is not None:
            self.listener.user_renewed(user)

    def _over(self) -> None:
        if not self._closed:
            self._closed = True
            self._held.clear()
            self._drained.set()
            if self.listener is not None:
                self.listener.closed()


class InMemoryServerSentEvents(InMemoryConnection):
    """The same, text only."""

    supported_formats: ClassVar[frozenset[TransferFormat]] = frozenset({TransferFormat.TEXT})
    transport: ClassVar[Transport] = Transport.SERVER_SENT_EVENTS


class InMemoryLongPolling(InMemoryConnection):
    """The same, without pings."""

    has_inherent_keep_alive: ClassVar[bool] = True
    transport: ClassVar[Transport] = Transport.LONG_POLLING
