"""The seam behind which connections, groups and users of a hub are kept: in memory, or shared between nodes."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from copydesk.signalr.hubs.audience import Audience
from copydesk.signalr.hubs.connection import ConnectionStatistics, Ending, HubConnection
from copydesk.signalr.protocol.messages import Completion
from copydesk.signalr.transports import Transport

__all__ = ["ConnectionInfo", "HubLifetimeManager"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """A connection, as others may know it.

    Attributes:
        connection_id: its public id.
        user_identifier: whose it is, if that is known.
        transport: how it is carried.
        connected_at: since when, in UTC.
        groups: the groups that it is in.
        statistics: what went over it.
    """

    connection_id: str
    user_identifier: str | None
    transport: Transport
    connected_at: datetime
    groups: frozenset[str]
    statistics: ConnectionStatistics


class HubLifetimeManager(ABC):
    """Knows the connections of one hub and reaches them. Names and ids are literal strings, compared exactly.

    An implementation must pass `copydesk.signalr.testing.LifetimeManagerContract`.
    """

    @abstractmethod
    async def on_connected(self, connection: HubConnection) -> None:
        """Take a connection on; its handshake is done, `Hub.on_connected` has not run."""

    @abstractmethod
    async def on_disconnected(self, connection: HubConnection) -> None:
        """Forget a connection and its groups; `Hub.on_disconnected` has run."""

    @abstractmethod
    async def send(self, audience: Audience, method: str, arguments: Sequence[Any], *, lossy: bool = False) -> None:
        """Call a client method on every connection of the audience; nobody answers.

        For a single connection that is here, waits while it is too slow; a larger audience is never waited for. One
        connection's failure does not keep the message from the others.

        Args:
            audience: whom it is for; those who are not connected are skipped.
            method: the client's method.
            arguments: what it gets.
            lossy: may be dropped for a slow client, oldest first.

        Raises:
            EncodingError: an argument cannot be encoded.
        """

    @abstractmethod
    async def invoke(self, connection_id: str, method: str, arguments: Sequence[Any], result_type: type[T]) -> T:
        """Call a client method on one connection and wait for its result.

        Raises:
            ClientGone: there is no such connection, or it ended before it answered.
            HubError: the client answered with an error, or with a result of another type.
        """

    @abstractmethod
    async def complete(self, connection: HubConnection, completion: Completion) -> bool:
        """Take a client's answer; `False` if nobody waits for this answer of this connection."""

    @abstractmethod
    async def add_to_group(self, connection_id: str, group: str) -> None:
        """Put a connection into a group; once is enough, and an unknown connection is no error."""

    @abstractmethod
    async def remove_from_group(self, connection_id: str, group: str) -> None:
        """Take a connection out of a group; it is no error if it was not in it."""

    @abstractmethod
    async def disconnect(self, audience: Audience, ending: Ending) -> int:
        """End connections, and tell how many there were."""

    @abstractmethod
    async def connections(self, audience: Audience) -> list[ConnectionInfo]:
        """Return who of the audience is connected, oldest first; connections that are ending are left out."""

    async def close(self) -> None:
        """Let go of whatever the implementation holds; no connection is left."""
        return
