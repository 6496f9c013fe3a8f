"""Sign-ins, their refresh tokens, and the keys that access tokens are signed with, in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from copydesk.db import ReadScope, WriteScope
from copydesk.identity.tables import refresh_tokens, sessions, signing_keys, users
from copydesk.identity.tokens import KeyRing, SigningKey

__all__ = [
    "Session",
    "SessionState",
    "UsedToken",
    "delete_ended_sessions",
    "insert_refresh_token",
    "insert_session",
    "insert_signing_key",
    "keep_session",
    "key_ring",
    "prune_signing_keys",
    "revoke_session",
    "session_state",
    "session_states",
    "use_refresh_token",
]


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in, and the family of refresh tokens that follow from it."""

    key: UUID
    user_key: UUID
    stamp: UUID
    created: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionState:
    """A sign-in beside the stamp that its user has now."""

    session: Session
    current_stamp: UUID

    def good(self, now: datetime) -> bool:
        """Tell whether the sign-in still stands at `now`."""
        session = self.session
        return session.revoked_at is None and session.stamp == self.current_stamp and now < session.expires_at


@dataclass(frozen=True, slots=True)
class UsedToken:
    """A refresh token that was shown: of which sign-in it is, and whether it has been used before."""

    session: UUID
    first: bool
    used_at: datetime
    """When it was used first."""


async def insert_session(scope: WriteScope, session: Session) -> None:
    """Add a sign-in."""
    row = {name: getattr(session, name) for name in sessions.columns.keys()}  # noqa: SIM118 - a mapping of columns
    await scope.execute(insert(sessions).values(row))


async def session_states(scope: ReadScope, keys: Collection[UUID]) -> dict[UUID, SessionState]:
    """Return sign-ins with their users' present stamps, by key; those that do not exist are left out."""
    query = select(sessions, users.c.security_stamp).join(users, users.c.key == sessions.c.user_key)
    rows = (await scope.execute(query.where(sessions.c.key.in_(keys)))).mappings()
    return {row["key"]: _state(dict(row)) for row in rows}


async def session_state(scope: ReadScope, key: UUID) -> SessionState | None:
    """Return a sign-in with its user's present stamp, or None."""
    return (await session_states(scope, [key])).get(key)


async def revoke_session(scope: WriteScope, key: UUID, now: datetime) -> bool:
    """End a sign-in and every token of it. Return whether it was still on."""
    ended = update(sessions).where(sessions.c.key == key, sessions.c.revoked_at.is_(None)).values(revoked_at=now)
    return (await scope.execute(ended)).rowcount == 1


async def keep_session(scope: WriteScope, key: UUID, stamp: UUID) -> None:
    """Let a sign-in go on although its user has a new stamp."""
    await scope.execute(update(sessions).where(sessions.c.key == key).values(stamp=stamp))


async def insert_refresh_token(scope: WriteScope, hashed: bytes, session: UUID, now: datetime) -> None:
    """Add a refresh token to a sign-in."""
    await scope.execute(insert(refresh_tokens).values(hash=hashed, session_key=session, created=now, used_at=None))


async def use_refresh_token(scope: WriteScope, hashed: bytes, now: datetime) -> UsedToken | None:
    """Use up a refresh token. Return what it is, or None if there is none. Two callers at once cannot both be first."""
    known = refresh_tokens.c.hash == hashed
    used = update(refresh_tokens).where(known, refresh_tokens.c.used_at.is_(None)).values(used_at=now)
    first = (await scope.execute(used)).rowcount == 1
    found = (await scope.execute(select(refresh_tokens.c.session_key, refresh_tokens.c.used_at).where(known))).first()
    return None if found is None else UsedToken(found.session_key, first, found.used_at)


async def delete_ended_sessions(scope: WriteScope, before: datetime) -> int:
    """Remove the sign-ins that ended before a moment, with their tokens. Return how many."""
    ended = (sessions.c.revoked_at < before) | (sessions.c.expires_at < before)
    return (await scope.execute(delete(sessions).where(ended))).rowcount


async def key_ring(scope: ReadScope) -> KeyRing:
    """Return the keys that access tokens are signed with."""
    rows = (await scope.execute(select(signing_keys))).mappings()
    return KeyRing(tuple(SigningKey(**row) for row in rows))


async def insert_signing_key(scope: WriteScope, key: SigningKey) -> None:
    """Add a key; being the newest, it signs from now on."""
    await scope.execute(insert(signing_keys).values(kid=key.kid, secret=key.secret, created=key.created))


async def prune_signing_keys(scope: WriteScope, superseded_before: datetime) -> int:
    """Remove the keys whose successor was made before a moment: nothing signed with them is good any more."""
    newest = await scope.scalar(
        select(func.max(signing_keys.c.created)).where(signing_keys.c.created < superseded_before)
    )
    if newest is None:
        return 0
    return (await scope.execute(delete(signing_keys).where(signing_keys.c.created < newest))).rowcount


def _state(row: dict[str, Any]) -> SessionState:
    stamp = row.pop("security_stamp")
    return SessionState(Session(**row), stamp)
