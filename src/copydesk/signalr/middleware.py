"""`HubMiddleware`: hubs at exact paths of any ASGI application, with its life span."""

from collections.abc import Mapping
from typing import Protocol

from copydesk.signalr.connections.asgi import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Closable", "HubMiddleware"]


class Closable(Protocol):
    """A hub or a raw connection endpoint."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        ...

    async def close(self) -> None:
        """Shut down."""
        ...


class HubMiddleware:
    """Puts hubs before an application: `app.add_middleware(HubMiddleware, hubs={"/chat": HubApp(ChatHub)})`.

    Compared with mounting, it matches the bare path for WebSockets, too (a mount of Starlette only matches `/chat/`),
    and it closes the hubs when the application shuts down.

    Args:
        app: everything else.
        hubs: applications by path; paths match without regard to case.
    """

    def __init__(self, app: ASGIApp, hubs: Mapping[str, Closable]) -> None:
        self._app = app
        self._hubs = {_normal(path): (path.rstrip("/"), hub) for path, hub in hubs.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, self._closing_first(send))
            return
        found = self._find(scope) if scope["type"] in {"http", "websocket"} else None
        if found is None:
            await self._app(scope, receive, send)
        else:
            mount, hub = found
            await hub({**scope, "root_path": mount}, receive, send)

    def _find(self, scope: Scope) -> tuple[str, Closable] | None:
        root = scope.get("root_path", "").rstrip("/")
        path = _normal(scope["path"])
        if root and (path + "/").startswith(_normal(root) + "/"):
            path = path[len(_normal(root)) :]
        for candidate in (path, path.rpartition("/")[0]):
            if candidate in self._hubs:
                mount, hub = self._hubs[candidate]
                return root + mount, hub
        return None

    def _closing_first(self, send: Send) -> Send:
        async def send_after_closing(message: Message) -> None:
            if message["type"] in {"lifespan.shutdown.complete", "lifespan.shutdown.failed"}:
                for _, hub in self._hubs.values():
                    await hub.close()
            await send(message)

        return send_after_closing


def _normal(path: str) -> str:
    return path.rstrip("/").lower()
