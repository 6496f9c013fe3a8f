"""Makes the hub instance of a call and gives it what every hub has."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from copydesk.signalr.hubs.clients import BeforeInvoke, HubCallerClients, ProxyFactory
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.hubs.context import HubCallerContext
from copydesk.signalr.hubs.groups import GroupManager, Presence
from copydesk.signalr.hubs.hub import Hub
from copydesk.signalr.hubs.lifetime import HubLifetimeManager
from copydesk.signalr.hubs.services import Services, ServiceScope

__all__ = ["HubFactory"]


class HubFactory:
    """Makes instances of one hub class.

    Args:
        hub: the class.
        services: the container that makes the instances.
        manager: reaches the connections of the hub.
        typed: makes the client proxies.
    """

    def __init__(
        self, hub: type[Hub[Any]], services: Services, manager: HubLifetimeManager, typed: ProxyFactory
    ) -> None:
        self._hub = hub
        self._services = services
        self._manager = manager
        self._typed = typed
        self._groups = GroupManager(manager)
        self._presence = Presence(manager)

    def scope(self) -> AbstractAsyncContextManager[ServiceScope]:
        """Open the container's scope for one call."""
        return self._services.scope()

    async def create(self, connection: HubConnection, scope: ServiceScope, before_invoke: BeforeInvoke) -> Hub[Any]:
        """Make the instance for one call of `connection`."""
        hub = await scope.create(self._hub)
        hub.context = HubCallerContext(connection)
        hub.clients = HubCallerClients(self._manager, connection.connection_id, self._typed, before_invoke)
        hub.groups = self._groups
        hub.presence = self._presence
        return hub
