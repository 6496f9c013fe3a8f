"""The HTTP routes of a server, as the code has them: what the page of the HTTP APIs must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

__all__ = ["Door", "doors"]

_ROOTS = ("/umbraco/management/api/v1/", "/umbraco/delivery/api/v1/")


@dataclass(frozen=True)
class Door:
    """One operation.

    Attributes:
        group: the API that it belongs to; empty for what belongs to none.
        route: method and path, from the root of its API.
        policies: those that all must allow it; none for everybody.
        takes: the schema of the body, or nothing.
        answers: status and schema.
    """

    group: str
    route: str
    policies: frozenset[str]
    takes: str
    answers: str


def doors(application: Litestar) -> Iterator[Door]:
    """Give every operation that the OpenAPI description of an application tells of."""
    described: dict[str, Any] = application.openapi_schema.to_schema()
    policies = {(method, path): found for method, path, found in _policies(application)}
    for path, operations in described["paths"].items():
        root = next((root for root in _ROOTS if path.startswith(root)), "/")
        for method in {"get", "post", "put", "delete"} & operations.keys():
            operation, name = operations[method], (method.upper(), path)
            group = operation.get("tags", [""])[0]
            route = f"{name[0]} {path if root == '/' else path.removeprefix(root)}"
            yield Door(group, route, policies[name], _body(operation), _answer(operation))


def _policies(application: Litestar) -> Iterator[tuple[str, str, frozenset[str]]]:
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    yield method, route.path_format, frozenset(handler.opt.get("policies", ()))


def _body(operation: dict[str, Any]) -> str:
    return _schema(operation.get("requestBody", {}))


def _answer(operation: dict[str, Any]) -> str:
    status = next(status for status in operation["responses"] if status.startswith("2"))
    return " ".join(filter(None, [status, _schema(operation["responses"][status])]))


def _schema(holder: dict[str, Any]) -> str:
    schema: dict[str, Any] = next((one.get("schema", {}) for one in holder.get("content", {}).values()), {})
    listed = schema.get("items", {}).get("$ref", "")
    named = str(schema.get("$ref", listed)).rpartition("/")[2]
    return f"list of `{named}`" if listed else f"`{named}`" if named else ""
