"""Own access tokens: what is accepted, and everything that is not."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from copydesk.identity.errors import IdentityError, InvalidTokenError
from copydesk.identity.tokens import (
    AccessTokens,
    KeyRing,
    SigningKey,
    new_signing_key,
    unverified_header,
    unverified_issuer,
)

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
KEY = SigningKey("k1", b"k" * 32, NOW)
RING = KeyRing((KEY,))
TOKENS = AccessTokens(audience="copydesk:main")
USER, SESSION = UUID(int=1), UUID(int=2)
GOOD: dict[str, Any] = {
    "iss": "copydesk",
    "aud": "copydesk:main",
    "sub": str(USER),
    "sid": str(SESSION),
    "jti": str(UUID(int=3)),
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 600,
}
HEADER = {"alg": "HS256", "typ": "at+jwt", "kid": "k1"}


def issued(ring: KeyRing = RING) -> str:
    return TOKENS.issue(ring, user=USER, session=SESSION, token=UUID(int=3), now=NOW)


def forged(claims: dict[str, Any] | None = None, header: dict[str, Any] | None = None, key: Any = None) -> str:
    text = {**GOOD, **(claims or {})}
    kept = {name: value for name, value in text.items() if value is not ...}
    signing = key or OctKey.import_key(KEY.secret)
    algorithm = {**HEADER, **(header or {})}
    return jwt.encode(algorithm, kept, signing, algorithms=[algorithm["alg"]])


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.mark.rule("ID30")
def test_a_token_says_whose_it_is_and_nothing_of_rights() -> None:
    claims = TOKENS.verify(RING, issued(), NOW)
    assert (claims.user, claims.session) == (USER, SESSION)
    assert (claims.issued_at, claims.expires_at) == (NOW, NOW + timedelta(minutes=10))
    payload = issued().split(".")[1]
    stated = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert stated == GOOD


@pytest.mark.rule("ID31")
@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "HS512"])
def test_another_algorithm_is_refused(algorithm: str) -> None:
    signature = issued().split(".")[2]
    for last in ("", signature):
        with pytest.raises(InvalidTokenError):
            TOKENS.verify(RING, ".".join((encoded({**HEADER, "alg": algorithm}), encoded(GOOD), last)), NOW)


@pytest.mark.rule("ID31")
def test_a_token_signed_with_the_right_key_and_another_algorithm_is_refused() -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.verify(RING, forged(header={"alg": "HS384"}), NOW)


@pytest.mark.rule("ID31")
def test_a_token_of_another_key_or_kind_of_key_is_refused() -> None:
    elliptic = ECKey.generate_key("P-256")
    for text in (
        forged(key=OctKey.import_key(b"x" * 32)),
        forged(header={"kid": "k2"}),
        forged(header={"alg": "ES256"}, key=elliptic),
    ):
        with pytest.raises(InvalidTokenError):
            TOKENS.verify(RING, text, NOW)
    with pytest.raises(InvalidTokenError, match="None"):
        TOKENS.verify(RING, ".".join((encoded({"alg": "HS256"}), encoded(GOOD), "AAAA")), NOW)


@pytest.mark.rule("ID31")
def test_a_changed_token_is_refused() -> None:
    header, _, signature = issued().split(".")
    with pytest.raises(InvalidTokenError):
        TOKENS.verify(RING, ".".join((header, encoded({**GOOD, "sub": str(UUID(int=9))}), signature)), NOW)


@pytest.mark.rule("ID31")
@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "somebody"},
        {"aud": "copydesk:other"},
        {"aud": ["copydesk:other"]},
        {"sub": "ada"},
        {"sub": ""},
        {"sid": 7},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": None},
        {"exp": 10**30},
        *({name: ...} for name in ("iss", "aud", "sub", "sid", "iat", "exp")),
    ],
    ids=str,
)
def test_a_wrong_malformed_or_missing_claim_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.verify(RING, forged(claims), NOW)


@pytest.mark.rule("ID31")
@pytest.mark.parametrize("kind", ["JWT", "id_token", ""])
def test_another_kind_of_token_is_refused(kind: str) -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.verify(RING, forged(header={"typ": kind}), NOW)


@pytest.mark.rule("ID32")
def test_a_token_ends_when_it_says() -> None:
    end = NOW + timedelta(minutes=10)
    TOKENS.verify(RING, issued(), end - timedelta(seconds=1))
    for later in (end, end + timedelta(days=400)):
        with pytest.raises(InvalidTokenError, match="expired"):
            TOKENS.verify(RING, issued(), later)


@pytest.mark.rule("ID32")
def test_a_token_from_the_future_is_refused() -> None:
    TOKENS.verify(RING, issued(), NOW - timedelta(seconds=10))
    with pytest.raises(InvalidTokenError, match="future"):
        TOKENS.verify(RING, issued(), NOW - timedelta(seconds=11))
    with pytest.raises(InvalidTokenError):
        TOKENS.verify(RING, forged({"nbf": GOOD["iat"] + 300}), NOW)


@pytest.mark.rule("ID33")
def test_a_new_key_signs_and_the_old_one_still_verifies() -> None:
    new = new_signing_key(NOW + timedelta(days=1))
    both = KeyRing((new, KEY))
    old_token, new_token = issued(), issued(both)
    assert both.newest == new
    assert TOKENS.verify(both, old_token, NOW) == TOKENS.verify(both, new_token, NOW)
    with pytest.raises(InvalidTokenError, match="no signing key"):
        TOKENS.verify(KeyRing((new,)), old_token, NOW)
    with pytest.raises(InvalidTokenError, match="no signing key"):
        TOKENS.verify(RING, new_token, NOW)


@pytest.mark.rule("ID33")
def test_without_a_key_there_is_no_token() -> None:
    with pytest.raises(IdentityError, match="key"):
        issued(KeyRing())


def test_a_signing_key_does_not_show_its_secret() -> None:
    key = new_signing_key(NOW)
    assert len(key.secret) == 32
    assert str(key.secret) not in repr(KeyRing((key,)))


PIECES = st.text(alphabet='abcXYZ0159-_=.{}"é', max_size=30)


@pytest.mark.rule("ID34")
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, min_size=3, max_size=3).map(".".join)))
def test_whatever_is_shown_is_only_ever_refused(text: str) -> None:
    with pytest.raises(InvalidTokenError):
        TOKENS.verify(RING, text, NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.rule("ID31", "ID34")
@given(st.dictionaries(st.sampled_from(sorted({*GOOD, "nbf"} - {"jti"})), JSON, min_size=1))
def test_whatever_a_signed_token_claims_it_is_refused_or_only_its_times_are_other(claims: dict[str, Any]) -> None:
    try:
        accepted = TOKENS.verify(RING, forged(claims), NOW)
    except InvalidTokenError:
        return
    assert claims.keys() <= {"iat", "nbf", "exp"}
    assert accepted.expires_at > NOW


@pytest.mark.rule("ID34")
def test_a_very_long_token_is_not_looked_at() -> None:
    with pytest.raises(InvalidTokenError, match="compact form"):
        TOKENS.verify(RING, forged({"padding": "x" * 9000}), NOW)


@pytest.mark.rule("ID34")
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_nested_too_deeply_is_no_token(place: int) -> None:
    parts = issued().split(".")
    parts[place] = base64.urlsafe_b64encode(b'{"a":' + b"[" * 2500 + b"]" * 2500 + b"}").decode()
    read = (unverified_header, unverified_issuer)[place]
    with pytest.raises(InvalidTokenError, match="compact form"):
        read(".".join(parts))


def test_who_signed_can_be_read_before_anything_is_checked() -> None:
    assert unverified_issuer(issued()) == "copydesk"
    assert unverified_issuer(forged({"iss": 7})) is None
    with pytest.raises(InvalidTokenError):
        unverified_issuer("a.b")
