"""Who passes the door of HTTP, with a table of tokens in place of the identity room."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import get, post
from litestar.di import NamedDependency
from litestar.types import ASGIApp

from copydesk.http import Parts, create_application
from copydesk.identity import ANONYMOUS, PermissionProfile, Policies, Principal, PrincipalKind
from copydesk.identity.authenticator import Authenticator
from copydesk.identity.errors import InvalidTokenError, UndecidedRouteError, UnknownPolicyError
from copydesk.identity.http_access import PUBLIC, HttpAccess, allow
from copydesk.journal import current_attribution

EDITOR = Principal(PrincipalKind.USER, PermissionProfile(back_office=True, trees=frozenset({"documents"})), UUID(int=7))
OUTSIDER = Principal(PrincipalKind.USER, PermissionProfile(), UUID(int=8))


class Tokens(Authenticator):
    """Knows tokens by heart."""

    def __init__(self, known: Mapping[str, Principal]) -> None:
        self._known = known

    async def authenticate(self, shown: str | None) -> Principal:
        if not shown:
            return ANONYMOUS
        if shown not in self._known:
            raise InvalidTokenError("secret reason")
        return self._known[shown]


@get("/open", opt=PUBLIC)
async def open_to_all(principal: NamedDependency[Principal]) -> str:
    return principal.kind


@get("/documents", opt=allow("TreeAccessDocuments"))
async def documents(principal: NamedDependency[Principal]) -> str:
    return str(principal.key)


@get("/users", opt=allow("SectionAccessUsers"))
async def users() -> str:
    return "users"


@post("/documents", opt=allow())
async def write() -> dict[str, Any]:
    by = current_attribution()
    return {"origin": by.origin, "trace": by.trace_id}


ACCESS = HttpAccess(Tokens({"editor": EDITOR, "outsider": OUTSIDER}), Policies())
ROUTES = (open_to_all, documents, users, write)


def client_of(app: ASGIApp, token: str | None = None) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type] # two libraries' names for one interface
    return httpx.AsyncClient(transport=transport, base_url="http://copydesk", headers=headers)


def client(token: str | None = None) -> httpx.AsyncClient:
    return client_of(create_application(Parts(routes=ROUTES, access=ACCESS)), token)


@pytest.mark.rule("HT1")
@pytest.mark.parametrize("access", [None, ACCESS])
def test_a_route_that_decides_nothing_is_refused(access: HttpAccess | None) -> None:
    @get("/forgotten")
    async def forgotten() -> str:
        return "oops"

    with pytest.raises(UndecidedRouteError, match="forgotten"):
        create_application(Parts(routes=[forgotten], access=access))


@pytest.mark.rule("HT1")
def test_a_misspelt_policy_is_refused() -> None:
    @get("/misspelt", opt=allow("TreeAccesDocuments"))
    async def misspelt() -> str:
        return "oops"

    with pytest.raises(UnknownPolicyError, match="TreeAccesDocuments"):
        create_application(Parts(routes=[misspelt], access=ACCESS))


@pytest.mark.rule("HT2")
@pytest.mark.parametrize("token", [None, "forged"])
async def test_nobody_passes_without_a_good_token(token: str | None) -> None:
    answer = await client(token).get("/documents")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "secret" not in answer.text


@pytest.mark.rule("HT2")
async def test_another_scheme_is_named_as_the_mistake() -> None:
    answer = await client().get("/documents", headers={"Authorization": "Basic YTpi"})
    assert answer.status_code == 401
    assert "Basic" in answer.json()["detail"]


@pytest.mark.rule("HT3")
async def test_policies_decide() -> None:
    assert (await client("editor").get("/documents")).text == str(EDITOR.key)
    answer = await client("editor").get("/users")
    assert answer.status_code == 403
    assert "SectionAccessUsers" in answer.json()["detail"]
    assert (await client("outsider").get("/documents")).status_code == 403
    assert (await client("outsider").post("/documents")).status_code == 403


@pytest.mark.rule("HT4")
@pytest.mark.parametrize("token", [None, "forged", "editor"])
async def test_public_routes_see_the_anonymous_visitor(token: str | None) -> None:
    assert (await client(token).get("/open")).text == "anonymous"


@pytest.mark.rule("HT5")
async def test_changes_are_attributed_to_the_tab() -> None:
    headers = {"Copydesk-Origin": "tab-1", "X-Correlation-Id": "trace-1"}
    answer = await client("editor").post("/documents", headers=headers)
    assert answer.json() == {"origin": "tab-1", "trace": "trace-1"}
    assert current_attribution().origin is None


@pytest.mark.rule("HT5")
@pytest.mark.parametrize("origin", ["a b", "x" * 129, "ü"])
async def test_an_unsound_origin_is_refused(origin: str) -> None:
    answer = await client("editor").post("/documents", headers={b"Copydesk-Origin": origin.encode()})
    assert answer.status_code == 400
    assert "Copydesk-Origin" in answer.json()["detail"]


@pytest.mark.rule("HT6")
async def test_writes_are_answered_after_the_listeners() -> None:
    seen: list[str] = []

    async def told() -> None:
        seen.append("told")

    reader = client_of(create_application(Parts(routes=ROUTES, access=ACCESS, told=told)), "editor")
    await reader.get("/documents")
    assert seen == []
    await reader.post("/documents")
    assert seen == ["told"]


@pytest.mark.rule("HT6")
async def test_a_write_that_is_answered_untold_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def told() -> bool:
        return False

    writer = client_of(create_application(Parts(routes=ROUTES, access=ACCESS, told=told)), "editor")
    assert (await writer.post("/documents")).status_code == 201
    assert "before this node's listeners were told" in caplog.text
