"""Signing in and out over HTTP."""

from typing import Any

import httpx
import pytest

from copydesk.identity.http_access import MANAGEMENT_API
from tests.integration.identity_api.conftest import Api
from tests.integration.server_events.node import PASSWORD

COOKIE = {"cookie": True}


async def sign_in(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.post("security/sign-in", json={"email": "ada@example.org", "password": PASSWORD, **body})


@pytest.mark.rule("MA200")
async def test_the_right_password_opens_the_api(api: Api) -> None:
    user = await api.node.user("ada", await api.node.group("editor"))
    assert (await api.client().get("user/current")).status_code == 401
    answer = await sign_in(api.client())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert body.keys() == {"userKey", "accessToken", "expiresAt", "refreshToken", "sessionExpiresAt"}
    assert body["userKey"] == str(user.key)
    assert (await api.client(body["accessToken"]).get("user/current")).json()["key"] == str(user.key)


@pytest.mark.rule("MA201")
async def test_all_refusals_look_the_same(api: Api) -> None:
    disabled = await api.node.user("eve")
    await api.node.user("ada")
    assert (await api.node.identity.users.disable(disabled.key)).success
    answers = [
        await sign_in(api.client(), password="wrong horse battery"),
        await sign_in(api.client(), email="nobody@example.org"),
        await sign_in(api.client(), email="eve@example.org"),
        await sign_in(api.client(), email="no address"),
        await api.client().post("security/refresh", json={"refreshToken": "invented"}),
        await api.client().post("security/refresh", json=COOKIE),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert len({answer.json()["detail"] for answer in answers}) == 1


@pytest.mark.rule("MA201")
async def test_too_many_attempts_are_told_when_to_come_again(api: Api) -> None:
    await api.node.user("ada")
    wrong = [await sign_in(api.client(), password="wrong horse battery") for _ in range(11)]
    assert [answer.status_code for answer in wrong] == [401] * 10 + [429]
    assert wrong[-1].headers["retry-after"] == "30"


@pytest.mark.rule("MA201")
async def test_attempts_count_for_the_address_of_the_caller(api: Api) -> None:
    for number in range(60):
        await sign_in(api.client(), email=f"{number}@example.org")
    assert (await sign_in(api.client(), email="60@example.org")).status_code == 429
    assert (await sign_in(api.client(address="203.0.113.2"), email="60@example.org")).status_code == 401


@pytest.mark.rule("MA202")
async def test_a_refresh_token_is_good_for_one_use(api: Api) -> None:
    body = await api.signed_in(await api.node.user("ada"))
    shown = {"refreshToken": body["refreshToken"]}
    again = (await api.client().post("security/refresh", json=shown)).json()
    assert (await api.client(again["accessToken"]).get("user/current")).status_code == 200
    assert (await api.client().post("security/refresh", json=shown)).status_code == 401
    assert (await api.client(again["accessToken"]).get("user/current")).status_code == 401


@pytest.mark.rule("MA203")
@pytest.mark.parametrize("everywhere", [False, True])
async def test_signing_out_ends_this_sign_in_or_all(api: Api, everywhere: bool) -> None:
    user = await api.node.user("ada")
    client, other = await api.as_user(user), await api.as_user(user)
    api.node.clock.pass_(seconds=1)
    answer = await client.post(f"security/sign-out?everywhere={str(everywhere).lower()}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await client.get("user/current")).status_code == 401
    assert (await other.get("user/current")).status_code == (401 if everywhere else 200)


@pytest.mark.rule("MA203")
async def test_an_api_key_cannot_sign_out(api: Api) -> None:
    created = await api.node.identity.api_keys.create("robot", [])
    answer = await api.client(str(created.shown)).post("security/sign-out")
    assert answer.status_code == 403


@pytest.mark.rule("MA204")
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_browser_may_keep_the_refresh_token_in_a_cookie(api: Api, scheme: str) -> None:
    await api.node.user("ada")
    client = api.client()
    client.base_url = httpx.URL(str(client.base_url).replace("http:", f"{scheme}:"))
    answer = await sign_in(client, **COOKIE)
    assert answer.json()["refreshToken"] is None
    set_cookie = answer.headers["set-cookie"]
    parts = {part.strip().lower() for part in set_cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", f"path={MANAGEMENT_API}/security"} <= parts
    assert ("secure" in parts) == (scheme == "https")
    refreshed = await client.post("security/refresh", json=COOKIE)
    assert refreshed.status_code == 200
    assert refreshed.headers["set-cookie"] != set_cookie
    signed_out = await api.client(refreshed.json()["accessToken"]).post("security/sign-out")
    assert "max-age=0" in signed_out.headers["set-cookie"].lower()
    assert (await client.post("security/refresh", json=COOKIE)).status_code == 401


@pytest.mark.rule("MA205", "ID68")
async def test_tabs_may_share_a_cookie_for_a_moment(api: Api) -> None:
    await api.node.user("ada")
    client = api.client()
    await sign_in(client, **COOKIE)
    shared = dict(client.cookies)
    first, second = [await _refresh_with(api, shared) for _ in range(2)]
    assert (first.status_code, second.status_code) == (200, 200)
    api.node.clock.pass_(seconds=10)
    assert (await _refresh_with(api, shared)).status_code == 401
    assert (await api.client(first.json()["accessToken"]).get("user/current")).status_code == 401


async def _refresh_with(api: Api, cookies: dict[str, str]) -> httpx.Response:
    client = api.client()
    client.cookies.update(cookies)
    return await client.post("security/refresh", json=COOKIE)


@pytest.mark.rule("MA206")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://copydesk.test"}, 200),
        ({"Origin": "http://other.copydesk.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:5173"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 403),
    ],
)
async def test_another_site_cannot_use_the_cookie(api: Api, headers: dict[str, str], status: int) -> None:
    await api.node.user("ada")
    client = api.client()
    await sign_in(client, **COOKIE)
    answer = await client.post(
        "security/refresh", content=b'{"cookie":true}', headers={"Content-Type": "application/json", **headers}
    )
    assert answer.status_code == status
    assert (await client.post("security/refresh", json=COOKIE)).status_code == 200


@pytest.mark.rule("MA207")
@pytest.mark.parametrize("body", [{}, {"refreshToken": "x", "cookie": True}])
async def test_where_the_refresh_token_is_must_be_said(api: Api, body: dict[str, Any]) -> None:
    answer = await api.client().post("security/refresh", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "refreshToken"


@pytest.mark.rule("MA207")
@pytest.mark.parametrize("body", [{"email": "a"}, {"email": "a", "password": "b", "cokie": True}, [], "x"])
async def test_a_malformed_body_is_named(api: Api, body: Any) -> None:
    answer = await api.client().post("security/sign-in", json=body)
    assert answer.status_code == 400
    assert answer.json()["errors"]
