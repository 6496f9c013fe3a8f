"""Loads principals from the database: many at a time, in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from copydesk.db import ReadScope
from copydesk.identity import credentials, store
from copydesk.identity.api_keys import api_keys_by_key
from copydesk.identity.external_users import external_login
from copydesk.identity.model import User, UserGroup, UserState, service_principal, user_principal
from copydesk.identity.ports import NodePaths, Now
from copydesk.identity.principal_cache import Loaded
from copydesk.identity.session_store import session_states

__all__ = ["PrincipalLoader"]


class PrincipalLoader:
    """Knows how a sign-in, an API key or an external identity leads to a principal. Who may not be here is left out.

    Args:
        now: The time.
        paths: Knows where start nodes stand in their trees.
    """

    def __init__(self, now: Now, paths: NodePaths) -> None:
        self._now = now
        self._paths = paths

    async def sessions(self, scope: ReadScope, keys: Collection[UUID]) -> dict[UUID, Loaded]:
        """Load the users of sign-ins, by the key of the sign-in."""
        now = self._now()
        good = {key: state.session for key, state in (await session_states(scope, keys)).items() if state.good(now)}
        users = await self.users(scope, {session.user_key for session in good.values()})
        return {
            key: Loaded(replace(users[session.user_key].principal, session=key, expires_at=session.expires_at))
            for key, session in good.items()
            if session.user_key in users
        }

    async def users(self, scope: ReadScope, keys: Collection[UUID]) -> dict[UUID, Loaded]:
        """Load users, by key."""
        active = [user for user in await store.users_by_key(scope, keys) if user.state is UserState.ACTIVE]
        groups = await _groups(scope, (user.groups for user in active))
        paths = await self._paths_of(scope, active)
        after = await credentials.tokens_after(scope, [user.key for user in active])
        return {
            user.key: Loaded(user_principal(user, _of(user.groups, groups), paths), tokens_after=after[user.key])
            for user in active
        }

    async def api_keys(self, scope: ReadScope, keys: Collection[UUID]) -> dict[UUID, Loaded]:
        """Load the services of API keys, by key."""
        found = await api_keys_by_key(scope, keys)
        groups = await _groups(scope, (api_key.groups for api_key, _ in found.values()))
        return {
            key: Loaded(service_principal(api_key, _of(api_key.groups, groups)), secret_hash=secret_hash)
            for key, (api_key, secret_hash) in found.items()
        }

    async def external(self, scope: ReadScope, issuer: str, subject: str) -> Loaded | None:
        """Load the user who is linked to an identity of an external issuer, or None."""
        key = await external_login(scope, (issuer, subject))
        return None if key is None else (await self.users(scope, [key])).get(key)

    async def _paths_of(self, scope: ReadScope, users: list[User]) -> Mapping[int, str]:
        own = frozenset[int]().union(*(user.document_start_nodes | user.media_start_nodes for user in users))
        return await self._paths.paths_of(scope, own) if own else {}


async def _groups(scope: ReadScope, keys: Iterable[frozenset[UUID]]) -> dict[UUID, UserGroup]:
    wanted = frozenset[UUID]().union(*keys)
    return {group.key: group for group in await store.groups_by_key(scope, wanted)}


def _of(keys: frozenset[UUID], groups: Mapping[UUID, UserGroup]) -> list[UserGroup]:
    return [groups[key] for key in keys if key in groups]
