"""The use cases about user groups: find, save, delete."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from copydesk.db import Databases, WriteScope
from copydesk.identity import store
from copydesk.identity.model import ADMINISTRATORS, UserGroup, group_problems
from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserGroupDeletedNotification,
    UserGroupDeletingNotification,
    UserGroupSavedNotification,
    UserGroupSavingNotification,
)
from copydesk.identity.outcome import Outcome, RefusedError, Status, attempt, check_fresh, finished, may_go_on
from copydesk.identity.ports import IDENTITY_LOCK, NewId, Now
from copydesk.identity.sentences import Sentences
from copydesk.notifications import EventMessages

__all__ = ["UserGroupService"]

_PROTECTED = Sentences.IS_SYSTEM_USER_GROUP(alias=ADMINISTRATORS)


class UserGroupService:
    """Finds and changes user groups.

    Args:
        databases: Where units of work begin: the tenant's database.
        now: The time.
        new_id: Makes keys.
    """

    def __init__(self, databases: Databases, now: Now, new_id: NewId) -> None:
        self._databases = databases
        self._now = now
        self._new_id = new_id

    def new_group(self, alias: str, name: str) -> UserGroup:
        """Return a user group that is not saved yet and opens nothing."""
        now = self._now()
        return UserGroup(self._new_id(), alias, name, now, now)

    async def all(self) -> list[UserGroup]:
        """Return every user group, in the order of their names."""
        async with self._databases.read("UserGroupService.all") as scope:
            return await store.all_groups(scope)

    async def get_many(self, keys: Collection[UUID]) -> list[UserGroup]:
        """Return the user groups with these keys, in the order of their names."""
        async with self._databases.read("UserGroupService.get_many") as scope:
            return await store.groups_by_key(scope, keys)

    async def find(self, *aliases: str) -> list[UserGroup]:
        """Return the user groups with these aliases, in the order of their names."""
        async with self._databases.read("UserGroupService.find") as scope:
            return await store.groups_by_alias(scope, aliases)

    async def save(self, *groups: UserGroup) -> Outcome:
        """Add or change user groups: all of them, or none."""
        async with self._databases.write("UserGroupService.save") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda messages: self._save(scope, groups, messages))
            scope.complete()
        return finished(outcome, scope)

    async def change(
        self, key: UUID, change: Callable[[UserGroup], UserGroup], read: datetime | None = None
    ) -> Outcome:
        """Change a user group as it is now.

        Args:
            key: Which one.
            change: Is given the group as saved, and returns it as it is to be.
            read: When that which the change is based on had been changed; None to overwrite whatever there is.
        """

        async def work(messages: EventMessages) -> None:
            before = next(iter(await store.groups_by_key(scope, [key])), None)
            if before is None:
                raise RefusedError(Status.NOT_FOUND, Sentences.USER_GROUP_NOT_FOUND(key=key))
            check_fresh(read, before.updated)
            await self._save(scope, [change(before)], messages)

        async with self._databases.write("UserGroupService.change") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, work)
            scope.complete()
        return finished(outcome, scope)

    async def delete(self, *keys: UUID) -> Outcome:
        """Delete user groups: all of them, or none. Their members stay users, with fewer rights."""
        async with self._databases.write("UserGroupService.delete") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda messages: self._delete(scope, frozenset(keys), messages))
            scope.complete()
        return finished(outcome, scope)

    async def _save(self, scope: WriteScope, groups: Sequence[UserGroup], messages: EventMessages) -> None:
        known = {group.key: group for group in await store.groups_by_key(scope, [group.key for group in groups])}
        saving = UserGroupSavingNotification(groups, messages=messages)
        await may_go_on(scope, saving)
        await self._check(scope, groups, known)
        now = self._now()
        for group in groups:
            before = known.get(group.key)
            group.created, group.updated = (before.created if before else now), now
            await (store.update_group(scope, group) if before else store.insert_group(scope, group))
        members = await store.members_of(scope, [group.key for group in groups])
        saved = UserGroupSavedNotification(groups, messages=messages, members=members)
        scope.notifications.publish(saved.with_state_from(saving))
        scope.notifications.publish(RightsChangedNotification(None))

    @staticmethod
    async def _check(scope: WriteScope, groups: Sequence[UserGroup], known: dict[UUID, UserGroup]) -> None:
        for group in groups:
            if problems := group_problems(group):
                raise RefusedError(Status.INVALID, **problems)
            before = known.get(group.key)
            if before is not None and before.alias == ADMINISTRATORS != group.alias:
                raise RefusedError(Status.PROTECTED_GROUP, _PROTECTED)
        owners = {group.alias: group.key for group in await store.groups_by_alias(scope, [g.alias for g in groups])}
        for group in groups:
            if owners.setdefault(group.alias, group.key) != group.key:
                raise RefusedError(Status.DUPLICATE_ALIAS, alias=Sentences.DUPLICATE_ALIAS(alias=group.alias))

    @staticmethod
    async def _delete(scope: WriteScope, keys: frozenset[UUID], messages: EventMessages) -> None:
        groups = await store.groups_by_key(scope, keys)
        if missing := keys - {group.key for group in groups}:
            raise RefusedError(Status.NOT_FOUND, Sentences.USER_GROUP_NOT_FOUND(key=min(missing)))
        if any(group.alias == ADMINISTRATORS for group in groups):
            raise RefusedError(Status.PROTECTED_GROUP, _PROTECTED)
        deleting = UserGroupDeletingNotification(groups, messages=messages)
        await may_go_on(scope, deleting)
        members = await store.members_of(scope, keys)
        await store.delete_groups(scope, keys)
        deleted = UserGroupDeletedNotification(groups, messages=messages, members=members)
        scope.notifications.publish(deleted.with_state_from(deleting))
        scope.notifications.publish(RightsChangedNotification(None))
