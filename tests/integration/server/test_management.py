"""The management API is served by the whole server."""

import httpx
import pytest

from copydesk.bootstrap import Copydesk
from copydesk.identity.http_access import MANAGEMENT_API


@pytest.mark.rule("MA200", "MA221")
async def test_the_first_administrator_signs_in_and_sees_what_runs(desk: Copydesk, visitor: httpx.AsyncClient) -> None:
    assert desk.first_administrator is not None
    body = {"email": "admin@localhost", "password": desk.first_administrator.password}
    token = (await visitor.post(f"{MANAGEMENT_API}/security/sign-in", json=body)).json()["accessToken"]
    headers = {"Authorization": f"Bearer {token}"}
    assert (await visitor.get(f"{MANAGEMENT_API}/user/current", headers=headers)).json()["isAdministrator"]
    information = (await visitor.get(f"{MANAGEMENT_API}/server/information", headers=headers)).json()
    assert information["database"] == desk.rooms.database.url.engine.value
