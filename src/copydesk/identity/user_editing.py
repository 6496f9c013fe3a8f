"""What users do to users: every change is decided and made in one unit of work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from copydesk.db import Databases, WriteScope
from copydesk.identity import store
from copydesk.identity.editing import editing_problems, handling_problems, takeover_problems
from copydesk.identity.model import User, UserGroup, UserState
from copydesk.identity.outcome import Outcome, RefusedError, Status, attempt, check_fresh, decided, passed_on
from copydesk.identity.ports import NodePaths
from copydesk.identity.principal import Caller, Principal
from copydesk.identity.sentences import Sentences
from copydesk.identity.service import UserService
from copydesk.identity.sessions import Sessions
from copydesk.notifications import EventMessages
from copydesk.sentences import Said

__all__ = ["UserEditing"]


@dataclass(frozen=True, slots=True)
class _Desk:
    """One attempt: who wants what is done to a user, and where it is done."""

    actor: Principal
    scope: WriteScope
    messages: EventMessages

    async def known(self, key: UUID) -> User:
        user = next(iter(await store.users_by_key(self.scope, [key])), None)
        if user is None:
            raise RefusedError(Status.NOT_FOUND, Sentences.USER_NOT_FOUND(key=key))
        return user

    async def handled(self, key: UUID, *, not_oneself: Said | None = None) -> User:
        """Return the user if the actor may do something to them at all."""
        user = await self.known(key)
        if not_oneself is not None and self.actor.key == key:
            raise RefusedError(Status.FORBIDDEN, not_oneself)
        _insist(handling_problems(self.actor, user, await store.all_groups(self.scope)))
        return user


def _insist(problems: tuple[Said, ...]) -> None:
    if problems:
        raise RefusedError(Status.FORBIDDEN, *problems)


class UserEditing:
    """Lets somebody change users as far as their own rights go by then. `UserService` asks nobody for rights.

    Args:
        databases: Where units of work begin: the tenant's database.
        users: Makes the changes.
        sessions: Ends sign-ins.
        paths: Knows where start nodes stand in their trees.
    """

    def __init__(self, databases: Databases, users: UserService, sessions: Sessions, paths: NodePaths) -> None:
        self._databases = databases
        self._users = users
        self._sessions = sessions
        self._paths = paths

    async def create(self, caller: Caller, user: User, password: str) -> Outcome:
        """Let `caller` make a user with a password: both, or neither."""

        async def work(desk: _Desk) -> None:
            await self._check(desk, None, user)
            passed_on(await self._users.save(user), desk.messages)
            passed_on(await self._users.set_password(user.key, password), desk.messages)

        return await self._done("UserEditing.create", caller, work)

    async def change(
        self, caller: Caller, key: UUID, change: Callable[[User], User], read: datetime | None = None
    ) -> Outcome:
        """Let `caller` change a user.

        Args:
            caller: Who wants it.
            key: Which user.
            change: Is given the user as saved, and returns them as they are to be.
            read: When that which the change is based on had been changed; None to overwrite whatever there is.
        """

        async def work(desk: _Desk) -> None:
            before = await desk.known(key)
            check_fresh(read, before.updated)
            after = change(before)
            await self._check(desk, before, after)
            passed_on(await self._users.save(after), desk.messages)

        return await self._done("UserEditing.change", caller, work)

    async def delete(self, caller: Caller, key: UUID) -> Outcome:
        """Let `caller` delete a user."""

        async def work(desk: _Desk) -> None:
            await desk.handled(key, not_oneself=Sentences.CANNOT_DELETE_SELF())
            passed_on(await self._users.delete(key), desk.messages)

        return await self._done("UserEditing.delete", caller, work)

    async def disable(self, caller: Caller, key: UUID) -> Outcome:
        """Let `caller` disable a user: they are cut off at once and cannot come in again."""

        async def work(desk: _Desk) -> None:
            await desk.handled(key, not_oneself=Sentences.CANNOT_DISABLE_SELF())
            passed_on(await self._users.disable(key), desk.messages)

        return await self._done("UserEditing.disable", caller, work)

    async def enable(self, caller: Caller, key: UUID) -> Outcome:
        """Let `caller` let a user in again who was disabled or locked out."""

        async def work(desk: _Desk) -> None:
            await desk.handled(key)
            passed_on(await self._users.enable(key), desk.messages)

        return await self._done("UserEditing.enable", caller, work)

    async def unlock(self, caller: Caller, key: UUID) -> Outcome:
        """Let `caller` end the lockout of a user. One who is not locked out stays as they are, disabled or not."""

        async def work(desk: _Desk) -> None:
            user = await desk.handled(key)
            if user.state is UserState.LOCKED_OUT:
                passed_on(await self._users.save(replace(user, state=UserState.ACTIVE)), desk.messages)

        return await self._done("UserEditing.unlock", caller, work)

    async def reset_password(self, caller: Caller, key: UUID, password: str) -> Outcome:
        """Let `caller` give a user another password. All sign-ins of that user end, and a lockout with them."""

        async def work(desk: _Desk) -> None:
            user = await desk.handled(key, not_oneself=Sentences.SELF_PASSWORD_RESET_NOT_ALLOWED())
            groups = await store.all_groups(desk.scope)
            _insist(takeover_problems(desk.actor, user, groups, await self._paths_of(desk.scope, user, *groups)))
            passed_on(await self._users.set_password(key, password), desk.messages)

        return await self._done("UserEditing.reset_password", caller, work)

    async def sign_out(self, caller: Caller, key: UUID) -> Outcome:
        """Let `caller` end all sign-ins of a user."""

        async def work(desk: _Desk) -> None:
            await desk.handled(key)
            await self._sessions.end_all(key)

        return await self._done("UserEditing.sign_out", caller, work)

    async def _done(self, purpose: str, caller: Caller, work: Callable[[_Desk], Awaitable[None]]) -> Outcome:
        async def decide(scope: WriteScope, actor: Principal) -> Outcome:
            return await attempt(scope, lambda messages: work(_Desk(actor, scope, messages)))

        return await decided(self._databases, purpose, caller, decide)

    async def _check(self, desk: _Desk, before: User | None, after: User) -> None:
        groups = await store.all_groups(desk.scope)
        paths = await self._paths_of(desk.scope, after, *([before] if before else []), *groups)
        _insist(editing_problems(desk.actor, before, after, groups, paths))
        if before is not None and before.email != after.email:
            _insist(takeover_problems(desk.actor, before, groups, paths))

    async def _paths_of(self, scope: WriteScope, *entities: User | UserGroup) -> dict[int, str]:
        nodes = {node for each in entities for node in each.document_start_nodes | each.media_start_nodes}
        return dict(await self._paths.paths_of(scope, nodes))
