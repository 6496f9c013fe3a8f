"""Tokens of an external issuer, with keys from a fetcher that the test controls."""

import asyncio
import base64
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from copydesk.identity.errors import InvalidTokenError, KeysUnavailableError, SettingsError
from copydesk.identity.external import ExternalIssuer, ExternalTokens

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
ISSUER = ExternalIssuer("https://login.example.org", "copydesk", keys_url="https://login.example.org/keys")
FIRST = ECKey.generate_key("P-256", {"kid": "first"})
SECOND = ECKey.generate_key("P-256", {"kid": "second"})
GOOD = {
    "iss": "https://login.example.org",
    "aud": ["copydesk", "another"],
    "sub": "ada-1815",
    "email": "ada@example.org",
    "email_verified": True,
    "name": "Ada",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
}


class Fetcher:
    """Publishes keys and counts who asks; a gate can hold an answer back."""

    def __init__(self, *keys: ECKey) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.reached = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.publish(*keys)

    def publish(self, *keys: ECKey) -> None:
        self.pages["https://login.example.org/keys"] = json.dumps(KeySet(list(keys)).as_dict()).encode()

    async def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        self.reached.set()
        await self.gate.wait()
        if url not in self.pages:
            raise KeysUnavailableError(f"{url} cannot be reached")
        return self.pages[url]


def token(key: ECKey = FIRST, algorithm: str = "ES256", **claims: Any) -> str:
    stated = {name: value for name, value in {**GOOD, **claims}.items() if value is not ...}
    return jwt.encode({"alg": algorithm, "kid": key.kid}, stated, key, algorithms=[algorithm])


@pytest.mark.rule("ID40")
async def test_a_good_token_says_who_its_holder_is() -> None:
    identity = await ExternalTokens(ISSUER, Fetcher(FIRST, SECOND)).verify(token(), NOW)
    assert (identity.issuer, identity.subject) == ("https://login.example.org", "ada-1815")
    assert (identity.email, identity.name) == ("ada@example.org", "Ada")
    assert (identity.issued_at, identity.expires_at) == (NOW, NOW + timedelta(minutes=5))


@pytest.mark.rule("ID40")
@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example.org"},
        {"aud": "another"},
        {"sub": ""},
        {"sub": "s" * 256},
        {"sub": "a\0b"},
        {"exp": int(NOW.timestamp()) - 31},
        {"iat": int(NOW.timestamp()) + 31},
        {"nbf": int(NOW.timestamp()) + 31},
        *({name: ...} for name in ("iss", "aud", "sub", "iat", "exp")),
    ],
    ids=str,
)
async def test_a_wrong_or_missing_claim_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(InvalidTokenError):
        await ExternalTokens(ISSUER, Fetcher(FIRST)).verify(token(**claims), NOW)


@pytest.mark.rule("ID40")
async def test_a_public_key_cannot_be_used_as_a_secret() -> None:
    unsigned = b".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "first"}, GOOD)
    )
    signature = hmac.digest(FIRST.as_pem(private=False), unsigned, "sha256")
    forged = (unsigned + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()
    with pytest.raises(InvalidTokenError, match="HS256"):
        await ExternalTokens(ISSUER, Fetcher(FIRST)).verify(forged, NOW)


@pytest.mark.rule("ID40")
async def test_another_key_under_a_known_name_is_refused() -> None:
    imposter = ECKey.generate_key("P-256", {"kid": "first"})
    with pytest.raises(InvalidTokenError):
        await ExternalTokens(ISSUER, Fetcher(FIRST)).verify(token(imposter), NOW)


@pytest.mark.rule("ID40")
@pytest.mark.parametrize("algorithms", [(), ("HS256",), ("ES256", "none")])
def test_only_algorithms_with_a_public_key_can_be_set(algorithms: Sequence[str]) -> None:
    with pytest.raises(SettingsError, match="private key"):
        ExternalIssuer("https://login.example.org", "copydesk", algorithms=tuple(algorithms))


@pytest.mark.rule("ID41")
async def test_keys_are_discovered_and_kept() -> None:
    fetcher = Fetcher(FIRST)
    configuration = "https://login.example.org/.well-known/openid-configuration"
    fetcher.pages[configuration] = json.dumps(
        {"issuer": "https://login.example.org", "jwks_uri": "https://login.example.org/keys"}
    ).encode()
    tokens = ExternalTokens(ExternalIssuer("https://login.example.org", "copydesk"), fetcher)
    for _ in range(3):
        await tokens.verify(token(), NOW)
    assert fetcher.asked == [configuration, "https://login.example.org/keys"]


@pytest.mark.rule("ID41")
@pytest.mark.parametrize("page", [b"rubbish", b'{"issuer": "https://evil.example.org", "jwks_uri": "https://x"}'])
async def test_a_configuration_that_is_not_the_issuers_is_not_followed(page: bytes) -> None:
    fetcher = Fetcher(FIRST)
    fetcher.pages["https://login.example.org/.well-known/openid-configuration"] = page
    with pytest.raises(KeysUnavailableError):
        await ExternalTokens(ExternalIssuer("https://login.example.org", "copydesk"), fetcher).verify(token(), NOW)
    assert len(fetcher.asked) == 1


@pytest.mark.rule("ID41")
async def test_a_rotation_is_noticed_by_the_unknown_key() -> None:
    fetcher = Fetcher(FIRST)
    tokens = ExternalTokens(ISSUER, fetcher)
    await tokens.verify(token(), NOW)
    fetcher.publish(SECOND)
    soon = NOW + timedelta(seconds=30)
    assert (await tokens.verify(token(SECOND), soon)).subject == "ada-1815"
    with pytest.raises(InvalidTokenError):
        await tokens.verify(token(FIRST), soon)


@pytest.mark.rule("ID41")
async def test_invented_key_ids_do_not_make_for_many_fetches() -> None:
    fetcher = Fetcher(FIRST)
    tokens = ExternalTokens(ISSUER, fetcher)
    for second in range(29):
        with pytest.raises(InvalidTokenError):
            await tokens.verify(token(SECOND), NOW + timedelta(seconds=second))
    assert len(fetcher.asked) == 1


@pytest.mark.rule("ID41")
async def test_old_keys_are_fetched_again() -> None:
    fetcher = Fetcher(FIRST, SECOND)
    tokens = ExternalTokens(ISSUER, fetcher)
    await tokens.verify(token(), NOW)
    fetcher.publish(SECOND)
    later = NOW + timedelta(minutes=10)
    with pytest.raises(InvalidTokenError):
        await tokens.verify(token(exp=int(later.timestamp()) + 60), later)
    assert len(fetcher.asked) == 2


@pytest.mark.rule("ID41")
async def test_many_that_wait_share_one_fetch() -> None:
    fetcher = Fetcher(FIRST)
    fetcher.gate.clear()
    tokens = ExternalTokens(ISSUER, fetcher)
    async with asyncio.TaskGroup() as group:
        visits = [group.create_task(tokens.verify(token(), NOW)) for _ in range(5)]
        await fetcher.reached.wait()
        fetcher.gate.set()
    assert {visit.result().subject for visit in visits} == {"ada-1815"}
    assert len(fetcher.asked) == 1


@pytest.mark.rule("ID42")
async def test_known_keys_outlive_an_outage() -> None:
    fetcher = Fetcher(FIRST)
    tokens = ExternalTokens(ISSUER, fetcher)
    await tokens.verify(token(), NOW)
    fetcher.pages.clear()
    later = NOW + timedelta(hours=2)
    assert (await tokens.verify(token(exp=int(later.timestamp()) + 60), later)).subject == "ada-1815"


@pytest.mark.rule("ID42")
@pytest.mark.parametrize("page", [None, b"rubbish", b"{}", b'{"keys": []}', b'{"keys": [{"kty": "EC"}]}', b"[]"])
async def test_without_any_keys_it_says_so_and_recovers(page: bytes | None) -> None:
    fetcher = Fetcher(FIRST)
    good = fetcher.pages.pop(ISSUER.keys_url or "")
    if page is not None:
        fetcher.pages[ISSUER.keys_url or ""] = page
    tokens = ExternalTokens(ISSUER, fetcher)
    with pytest.raises(KeysUnavailableError):
        await tokens.verify(token(), NOW)
    fetcher.pages[ISSUER.keys_url or ""] = good
    assert (await tokens.verify(token(), NOW + timedelta(seconds=30))).subject == "ada-1815"


@pytest.mark.rule("ID43")
@pytest.mark.parametrize("verified", [False, ..., "true", 1])
async def test_an_address_that_is_not_verified_does_not_count(verified: object) -> None:
    identity = await ExternalTokens(ISSUER, Fetcher(FIRST)).verify(token(email_verified=verified), NOW)
    assert identity.email is None


async def test_a_holder_without_a_name_is_called_by_the_subject() -> None:
    identity = await ExternalTokens(ISSUER, Fetcher(FIRST)).verify(token(name=...), NOW)
    assert identity.name == "ada-1815"
