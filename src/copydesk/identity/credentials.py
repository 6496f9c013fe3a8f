"""What proves that a user is who they say, in the database: password hash, security stamp, failed attempts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from copydesk.db import ReadScope, WriteScope
from copydesk.identity.model import UserState, is_email, normal_email
from copydesk.identity.tables import users

__all__ = [
    "Credentials",
    "count_failed_attempt",
    "credentials_by_email",
    "credentials_by_key",
    "new_stamp",
    "note_lockout",
    "note_sign_in",
    "set_password_hash",
    "tokens_after",
]


@dataclass(frozen=True, slots=True)
class Credentials:
    """The proof that belongs to a user. The stamp changes whenever all earlier tokens must end."""

    key: UUID
    state: UserState
    password_hash: str | None
    security_stamp: UUID
    stamped: datetime
    failed_attempts: int
    locked_out_at: datetime | None


_COLUMNS = (
    users.c.key,
    users.c.state,
    users.c.password_hash,
    users.c.security_stamp,
    users.c.stamped,
    users.c.failed_attempts,
    users.c.locked_out_at,
)


async def credentials_by_email(scope: ReadScope, email: str) -> Credentials | None:
    """Return the credentials of the user with this address, in whatever spelling, or None."""
    if not is_email(email):
        return None
    return next(iter(await _credentials(scope, users.c.normal_email == normal_email(email))), None)


async def credentials_by_key(scope: ReadScope, key: UUID) -> Credentials | None:
    """Return the credentials of a user, or None."""
    return next(iter(await _credentials(scope, users.c.key == key)), None)


async def tokens_after(scope: ReadScope, keys: Collection[UUID]) -> dict[UUID, datetime]:
    """Return for each user the moment before which no token of theirs may have been issued."""
    rows = await scope.execute(select(users.c.key, users.c.stamped).where(users.c.key.in_(keys)))
    return {row["key"]: row["stamped"] for row in rows.mappings()}


async def set_password_hash(scope: WriteScope, key: UUID, password_hash: str) -> None:
    """Replace the password's hash."""
    await scope.execute(update(users).where(users.c.key == key).values(password_hash=password_hash))


async def new_stamp(scope: WriteScope, key: UUID, stamp: UUID, now: datetime) -> None:
    """End all sign-ins of a user and all tokens issued to them before `now`."""
    await scope.execute(update(users).where(users.c.key == key).values(security_stamp=stamp, stamped=now))


async def count_failed_attempt(scope: WriteScope, key: UUID) -> int:
    """Count a failed attempt and return how many there have been since the last sign-in."""
    counted = update(users).where(users.c.key == key).values(failed_attempts=users.c.failed_attempts + 1)
    return int(await scope.scalar(counted.returning(users.c.failed_attempts)) or 0)


async def note_lockout(scope: WriteScope, key: UUID, locked_out_at: datetime | None) -> None:
    """Note since when a user is locked out, or that they are no more; the count of failed attempts begins anew."""
    cleared = update(users).where(users.c.key == key).values(failed_attempts=0, locked_out_at=locked_out_at)
    await scope.execute(cleared)


async def note_sign_in(scope: WriteScope, key: UUID, now: datetime) -> None:
    """Note that a user has come in; the count of failed attempts begins anew."""
    await scope.execute(update(users).where(users.c.key == key).values(failed_attempts=0, last_sign_in=now))


async def _credentials(scope: ReadScope, where: ColumnElement[bool]) -> list[Credentials]:
    rows = (await scope.execute(select(*_COLUMNS).where(where))).mappings()
    return [Credentials(**{**row, "state": UserState(row["state"])}) for row in rows]
