"""A hub from outside: for background work, HTTP handlers, other hubs."""

from typing import Generic

from copydesk.signalr.errors import HubError
from copydesk.signalr.hubs.audience import Audience, Connections, Groups, Users
from copydesk.signalr.hubs.clients import C, HubClients, ProxyFactory, untyped
from copydesk.signalr.hubs.connection import Ending
from copydesk.signalr.hubs.groups import GroupManager, Presence
from copydesk.signalr.hubs.lifetime import HubLifetimeManager

__all__ = ["HubContext"]


class HubContext(Generic[C]):
    """Calls clients, changes groups, looks who is there and ends connections, without being called by a client.

    Attributes:
        clients: the clients of the hub; nobody is the caller.
        groups: the groups of the hub.
        presence: who is connected.
    """

    __slots__ = ("_manager", "clients", "groups", "presence")

    def __init__(self, manager: HubLifetimeManager, typed: ProxyFactory = untyped) -> None:
        self._manager = manager
        self.clients: HubClients[C] = HubClients(manager, typed)
        self.groups = GroupManager(manager)
        self.presence = Presence(manager)

    async def disconnect(self, connection_id: str, *, reason: str | None = None, allow_reconnect: bool = False) -> bool:
        """End a connection, and tell whether it was there.

        Args:
            connection_id: which one.
            reason: shown to the client; without one it is told nothing.
            allow_reconnect: whether the client may come back by itself.
        """
        audience = Connections(frozenset({connection_id}))
        return await self._disconnect(audience, reason, allow_reconnect=allow_reconnect) > 0

    async def disconnect_user(
        self, user_identifier: str, *, reason: str | None = None, allow_reconnect: bool = False
    ) -> int:
        """End every connection of a user, and tell how many there were; see `disconnect`."""
        audience = Users(frozenset({user_identifier}))
        return await self._disconnect(audience, reason, allow_reconnect=allow_reconnect)

    async def disconnect_group(self, group: str, *, reason: str | None = None, allow_reconnect: bool = False) -> int:
        """End every connection of a group, and tell how many there were; see `disconnect`."""
        return await self._disconnect(Groups(frozenset({group})), reason, allow_reconnect=allow_reconnect)

    async def _disconnect(self, audience: Audience, reason: str | None, *, allow_reconnect: bool) -> int:
        error = None if reason is None else HubError(reason)
        return await self._manager.disconnect(audience, Ending(error, allow_reconnect))
