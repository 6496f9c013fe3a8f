"""An external OpenID Connect issuer from end to end: its token opens the API and the hub, without a password here."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from copydesk.bootstrap import Copydesk
from copydesk.identity.http_access import MANAGEMENT_API
from copydesk.settings import IssuerSettings, load_settings
from copydesk.system import utc_now
from tests.integration.identity.test_external_http import serving

KEY = ECKey.generate_key("P-256", {"kid": "first"})
STRANGER = ECKey.generate_key("P-256", {"kid": "first"})
HUB = "/umbraco/serverEventHub"


@pytest.fixture
async def issuer() -> AsyncIterator[str]:
    """A private issuer that publishes its configuration and its keys, as OpenID Connect Discovery wants it."""
    application = web.Application()

    async def configuration(request: web.Request) -> web.Response:
        return web.json_response({"issuer": f"http://{request.host}", "jwks_uri": f"http://{request.host}/keys"})

    async def keys(request: web.Request) -> web.Response:
        return web.json_response(KeySet([KEY]).as_dict(private=False))

    application.add_routes([web.get("/.well-known/openid-configuration", configuration), web.get("/keys", keys)])
    async with serving(application) as address:
        yield address


@pytest.fixture
async def desk(
    issuer: str, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Copydesk]:
    monkeypatch.chdir(tmp_path)
    trusted = IssuerSettings(issuer=issuer, audience="copydesk", create_users=True)
    settings = load_settings(database=sqlite_url, issuers=(trusted,))
    async with Copydesk(settings) as opened:
        yield opened


def token(issuer: str, key: ECKey = KEY, **claims: Any) -> str:
    now = utc_now()
    stated = {
        "iss": issuer,
        "aud": "copydesk",
        "sub": "ada-1815",
        "email": "ada@example.org",
        "email_verified": True,
        "name": "Ada",
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=5)).timestamp()),
    }
    return jwt.encode({"alg": "ES256", "kid": "first"}, stated | claims, key, algorithms=["ES256"])


def client(desk: Copydesk, bearer: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {bearer}"}
    return httpx.AsyncClient(transport=httpx.ASGITransport(desk), base_url="http://copydesk", headers=headers)


@pytest.mark.rule("MA290")
async def test_the_token_of_an_external_issuer_opens_the_api(desk: Copydesk, issuer: str) -> None:
    ada = client(desk, token(issuer))
    me = (await ada.get(f"{MANAGEMENT_API}/user/current")).json()
    assert (me["name"], me["email"]) == ("Ada", "ada@example.org")
    assert [group["alias"] for group in me["groups"]] == ["writer"]
    again = (await client(desk, token(issuer, email="moved@example.org")).get(f"{MANAGEMENT_API}/user/current")).json()
    assert again["key"] == me["key"]


@pytest.mark.rule("MA290")
async def test_the_token_of_an_external_issuer_opens_the_hub(desk: Copydesk, issuer: str) -> None:
    ada = client(desk, token(issuer))
    negotiated = (await ada.post(f"{HUB}/negotiate?negotiateVersion=1")).json()
    here = f"{HUB}?id={negotiated['connectionToken']}"
    assert (await ada.get(here)).status_code == 200
    handshake = json.dumps({"protocol": "json", "version": 1}) + "\x1e"
    assert (await ada.post(here, content=handshake)).status_code == 200
    assert (await ada.get(here)).text.startswith("{}\x1e")
    assert (await ada.delete(here)).status_code == 202


@pytest.mark.rule("MA290")
@pytest.mark.parametrize("bad", [{"key": STRANGER}, {"aud": "another"}, {"exp": 1}, {"email_verified": False}])
async def test_other_tokens_open_nothing(desk: Copydesk, issuer: str, bad: dict[str, Any]) -> None:
    stranger = client(desk, token(issuer, **bad))
    assert (await stranger.get(f"{MANAGEMENT_API}/user/current")).status_code == 401
    assert (await stranger.post(f"{HUB}/negotiate?negotiateVersion=1")).status_code == 401


@pytest.mark.rule("MA290")
async def test_signing_out_everywhere_ends_the_token_here(desk: Copydesk, issuer: str) -> None:
    earlier = int((utc_now() - timedelta(seconds=20)).timestamp())
    ada = client(desk, token(issuer, iat=earlier))
    assert (await ada.post(f"{MANAGEMENT_API}/security/sign-out?everywhere=true")).status_code == 204
    assert (await ada.get(f"{MANAGEMENT_API}/user/current")).status_code == 401
