"""The requests to an endpoint's own path: finding the connection that one means, and serving it."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from copydesk.signalr.clock import Clock
from copydesk.signalr.connections.access import Refusal
from copydesk.signalr.connections.asgi import Receive, Scope, Send, answer
from copydesk.signalr.connections.long_polling import LongPollingConnection
from copydesk.signalr.connections.registry import Negotiated, Registry
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.connections.served import Identity, PostedConnection, ServedConnection
from copydesk.signalr.connections.server_sent_events import ServerSentEventsConnection
from copydesk.signalr.connections.websocket import WebSocketConnection
from copydesk.signalr.options import ConnectionOptions
from copydesk.signalr.transports import Transport

__all__ = ["SubprotocolSelector", "TransportRequests", "UnknownConnection"]

C = TypeVar("C", bound=ServedConnection)
SubprotocolSelector = Callable[[Sequence[str]], str | None]
"""Picks one of the WebSocket sub-protocols that a client offers, or none."""

_log = logging.getLogger(__name__)


class UnknownConnection(Refusal):
    """No connection has the token of a request."""

    def __init__(self) -> None:
        super().__init__(404, "No Connection with that ID")


class TransportRequests:
    """Serves GET, POST and DELETE, and the WebSocket upgrade, of one endpoint.

    Args:
        registry: the endpoint's connections.
        options: allowed transports and limits.
        clock: given to new connections.
        select_subprotocol: see `SubprotocolSelector`; without it none is picked.
    """

    def __init__(
        self,
        registry: Registry,
        options: ConnectionOptions,
        clock: Clock,
        select_subprotocol: SubprotocolSelector | None = None,
    ) -> None:
        self._registry, self._options, self._clock = registry, options, clock
        self._select = select_subprotocol

    async def web_socket(
        self, scope: Scope, receive: Receive, send: Send, request: ConnectionRequest, user: Principal | None
    ) -> None:
        """Serve an upgrade: a new connection, a negotiated one, or a new socket for a stateful one."""
        connection, fresh = self._web_socket_connection(request, user)
        try:
            await send({"type": "websocket.accept", "subprotocol": self._subprotocol(scope)})
        except BaseException:
            if fresh:
                self._registry.remove(connection)
            raise
        if not fresh:
            if not connection.reconnects:
                await send({"type": "websocket.close", "code": 1008, "reason": "The connection has ended."})
                return
            connection.renew(user)
        socket = connection.attach(scope, send)
        if fresh:
            self._registry.start(connection)
        await connection.serve(socket, receive)

    async def events(self, receive: Receive, send: Send, request: ConnectionRequest, user: Principal | None) -> None:
        """Serve the one response of a connection over server-sent events."""
        entry = self.find(request)
        connection, fresh = self._bind(entry, ServerSentEventsConnection, request, user)
        if not fresh:
            raise Refusal(409, "")
        try:
            await connection.open(send)
        except BaseException:
            self._registry.remove(connection)
            raise
        self._registry.start(connection)
        await connection.serve(receive)

    async def poll(self, receive: Receive, send: Send, request: ConnectionRequest, user: Principal | None) -> None:
        """Serve one long poll."""
        connection, fresh = self._bind(self.find(request), LongPollingConnection, request, user)
        if fresh:
            self._registry.start(connection)
        else:
            self._check_same_user(connection, user)
            connection.renew(user)
        await connection.serve(receive, send)

    async def post(self, receive: Receive, send: Send, request: ConnectionRequest) -> None:
        """Take what a client sends over server-sent events or long polling."""
        connection = self.find(request)
        if isinstance(connection, WebSocketConnection):
            raise Refusal(405, "POST requests are not allowed for WebSocket connections.")
        if not isinstance(connection, PostedConnection):
            raise Refusal(400, "The connection has no transport yet: open one with GET first.")
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._options.maximum_body_size:
            raise Refusal(413, "The request body is too large")
        async with connection.posting:
            await self._feed(connection, receive)
        await answer(send, 200)

    async def delete(self, send: Send, request: ConnectionRequest) -> None:
        """End a long-polling connection."""
        connection = self.find(request)
        if not isinstance(connection, LongPollingConnection):
            raise Refusal(400, "Cannot terminate this connection using the DELETE endpoint.")
        connection.terminate()
        self._registry.remove(connection)
        await answer(send, 202)

    def find(self, request: ConnectionRequest) -> Negotiated | ServedConnection:
        """Return what the `id` of a request stands for.

        Raises:
            Refusal: 400 without an id.
            UnknownConnection: nothing has this id.
        """
        token = request.query_value("id")
        if not token:
            raise Refusal(400, "Connection ID required")
        entry = self._registry.find(token)
        if entry is None:
            raise UnknownConnection
        return entry

    def _web_socket_connection(
        self, request: ConnectionRequest, user: Principal | None
    ) -> tuple[WebSocketConnection, bool]:
        if request.query_value("id") is not None:
            entry = self.find(request)
        else:
            self._check_offered(WebSocketConnection)
            self.check_capacity()
            entry = Negotiated(self._registry.identify(0), 0.0)
        connection, fresh = self._bind(entry, WebSocketConnection, request, user)
        if not fresh:
            if not (connection.reconnects and self._registry.started(connection)):
                raise Refusal(409, "")
            self._check_same_user(connection, user)
        return connection, fresh

    def check_capacity(self) -> None:
        """Refuse new connections when there are as many as the options allow.

        Raises:
            Refusal: 503.
        """
        most = self._options.maximum_connections
        if most is not None and len(self._registry) >= most:
            _log.warning("The endpoint is full: %d connections.", most, extra={"event": "endpoint_full"})
            raise Refusal(503, "Too many connections")

    def _bind(
        self, entry: Negotiated | ServedConnection, kind: type[C], request: ConnectionRequest, user: Principal | None
    ) -> tuple[C, bool]:
        """Return the entry's connection over one transport, and whether this request is its first."""
        self._check_offered(kind)
        if isinstance(entry, Negotiated):
            connection = self._create(kind, entry.identity, request, user)
            self._registry.add(connection)
            return connection, True
        if not isinstance(entry, kind):
            raise Refusal(400, "Cannot change transports mid-connection")
        return entry, False

    def _create(self, kind: type[C], identity: Identity, request: ConnectionRequest, user: Principal | None) -> C:
        connection = kind(identity, request, user, self._options, self._clock)
        _log.debug(
            "Connection %s opened over %s.",
            identity.connection_id,
            kind.transport,
            extra={"event": "connection_opened"},
        )
        return connection

    def _check_offered(self, kind: type[ServedConnection]) -> None:
        transport: Transport = kind.transport
        if transport not in self._options.transports:
            raise Refusal(404, f"{transport} transport not supported by this end point type")

    def _check_same_user(self, connection: ServedConnection, user: Principal | None) -> None:
        """With credential refresh on, a later request may not bring another user."""
        if self._options.enable_authentication_refresh and not connection.belongs_to(user):
            raise Refusal(403, "Forbidden")

    def _subprotocol(self, scope: Scope) -> str | None:
        return self._select(scope.get("subprotocols") or ()) if self._select is not None else None

    async def _feed(self, connection: ServedConnection, receive: Receive) -> None:
        """Read a body. A large one goes on in parts, so one that breaks off leaves half a message and ends it all."""
        body, total, parted = bytearray(), 0, False
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                if parted:
                    connection.abort("A request broke off in the middle of its body.")
                raise Refusal(400, "The request body broke off")
            body += event.get("body", b"")
            total += len(event.get("body", b""))
            if total > self._options.maximum_body_size:
                if parted:
                    connection.abort("A request body was too large.")
                raise Refusal(413, "The request body is too large")
            more = event.get("more_body", False)
            if not more or len(body) > self._options.application_max_buffer_size:
                if connection.inbox.closed:
                    raise UnknownConnection
                connection.inbox.push(bytes(body))
                body, parted = bytearray(), True
                await connection.inbox.room()
                if connection.closed:
                    raise UnknownConnection
            if not more:
                return
