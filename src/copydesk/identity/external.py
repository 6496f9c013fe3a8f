"""Tokens of an external OpenID Connect issuer, checked with the keys that it publishes."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from copydesk.identity.errors import InvalidTokenError, KeysUnavailableError, SettingsError
from copydesk.identity.tokens import Expected, checked_claims, unverified_header

__all__ = ["ExternalIdentity", "ExternalIssuer", "ExternalTokens", "KeyFetcher"]

_log = logging.getLogger(__name__)
_ASYMMETRIC: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"}
)
_LONGEST_SUBJECT: Final = 255


class KeyFetcher(Protocol):
    """Fetches a small document over the network."""

    async def fetch(self, url: str) -> bytes:
        """Return the body at `url`.

        Raises:
            KeysUnavailableError: It could not be fetched, in time or at all.
        """
        ...


@dataclass(frozen=True, slots=True)
class ExternalIssuer:
    """An OpenID Connect issuer whose tokens are accepted instead of own ones.

    Raises:
        SettingsError: An algorithm is not one with a public key.
    """

    issuer: str
    """The `iss` of its tokens, and where its configuration is discovered."""
    audience: str
    """The `aud` that its tokens must be for."""
    keys_url: str | None = None
    """Where its keys are; left out, it is discovered at `{issuer}/.well-known/openid-configuration`."""
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    subject_claim: str = "sub"
    email_claim: str = "email"
    verified_claim: str = "email_verified"
    """The claim that must be true before an e-mail address leads to a user."""
    name_claim: str = "name"
    create_users: bool = False
    """Whether somebody unknown with a verified address becomes a user at the first visit."""
    groups_of_new_users: tuple[str, ...] = ("writer",)
    """Aliases of the groups that such a user joins."""
    skew: timedelta = timedelta(seconds=30)
    keys_last: timedelta = timedelta(minutes=10)
    """How long fetched keys are used before they are fetched again."""
    fetch_at_most_every: timedelta = timedelta(seconds=30)
    """An unknown key id makes for a fetch, but not more often than this: anybody can invent key ids."""

    def __post_init__(self) -> None:
        if not self.algorithms or (foreign := set(self.algorithms) - _ASYMMETRIC):
            raise SettingsError(
                f"an external issuer signs with a private key; use some of {', '.join(sorted(_ASYMMETRIC))}, "
                f"not {', '.join(sorted(foreign if self.algorithms else ())) or 'nothing'}"
            )


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """What a checked token of an external issuer says about its holder."""

    issuer: str
    subject: str
    email: str | None
    """None if the issuer has not verified it."""
    name: str
    issued_at: datetime
    expires_at: datetime


class _Discovered(msgspec.Struct):
    issuer: str
    jwks_uri: str


class _Times(msgspec.Struct):
    iat: float
    exp: float


class ExternalTokens:
    """Checks the tokens of one external issuer.

    The keys are fetched at first need, again when they have grown old, and when a token names an unknown one (a
    rotation). While the issuer cannot be reached, known keys stay in use.
    """

    def __init__(self, issuer: ExternalIssuer, fetcher: KeyFetcher) -> None:
        self.issuer = issuer
        self._fetcher = fetcher
        self._keys: KeySet | None = None
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._fetching = asyncio.Lock()

    async def verify(self, text: str, now: datetime) -> ExternalIdentity:
        """Return what the token `text` says about its holder.

        Raises:
            InvalidTokenError: It is malformed, not of this issuer or for this audience, wrongly signed, expired, or
                from the future.
            KeysUnavailableError: No keys are known and none can be fetched.
        """
        header = unverified_header(text)
        if header.get("alg") not in self.issuer.algorithms:
            raise InvalidTokenError(f"the token is signed with {header.get('alg')!r}, which is not accepted")
        kid = header.get("kid")
        keys = await self._keys_for(kid if isinstance(kid, str) else None, now)
        expected = Expected(self.issuer.issuer, self.issuer.audience)
        claims = checked_claims(text, keys, self.issuer.algorithms, expected, now, self.issuer.skew)
        return self._identity(claims, now)

    def _identity(self, claims: Mapping[str, object], now: datetime) -> ExternalIdentity:
        subject = claims.get(self.issuer.subject_claim)
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
            raise InvalidTokenError(f"the claim {self.issuer.subject_claim!r} is no usable subject")
        email, name = claims.get(self.issuer.email_claim), claims.get(self.issuer.name_claim)
        verified = claims.get(self.issuer.verified_claim) is True
        times = msgspec.convert(claims, _Times)
        return ExternalIdentity(
            self.issuer.issuer,
            subject,
            email if verified and isinstance(email, str) else None,
            name if isinstance(name, str) and name else subject,
            datetime.fromtimestamp(times.iat, now.tzinfo),
            datetime.fromtimestamp(times.exp, now.tzinfo),
        )

    async def _keys_for(self, kid: str | None, now: datetime) -> KeySet:
        if self._must_fetch(kid, now):
            async with self._fetching:
                if self._must_fetch(kid, now):
                    await self._refresh(now)
        if self._keys is None:
            raise KeysUnavailableError(f"no keys of {self.issuer.issuer} are known yet")
        return self._keys

    def _must_fetch(self, kid: str | None, now: datetime) -> bool:
        if self._tried is not None and now - self._tried < self.issuer.fetch_at_most_every:
            return False
        if self._keys is None or self._fetched is None or now - self._fetched >= self.issuer.keys_last:
            return True
        return kid is not None and all(key.kid != kid for key in self._keys)

    async def _refresh(self, now: datetime) -> None:
        try:
            self._keys = await self._fetched_keys()
            self._fetched = now
        except KeysUnavailableError as error:
            _log.warning("the keys of %s could not be fetched: %s", self.issuer.issuer, error)
        finally:
            self._tried = now  # Not earlier: those who come meanwhile must wait for this fetch.

    async def _fetched_keys(self) -> KeySet:
        raw = await self._fetcher.fetch(self.issuer.keys_url or await self._discovered_url())
        try:
            return KeySet.import_key_set(msgspec.json.decode(raw))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise KeysUnavailableError(f"what it published is no key set: {error}") from error

    async def _discovered_url(self) -> str:
        raw = await self._fetcher.fetch(f"{self.issuer.issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            found = msgspec.json.decode(raw, type=_Discovered)
        except msgspec.DecodeError as error:
            raise KeysUnavailableError(f"its configuration is malformed: {error}") from error
        if found.issuer != self.issuer.issuer:
            raise KeysUnavailableError(f"its configuration is that of another issuer, {found.issuer}")
        return found.jwks_uri
