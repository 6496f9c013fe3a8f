"""`ConnectionEndpoint`: one path, its `/negotiate` and its `/refresh`, as an ASGI application."""

import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum

import msgspec

from copydesk.signalr.clock import Clock, SystemClock
from copydesk.signalr.connections.access import Access, Authenticate, Authorize, Refusal, lifetime_seconds
from copydesk.signalr.connections.asgi import Receive, Scope, Send, answer, refuse
from copydesk.signalr.connections.connection import Connection, ConnectionHandler
from copydesk.signalr.connections.negotiate import (
    Redirect,
    UnsupportedVersion,
    accepted,
    negotiated_version,
    redirected,
)
from copydesk.signalr.connections.redaction import redact_server_logs
from copydesk.signalr.connections.refresh import AcceptRefresh, refreshed
from copydesk.signalr.connections.registry import Registry, new_token
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.connections.served import ServedConnection
from copydesk.signalr.connections.transport_requests import SubprotocolSelector, TransportRequests, UnknownConnection
from copydesk.signalr.options import ConnectionOptions
from copydesk.signalr.transports import Transport

__all__ = ["ConnectionEndpoint", "HostTransports", "RedirectHook"]

RedirectHook = Callable[[ConnectionRequest, Principal | None], Awaitable[Redirect | None]]
"""Decides whether a client shall negotiate elsewhere."""

HostTransports = Callable[[ConnectionRequest], frozenset[Transport]]
"""Tells what the server (or the proxy before it) can carry; the rest is not offered."""

_log = logging.getLogger(__name__)
_HINT_EVERY = 60.0
_STICKY_HINT = (
    "A request named a connection that this process does not hold: it has ended, or another process holds it. "
    "With several processes, send all requests of one client to the same one (sticky sessions)."
)


class _Route(StrEnum):
    CONNECT = ""
    NEGOTIATE = "negotiate"
    REFRESH = "refresh"


class ConnectionEndpoint:
    """Runs a handler over every connection to one path; knows nothing of hubs.

    Mount it below a path (`root_path` is taken off), or use it as the whole application: then it answers at `/` and
    handles the lifespan. Mounted it gets no lifespan, so await `close()` when the application ends.

    Secrets in URLs (`access_token`, connection tokens) are masked in the logs of the known ASGI servers.

    Args:
        handler: runs over each connection; when it returns, the connection is closed.
        options: transports, timers and limits.
        authenticate: finds out who sends a request; run on negotiate and on every later request.
        authorize: decides whether that one may use the endpoint; `require_user` lets in who is known.
        redirect: may send a client elsewhere when it negotiates.
        select_subprotocol: picks a WebSocket sub-protocol.
        host_transports: tells what the host can carry; without it everything.
        accept_refresh: has the last word on refreshed credentials.
        new_id: makes connection ids and tokens; must not be guessable.
        clock: where time comes from.
    """

    def __init__(
        self,
        handler: ConnectionHandler,
        *,
        options: ConnectionOptions | None = None,
        authenticate: Authenticate | None = None,
        authorize: Authorize | None = None,
        redirect: RedirectHook | None = None,
        select_subprotocol: SubprotocolSelector | None = None,
        host_transports: HostTransports | None = None,
        accept_refresh: AcceptRefresh | None = None,
        new_id: Callable[[], str] = new_token,
        clock: Clock | None = None,
    ) -> None:
        self._options = options = options if options is not None else ConnectionOptions()
        self._clock = clock = clock if clock is not None else SystemClock()
        self._access = Access(authenticate, authorize, options.allowed_origins)
        self._registry = Registry(handler, clock, options.disconnect_timeout, new_id)
        self._requests = TransportRequests(self._registry, options, clock, select_subprotocol)
        self._redirect, self._host_transports, self._accept_refresh = redirect, host_transports, accept_refresh
        redact_server_logs()
        self._closing = False
        self._next_hint = float("-inf")

    @property
    def connections(self) -> list[Connection]:
        """The connections that have a transport, oldest first."""
        return list(self._registry.live)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] == "websocket":
            await receive()  # websocket.connect
        request = ConnectionRequest(dict(scope))
        try:
            await self._route(scope, receive, send, request)
        except UnknownConnection as refusal:
            self._hint()
            await refuse(scope, send, refusal.status, refusal.text)
        except Refusal as refusal:
            headers = [(b"www-authenticate", b"Bearer")] if refusal.status == 401 else []  # noqa: PLR2004 - Unauthorized
            await refuse(scope, send, refusal.status, refusal.text, headers)

    async def close(self) -> None:
        """Shut down: refuse newcomers, let handlers say goodbye within the close timeout, end the rest."""
        self._closing = True
        await self._registry.close(self._options.close_timeout)

    async def _route(self, scope: Scope, receive: Receive, send: Send, request: ConnectionRequest) -> None:
        route = _route_of(scope)
        if self._closing:
            raise Refusal(503, "The server is shutting down")
        self._check_head(request)
        if scope["type"] == "websocket":
            await self._upgrade(route, scope, receive, send, request)
        elif route is _Route.CONNECT:
            await self._connect(receive, send, request)
        else:
            self._check_method(request, "POST")
            user = await self._access.admit(request)
            serve = self._negotiate if route is _Route.NEGOTIATE else self._refresh
            await serve(send, request, user)

    async def _upgrade(
        self, route: _Route, scope: Scope, receive: Receive, send: Send, request: ConnectionRequest
    ) -> None:
        if route is not _Route.CONNECT:
            raise Refusal(405, "Method Not Allowed")
        self._access.check_origin(request)
        user = await self._access.admit(request)
        await self._requests.web_socket(scope, receive, send, request, user)

    async def _connect(self, receive: Receive, send: Send, request: ConnectionRequest) -> None:
        self._check_method(request, "GET", "POST", "DELETE")
        user = await self._access.admit(request)
        match request.method:
            case "POST":
                await self._requests.post(receive, send, request)
            case "DELETE":
                await self._requests.delete(send, request)
            case _ if "text/event-stream" in request.headers.get("accept", "").lower():
                await self._requests.events(receive, send, request, user)
            case _:
                await self._requests.poll(receive, send, request, user)

    async def _negotiate(self, send: Send, request: ConnectionRequest, user: Principal | None) -> None:
        redirect = await self._redirect(request, user) if self._redirect is not None else None
        if redirect is not None:
            await _json(send, redirected(redirect))
            return
        requested = request.query_value("negotiateVersion")
        try:
            version = negotiated_version(requested, self._options.minimum_protocol_version)
        except UnsupportedVersion as error:
            await _json(send, {"error": str(error)})
            return
        self._requests.check_capacity()
        transports = self._offered(request)
        identity = self._registry.identify(version, stateful=self._grants_stateful(request, transports))
        self._registry.give_out(identity)
        await _json(send, accepted(identity, transports, self._lifetime(user)))

    async def _refresh(self, send: Send, request: ConnectionRequest, user: Principal | None) -> None:
        if not self._options.enable_authentication_refresh:
            raise Refusal(404, "Not Found")
        connection = self._requests.find(request)
        if not isinstance(connection, ServedConnection):
            raise Refusal(400, "The connection has no transport yet: open one first.")
        if connection.identity.version < 1:
            raise Refusal(400, "Refreshing needs negotiate version 1.")
        await _json(send, await refreshed(connection, user, self._accept_refresh, self._lifetime(user)))

    def _offered(self, request: ConnectionRequest) -> frozenset[Transport]:
        host = self._host_transports(request) if self._host_transports is not None else frozenset(Transport)
        return self._options.transports & host

    def _grants_stateful(self, request: ConnectionRequest, transports: frozenset[Transport]) -> bool:
        wanted = (request.query_value("useStatefulReconnect") or "").lower() == "true"
        return wanted and self._options.allow_stateful_reconnect and Transport.WEB_SOCKETS in transports

    def _lifetime(self, user: Principal | None) -> int | None:
        enabled = self._options.enable_authentication_refresh
        return lifetime_seconds(user, self._clock.now()) if enabled else None

    def _check_method(self, request: ConnectionRequest, *allowed: str) -> None:
        if request.method not in allowed:
            raise Refusal(405, "Method Not Allowed")

    def _check_head(self, request: ConnectionRequest) -> None:
        if request.head_size > self._options.maximum_head_size:
            raise Refusal(431, "The request head is too large")

    def _hint(self) -> None:
        now = self._clock.monotonic()
        if now >= self._next_hint:
            self._next_hint = now + _HINT_EVERY
            _log.warning(_STICKY_HINT, extra={"event": "connection_unknown"})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                self._closing = False
                await send({"type": "lifespan.startup.complete"})
            elif event["type"] == "lifespan.shutdown":
                await self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _route_of(scope: Scope) -> _Route:
    path, root = scope["path"], scope.get("root_path", "").rstrip("/")
    if root and (path.lower() + "/").startswith(root.lower() + "/"):
        path = path[len(root) :]
    try:
        return _Route(path.strip("/").lower())
    except ValueError:
        raise Refusal(404, "Not Found") from None


async def _json(send: Send, payload: dict[str, object]) -> None:
    await answer(send, 200, msgspec.json.encode(payload), "application/json")
