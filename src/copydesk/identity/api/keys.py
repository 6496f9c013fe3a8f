"""Routes of API keys: for administrators alone, since a key has rights without anybody signing in."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.identity.api.paging import Skip, Take
from copydesk.identity.api.refusals import insist, may_answer
from copydesk.identity.http_access import allow
from copydesk.identity.model import ApiKey
from copydesk.identity.outcome import Outcome
from copydesk.identity.principal import Caller
from copydesk.identity.room import Identity

__all__ = [
    "ApiKeyAnswer",
    "ApiKeyPage",
    "CreatedApiKeyAnswer",
    "NewApiKeyBody",
    "api_key_routes",
    "create_api_key",
    "delete_api_key",
    "list_api_keys",
]

_ROUTE: Final[dict[str, Any]] = {"opt": allow("RequireAdminAccess"), "tags": ["API keys"]}


class ApiKeyAnswer(msgspec.Struct, rename="camel"):
    """An API key, without its secret. `groups` are the keys of the user groups whose rights it has."""

    key: UUID
    name: str
    groups: list[UUID]
    created: datetime
    expires_at: datetime | None


class CreatedApiKeyAnswer(ApiKeyAnswer, rename="camel", kw_only=True):
    """A new API key. `secret` is what the service shows as a bearer; it is shown here and never again."""

    secret: str


class ApiKeyPage(msgspec.Struct, rename="camel"):
    """Some API keys in the order of their names, and how many there are in all."""

    items: list[ApiKeyAnswer]
    total: int


class NewApiKeyBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A new API key with the rights of user groups, named by their keys; without `expiresAt` it does not expire."""

    name: str
    groups: list[UUID]
    expires_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


@get("/api-key", **_ROUTE, summary="List API keys", responses=may_answer())
async def list_api_keys(identity: NamedDependency[Identity], skip: Skip = 0, take: Take = 100) -> ApiKeyPage:
    """List API keys in the order of their names."""
    found = await identity.api_keys.all()
    shown = [ApiKeyAnswer(*_fields(each)) for each in found[skip : skip + take]]
    return ApiKeyPage(shown, len(found))


@post("/api-key", **_ROUTE, summary="Make an API key", responses=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY))
async def create_api_key(
    data: JSONBody[NewApiKeyBody], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> Response[CreatedApiKeyAnswer]:
    """Make an API key and show its secret, once."""
    made = list[CreatedApiKeyAnswer]()

    async def create() -> Outcome:
        created = await identity.api_keys.create(data.name, data.groups, data.expires_at)
        if created.api_key is not None:
            made.append(CreatedApiKeyAnswer(*_fields(created.api_key), secret=str(created.shown)))
        return created.outcome

    insist(await identity.decide(caller, create), {"expires_at": "expiresAt"})
    [shown] = made
    return Response(shown, status_code=HTTPStatus.CREATED, headers={"Cache-Control": "no-store"})


@delete("/api-key/{key:uuid}", **_ROUTE, summary="Delete an API key", responses=may_answer(HTTPStatus.NOT_FOUND))
async def delete_api_key(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> None:
    """Delete an API key; services that show it are cut off at once."""
    insist(await identity.decide(caller, lambda: identity.api_keys.delete(key)))


def _fields(api_key: ApiKey) -> tuple[UUID, str, list[UUID], datetime, datetime | None]:
    return api_key.key, api_key.name, sorted(api_key.groups), api_key.created, api_key.expires_at


api_key_routes = (list_api_keys, create_api_key, delete_api_key)
"""API keys as entities."""
