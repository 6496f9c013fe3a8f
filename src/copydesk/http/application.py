"""The ASGI application: the routes of every room behind one set of ids, errors and rights, with the hubs beside them.

Hubs are plain ASGI and stand in front of the framework, so that a socket pays for nothing that it does not use.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version

from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler, Middleware, Receive, Scope, Send
from prometheus_client import CollectorRegistry

from copydesk.http.correlation import CorrelationMiddleware
from copydesk.http.ids import IdFactory, random_id
from copydesk.http.operations import Check, operations_routes
from copydesk.http.problems import Problems

__all__ = ["Parts", "create_application"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of; every room brings its own.

    Attributes:
        routes: the HTTP routes.
        hubs: path → ASGI application; answers that path and everything below it, in any case of letters.
        statuses: exception class → status.
        checks: name → what must be well for the server to be ready.
        middleware: what stands between a request and its route, outermost first.
        lifespan: what is open as long as the application runs.
        metrics: the figures that `/metrics` shows.
        new_id: makes request ids.
        show_details: whether unexpected errors show their text to the caller; for development only.
    """

    routes: Sequence[ControllerRouterHandler] = ()
    hubs: Mapping[str, ASGIApp] = field(default_factory=dict)
    statuses: Mapping[type[Exception], HTTPStatus] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    middleware: Sequence[Middleware] = ()
    lifespan: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = ()
    metrics: CollectorRegistry = field(default_factory=CollectorRegistry)
    new_id: IdFactory = random_id
    show_details: bool = False


def create_application(parts: Parts) -> ASGIApp:
    """Build the application from its parts."""
    problems = Problems(parts.statuses, show_details=parts.show_details)
    litestar = Litestar(
        route_handlers=[*operations_routes(parts.checks, parts.metrics), *parts.routes],
        middleware=[CorrelationMiddleware(parts.new_id), *parts.middleware],
        exception_handlers={Exception: problems.answer},
        lifespan=list(parts.lifespan),
        openapi_config=_openapi(),
    )
    return _with_hubs(parts.hubs, litestar) if parts.hubs else litestar


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Copydesk",
        version=version("copydesk"),
        description="A content server whose every change is an event.",
        path="/schema",
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
    )


def _with_hubs(hubs: Mapping[str, ASGIApp], otherwise: ASGIApp) -> ASGIApp:
    table = {path.lower().rstrip("/"): hub for path, hub in hubs.items()}

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await (_hub_at(table, scope.get("path", "")) or otherwise)(scope, receive, send)

    return serve


def _hub_at(hubs: Mapping[str, ASGIApp], path: str) -> ASGIApp | None:
    asked = path.lower().rstrip("/")
    while asked:
        if (hub := hubs.get(asked)) is not None:
            return hub
        asked = asked.rpartition("/")[0]
    return None
