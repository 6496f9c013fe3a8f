"""The names of people, for whoever works with them: who saved this, who is here."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from copydesk.identity.api.refusals import may_answer
from copydesk.identity.http_access import allow
from copydesk.identity.room import Identity

__all__ = ["UserName", "name_routes", "user_names"]

_MOST_KEYS: Final = 200


class UserName(msgspec.Struct, rename="camel", frozen=True):
    """What colleagues may know of a user."""

    key: UUID
    name: str


@get("/item/user", opt=allow(), tags=["Users"], summary="Names of users", responses=may_answer())
async def user_names(
    identity: NamedDependency[Identity],
    key: Annotated[list[UUID], QueryParameter(min_items=1, max_items=_MOST_KEYS)],
) -> list[UserName]:
    """Answer the names of users by their keys, for everybody let in. Who does not exist is left out."""
    return [UserName(user.key, user.name) for user in await identity.users.get_many(key)]


name_routes = (user_names,)
"""What everybody let in may know of everybody."""
