"""Signing in with a password."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from copydesk.db import Databases, WriteScope
from copydesk.identity import credentials, store
from copydesk.identity.credentials import Credentials
from copydesk.identity.model import UserState
from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserLockedNotification,
    UserLoginFailedNotification,
    UserLoginSuccessNotification,
    UserSavedNotification,
    UserUnlockedNotification,
)
from copydesk.identity.passwords import PasswordHashes
from copydesk.identity.ports import IDENTITY_LOCK, NewId, Now
from copydesk.identity.rate_limit import SignInRateLimit
from copydesk.identity.sessions import Refusal, Sessions, SignedIn, SignInRefused

__all__ = ["LockoutOptions", "SignInService"]

_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class LockoutOptions:
    """When a user is locked out, and for how long."""

    attempts: int = 5
    """Failed attempts in a row after which a user is locked out, as in the reference."""
    lasts: timedelta | None = timedelta(minutes=30)
    """How long a lockout lasts; None: until somebody ends it."""


class SignInService:
    """Lets users in by password.

    Args:
        databases: Where units of work begin: the tenant's database.
        hashes: Checks passwords.
        sessions: Opens sign-ins.
        limit: How often one may try.
        now: The time.
        new_id: Makes security stamps.
        lockout: When a user is locked out.
    """

    def __init__(
        self,
        databases: Databases,
        hashes: PasswordHashes,
        sessions: Sessions,
        limit: SignInRateLimit,
        now: Now,
        new_id: NewId,
        lockout: LockoutOptions | None = None,
    ) -> None:
        self._databases = databases
        self._hashes = hashes
        self._sessions = sessions
        self._limit = limit
        self._now = now
        self._new_id = new_id
        self._lockout = lockout or LockoutOptions()

    async def sign_in(
        self, email: str, password: str, address: str | None = None, *, in_cookie: bool = False
    ) -> SignedIn | SignInRefused:
        """Let somebody in.

        Unless it is rate-limited, every attempt works out the password and writes once, so the time it takes tells
        nobody whether the user exists, is disabled or locked out.

        Args:
            email: The account, in whatever spelling.
            password: As typed.
            address: Network address of the caller; None on the command line.
            in_cookie: Whether the refresh tokens are kept in a cookie.
        """
        wait = self._limit.attempt(email, address, self._now().timestamp())
        if wait:
            return SignInRefused(Refusal.RATE_LIMITED, wait)
        async with self._databases.read("SignInService.sign_in") as scope:
            known = await credentials.credentials_by_email(scope, email)
        refusal = self._refusal(known)
        stored = known.password_hash if known is not None and refusal is None else None
        right, better = await self._hashes.verify(password, stored)
        if known is None or not right:
            return await self._not_let_in(known, refusal or Refusal.WRONG, address)
        answer = await self._let_in(known, better, address, in_cookie=in_cookie)
        if isinstance(answer, SignedIn):
            self._limit.forgive(email)
        return answer

    async def proves(self, key: UUID, password: str, address: str | None = None) -> SignInRefused | None:
        """Check the password of a user who is in already, for what only they may do. Return None if it is right.

        Attempts count like attempts to sign in, so that a stolen access token does not help to guess.
        """
        async with self._databases.read("SignInService.proves") as scope:
            user = next(iter(await store.users_by_key(scope, [key])), None)
            known = await credentials.credentials_by_key(scope, key)
        wait = self._limit.attempt(user.email if user else "", address, self._now().timestamp())
        if wait:
            return SignInRefused(Refusal.RATE_LIMITED, wait)
        right, _ = await self._hashes.verify(password, known.password_hash if known else None)
        return None if right else SignInRefused(Refusal.WRONG)

    def _refusal(self, known: Credentials | None) -> Refusal | None:
        if known is None:
            return Refusal.WRONG
        if known.state is UserState.DISABLED:
            return Refusal.DISABLED
        locked_out = known.state is UserState.LOCKED_OUT and not self._lockout_over(known)
        return Refusal.LOCKED_OUT if locked_out else None

    def _lockout_over(self, known: Credentials) -> bool:
        since, lasts = known.locked_out_at, self._lockout.lasts
        return since is not None and lasts is not None and self._now() >= since + lasts

    async def _not_let_in(self, known: Credentials | None, reason: Refusal, address: str | None) -> SignInRefused:
        async with self._databases.write("SignInService.sign_in") as scope:
            await scope.write_lock(IDENTITY_LOCK)  # Before the row, as everybody else does.
            failures = await credentials.count_failed_attempt(scope, known.key if known else _NOBODY)
            scope.notifications.publish(UserLoginFailedNotification(known.key if known else None, self._now(), address))
            if known is not None and reason is Refusal.WRONG and failures >= self._lockout.attempts:
                await self._lock_out(scope, known.key, address)
            scope.complete()
        return SignInRefused(reason)

    async def _let_in(
        self, known: Credentials, better: str | None, address: str | None, *, in_cookie: bool
    ) -> SignedIn | SignInRefused:
        await self._sessions.prepare()
        async with self._databases.write("SignInService.sign_in") as scope:
            answer: SignedIn | SignInRefused = SignInRefused(Refusal.WRONG)
            current = await credentials.credentials_by_key(scope, known.key)
            # Both may have changed while the password was worked out.
            if current is not None and (current.security_stamp, current.state) == (known.security_stamp, known.state):
                answer = await self._come_in(scope, current, better, address, in_cookie=in_cookie)
            scope.complete()
        return answer

    async def _come_in(
        self, scope: WriteScope, user: Credentials, better: str | None, address: str | None, *, in_cookie: bool
    ) -> SignedIn | SignInRefused:
        now = self._now()
        if user.state is UserState.LOCKED_OUT:
            if not await self._change_state(scope, user.key, UserState.ACTIVE):
                return SignInRefused(Refusal.DISABLED)
            scope.notifications.publish(UserUnlockedNotification(user.key, now, address))
        await credentials.note_lockout(scope, user.key, None)
        await credentials.note_sign_in(scope, user.key, now)
        if better is not None:
            await credentials.set_password_hash(scope, user.key, better)
        scope.notifications.publish(UserLoginSuccessNotification(user.key, now, address))
        return await self._sessions.open(scope, user.key, user.security_stamp, in_cookie=in_cookie)

    async def _lock_out(self, scope: WriteScope, key: UUID, address: str | None) -> None:
        now = self._now()
        if await self._change_state(scope, key, UserState.LOCKED_OUT):
            await credentials.note_lockout(scope, key, now)
            await credentials.new_stamp(scope, key, self._new_id(), now)
            scope.notifications.publish(UserLockedNotification(key, now, address))

    async def _change_state(self, scope: WriteScope, key: UUID, state: UserState) -> bool:
        await scope.write_lock(IDENTITY_LOCK)
        user = next(iter(await store.users_by_key(scope, [key])), None)
        if user is None or user.state is UserState.DISABLED:
            return False  # Meanwhile somebody else decided; that stands.
        user.state, user.updated = state, self._now()
        await store.update_user(scope, user)
        scope.notifications.publish(UserSavedNotification([user]))
        scope.notifications.publish(RightsChangedNotification(frozenset({key})))
        return True
