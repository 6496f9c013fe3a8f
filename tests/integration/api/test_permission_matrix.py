"""Every route of the whole server, tried by every role on every kind of object."""

import re
from collections.abc import Mapping
from http import HTTPMethod
from typing import Any

import httpx
import pytest
from litestar.routes import HTTPRoute

from copydesk.bootstrap import Copydesk
from copydesk.identity.http_access import MANAGEMENT_API
from copydesk.journal.model import Bounds
from tests.integration.api.matrix import FILES, ROLES, ROUTES, Kind, Need, Place, Role, Route
from tests.integration.api.world import World

UNAUTHORIZED, FORBIDDEN, NOT_FOUND = REFUSALS = (401, 403, 404)
BACK_OFFICE = {"GET /", "GET /umbraco", "GET /umbraco/{path}"}
"""Files that everybody may have; tests/unit/http/test_back_office.py shows them."""


def expected(role: Role, route: Route, where: Place | str) -> int:
    """Return the status that the table promises."""
    if route.need is Need.NOTHING:
        return route.ok
    if not role.is_known:
        return UNAUTHORIZED
    if route.need not in role.has or (route.users_only and not role.is_user):
        return FORBIDDEN
    if where == "administrator" and route.spares_administrators and Need.ADMINISTRATOR not in role.has:
        return FORBIDDEN
    if isinstance(where, Place) and route.verbs and where not in role.places:
        return NOT_FOUND if route.kind in {Kind.DOCUMENT, Kind.TRASHED} else FORBIDDEN
    return route.ok if role.verbs.issuperset(route.verbs) else FORBIDDEN


def filled_in(value: Any, names: Mapping[str, str]) -> Any:
    """Return `value` with every name in braces replaced."""
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], value)
    if isinstance(value, dict):
        return {name: filled_in(each, names) for name, each in value.items()}
    return [filled_in(each, names) for each in value] if isinstance(value, list) else value


async def tried(client: httpx.AsyncClient, route: Route, names: Mapping[str, str]) -> int:
    method, path = filled_in(route.name, names).replace("~", MANAGEMENT_API).split(" ")
    if route.body is FILES:
        body: dict[str, Any] = {"files": FILES}
    else:
        body = {} if route.body is None else {"json": filled_in(route.body, names)}
    answer = await client.request(method, path, params=filled_in(route.query, names) or None, **body)
    return answer.status_code


@pytest.mark.rule("MA280")
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
async def test_every_route_answers_every_role_as_the_table_says(world: World, role: Role) -> None:
    wrong = list[str]()
    async with await world.client(role) as client:
        for route in ROUTES:
            for where, names in (await world.objects(route.kind)).items():
                wanted = expected(role, route, where)
                before = await changes(world) if wanted in REFUSALS else None
                status = await tried(client, route, names)
                if status != wanted:
                    wrong.append(f"{route.name} ({where}): {status} instead of {wanted}")
                if before is not None and await changes(world) != before:
                    wrong.append(f"{route.name} ({where}): refused, and changed something")
    assert not wrong, "\n".join(wrong)


async def changes(world: World) -> Bounds:
    """Return what the journal holds, once it has everything."""
    assert await world.desk.rooms.events.live.caught_up()
    return await world.desk.rooms.journal.bounds()


@pytest.mark.rule("MA281")
async def test_the_table_has_every_route_and_no_other(desk: Copydesk) -> None:
    application: Any = desk._application
    routes = [route for route in application.litestar.routes if isinstance(route, HTTPRoute)]
    served = {
        f"{method} {re.sub(r':[a-z]+}', '}', route.path)}"
        for route in routes
        for method in route.methods
        if method not in {HTTPMethod.OPTIONS, HTTPMethod.HEAD}
    } - BACK_OFFICE
    listed = {route.name.replace("~", MANAGEMENT_API) for route in ROUTES}
    assert sorted(served - listed) == [], "give these a row in tests/integration/api/matrix.py"
    assert sorted(listed - served) == [], "no route answers to these rows any more"


@pytest.mark.rule("MA281")
async def test_the_hub_and_the_stream_ask_as_well(world: World) -> None:
    for role in ROLES:
        async with await world.client(role) as client:
            answer = await client.post("/umbraco/serverEventHub/negotiate?negotiateVersion=1")
            assert answer.status_code == (200 if role.is_known else UNAUTHORIZED), role.name
            if not role.is_known:
                assert (await client.get("/events")).status_code == UNAUTHORIZED
