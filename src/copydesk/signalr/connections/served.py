"""What the connections of all transports have in common."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from copydesk.signalr.clock import Clock
from copydesk.signalr.connections.connection import (
    CloseReason,
    CloseRequested,
    Connection,
    ConnectionListener,
    ConnectionLost,
    Reattached,
)
from copydesk.signalr.connections.inbox import Inbox
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.options import ConnectionOptions
from copydesk.signalr.transports import TransferFormat

__all__ = ["Identity", "PostedConnection", "ServedConnection"]

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Identity(NamedTuple):
    """What negotiate gave out.

    Attributes:
        connection_id: the public name.
        token: the secret that later requests carry as `id`; in version 0 the same as the name.
        version: the negotiated version.
        stateful: whether stateful reconnect was granted.
    """

    connection_id: str
    token: str
    version: int
    stateful: bool = False


class ServedConnection(Connection):
    """A connection that an endpoint serves. Its ticker calls `tick` about once a second."""

    __slots__ = (
        "_closed",
        "_deadline",
        "_expiring",
        "clock",
        "finished",
        "identity",
        "inbox",
        "options",
    )

    def __init__(
        self,
        identity: Identity,
        request: ConnectionRequest,
        user: Principal | None,
        options: ConnectionOptions,
        clock: Clock,
    ) -> None:
        self.identity, self.connection_id = identity, identity.connection_id
        self.request, self.user = request, user
        self.options, self.clock = options, clock
        self.transfer_format = TransferFormat.TEXT
        self.items: dict[Any, Any] = {}
        self.listener: ConnectionListener | None = None
        self.inbox = Inbox(options.application_max_buffer_size)
        self.finished = False
        self._closed = False
        self._expiring = False
        self._deadline: tuple[float, str] | None = None

    @property
    def reconnects(self) -> bool:
        """Only WebSockets can."""
        return False

    def disable_reconnect(self) -> None:
        """Nothing to turn off."""

    @property
    def closed(self) -> bool:
        """Whether the transport is over."""
        return self._closed

    async def receive(self) -> bytes | Reattached | None:
        """Wait for what the peer sends."""
        return await self.inbox.take()

    def stop_receiving(self) -> None:
        """Let the handler read the end."""
        self.inbox.stop()

    def abort(self, reason: str | None = None) -> None:
        """End the connection now."""
        self._over(ConnectionLost(reason), drop=True)

    def request_close(self, reason: CloseReason) -> None:
        """Ask the handler to end the connection, and end it in `close_timeout` seconds if the handler does not."""
        if self._closed:
            return
        self.inbox.request_close(CloseRequested(reason))
        self._end_by(
            self.clock.monotonic() + self.options.close_timeout, f"The server closed the connection: {reason}."
        )
        self.tell(lambda listener: listener.close_requested(reason))

    def belongs_to(self, user: Principal | None) -> bool:
        """Whether `user` is the one that the connection has now."""
        return (user.identifier if user else None) == (self.user.identifier if self.user else None)

    def renew(self, user: Principal | None) -> None:
        """Take the principal that a later request brought; the handler's idea of the user's id stays what it was."""
        if user == self.user:
            return
        if not self.belongs_to(user):
            _log.warning(
                "The user of connection %s changed.",
                self.connection_id,
                extra={"event": "connection_user_changed"},
            )
        self.user, self._expiring = user, False
        self.tell(lambda listener: listener.user_renewed(user))

    def tell(self, news: Callable[[ConnectionListener], T]) -> T | None:
        """Tell the listener something and return its answer; what it raises is logged and has no other effect."""
        if self.listener is None:
            return None
        try:
            return news(self.listener)
        except Exception:  # noqa: BLE001 - a listener must not break the transport
            _log.exception(
                "The listener of connection %s failed.", self.connection_id, extra={"event": "listener_failed"}
            )
            return None

    def tick(self, now: float) -> None:
        """Look at the clock: end what has waited too long."""
        if self._deadline is not None and now >= self._deadline[0]:
            self.abort(self._deadline[1])
        elif self.stuck_for(now) > self.options.transport_send_timeout:
            self.abort("The peer did not take a message within the send timeout.")
        elif self.options.close_on_authentication_expiration and self._expired():
            self._expiring = True
            self.request_close(CloseReason.AUTHENTICATION_EXPIRED)

    @abstractmethod
    def stuck_for(self, now: float) -> float:
        """Return for how many seconds one write has been waiting for the peer."""

    @abstractmethod
    async def finish(self, *, failed: bool) -> None:
        """End the transport properly after the handler has; `failed` tells how it ended."""

    async def close(self) -> None:
        """End the transport properly."""
        await self.finish(failed=False)

    def _end_by(self, moment: float, reason: str) -> None:
        if self._deadline is None or moment < self._deadline[0]:
            self._deadline = (moment, reason)

    def _expired(self) -> bool:
        expires_at = self.user.expires_at if self.user is not None else None
        return not self._expiring and expires_at is not None and expires_at <= self.clock.now()

    def _over(self, error: ConnectionLost | None, *, drop: bool = False) -> None:
        if drop and error is not None:
            self.inbox.abort(error)
        else:
            self.inbox.end(error)
        if not self._closed:
            self._closed = True
            self.tell(lambda listener: listener.closed())


class PostedConnection(ServedConnection):
    """A connection whose client sends by POST.

    Attributes:
        posting: lets one request at a time feed the connection; the others wait.
    """

    __slots__ = ("posting",)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.posting = asyncio.Lock()
