"""What users do to users: every change is decided and made in one unit of work."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from copydesk.db import Databases, WriteScope
from copydesk.identity import store
from copydesk.identity.editing import editing_problems
from copydesk.identity.model import User, UserGroup
from copydesk.identity.outcome import Outcome, Status, finished
from copydesk.identity.ports import IDENTITY_LOCK, NodePaths
from copydesk.identity.principal import Principal
from copydesk.identity.service import UserService

__all__ = ["UserEditing"]


class UserEditing:
    """Lets somebody change users as far as their own rights go. `UserService` asks nobody for rights.

    Args:
        databases: Where units of work begin: the tenant's database.
        users: Makes the changes.
        paths: Knows where start nodes stand in their trees.
    """

    def __init__(self, databases: Databases, users: UserService, paths: NodePaths) -> None:
        self._databases = databases
        self._users = users
        self._paths = paths

    async def change(self, actor: Principal, key: UUID, change: Callable[[User], User]) -> Outcome:
        """Let `actor` change a user.

        Args:
            actor: Who wants it.
            key: Which user.
            change: Is given the user as saved, and returns them as they are to be.
        """

        async def work(scope: WriteScope) -> Outcome:
            before = next(iter(await store.users_by_key(scope, [key])), None)
            if before is None:
                return Outcome(Status.NOT_FOUND, (f"There is no user {key}.",))
            after = change(before)
            problems = await self._problems(scope, actor, before, after)
            return Outcome(Status.FORBIDDEN, problems) if problems else await self._users.save(after)

        return await self._locked("UserEditing.change", work)

    async def _locked(self, purpose: str, work: Callable[[WriteScope], Awaitable[Outcome]]) -> Outcome:
        async with self._databases.write(purpose) as scope:
            await scope.write_lock(IDENTITY_LOCK)
            outcome = await work(scope)
            scope.complete()
        return finished(outcome, scope)

    async def _problems(self, scope: WriteScope, actor: Principal, before: User | None, after: User) -> tuple[str, ...]:
        groups = await store.all_groups(scope)
        entities: list[User | UserGroup] = [*groups, after, *([before] if before else [])]
        nodes = {node for each in entities for node in each.document_start_nodes | each.media_start_nodes}
        return editing_problems(actor, before, after, groups, await self._paths.paths_of(scope, nodes))
