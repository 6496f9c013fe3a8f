"""Sets the tenant of every request by its host, for any ASGI application."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from copydesk.tenancy.current import tenant_set
from copydesk.tenancy.errors import UnknownHostError
from copydesk.tenancy.service import Tenancy

__all__ = ["TenantMiddleware"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

_NOT_FOUND = 404


class TenantMiddleware:
    """Finds the site that answers to a request and sets its tenant; a host that no site answers to gets 404.

    Args:
        application: what runs with the tenant set.
        tenancy: who knows the sites.
    """

    def __init__(self, application: Application, tenancy: Tenancy) -> None:
        self._application = application
        self._tenancy = tenancy

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] not in {"http", "websocket"}:
            await self._application(scope, receive, send)
            return
        try:
            context = await self._tenancy.resolve(_host(scope), scope["path"])
        except UnknownHostError:
            await _refuse(scope, send)
            return
        with tenant_set(context):
            await self._application(scope, receive, send)


def _host(scope: Message) -> str:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    return hosts[0].decode("latin-1") if hosts else ""


async def _refuse(scope: Message, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": "no site answers to this host"})
        return
    body = b"No site answers to this host.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": _NOT_FOUND, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else body})
