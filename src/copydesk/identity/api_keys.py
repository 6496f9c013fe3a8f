"""API keys: what a service shows instead of signing in. The secret is shown once and kept as a hash."""

import hashlib
import hmac
import re
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, true

from copydesk.db import Databases, ReadScope, WriteScope
from copydesk.identity import store
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.model import NAME_PROBLEM, ApiKey, is_name
from copydesk.identity.notifications import RightsChangedNotification
from copydesk.identity.outcome import Outcome, RefusedError, Status, attempt, finished
from copydesk.identity.ports import IDENTITY_LOCK, NewId, Now
from copydesk.identity.sentences import Sentences
from copydesk.identity.tables import api_key_groups, api_keys

__all__ = ["ApiKeyService", "CreatedApiKey", "ShownApiKey", "api_keys_by_key"]

_PREFIX: Final = "copydesk_"
_FORM = re.compile(rf"{_PREFIX}([0-9a-f]{{32}})_([A-Za-z0-9_-]{{43}})")


@dataclass(frozen=True, slots=True)
class ShownApiKey:
    """An API key as a service shows it: `copydesk_`, its id, and a secret of 256 bits."""

    key: UUID
    secret: str

    @classmethod
    def recognises(cls, text: str) -> bool:
        """Tell whether `text` is meant to be an API key."""
        return text.startswith(_PREFIX)

    @classmethod
    def parse(cls, text: str) -> "ShownApiKey":
        """Read an API key.

        Raises:
            InvalidTokenError: It does not have the form of one.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise InvalidTokenError("this does not have the form of an API key")
        return cls(UUID(hex=match[1]), match[2])

    @property
    def hash(self) -> bytes:
        """What is kept of the secret. It is random, so a fast hash is enough."""
        return hashlib.sha256(self.secret.encode()).digest()

    def fits(self, kept: bytes) -> bool:
        """Tell whether `kept` is the hash of this secret, in a time that does not depend on the answer."""
        return hmac.compare_digest(self.hash, kept)

    def __str__(self) -> str:
        return f"{_PREFIX}{self.key.hex}_{self.secret}"

    def __repr__(self) -> str:
        return f"ShownApiKey({self.key})"


@dataclass(frozen=True, slots=True)
class CreatedApiKey:
    """A new API key, and the only sight of its secret; both are None when it was refused."""

    outcome: Outcome
    api_key: ApiKey | None = None
    shown: ShownApiKey | None = None


class ApiKeyService:
    """Makes, lists and removes API keys.

    Args:
        databases: Where units of work begin: the tenant's database.
        now: The time.
        new_id: Makes keys.
    """

    def __init__(self, databases: Databases, now: Now, new_id: NewId) -> None:
        self._databases = databases
        self._now = now
        self._new_id = new_id

    async def create(self, name: str, groups: Iterable[UUID], expires_at: datetime | None = None) -> CreatedApiKey:
        """Make an API key with the rights of `groups`, good until `expires_at`."""
        made = ApiKey(self._new_id(), name.strip(), frozenset(groups), self._now(), expires_at)
        shown = ShownApiKey(made.key, secrets.token_urlsafe(32))
        async with self._databases.write("ApiKeyService.create") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda _: self._create(scope, made, shown.hash))
            scope.complete()
        done = finished(outcome, scope)
        return CreatedApiKey(done, made, shown) if done.success else CreatedApiKey(done)

    async def all(self) -> list[ApiKey]:
        """Return every API key, without its secret, in the order of their names."""
        async with self._databases.read("ApiKeyService.all") as scope:
            return [api_key for api_key, _ in (await _found(scope, true())).values()]

    async def delete(self, key: UUID) -> Outcome:
        """Remove an API key; services that show it are cut off at once."""
        async with self._databases.write("ApiKeyService.delete") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda _: self._delete(scope, key))
            scope.complete()
        return finished(outcome, scope)

    @staticmethod
    async def _create(scope: WriteScope, made: ApiKey, secret_hash: bytes) -> None:
        if not is_name(made.name):
            raise RefusedError(Status.INVALID, name=NAME_PROBLEM)
        if made.expires_at is not None and made.expires_at <= made.created:
            raise RefusedError(Status.INVALID, expires_at=Sentences.EXPIRED_ALREADY())
        known = {group.key for group in await store.groups_by_key(scope, made.groups)}
        if missing := made.groups - known:
            raise RefusedError(Status.UNKNOWN_GROUP, groups=Sentences.USER_GROUP_NOT_FOUND(key=min(missing)))
        await _insert(scope, made, secret_hash)

    @staticmethod
    async def _delete(scope: WriteScope, key: UUID) -> None:
        if (await scope.execute(delete(api_keys).where(api_keys.c.key == key))).rowcount == 0:
            raise RefusedError(Status.NOT_FOUND, Sentences.API_KEY_NOT_FOUND(key=key))
        scope.notifications.publish(RightsChangedNotification(frozenset({key})))


async def api_keys_by_key(scope: ReadScope, keys: Collection[UUID]) -> dict[UUID, tuple[ApiKey, bytes]]:
    """Return API keys with the hashes of their secrets, by key; those that do not exist are left out."""
    return await _found(scope, api_keys.c.key.in_(keys))


async def _found(scope: ReadScope, where: ColumnElement[bool]) -> dict[UUID, tuple[ApiKey, bytes]]:
    query = select(api_keys).where(where).order_by(api_keys.c.name, api_keys.c.key)
    rows = (await scope.execute(query)).mappings().all()
    groups: defaultdict[UUID, set[UUID]] = defaultdict(set)
    members = select(api_key_groups).where(api_key_groups.c.api_key.in_([row["key"] for row in rows]))
    for member in (await scope.execute(members)).mappings():
        groups[member["api_key"]].add(member["group_key"])
    return {row["key"]: (_api_key(row, groups[row["key"]]), row["secret_hash"]) for row in rows}


def _api_key(row: RowMapping, groups: Iterable[UUID]) -> ApiKey:
    return ApiKey(row["key"], row["name"], frozenset(groups), row["created"], row["expires_at"])


async def _insert(scope: WriteScope, made: ApiKey, secret_hash: bytes) -> None:
    row = {
        "key": made.key,
        "name": made.name,
        "secret_hash": secret_hash,
        "created": made.created,
        "expires_at": made.expires_at,
    }
    await scope.execute(insert(api_keys).values(row))
    members = [{"api_key": made.key, "group_key": group} for group in made.groups]
    if members:
        await scope.execute(insert(api_key_groups), members)
