"""The ASGI application: the routes of every room behind one set of ids, errors and rights, with the hubs beside them.

Hubs are plain ASGI and stand in front of the framework, so that a socket pays for nothing that it does not use.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, TypeAlias

from dishka import AsyncContainer
from dishka.integrations.litestar import setup_dishka
from litestar import Litestar, Router
from litestar.di import Provide
from litestar.enums import HttpMethod
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler, Middleware
from prometheus_client import CollectorRegistry

from copydesk.http.codes import CodesInSchema
from copydesk.http.correlation import CorrelationMiddleware
from copydesk.http.figures import RequestFigures
from copydesk.http.ids import IdFactory, random_id
from copydesk.http.operations import Check, operations_routes
from copydesk.http.problems import Problems
from copydesk.http.requests import CarefulRequest
from copydesk.http.writes import WriteMiddleware
from copydesk.identity.errors import UndecidedRouteError
from copydesk.identity.http_access import PUBLIC, HttpAccess, caller_of_request, principal_of_request
from copydesk.sentences import SentenceTable

__all__ = ["Application", "Asgi", "Parts", "create_application"]

Asgi: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
"""An ASGI application of any framework; each has its own names for the same three arguments."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of; every room brings its own.

    Attributes:
        routes: the HTTP routes; each says by its options who may use it (`identity.http_access`).
        access: decides who passes; without it there may only be public routes.
        dependencies: name of an argument of a route → what it is given.
        services: the container from which routes decorated with dishka's `inject` get what they ask for.
        hubs: path → ASGI application; answers that path and everything below it, in any case of letters.
        statuses: exception class → status.
        sentences: what the routes may say besides a success, for the description of the API.
        checks: name → what must be well for the server to be ready.
        middleware: what stands between a request and its route, outermost first.
        told: waits until this node's listeners were told of everything written so far; a write is answered after it.
        metrics: the figures that `/metrics` shows.
        new_id: makes request ids.
        show_details: whether unexpected errors show their text to the caller; for development only.
    """

    routes: Sequence[ControllerRouterHandler] = ()
    access: HttpAccess | None = None
    dependencies: Mapping[str, object] = field(default_factory=dict)
    services: AsyncContainer | None = None
    hubs: Mapping[str, Asgi] = field(default_factory=dict)
    statuses: Mapping[type[Exception], HTTPStatus] = field(default_factory=dict)
    sentences: Sequence[type[SentenceTable]] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
    middleware: Sequence[Middleware] = ()
    told: Callable[[], Awaitable[object]] | None = None
    metrics: CollectorRegistry = field(default_factory=CollectorRegistry)
    new_id: IdFactory = random_id
    show_details: bool = False


class Application:
    """The ASGI application.

    Args:
        litestar: serves the routes.
        hubs: path → ASGI application that stands in front of the routes.
    """

    def __init__(self, litestar: Litestar, hubs: Mapping[str, Asgi]) -> None:
        self.litestar = litestar
        self._hubs = {path.lower().rstrip("/"): hub for path, hub in hubs.items()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request or a socket."""
        root = scope.get("root_path", "").rstrip("/")
        path = scope.get("path", "")
        below_root = path[len(root) :] if f"{path}/".startswith(f"{root}/") else path
        mount, hub = self._hub_at(below_root)
        if hub is None:
            await self.litestar(scope, receive, send)
        else:
            await hub({**scope, "root_path": root + mount}, receive, send)

    def _hub_at(self, path: str) -> tuple[str, Asgi | None]:
        mount = path.rstrip("/")
        while mount:
            if (hub := self._hubs.get(mount.lower())) is not None:
                return mount, hub
            mount = mount.rpartition("/")[0]
        return "", None


def create_application(parts: Parts) -> Application:
    """Build the application from its parts.

    Raises:
        UndecidedRouteError: a route does not say who may use it.
        UnknownPolicyError: a route names a policy that does not exist.
    """
    problems = Problems(parts.statuses, show_details=parts.show_details)
    litestar = Litestar(
        route_handlers=[*operations_routes(parts.checks, parts.metrics), *parts.routes],
        middleware=[
            RequestFigures(parts.metrics),
            CorrelationMiddleware(parts.new_id),
            WriteMiddleware(parts.told),
            *parts.middleware,
        ],
        exception_handlers={Exception: problems.answer},
        request_class=CarefulRequest,
        guards=[parts.access] if parts.access else [],
        dependencies={
            "principal": Provide(principal_of_request, sync_to_thread=False),
            "caller": Provide(caller_of_request, sync_to_thread=False),
            **_provided(parts),
        },
        openapi_config=_openapi(),
        plugins=[CodesInSchema(parts.sentences)],
        logging_config=None,
    )
    _check_decided(litestar, parts.access)
    if parts.services is not None:
        setup_dishka(parts.services, litestar)
    return Application(litestar, parts.hubs)


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
