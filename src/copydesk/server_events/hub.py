"""The hub of live events, at `/umbraco/serverEventHub`. Out go `notify` and `reset`; in come `Cursor` and `Resume`."""

from collections.abc import Collection
from typing import Any, Final

from copydesk.identity.hub_access import principal_of
from copydesk.server_events.cursors import cursor_of
from copydesk.server_events.live import LiveEvents
from copydesk.server_events.model import ServerEvent
from copydesk.server_events.outlets import Farewell, Listener, Reset
from copydesk.signalr import Hub, HubContext, HubError

__all__ = ["SERVER_EVENT_HUB_PATH", "HubOutlet", "ServerEventHub"]

SERVER_EVENT_HUB_PATH: Final = "/umbraco/serverEventHub"
_LISTENER = "server events listener"


class HubOutlet:
    """Reaches the connections of the hub. Its lifetime manager must be in memory: each node tells its own connections.

    Args:
        live: the node's live events.

    Attributes:
        context: the hub from outside; set once the hub is made.
    """

    def __init__(self, live: LiveEvents) -> None:
        self.live = live
        self.context: HubContext[Any]

    async def join(self, listener: Listener, groups: Collection[str]) -> None:
        """Put a connection into groups."""
        for group in groups:
            await self.context.groups.add(listener.id, group)

    async def leave(self, listener: Listener, groups: Collection[str]) -> None:
        """Take a connection out of groups."""
        for group in groups:
            await self.context.groups.remove(listener.id, group)

    async def tell(self, groups: Collection[str], event: ServerEvent) -> None:
        """Send an event to groups; it is encoded once for each protocol."""
        await self.context.clients.groups(groups).send("notify", event)

    async def tell_one(self, listener: Listener, event: ServerEvent) -> None:
        """Send an event to one connection."""
        await self.context.clients.client(listener.id).send("notify", event)

    async def reset(self, listener: Listener, reset: Reset) -> None:
        """Send `reset` with `{reason, position}`."""
        await self.context.clients.client(listener.id).send("reset", _told(reset))

    async def reset_all(self, groups: Collection[str], reset: Reset) -> None:
        """Send `reset` to groups."""
        await self.context.clients.groups(groups).send("reset", _told(reset))

    async def end(self, listener: Listener, farewell: Farewell) -> None:
        """Close a connection, and say why."""
        await self.context.disconnect(listener.id, reason=farewell.reason, allow_reconnect=farewell.come_back)


class ServerEventHub(Hub):
    """One connection of a back office. A connection without a user is aborted (as in the reference).

    Args:
        outlet: where connections are told.
    """

    def __init__(self, outlet: HubOutlet) -> None:
        self._outlet = outlet

    async def on_connected(self) -> None:
        """Listen from now on, or from the `cursor` of the query."""
        principal = principal_of(self.context.user)
        if principal is None or principal.key is None:
            self.context.abort()
            return
        listener = Listener(self.context.connection_id, self._outlet, principal)
        self.context.items[_LISTENER] = listener
        cursor = self.context.features.request.query_value("cursor")
        await self._outlet.live.join(listener, cursor or None)

    async def on_disconnected(self, error: Exception | None) -> None:
        """Listen no more."""
        del error
        if listener := self.context.items.get(_LISTENER):
            await self._outlet.live.leave(listener)

    async def cursor(self) -> str | None:
        """Return where this connection began to listen: what a client shows that is lost before its first event."""
        listener = self.context.items.get(_LISTENER)
        return cursor_of(listener.since) if isinstance(listener, Listener) else None

    async def resume(self, cursor: str) -> None:
        """Be told what was missed between a cursor and the time of connecting.

        Raises:
            HubError: this connection is being told, and has asked once more besides.
        """
        listener = self.context.items.get(_LISTENER)
        if isinstance(listener, Listener) and not self._outlet.live.resume(listener, cursor):
            raise HubError("What was missed is being told already. Ask again when it was.")


def _told(reset: Reset) -> dict[str, str]:
    return {"reason": reset.reason.value, "position": reset.position}
