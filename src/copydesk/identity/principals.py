"""From what was shown at the door to a principal: always by way of the database, through a small cache."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from copydesk.db import Databases, ReadScope
from copydesk.identity.external import ExternalIdentity
from copydesk.identity.ports import NodePaths, NoPaths, Now
from copydesk.identity.principal import Principal, PrincipalKind
from copydesk.identity.principal_cache import Loaded, PrincipalCache, Slot
from copydesk.identity.principal_loader import PrincipalLoader

__all__ = ["Principals"]

_AT_A_TIME: Final = 200
_NOBODY: Final = UUID(int=0)
_Load = Callable[[ReadScope], Awaitable[Loaded | None]]


class Principals:
    """Loads principals. One for each tenant and node.

    Args:
        databases: The tenant's database.
        cache: Keeps what was loaded.
        now: The time.
        paths: Knows where start nodes stand in their trees.
    """

    def __init__(self, databases: Databases, cache: PrincipalCache, now: Now, paths: NodePaths | None = None) -> None:
        self._databases = databases
        self._cache = cache
        self._now = now
        self._loader = PrincipalLoader(now, paths or NoPaths())

    async def of_session(self, key: UUID) -> Principal | None:
        """Return the user of a sign-in, or None if it has ended or the user may not be here."""

        async def load(scope: ReadScope) -> Loaded | None:
            return (await self._loader.sessions(scope, [key])).get(key)

        loaded = await self._get(("session", key), load)
        return None if loaded is None else self._unless_expired(loaded.principal)

    async def of_external(self, identity: ExternalIdentity) -> Principal | None:
        """Return the user who is linked to an identity of an external issuer, or None if none who may be here is.

        A sign-out everywhere, or a new password, since the token was issued has ended it.
        """

        async def load(scope: ReadScope) -> Loaded | None:
            return await self._loader.external(scope, identity.issuer, identity.subject)

        loaded = await self._get(("external", (identity.issuer, identity.subject)), load)
        return None if loaded is None or not _is_later(identity.issued_at, loaded) else loaded.principal

    async def of_api_key(self, key: UUID, fits: Callable[[bytes], bool]) -> Principal | None:
        """Return the service with an API key, or None if there is none, it has expired, or its secret is another.

        Args:
            key: Id of the API key.
            fits: Tells whether a hash is that of the secret that was shown.
        """

        async def load(scope: ReadScope) -> Loaded | None:
            return (await self._loader.api_keys(scope, [key])).get(key)

        loaded = await self._get(("api key", key), load)
        return None if loaded is None or not fits(loaded.secret_hash) else self._unless_expired(loaded.principal)

    async def again(self, principals: Sequence[Principal]) -> list[Principal | None]:
        """Return what each of `principals` may do now, or None for one who may not be here any more, in the same order.

        For those who stay connected: all connections that a change concerns can be asked about at once. It reads the
        database, whatever the cache has. The times of the tokens that they came with are kept, and checked.
        """
        answers: list[Principal | None] = []
        for begin in range(0, len(principals), _AT_A_TIME):
            some = principals[begin : begin + _AT_A_TIME]
            async with self._databases.read("Principals.again") as scope:
                loaded = await self._load_again(scope, some)
            answers += [self._still(each, loaded.get(each.session or each.key or _NOBODY)) for each in some]
        return answers

    async def of_owner(self, principal: Principal) -> Principal | None:
        """Return what a user or service may do now, or None if they may not be here any more.

        For work that they began and that goes on without them: whether the sign-in or token lasts that they came with
        does not count, only whether they could come again. It reads the database, whatever the cache has.
        """
        owner = replace(principal, session=None)
        async with self._databases.read("Principals.of_owner") as scope:
            loaded = (await self._load_again(scope, [owner])).get(owner.key or _NOBODY)
        return None if loaded is None else self._unless_expired(loaded.principal)

    def _unless_expired(self, principal: Principal) -> Principal | None:
        return None if principal.expired(self._now()) else principal

    def _still(self, principal: Principal, loaded: Loaded | None) -> Principal | None:
        if loaded is None or principal.expired(self._now()) or loaded.principal.expired(self._now()):
            return None
        external = principal.kind is PrincipalKind.USER and principal.session is None
        if external and not _is_later(principal.issued_at, loaded):
            return None
        return replace(loaded.principal, issued_at=principal.issued_at, expires_at=principal.expires_at)

    async def _load_again(self, scope: ReadScope, principals: Sequence[Principal]) -> dict[UUID, Loaded]:
        sessions = {each.session for each in principals if each.session is not None}
        others = [each for each in principals if each.session is None and each.key is not None]
        users = {each.key for each in others if each.key is not None and each.kind is PrincipalKind.USER}
        services = {each.key for each in others if each.key is not None and each.kind is PrincipalKind.SERVICE}
        return {
            **(await self._loader.sessions(scope, sessions) if sessions else {}),
            **(await self._loader.users(scope, users) if users else {}),
            **(await self._loader.api_keys(scope, services) if services else {}),
        }

    async def _get(self, slot: Slot, load: _Load) -> Loaded | None:
        now, changes = self._now(), self._cache.changes
        loaded = self._cache.get(slot, now)
        if loaded is not None:
            return loaded
        async with self._databases.read("Principals") as scope:
            loaded = await load(scope)
            committed = scope.is_root  # Inside a unit of work it may be what is never committed.
        if loaded is not None and committed:
            self._cache.put(slot, loaded, now, changes)
        return loaded


def _is_later(issued_at: datetime | None, loaded: Loaded) -> bool:
    after = loaded.tokens_after
    # Tokens tell the time in whole seconds.
    return issued_at is not None and after is not None and issued_at >= after.replace(microsecond=0)
