"""Sign-ins: opened once a user has proved who they are, kept by refresh tokens, ended at once when need be."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from copydesk.db import Databases, WriteScope
from copydesk.identity import credentials, session_store
from copydesk.identity.notifications import RightsChangedNotification, UserLogoutSuccessNotification
from copydesk.identity.ports import NewId, Now
from copydesk.identity.session_store import Session
from copydesk.identity.signing_keys import SigningKeys
from copydesk.identity.tokens import AccessTokens

__all__ = ["Refusal", "Sessions", "SignInRefused", "SignedIn"]

_REFRESH_TOKEN_BYTES: Final = 32
_LONGEST_REFRESH_TOKEN: Final = 128
_COOKIE: Final = "cookie."
"""Begins the refresh tokens that are kept in a cookie. Nobody can put it before another: it is hashed as well."""
_COOKIE_LEEWAY: Final = timedelta(seconds=10)


class Refusal(StrEnum):
    """Why nobody came in. For the log: over the network, all but `RATE_LIMITED` must look the same."""

    WRONG = "wrong"
    """No such user, or not their password."""
    DISABLED = "disabled"
    LOCKED_OUT = "lockedOut"
    RATE_LIMITED = "rateLimited"
    BAD_TOKEN = "badToken"  # noqa: S105 - a reason, not a secret
    """The refresh token is unknown, or its sign-in has ended."""
    REUSED_TOKEN = "reusedToken"  # noqa: S105 - a reason, not a secret
    """The refresh token was used before; its sign-in has been ended."""


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Nobody came in."""

    reason: Refusal
    retry_after: float = 0.0
    """Seconds after which another attempt is allowed, when rate-limited."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody came in, or went on. The refresh token is good for one use."""

    user_key: UUID
    session: UUID
    access_token: str
    expires_at: datetime
    """End of the access token."""
    refresh_token: str
    session_expires_at: datetime

    def __repr__(self) -> str:
        return f"SignedIn(user_key={self.user_key}, session={self.session})"


class Sessions:
    """Opens, continues and ends sign-ins.

    Args:
        databases: Where units of work begin: the tenant's database.
        tokens: Makes access tokens.
        keys: The keys that they are signed with.
        now: The time.
        new_id: Makes keys of sign-ins and tokens.
        lifetime: After this the proof is asked for again, however often tokens were refreshed.
    """

    def __init__(
        self,
        databases: Databases,
        tokens: AccessTokens,
        keys: SigningKeys,
        now: Now,
        new_id: NewId,
        *,
        lifetime: timedelta = timedelta(days=14),
    ) -> None:
        self._databases = databases
        self._tokens = tokens
        self._keys = keys
        self._now = now
        self._new_id = new_id
        self._lifetime = lifetime

    async def prepare(self) -> None:
        """Make sure that there is a signing key; call it before the scope that opens a sign-in."""
        await self._keys.for_signing()

    async def open(self, scope: WriteScope, user_key: UUID, stamp: UUID, *, in_cookie: bool = False) -> SignedIn:
        """Open a sign-in for a user whose security stamp is `stamp`, in the caller's unit of work.

        Args:
            scope: The caller's unit of work.
            user_key: Whose sign-in it is.
            stamp: The user's security stamp.
            in_cookie: Whether its refresh tokens are kept in a cookie, which all tabs of a browser share.
        """
        now = self._now()
        session = Session(self._new_id(), user_key, stamp, now, now + self._lifetime)
        await session_store.insert_session(scope, session)
        return await self._issue(scope, session, in_cookie=in_cookie)

    async def refresh(self, refresh_token: str, address: str | None = None) -> SignedIn | SignInRefused:
        """Exchange a refresh token for new tokens.

        A token that comes a second time has been stolen, or its answer was: the whole sign-in ends. A token from a
        cookie may come again for a few seconds, since two tabs send the same one and a reload loses the answer.
        """
        await self.prepare()
        async with self._databases.write("Sessions.refresh") as scope:
            answer = await self._refreshed(scope, refresh_token, address)
            scope.complete()
        return answer

    async def end(self, session: UUID, address: str | None = None) -> bool:
        """End one sign-in: its tokens are refused from now on. Return whether it was still on."""
        async with self._databases.write("Sessions.end") as scope:
            state = await session_store.session_state(scope, session)
            ended = state is not None and await self._end(scope, state.session, address)
            scope.complete()
        return ended

    async def end_all(self, user_key: UUID, address: str | None = None) -> None:
        """End all sign-ins of a user, and refuse the tokens that an external issuer gave them before now."""
        async with self._databases.write("Sessions.end_all") as scope:
            now = self._now()
            await credentials.new_stamp(scope, user_key, self._new_id(), now)
            scope.notifications.publish(UserLogoutSuccessNotification(user_key, now, address))
            scope.notifications.publish(RightsChangedNotification(frozenset({user_key})))
            scope.complete()

    async def prune(self) -> int:
        """Remove sign-ins that ended more than a day ago, with their tokens. Return how many."""
        async with self._databases.write("Sessions.prune") as scope:
            removed = await session_store.delete_ended_sessions(scope, self._now() - timedelta(days=1))
            scope.complete()
        return removed

    async def _refreshed(self, scope: WriteScope, shown: str, address: str | None) -> SignedIn | SignInRefused:
        now, in_cookie = self._now(), shown.startswith(_COOKIE)
        used = await session_store.use_refresh_token(scope, _hash(shown), now)
        state = await session_store.session_state(scope, used.session) if used is not None else None
        if used is None or state is None:
            return SignInRefused(Refusal.BAD_TOKEN)
        if not used.first and not (in_cookie and now < used.used_at + _COOKIE_LEEWAY):
            await self._end(scope, state.session, address)
            return SignInRefused(Refusal.REUSED_TOKEN)
        if not state.good(now):
            return SignInRefused(Refusal.BAD_TOKEN)
        return await self._issue(scope, state.session, in_cookie=in_cookie)

    async def _issue(self, scope: WriteScope, session: Session, *, in_cookie: bool) -> SignedIn:
        now, ring = self._now(), await self._keys.for_signing()
        refresh_token = (_COOKIE if in_cookie else "") + secrets.token_urlsafe(_REFRESH_TOKEN_BYTES)
        await session_store.insert_refresh_token(scope, _hash(refresh_token), session.key, now)
        access_token = self._tokens.issue(
            ring, user=session.user_key, session=session.key, token=self._new_id(), now=now
        )
        return SignedIn(
            session.user_key,
            session.key,
            access_token,
            now + self._tokens.lifetime,
            refresh_token,
            session.expires_at,
        )

    async def _end(self, scope: WriteScope, session: Session, address: str | None) -> bool:
        now = self._now()
        if not await session_store.revoke_session(scope, session.key, now):
            return False
        scope.notifications.publish(UserLogoutSuccessNotification(session.user_key, now, address, session.key))
        scope.notifications.publish(RightsChangedNotification(frozenset({session.user_key}), session.key))
        return True


def _hash(refresh_token: str) -> bytes:
    return hashlib.sha256(refresh_token[:_LONGEST_REFRESH_TOKEN].encode("utf-8", "surrogatepass")).digest()
