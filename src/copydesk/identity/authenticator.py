"""The one way in for every door: from what a caller shows to the principal that they are."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from copydesk.identity.api_keys import ShownApiKey
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.external import ExternalTokens
from copydesk.identity.external_users import ExternalUsers
from copydesk.identity.ports import Now
from copydesk.identity.principal import ANONYMOUS, Principal
from copydesk.identity.principals import Principals
from copydesk.identity.signing_keys import SigningKeys
from copydesk.identity.tokens import AccessTokens, unverified_header, unverified_issuer

__all__ = ["Authenticator"]


class Authenticator:
    """Recognises access tokens, API keys and the tokens of external issuers.

    Args:
        tokens: Checks own access tokens.
        keys: The keys that they are signed with.
        principals: Loads who it is.
        now: The time.
        external: Checks the tokens of external issuers; without them, none are accepted.
        external_users: Finds the users that their tokens are about.
    """

    def __init__(
        self,
        tokens: AccessTokens,
        keys: SigningKeys,
        principals: Principals,
        now: Now,
        external: Iterable[ExternalTokens] = (),
        external_users: ExternalUsers | None = None,
    ) -> None:
        self._tokens = tokens
        self._keys = keys
        self._principals = principals
        self._now = now
        self._external = {tokens.issuer.issuer: tokens for tokens in external}
        self._external_users = external_users

    async def authenticate(self, shown: str | None) -> Principal:
        """Return who is calling.

        Args:
            shown: What stands after `Bearer`, or in the `access_token` of a query; None or empty if nothing was shown.

        Raises:
            InvalidTokenError: Something was shown that is not good, or not any more. Never treat that as anonymous.
            KeysUnavailableError: The keys of an external issuer are needed and cannot be had.
        """
        if not shown:
            return ANONYMOUS
        if ShownApiKey.recognises(shown):
            return await self._service(ShownApiKey.parse(shown))
        external = self._external.get(unverified_issuer(shown) or "")
        if external is not None:
            return await self._external_user(external, shown, self._now())
        return await self._user(shown, self._now())

    async def _service(self, shown: ShownApiKey) -> Principal:
        principal = await self._principals.of_api_key(shown.key, shown.fits)
        if principal is None:
            raise InvalidTokenError("the API key is unknown, wrong or expired")
        return principal

    async def _user(self, shown: str, now: datetime) -> Principal:
        ring = await self._keys.for_verifying(unverified_header(shown).get("kid"))
        claims = self._tokens.verify(ring, shown, now)
        principal = await self._principals.of_session(claims.session)
        if principal is None or principal.key != claims.user:
            raise InvalidTokenError("the sign-in of this token has ended")
        ends = min(claims.expires_at, principal.expires_at or claims.expires_at)
        return replace(principal, issued_at=claims.issued_at, expires_at=ends)

    async def _external_user(self, external: ExternalTokens, shown: str, now: datetime) -> Principal:
        identity = await external.verify(shown, now)
        principal = await self._principals.of_external(identity)
        if principal is None and self._external_users and await self._external_users.link(identity, external.issuer):
            principal = await self._principals.of_external(identity)
        if principal is None:
            raise InvalidTokenError("no user who may come in belongs to this token")
        return replace(principal, issued_at=identity.issued_at, expires_at=identity.expires_at)
