"""The figures of requests: how many, how long, with which answer, for each route."""

import asyncio

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Histogram

__all__ = ["RequestFigures"]


class RequestFigures(ASGIMiddleware):
    """Measures each request, from its arrival to the end of its answer.

    Routes are named by their template, such as `/document/{key}`, so that there are as many figures as routes.

    Args:
        registry: where they are collected.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "copydesk_http_request_seconds",
            "How long requests took until their answer was sent.",
            ["method", "route", "status"],
            registry=registry,
        )

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve the request and note how long it took."""
        if scope["type"] == ScopeType.WEBSOCKET:
            await next_app(scope, receive, send)
            return
        clock, status = asyncio.get_running_loop().time, 0
        begun = clock()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await next_app(scope, receive, noting)
        finally:
            route = str(scope.get("path_template") or "")
            self._seconds.labels(scope["method"], route, str(status)).observe(clock() - begun)
