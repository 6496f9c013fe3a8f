"""`POST /refresh`: new credentials for a connection that lives on."""

from collections.abc import Awaitable, Callable
from typing import Any

from copydesk.signalr.connections.connection import Connection
from copydesk.signalr.connections.request import Principal
from copydesk.signalr.connections.served import ServedConnection

__all__ = ["AcceptRefresh", "refreshed"]

AcceptRefresh = Callable[[Connection, Principal | None], Awaitable[bool]]
"""Has the last word on the new credentials of a connection."""


async def refreshed(
    connection: ServedConnection, user: Principal | None, accept: AcceptRefresh | None, lifetime: int | None
) -> dict[str, Any]:
    """Give a connection its new principal and return the answer to the client.

    Args:
        connection: whose credentials are refreshed.
        user: who sent the request.
        accept: may refuse.
        lifetime: for how many seconds the new credentials last, if they end.
    """
    if not connection.belongs_to(user):
        return {"error": "The refreshed credentials belong to a different user."}
    if accept is not None and not await accept(connection, user):
        return {"error": "The refreshed credentials were rejected."}
    connection.renew(user)
    return {} if lifetime is None else {"tokenLifetimeSeconds": lifetime}
