"""The lifetime manager of a single node: dictionaries."""

import logging
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, TypeVar

from copydesk.signalr.hubs.audience import AllConnections, Audience, Connections, Groups, Users
from copydesk.signalr.hubs.client_results import ClientResults
from copydesk.signalr.hubs.connection import Ending, HubConnection
from copydesk.signalr.hubs.lifetime import ConnectionInfo, HubLifetimeManager
from copydesk.signalr.protocol.broadcast import BroadcastMessage
from copydesk.signalr.protocol.messages import Completion, Invocation

__all__ = ["InMemoryHubLifetimeManager", "LocalConnections"]

T = TypeVar("T")
logger = logging.getLogger(__name__)


class LocalConnections:
    """The connections of this node by id, group and user; also the local half of a manager for several nodes."""

    def __init__(self) -> None:
        self._by_id: dict[str, HubConnection] = {}
        self._by_user: dict[str, dict[str, HubConnection]] = {}
        self._by_group: dict[str, dict[str, HubConnection]] = {}
        self._groups_of: dict[str, set[str]] = {}

    def add(self, connection: HubConnection) -> None:
        """Take a connection on."""
        self._by_id[connection.connection_id] = connection
        if connection.user_identifier is not None:
            self._by_user.setdefault(connection.user_identifier, {})[connection.connection_id] = connection

    def discard(self, connection: HubConnection) -> None:
        """Forget a connection and its groups."""
        if self._by_id.pop(connection.connection_id, None) is None:
            return
        for group in self._groups_of.pop(connection.connection_id, ()):
            _drop(self._by_group, group, connection.connection_id)
        if connection.user_identifier is not None:
            _drop(self._by_user, connection.user_identifier, connection.connection_id)

    def get(self, connection_id: str) -> HubConnection | None:
        """Return a connection by its id."""
        return self._by_id.get(connection_id)

    def add_to_group(self, connection_id: str, group: str) -> bool:
        """Put a connection into a group, and tell whether it is here."""
        connection = self._by_id.get(connection_id)
        if connection is None:
            return False
        self._by_group.setdefault(group, {})[connection_id] = connection
        self._groups_of.setdefault(connection_id, set()).add(group)
        return True

    def remove_from_group(self, connection_id: str, group: str) -> bool:
        """Take a connection out of a group, and tell whether it is here."""
        if connection_id not in self._by_id:
            return False
        groups = self._groups_of.get(connection_id, set())
        if group in groups:
            groups.remove(group)
            _drop(self._by_group, group, connection_id)
        return True

    def groups_of(self, connection_id: str) -> frozenset[str]:
        """Return the groups of a connection."""
        return frozenset(self._groups_of.get(connection_id, ()))

    def select(self, audience: Audience) -> list[HubConnection]:
        """Return the connections of an audience that are here, each once."""
        match audience:
            case AllConnections(excluded):
                return _without(self._by_id, excluded)
            case Connections(ids):
                return [self._by_id[one] for one in ids if one in self._by_id]
            case Users(ids):
                return _without(_union(self._by_user, ids), frozenset())
            case Groups(names, excluded):
                return _without(_union(self._by_group, names), excluded)

    def write(self, audience: Audience, message: BroadcastMessage, *, lossy: bool = False) -> None:
        """Give a message to every connection of an audience, without waiting for any."""
        for connection in self.select(audience):
            connection.write(message, lossy=lossy)


class InMemoryHubLifetimeManager(HubLifetimeManager):
    """Keeps the connections of one process. The default."""

    def __init__(self) -> None:
        self._local = LocalConnections()
        self._results = ClientResults(f"s{number}" for number in count(1))

    async def on_connected(self, connection: HubConnection) -> None:
        """Take a connection on."""
        self._local.add(connection)

    async def on_disconnected(self, connection: HubConnection) -> None:
        """Forget a connection and its groups."""
        self._local.discard(connection)

    async def send(self, audience: Audience, method: str, arguments: Sequence[Any], *, lossy: bool = False) -> None:
        """Call a client method; the message is encoded once per protocol."""
        message = BroadcastMessage(Invocation(method, arguments))
        if isinstance(audience, Connections) and len(audience.ids) == 1 and not lossy:
            for connection in self._local.select(audience):
                await connection.send(message)
        else:
            self._local.write(audience, message, lossy=lossy)

    async def invoke(self, connection_id: str, method: str, arguments: Sequence[Any], result_type: type[T]) -> T:
        """Call a client method on one connection and wait for its result."""
        return await self._results.invoke(self._local.get(connection_id), connection_id, method, arguments, result_type)

    async def complete(self, connection: HubConnection, completion: Completion) -> bool:
        """Take a client's answer."""
        return self._results.complete(connection, completion)

    async def add_to_group(self, connection_id: str, group: str) -> None:
        """Put a connection into a group."""
        self._local.add_to_group(connection_id, group)

    async def remove_from_group(self, connection_id: str, group: str) -> None:
        """Take a connection out of a group."""
        self._local.remove_from_group(connection_id, group)

    async def disconnect(self, audience: Audience, ending: Ending) -> int:
        """End connections, and tell how many there were."""
        ended = [one for one in self._local.select(audience) if not (one.ending or one.gone)]
        for connection in ended:
            connection.end(ending)
        return len(ended)

    async def connections(self, audience: Audience) -> list[ConnectionInfo]:
        """Return who of the audience is connected."""
        return sorted(
            (self._info(one) for one in self._local.select(audience) if not (one.ending or one.gone)),
            key=lambda info: info.connected_at,
        )

    def _info(self, connection: HubConnection) -> ConnectionInfo:
        return ConnectionInfo(
            connection_id=connection.connection_id,
            user_identifier=connection.user_identifier,
            transport=connection.transport.transport,
            connected_at=connection.connected_at,
            groups=self._local.groups_of(connection.connection_id),
            statistics=connection.statistics,
        )


def _drop(index: dict[str, dict[str, HubConnection]], name: str, connection_id: str) -> None:
    members = index.get(name)
    if members is not None:
        members.pop(connection_id, None)
        if not members:
            del index[name]


def _union(index: dict[str, dict[str, HubConnection]], wanted: Iterable[str]) -> dict[str, HubConnection]:
    found = [index[name] for name in wanted if name in index]
    if len(found) == 1:
        return found[0]
    return {key: value for members in found for key, value in members.items()}


def _without(members: dict[str, HubConnection], excluded: frozenset[str]) -> list[HubConnection]:
    if not excluded:
        return list(members.values())
    return [connection for connection_id, connection in members.items() if connection_id not in excluded]
