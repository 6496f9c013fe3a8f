"""The ASGI application: the routes of every room behind one set of ids, errors and rights, with the hubs beside them.

Hubs are plain ASGI and stand in front of the framework, so that a socket pays for nothing that it does not use.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.enums import HttpMethod
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, ControllerRouterHandler, Middleware, Receive, Scope, Send
from prometheus_client import CollectorRegistry

from copydesk.http.correlation import CorrelationMiddleware
from copydesk.http.ids import IdFactory, random_id
from copydesk.http.operations import Check, operations_routes
from copydesk.http.problems import Problems
from copydesk.http.writes import WriteMiddleware
from copydesk.identity.errors import UndecidedRouteError
from copydesk.identity.http_access import PUBLIC, HttpAccess, principal_of_request

__all__ = ["Parts", "create_application"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of; every room brings its own.

    Attributes:
        routes: the HTTP routes; each says by its options who may use it (`identity.http_access`).
        access: decides who passes; without it there may only be public routes.
        dependencies: name of an argument of a route → what it is given.
        hubs: path → ASGI application; answers that path and everything below it, in any case of letters.
        statuses: exception class → status.
        checks: name → what must be well for the server to be ready.
        middleware: what stands between a request and its route, outermost first.
        told: waits until this node's listeners were told of everything written so far; a write is answered after it.
        lifespan: what is open as long as the application runs.
        metrics: the figures that `/metrics` shows.
        new_id: makes request ids.
        show_details: whether unexpected errors show their text to the caller; for development only.
    """

    routes: Sequence[ControllerRouterHandler] = ()
    access: HttpAccess | None = None
    dependencies: Mapping[str, object] = field(default_factory=dict)
    hubs: Mapping[str, ASGIApp] = field(default_factory=dict)
    statuses: Mapping[type[Exception], HTTPStatus] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    middleware: Sequence[Middleware] = ()
    told: Callable[[], Awaitable[object]] | None = None
    lifespan: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = ()
    metrics: CollectorRegistry = field(default_factory=CollectorRegistry)
    new_id: IdFactory = random_id
    show_details: bool = False


def create_application(parts: Parts) -> ASGIApp:
    """Build the application from its parts.

    Raises:
        UndecidedRouteError: a route does not say who may use it.
        UnknownPolicyError: a route names a policy that does not exist.
    """
    problems = Problems(parts.statuses, show_details=parts.show_details)
    litestar = Litestar(
        route_handlers=[*operations_routes(parts.checks, parts.metrics), *parts.routes],
        middleware=[CorrelationMiddleware(parts.new_id), WriteMiddleware(parts.told), *parts.middleware],
        exception_handlers={Exception: problems.answer},
        guards=[parts.access] if parts.access else [],
        dependencies={"principal": Provide(principal_of_request, sync_to_thread=False), **_provided(parts)},
        lifespan=list(parts.lifespan),
        openapi_config=_openapi(),
        logging_config=None,
    )
    _check_decided(litestar, parts.access)
    return _with_hubs(parts.hubs, litestar) if parts.hubs else litestar


def _provided(parts: Parts) -> dict[str, Provide]:
    def giving(value: object) -> Provide:
        return Provide(lambda: value, sync_to_thread=False)

    return {name: giving(value) for name, value in parts.dependencies.items()}


def _check_decided(litestar: Litestar, access: HttpAccess | None) -> None:
    for handler in _handlers_of(litestar):
        if access is not None:
            access.check(handler)
        elif not handler.opt.get("public"):
            raise UndecidedRouteError(str(handler))


def _handlers_of(litestar: Litestar) -> Iterator[BaseRouteHandler]:
    """Iterate over all handlers, but for the framework's own answers to OPTIONS, which tell only the methods."""
    for route in litestar.routes:
        if isinstance(route, HTTPRoute):
            yield from (each for each in route.route_handlers if each.http_methods != {HttpMethod.OPTIONS})
        else:
            yield route.route_handler


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Copydesk",
        version=version("copydesk"),
        description="A content server whose every change is an event.",
        openapi_router=Router("/schema", route_handlers=[], opt=PUBLIC),
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
