"""Groups of connections, and who is there."""

from copydesk.signalr.hubs.audience import AllConnections, Audience, Connections, Groups, Users
from copydesk.signalr.hubs.lifetime import ConnectionInfo, HubLifetimeManager

__all__ = ["GroupManager", "Presence"]


class GroupManager:
    """Puts connections into groups. Names are literal and compared exactly; a group exists while it has members."""

    __slots__ = ("_manager",)

    def __init__(self, manager: HubLifetimeManager) -> None:
        self._manager = manager

    async def add(self, connection_id: str, group: str) -> None:
        """Put a connection into a group; once is enough, and an unknown connection is no error."""
        await self._manager.add_to_group(connection_id, group)

    async def remove(self, connection_id: str, group: str) -> None:
        """Take a connection out of a group; it is no error if it was not in it. Disconnecting does it by itself."""
        await self._manager.remove_from_group(connection_id, group)


class Presence:
    """Who is connected. The reference server cannot say; here every lifetime manager can."""

    __slots__ = ("_manager",)

    def __init__(self, manager: HubLifetimeManager) -> None:
        self._manager = manager

    async def connections(self) -> list[ConnectionInfo]:
        """Return every connection, oldest first."""
        return await self._of(AllConnections())

    async def connection(self, connection_id: str) -> ConnectionInfo | None:
        """Return one connection with its groups and statistics, or `None` if it is not there."""
        return next(iter(await self._of(Connections(frozenset({connection_id})))), None)

    async def members(self, group: str) -> list[ConnectionInfo]:
        """Return the members of a group, oldest connection first."""
        return await self._of(Groups(frozenset({group})))

    async def of_user(self, user_identifier: str) -> list[ConnectionInfo]:
        """Return the connections of a user, oldest first."""
        return await self._of(Users(frozenset({user_identifier})))

    async def users(self) -> list[str]:
        """Return the ids of all users who are connected, sorted."""
        found = {info.user_identifier for info in await self.connections()}
        return sorted(user for user in found if user is not None)

    async def _of(self, audience: Audience) -> list[ConnectionInfo]:
        return await self._manager.connections(audience)
