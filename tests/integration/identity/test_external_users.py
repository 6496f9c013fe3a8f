"""Users who come with the token of an external issuer, on a real database."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from copydesk.identity import PrincipalKind, Section
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.external import ExternalIssuer
from copydesk.identity.room import IdentityOptions
from tests.integration.identity.conftest import PASSWORD, Clock, Desk, open_desk

KEY = ECKey.generate_key("P-256", {"kid": "k1"})
URL = "https://login.example.org"


class Fetcher:
    async def fetch(self, url: str) -> bytes:
        assert url == f"{URL}/keys"
        return json.dumps(KeySet([KEY]).as_dict()).encode()


@pytest.fixture(params=[False, True], ids=["known users", "new users too"])
def issuer(request: pytest.FixtureRequest) -> ExternalIssuer:
    return ExternalIssuer(
        URL, "copydesk", keys_url=f"{URL}/keys", create_users=request.param, groups_of_new_users=("guest",)
    )


@pytest.fixture
async def desk(
    database_url: str, clock: Clock, new_id: Callable[[], UUID], issuer: ExternalIssuer
) -> AsyncIterator[Desk]:
    opened = await open_desk(
        database_url, clock, new_id, IdentityOptions(external_issuers=(issuer,)), fetcher=Fetcher()
    )
    async with opened.database:
        yield opened


def token(desk: Desk, **claims: Any) -> str:
    now = int(desk.clock.time.timestamp())
    stated = {
        "iss": URL,
        "aud": "copydesk",
        "sub": "ada-1815",
        "email": "Ada@example.org",
        "email_verified": True,
        "name": "Ada L",
        "iat": now,
        "exp": now + 300,
    }
    return jwt.encode({"alg": "ES256", "kid": "k1"}, {**stated, **claims}, KEY, algorithms=["ES256"])


async def refused(desk: Desk, text: str) -> bool:
    try:
        await desk.identity.authenticator.authenticate(text)
    except InvalidTokenError:
        return True
    return False


@pytest.mark.rule("ID45")
async def test_a_known_address_is_linked_and_found_again_without_it(desk: Desk) -> None:
    group = await desk.group("editor", sections=frozenset({Section.CONTENT}))
    user = await desk.user("ada", group)
    principal = await desk.identity.authenticator.authenticate(token(desk))
    assert (principal.kind, principal.key, principal.session) == (PrincipalKind.USER, user.key, None)
    assert principal.profile.sections == {"content"}
    assert principal.issued_at == desk.clock.time
    later = await desk.identity.authenticator.authenticate(token(desk, email="new@example.org", email_verified=False))
    assert later.key == user.key
    assert (await desk.identity.users.page())[1] == 1
    assert (await desk.identity.principals.again([principal]))[0] == principal


@pytest.mark.rule("ID43", "ID45")
async def test_an_address_that_is_not_verified_links_nobody(desk: Desk) -> None:
    await desk.user("ada")
    assert await refused(desk, token(desk, email_verified=False))


@pytest.mark.rule("ID46")
async def test_somebody_unknown_is_made_a_user_only_if_that_is_set(desk: Desk, issuer: ExternalIssuer) -> None:
    group = await desk.group("guest")
    desk.told.clear()
    text = token(desk)
    desk.clock.pass_(minutes=1)  # The token is older than the user that it makes.
    assert await refused(desk, text) is not issuer.create_users
    users, _ = await desk.identity.users.page()
    if issuer.create_users:
        assert [(user.email, user.name, user.groups) for user in users] == [
            ("Ada@example.org", "Ada L", frozenset({group.key}))
        ]
        assert desk.names_told() == ["UserSaving", "UserSaved", "RightsChanged"]
        assert not await refused(desk, token(desk))
    else:
        assert users == []


@pytest.mark.rule("ID47")
@pytest.mark.parametrize("way", ["disable", "set_password", "end_all", "delete"])
async def test_what_ends_sign_ins_ends_external_tokens_issued_before(
    desk: Desk, way: str, issuer: ExternalIssuer
) -> None:
    user = await desk.user("ada")
    before = token(desk)
    connected = await desk.identity.authenticator.authenticate(before)
    desk.clock.pass_(seconds=1)
    if way == "end_all":
        await desk.identity.sessions.end_all(user.key)
    elif way == "set_password":
        assert (await desk.identity.users.set_password(user.key, PASSWORD)).success
    else:
        assert (await getattr(desk.identity.users, way)(user.key)).success
    assert (await desk.identity.principals.again([connected]))[0] is None
    if way == "delete" and issuer.create_users:
        assert (await desk.identity.authenticator.authenticate(before)).key != user.key
        return
    assert await refused(desk, before)
    assert await refused(desk, token(desk)) is (way in {"disable", "delete"})


@pytest.mark.rule("ID40")
async def test_another_issuer_is_not_accepted(desk: Desk) -> None:
    await desk.user("ada")
    assert await refused(desk, token(desk, iss="https://evil.example.org"))
