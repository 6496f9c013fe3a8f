"""`HubApp`: a hub as an ASGI application."""

from collections.abc import Sequence
from typing import Any, Generic

from copydesk.signalr.clock import Clock, SystemClock
from copydesk.signalr.connections.access import Authenticate, Authorize
from copydesk.signalr.connections.asgi import Message, Receive, Scope, Send
from copydesk.signalr.connections.connection import Connection
from copydesk.signalr.connections.endpoint import ConnectionEndpoint, HostTransports, RedirectHook
from copydesk.signalr.connections.refresh import AcceptRefresh
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.errors import HubDefinitionError
from copydesk.signalr.hubs.authorization import AuthorizationContext, allowed, policies_of
from copydesk.signalr.hubs.clients import C, untyped
from copydesk.signalr.hubs.dispatcher import HubDispatcher
from copydesk.signalr.hubs.factory import HubFactory
from copydesk.signalr.hubs.filters import FilterPipeline
from copydesk.signalr.hubs.handler import HubConnectionHandler, UserIdProvider, user_identifier
from copydesk.signalr.hubs.hub import Hub, client_protocol
from copydesk.signalr.hubs.hub_context import HubContext
from copydesk.signalr.hubs.invoker import Invoker, call_method
from copydesk.signalr.hubs.lifecycle import HubLifecycle
from copydesk.signalr.hubs.lifetime import HubLifetimeManager
from copydesk.signalr.hubs.memory import InMemoryHubLifetimeManager
from copydesk.signalr.hubs.methods import find_methods
from copydesk.signalr.hubs.observer import HubObserver
from copydesk.signalr.hubs.services import FactoryServices, Services
from copydesk.signalr.hubs.typed_clients import typed_proxies
from copydesk.signalr.options import ConnectionOptions, HubOptions
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol

__all__ = ["HubApp"]


class HubApp(Generic[C]):
    """Serves one hub at one path: mount it (`app.mount("/chat", HubApp(ChatHub))`), or run it as it is.

    Mounted below a framework it gets no lifespan events; it needs none to start, but await `close()` when the
    application ends, so that clients are told.

    Args:
        hub: the hub class.
        options: what concerns hubs: timeouts, limits, error details.
        connection_options: what concerns HTTP: transports, buffers, origins, stateful reconnect.
        services: makes hub instances and gives methods their services.
        filters: surround every call, connect and disconnect; first one outermost, outside the hub's own `filters`.
        protocols: the encodings that are spoken; JSON and MessagePack without it.
        authenticate: finds out who sends a request.
        authorize: decides who may connect, besides the hub's own `@authorize` marks.
        user_id_provider: finds the id that messages to a user go by.
        lifetime_manager: keeps connections and groups; in memory without it.
        observer: told about what happens, for metrics.
        clock: where time comes from.
        redirect, host_transports, accept_refresh: see `ConnectionEndpoint`.

    Attributes:
        handler: runs the hub over one connection; for other endpoints and for tests.
        hub_context: the hub from outside: calls clients, changes groups, ends connections.

    Raises:
        HubDefinitionError: the hub class, or the protocol class of its clients, cannot work as it is written.
    """

    def __init__(
        self,
        hub: type[Hub[C]],
        *,
        options: HubOptions | None = None,
        connection_options: ConnectionOptions | None = None,
        services: Services | None = None,
        filters: Sequence[object] = (),
        protocols: Sequence[HubProtocol] | None = None,
        authenticate: Authenticate | None = None,
        authorize: Authorize | None = None,
        user_id_provider: UserIdProvider = user_identifier,
        lifetime_manager: HubLifetimeManager | None = None,
        observer: HubObserver | None = None,
        clock: Clock | None = None,
        redirect: RedirectHook | None = None,
        host_transports: HostTransports | None = None,
        accept_refresh: AcceptRefresh | None = None,
    ) -> None:
        options = options or HubOptions()
        manager = lifetime_manager or InMemoryHubLifetimeManager()
        client = client_protocol(hub)
        typed = untyped if client is None else typed_proxies(client)
        self._clock = clock or SystemClock()
        self._observer = observer or HubObserver()
        self.hub_context: HubContext[C] = HubContext(manager, typed)
        services = services or FactoryServices()
        factory = HubFactory(hub, services, manager, typed)
        pipeline = FilterPipeline([*filters, *hub.filters], call_method)
        invoker = Invoker(factory, pipeline, options, self._observer, self._clock)
        self.handler = HubConnectionHandler(
            HubDispatcher(find_methods(hub, Hub, services), invoker, manager, options),
            HubLifecycle(factory, pipeline),
            manager,
            _spoken(protocols),
            options,
            user_id_provider,
            self._observer,
            self._clock,
        )
        self._endpoint = ConnectionEndpoint(
            self.handler,
            options=connection_options,
            authenticate=authenticate,
            authorize=_gate(hub, authorize),
            redirect=redirect,
            host_transports=host_transports,
            accept_refresh=accept_refresh,
            clock=self._clock,
        )

    @property
    def connections(self) -> list[Connection]:
        """The transports that are open at this endpoint, oldest first."""
        return self._endpoint.connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        if scope["type"] != "lifespan":
            await self._endpoint(scope, receive, send)
            return

        async def close_first(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                await self.handler.close()
            await send(message)

        await self._endpoint(scope, receive, close_first)

    async def close(self) -> None:
        """Shut down: tell every client that it may come back, run `on_disconnected`, end what still runs."""
        await self._endpoint.close()
        await self.handler.close()


def _spoken(protocols: Sequence[HubProtocol] | None) -> tuple[HubProtocol, ...]:
    spoken = (JsonHubProtocol(), MessagePackHubProtocol()) if protocols is None else tuple(protocols)
    if not spoken:
        raise HubDefinitionError("A hub must speak at least one protocol; leave `protocols` out for all of them.")
    return spoken


def _gate(hub: type[Hub[Any]], authorize: Authorize | None) -> Authorize | None:
    policies = policies_of(hub)
    if not policies:
        return authorize

    async def gate(request: ConnectionRequest, user: Principal | None) -> bool:
        if authorize is not None and not await authorize(request, user):
            return False
        return await allowed(policies, AuthorizationContext(user, request))

    return gate
