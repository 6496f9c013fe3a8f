"""The base class of hubs."""

from typing import Any, ClassVar, Generic

from copydesk.signalr.hubs.clients import C, HubCallerClients
from copydesk.signalr.hubs.context import HubCallerContext
from copydesk.signalr.hubs.groups import GroupManager, Presence

__all__ = ["Hub", "client_protocol"]


class Hub(Generic[C]):
    """A class whose public methods clients may call. Each call gets an instance of its own.

    `Hub[ChatClient]` types what `clients` returns by the `Protocol` class `ChatClient`.

    Attributes:
        filters: the hub's own filters, inside those of the `HubApp`.
        context: the caller.
        clients: the connections of the hub.
        groups: the groups of the hub.
        presence: who is connected.
    """

    filters: ClassVar[tuple[object, ...]] = ()

    context: HubCallerContext
    clients: HubCallerClients[C]
    groups: GroupManager
    presence: Presence

    async def on_connected(self) -> None:
        """Greet a new connection; an error refuses it. No call of the client is read before this returns."""

    async def on_disconnected(self, error: Exception | None) -> None:
        """Take leave of a connection; `error` says why, unless it ended in peace."""

    async def on_authentication_refreshed(self) -> None:
        """Take notice of renewed credentials: `context.user` is the new user, the user identifier is the same."""


def client_protocol(hub: type[Hub[Any]]) -> type | None:
    """Return the class that `Hub[...]` was given anywhere among the bases, or `None` for untyped clients."""
    for cls in hub.__mro__:
        for base in getattr(cls, "__orig_bases__", ()):
            if getattr(base, "__origin__", None) is Hub and isinstance(base.__args__[0], type):
                protocol: type = base.__args__[0]
                return protocol
    return None
