"""From what was shown at the door to a principal: always by way of the database, through a small cache."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from copydesk.db import Databases, ReadScope
from copydesk.identity import credentials, store
from copydesk.identity.api_keys import api_key_by_key
from copydesk.identity.external import ExternalIdentity
from copydesk.identity.external_users import external_login
from copydesk.identity.model import User, UserState, service_principal, user_principal
from copydesk.identity.ports import NodePaths, NoPaths, Now
from copydesk.identity.principal import Principal, PrincipalKind
from copydesk.identity.principal_cache import Loaded, PrincipalCache, Slot
from copydesk.identity.session_store import session_state

__all__ = ["Principals"]

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
        self._paths = paths or NoPaths()

    async def of_session(self, key: UUID) -> Principal | None:
        """Return the user of a sign-in, or None if it has ended or the user may not be here."""
        loaded = await self._get(("session", key), lambda scope: self._load_session(scope, key))
        return None if loaded is None else self._unless_expired(loaded.principal)

    async def of_external(self, identity: ExternalIdentity) -> Principal | None:
        """Return the user who is linked to an identity of an external issuer, or None if there is none who may be here.

        A sign-out everywhere, or a new password, since the token was issued has ended it.
        """
        name = (identity.issuer, identity.subject)
        loaded = await self._get(("external", name), lambda scope: self._load_external(scope, name))
        return None if loaded is None or not _is_later(identity.issued_at, loaded) else loaded.principal

    async def of_api_key(self, key: UUID, fits: Callable[[bytes], bool]) -> Principal | None:
        """Return the service with an API key, or None if there is none, it has expired, or its secret is another.

        Args:
            key: Id of the API key.
            fits: Tells whether a hash is that of the secret that was shown.
        """
        loaded = await self._get(("api key", key), lambda scope: self._load_api_key(scope, key))
        return None if loaded is None or not fits(loaded.secret_hash) else self._unless_expired(loaded.principal)

    async def again(self, principal: Principal) -> Principal | None:
        """Return what `principal` may do now, or None if they may not be here any more. For those who stay connected.

        It reads the database, whatever the cache has. The time of the token that they came with is kept, and checked.
        """
        loaded = None if principal.expired(self._now()) else await self._load_again(principal)
        if loaded is None or self._unless_expired(loaded.principal) is None:
            return None
        if (
            principal.kind is PrincipalKind.USER
            and principal.session is None
            and not _is_later(principal.issued_at, loaded)
        ):
            return None
        return replace(loaded.principal, issued_at=principal.issued_at, expires_at=principal.expires_at)

    def _unless_expired(self, principal: Principal) -> Principal | None:
        return None if principal.expired(self._now()) else principal

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

    async def _load_again(self, principal: Principal) -> Loaded | None:
        key = principal.session or principal.key
        if key is None:
            return None
        async with self._databases.read("Principals") as scope:
            if principal.session is not None:
                return await self._load_session(scope, key)
            if principal.kind is PrincipalKind.SERVICE:
                return await self._load_api_key(scope, key)
            return await self._load_user(scope, key)

    async def _load_session(self, scope: ReadScope, key: UUID) -> Loaded | None:
        state = await session_state(scope, key)
        if state is None or not state.good(self._now()):
            return None
        loaded = await self._load_user(scope, state.session.user_key)
        if loaded is None:
            return None
        return Loaded(replace(loaded.principal, session=key, expires_at=state.session.expires_at))

    async def _load_user(self, scope: ReadScope, key: UUID) -> Loaded | None:
        user = next(iter(await store.users_by_key(scope, [key])), None)
        proof = await credentials.credentials_by_key(scope, key)
        if user is None or proof is None or user.state is not UserState.ACTIVE:
            return None
        return Loaded(await self._principal(scope, user), tokens_after=proof.stamped)

    async def _load_external(self, scope: ReadScope, name: tuple[str, str]) -> Loaded | None:
        key = await external_login(scope, name)
        return None if key is None else await self._load_user(scope, key)

    async def _load_api_key(self, scope: ReadScope, key: UUID) -> Loaded | None:
        found = await api_key_by_key(scope, key)
        if found is None:
            return None
        api_key, secret_hash = found
        groups = await store.groups_by_key(scope, api_key.groups)
        return Loaded(service_principal(api_key, groups), secret_hash=secret_hash)

    async def _principal(self, scope: ReadScope, user: User) -> Principal:
        groups = await store.groups_by_key(scope, user.groups)
        own = user.document_start_nodes | user.media_start_nodes
        return user_principal(user, groups, await self._paths.paths_of(scope, own) if own else None)


def _is_later(issued_at: datetime | None, loaded: Loaded) -> bool:
    after = loaded.tokens_after
    # Tokens tell the time in whole seconds.
    return issued_at is not None and after is not None and issued_at >= after.replace(microsecond=0)
