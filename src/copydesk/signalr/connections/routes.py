"""Endpoints at fixed paths beside another application."""

from collections.abc import Mapping, MutableMapping
from typing import Protocol

from copydesk.signalr.connections.asgi import ASGIApp, Receive, Scope, Send, refuse

__all__ = ["Endpoint", "EndpointRoutes"]


class Endpoint(Protocol):
    """An ASGI application that can be shut down, such as a `ConnectionEndpoint`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        ...

    async def close(self) -> None:
        """Shut down."""
        ...


class EndpointRoutes:
    """Sends requests to the endpoint whose path they begin with, without regard to case, and all others on.

    Use it around a framework whose own mounting does not match a path without a final slash (Starlette, FastAPI): a
    WebSocket cannot follow the redirect that a plain request gets. It also shuts the endpoints down with the lifespan.

    Args:
        endpoints: by path, such as `{"/chat": HubApp(ChatHub)}`.
        otherwise: the application that gets everything else, the lifespan too; without it the answer is 404.
    """

    def __init__(self, endpoints: Mapping[str, Endpoint], otherwise: ASGIApp | None = None) -> None:
        for path in endpoints:
            if not path.startswith("/") or path.endswith("/"):
                raise ValueError(
                    f"{path!r} is not a path for an endpoint: it must begin with a slash and not end with one."
                )
        self._endpoints = {path.lower(): endpoint for path, endpoint in endpoints.items()}
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or pass on one ASGI request."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        root = scope.get("root_path", "").rstrip("/")
        path = scope["path"]
        inner = path[len(root) :] if root and path.lower().startswith(root.lower()) else path
        for mounted, endpoint in self._endpoints.items():
            if (inner.lower() + "/").startswith(mounted + "/"):
                await endpoint(
                    {**scope, "path": root + inner, "root_path": root + inner[: len(mounted)]}, receive, send
                )
                return
        await self._pass_on(scope, receive, send)

    async def close(self) -> None:
        """Shut all endpoints down."""
        for endpoint in self._endpoints.values():
            await endpoint.close()

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._otherwise is not None:
            await self._otherwise(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await receive()
        await refuse(scope, send, 404, "Not Found")

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._otherwise is None:
            while (event := await receive())["type"] != "lifespan.shutdown":
                await send({"type": event["type"] + ".complete"})
            await self.close()
            await send({"type": "lifespan.shutdown.complete"})
            return

        async def closing_receive() -> MutableMapping[str, object]:
            event = await receive()
            if event["type"] == "lifespan.shutdown":
                await self.close()
            return event

        await self._otherwise(scope, closing_receive, send)
