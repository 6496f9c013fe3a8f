"""The use cases about users: find, save, delete, disable, unlock, set the password."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from copydesk.db import Databases, WriteScope
from copydesk.identity import credentials, session_store, store
from copydesk.identity.errors import InvalidPasswordError
from copydesk.identity.model import ADMINISTRATORS, User, UserState, normal_email, user_problems
from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserDeletedNotification,
    UserDeletingNotification,
    UserPasswordChangedNotification,
    UserSavedNotification,
    UserSavingNotification,
    UserUnlockedNotification,
)
from copydesk.identity.outcome import Outcome, RefusedError, Status, attempt, finished, may_go_on
from copydesk.identity.passwords import PasswordHashes
from copydesk.identity.ports import IDENTITY_LOCK, NewId, Now
from copydesk.identity.sentences import Sentences
from copydesk.notifications import EventMessages

__all__ = ["UserService"]

_LAST = Sentences.ADMIN_GROUP_CANNOT_BE_EMPTY()


class UserService:
    """Finds and changes users. There is always an administrator left who is not disabled.

    Args:
        databases: Where units of work begin: the tenant's database.
        hashes: Makes password hashes.
        now: The time.
        new_id: Makes keys and security stamps.
    """

    def __init__(self, databases: Databases, hashes: PasswordHashes, now: Now, new_id: NewId) -> None:
        self._databases = databases
        self._hashes = hashes
        self._now = now
        self._new_id = new_id

    def new_user(self, email: str, name: str, groups: Iterable[UUID] = ()) -> User:
        """Return a user who is not saved yet."""
        now = self._now()
        return User(self._new_id(), email.strip(), name, now, now, groups=frozenset(groups))

    async def get(self, key: UUID) -> User | None:
        """Return the user with this key, or None."""
        return next(iter(await self.get_many([key])), None)

    async def get_many(self, keys: Collection[UUID]) -> list[User]:
        """Return the users with these keys, in the order of their names."""
        async with self._databases.read("UserService.get_many") as scope:
            return await store.users_by_key(scope, keys)

    async def find(self, email: str) -> User | None:
        """Return the user with this e-mail address, in whatever spelling, or None."""
        async with self._databases.read("UserService.find") as scope:
            return await store.user_by_email(scope, email)

    async def page(
        self,
        skip: int = 0,
        take: int = 100,
        search: str = "",
        states: Collection[UserState] = (),
        groups: Collection[UUID] = (),
    ) -> tuple[list[User], int]:
        """Return a page of the users in the order of their names, and how many there are in all.

        Args:
            skip: How many to pass over.
            take: How many to return at most.
            search: What the name or the address must contain; empty, all users.
            states: The states that are wanted; empty, all.
            groups: Keys of user groups, of one of which they must be members; empty, all users.
        """
        async with self._databases.read("UserService.page") as scope:
            return await store.page_of_users(scope, skip, take, search, states, groups)

    async def save(self, *users: User) -> Outcome:
        """Add or change users: all of them, or none."""
        async with self._databases.write("UserService.save") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda messages: self._save(scope, users, messages))
            scope.complete()
        return finished(outcome, scope)

    async def delete(self, *keys: UUID) -> Outcome:
        """Delete users for good: all of them, or none."""
        async with self._databases.write("UserService.delete") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda messages: self._delete(scope, frozenset(keys), messages))
            scope.complete()
        return finished(outcome, scope)

    async def disable(self, *keys: UUID) -> Outcome:
        """Disable users: they are cut off at once and cannot come in again."""
        return await self._set_state(keys, UserState.DISABLED)

    async def enable(self, *keys: UUID) -> Outcome:
        """Let users in again who were disabled or locked out."""
        return await self._set_state(keys, UserState.ACTIVE)

    async def set_password(self, key: UUID, password: str, *, keep: UUID | None = None) -> Outcome:
        """Give a user a new password. All their sign-ins end but for `keep`, and a lockout with them."""
        try:
            hashed = await self._hashes.hash(password)
        except InvalidPasswordError as error:
            return Outcome(Status.INVALID_PASSWORD, (error.said,), {"password": error.said})
        async with self._databases.write("UserService.set_password") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, lambda messages: self._set_password(scope, key, hashed, keep, messages))
            scope.complete()
        return finished(outcome, scope)

    async def _save(self, scope: WriteScope, users: Sequence[User], messages: EventMessages) -> None:
        await self._check(scope, users)
        saving = UserSavingNotification(users, messages=messages)
        await may_go_on(scope, saving)
        await self._check(scope, users)
        await self._keep_an_administrator(scope, users)
        known = {user.key: user for user in await store.users_by_key(scope, [user.key for user in users])}
        for user in users:
            await self._write(scope, user, known.get(user.key))
        scope.notifications.publish(UserSavedNotification(users, messages=messages).with_state_from(saving))
        self._rights_changed(scope, (user.key for user in users))

    async def _write(self, scope: WriteScope, user: User, before: User | None) -> None:
        now = user.updated = self._now()
        if before is None:
            user.created = now
            await store.insert_user(scope, user, self._new_id())
            return
        user.created = before.created
        await store.update_user(scope, user)
        if user.state is before.state:
            return
        if user.state is not UserState.ACTIVE:
            await credentials.new_stamp(scope, user.key, self._new_id(), now)
            return
        await credentials.note_lockout(scope, user.key, None)
        if before.state is UserState.LOCKED_OUT:
            scope.notifications.publish(UserUnlockedNotification(user.key, now))

    async def _check(self, scope: WriteScope, users: Sequence[User]) -> None:
        for user in users:
            if problems := user_problems(user):
                raise RefusedError(Status.INVALID, **problems)
            owner = await store.user_by_email(scope, user.email)
            if owner is not None and owner.key != user.key:
                raise RefusedError(Status.DUPLICATE_EMAIL, email=Sentences.DUPLICATE_EMAIL(email=user.email))
        if len({normal_email(user.email) for user in users}) < len(users):
            raise RefusedError(Status.DUPLICATE_EMAIL, email=Sentences.SAME_EMAIL())
        wanted = frozenset[UUID]().union(*(user.groups for user in users))
        known = {group.key for group in await store.groups_by_key(scope, wanted)}
        if missing := wanted - known:
            raise RefusedError(Status.UNKNOWN_GROUP, groups=Sentences.USER_GROUP_NOT_FOUND(key=min(missing)))

    async def _keep_an_administrator(self, scope: WriteScope, users: Sequence[User]) -> None:
        if await store.another_administrator(scope, [user.key for user in users]):
            return
        administrators = {group.key for group in await store.groups_by_alias(scope, [ADMINISTRATORS])}
        stays = any(user.state is not UserState.DISABLED and user.groups & administrators for user in users)
        if not stays and await store.another_administrator(scope, ()):
            raise RefusedError(Status.LAST_ADMINISTRATOR, _LAST)

    async def _delete(self, scope: WriteScope, keys: frozenset[UUID], messages: EventMessages) -> None:
        users = await self._existing(scope, keys)
        deleting = UserDeletingNotification(users, messages=messages)
        await may_go_on(scope, deleting)
        if not await store.another_administrator(scope, keys) and await store.another_administrator(scope, ()):
            raise RefusedError(Status.LAST_ADMINISTRATOR, _LAST)
        await store.delete_users(scope, keys)
        scope.notifications.publish(UserDeletedNotification(users, messages=messages).with_state_from(deleting))
        self._rights_changed(scope, keys)

    async def _existing(self, scope: WriteScope, keys: Collection[UUID]) -> list[User]:
        users = await store.users_by_key(scope, keys)
        if missing := frozenset(keys) - {user.key for user in users}:
            raise RefusedError(Status.NOT_FOUND, Sentences.USER_NOT_FOUND(key=min(missing)))
        return users

    async def _set_state(self, keys: Sequence[UUID], state: UserState) -> Outcome:
        async def work(messages: EventMessages) -> None:
            users = [replace(user, state=state) for user in await self._existing(scope, keys) if user.state != state]
            if users:
                await self._save(scope, users, messages)

        async with self._databases.write("UserService.set_state") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await attempt(scope, work)
            scope.complete()
        return finished(outcome, scope)

    async def _set_password(
        self, scope: WriteScope, key: UUID, hashed: str, keep: UUID | None, messages: EventMessages
    ) -> None:
        (user,) = await self._existing(scope, [key])
        if user.state is UserState.LOCKED_OUT:
            await self._save(scope, [replace(user, state=UserState.ACTIVE)], messages)
        now = self._now()
        await credentials.set_password_hash(scope, key, hashed)
        await credentials.note_lockout(scope, key, None)
        stamp = self._new_id()
        await credentials.new_stamp(scope, key, stamp, now)
        if keep is not None:
            await session_store.keep_session(scope, keep, stamp)
        scope.notifications.publish(UserPasswordChangedNotification(key, now))
        self._rights_changed(scope, [key])

    @staticmethod
    def _rights_changed(scope: WriteScope, keys: Iterable[UUID]) -> None:
        scope.notifications.publish(RightsChangedNotification(frozenset(keys)))
