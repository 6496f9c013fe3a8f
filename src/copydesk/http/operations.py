"""What those who run the server ask it: is it alive, is it ready, what are its figures."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

__all__ = ["Check", "Health", "operations_routes"]

Check = Callable[[], Awaitable[str | None]]
"""Looks at one thing that the server needs; returns what is wrong, or `None` when it is well."""


class Health(msgspec.Struct, frozen=True):
    """Whether the server is well; `problems` names every check that failed and what it found."""

    status: str
    problems: dict[str, str] = msgspec.field(default_factory=dict)


def operations_routes(checks: Mapping[str, Check], metrics: CollectorRegistry) -> list[HTTPRouteHandler]:
    """Build `/health/live`, `/health/ready` and `/metrics`. They are open to all and tell nothing about content."""

    @get("/health/live", opt={"public": True}, tags=["Operations"])
    async def live() -> Health:
        """Answer 200 as long as the process can answer at all."""
        return Health("ok")

    @get("/health/ready", opt={"public": True}, tags=["Operations"])
    async def ready() -> Response[Health]:
        """Answer 200 when every check passes, else 503 with what is wrong."""
        found = {name: await check() for name, check in checks.items()}
        problems = {name: problem for name, problem in found.items() if problem is not None}
        status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
        return Response(Health("unavailable" if problems else "ok", problems), status_code=status.value)

    @get("/metrics", opt={"public": True}, include_in_schema=False)
    async def figures() -> Response[Any]:
        """Answer the figures in the Prometheus text format."""
        return Response(generate_latest(metrics), media_type=CONTENT_TYPE_LATEST)

    return [live, ready, figures]
