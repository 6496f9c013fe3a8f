"""Access tokens: short-lived, signed, and holding nothing but ids. No I/O.

Rights never stand in a token. Whoever shows one is looked up, so a change of rights takes effect at once.
"""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeyFlexible, OctKey

from copydesk.identity.errors import IdentityError, InvalidTokenError

__all__ = [
    "LONGEST_TOKEN",
    "AccessClaims",
    "AccessTokens",
    "Expected",
    "KeyRing",
    "SigningKey",
    "checked_claims",
    "new_signing_key",
    "unverified_header",
    "unverified_issuer",
]

LONGEST_TOKEN: Final = 8192
"""Characters of the longest token that is looked at."""
_ALGORITHM: Final = "HS256"
_TYPE: Final = "at+jwt"
_SEGMENTS: Final = 3


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key for access tokens, known by its `kid`."""

    kid: str
    secret: bytes
    created: datetime

    def __repr__(self) -> str:
        return f"SigningKey(kid={self.kid!r})"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that tokens may be signed with. The newest signs; older ones only verify, until they are removed."""

    keys: tuple[SigningKey, ...] = ()

    @property
    def newest(self) -> SigningKey | None:
        """The key that signs; None for an empty ring."""
        return max(self.keys, key=lambda key: (key.created, key.kid), default=None)

    def find(self, kid: str) -> SigningKey | None:
        """Return the key called `kid`, or None."""
        return next((key for key in self.keys if key.kid == kid), None)


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token says: whose it is, of which sign-in, and until when."""

    user: UUID
    session: UUID
    issued_at: datetime
    expires_at: datetime


class _Claims(msgspec.Struct):
    sub: UUID
    sid: UUID
    iat: int
    exp: int


@dataclass(frozen=True, slots=True)
class AccessTokens:
    """Makes and checks access tokens.

    Args:
        issuer: Who signs, such as `copydesk`.
        audience: For whom; every tenant has its own, so that a token of one opens nothing in another.
        lifetime: How long a token lasts.
        skew: How far the clocks of two nodes may differ.
    """

    issuer: str = "copydesk"
    audience: str = "copydesk"
    lifetime: timedelta = timedelta(minutes=10)
    skew: timedelta = timedelta(seconds=10)

    def issue(self, ring: KeyRing, *, user: UUID, session: UUID, token: UUID, now: datetime) -> str:
        """Return a new token.

        Args:
            ring: The signing keys.
            user: Key of the user.
            session: Key of the sign-in.
            token: Id of the token itself.
            now: When it is issued; it ends `lifetime` later.

        Raises:
            IdentityError: The ring is empty.
        """
        key = ring.newest
        if key is None:
            raise IdentityError("there is no key to sign tokens with; create one first")
        issued = int(now.timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(user),
            "sid": str(session),
            "jti": str(token),
            "iat": issued,
            "exp": issued + int(self.lifetime.total_seconds()),
        }
        header = {"alg": _ALGORITHM, "typ": _TYPE, "kid": key.kid}
        return jwt.encode(header, claims, _hmac_key(key.secret), algorithms=[_ALGORITHM])

    def verify(self, ring: KeyRing, text: str, now: datetime) -> AccessClaims:
        """Return what the token `text` says.

        Raises:
            InvalidTokenError: It is malformed, of another kind, issuer or audience, signed by none of the keys,
                expired, or from the future.
        """
        header = unverified_header(text)
        kid, kind = header.get("kid"), header.get("typ")
        key = ring.find(kid) if isinstance(kid, str) else None
        if key is None:
            raise InvalidTokenError(f"no signing key is called {kid!r}")
        if kind != _TYPE:
            raise InvalidTokenError(f"the token is of type {kind!r}, not {_TYPE!r}")
        claims = checked_claims(text, _hmac_key(key.secret), (_ALGORITHM,), self._expected(), now, self.skew)
        return _access_claims(claims, now)

    def _expected(self) -> "Expected":
        return Expected(self.issuer, self.audience)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the claims of a token must say."""

    issuer: str
    audience: str


def checked_claims(
    text: str, key: KeyFlexible, algorithms: tuple[str, ...], expected: Expected, now: datetime, skew: timedelta
) -> Mapping[str, object]:
    """Return the claims of a signed token after checking all that every token must meet.

    Args:
        text: The token in compact form.
        key: The key, or a set of them by `kid`.
        algorithms: The algorithms that are accepted; the token's own word on it counts for nothing.
        expected: What `iss` and `aud` must be.
        now: The present.
        skew: How far the signer's clock may differ.

    Raises:
        InvalidTokenError: The signature, the algorithm, or one of `iss`, `aud`, `exp`, `iat`, `nbf`, `sub` is wrong
            or missing.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(skew.total_seconds()),
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.audience},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        token = jwt.decode(text, key, algorithms=algorithms)
        registry.validate(token.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise InvalidTokenError(f"the token was refused: {error}") from error
    return token.claims


def unverified_header(text: str) -> Mapping[str, object]:
    """Return the header of a token, of which nothing has been checked.

    Raises:
        InvalidTokenError: It is not the compact form of a signed token, or too long.
    """
    return _segment(text, 0)


def unverified_issuer(text: str) -> str | None:
    """Return who claims to have signed a token, of which nothing has been checked.

    Raises:
        InvalidTokenError: It is not the compact form of a signed token, or too long.
    """
    issuer = _segment(text, 1).get("iss")
    return issuer if isinstance(issuer, str) else None


def new_signing_key(now: datetime) -> SigningKey:
    """Return a new random key."""
    return SigningKey(secrets.token_hex(8), secrets.token_bytes(32), now)


@lru_cache(maxsize=16)
def _hmac_key(secret: bytes) -> OctKey:
    return OctKey.import_key(secret)


def _segment(text: str, index: int) -> Mapping[str, object]:
    parts = text.split(".") if len(text) <= LONGEST_TOKEN else []
    if len(parts) != _SEGMENTS:
        raise InvalidTokenError("this is not a signed token in compact form")
    try:
        octets = base64.urlsafe_b64decode(parts[index] + "=" * (-len(parts[index]) % 4))
        return msgspec.json.decode(octets, type=dict[str, object])
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InvalidTokenError("this is not a signed token in compact form") from error


def _access_claims(claims: Mapping[str, object], now: datetime) -> AccessClaims:
    try:
        said = msgspec.convert(claims, _Claims)
        accepted = AccessClaims(said.sub, said.sid, _moment(said.iat), _moment(said.exp))
    except (msgspec.ValidationError, OverflowError, OSError) as error:
        raise InvalidTokenError(f"the token's claims are malformed: {error}") from error
    if accepted.expires_at <= now:  # The skew is for the beginning: an own token ends when it says.
        raise InvalidTokenError("the token has expired")
    return accepted


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
