"""Routes of users: list, read, make, change, delete."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from copydesk.identity.api.paging import Skip, Take
from copydesk.identity.api.refusals import UnknownEntityError, insist, may_answer
from copydesk.identity.api.user_shapes import (
    NewUserBody,
    UserAnswer,
    UserBody,
    UserPage,
    change_of,
    user_answers,
)
from copydesk.identity.api.versions import IfMatch, entity_tag, moment_read
from copydesk.identity.http_access import MANAGEMENT_API, allow
from copydesk.identity.model import UserState
from copydesk.identity.passwords import generated_password
from copydesk.identity.principal import Caller
from copydesk.identity.room import Identity
from copydesk.identity.sentences import Sentences
from copydesk.problems import ProblemMessage

__all__ = ["change_user", "create_user", "delete_user", "list_users", "read_user", "shown_user", "user_routes"]

_ROUTE: Final[dict[str, Any]] = {"opt": allow("SectionAccessUsers"), "tags": ["Users"]}
_READING: Final = may_answer(HTTPStatus.NOT_FOUND)
_WRITING: Final = may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
_CHANGING: Final = _WRITING | may_answer(HTTPStatus.PRECONDITION_FAILED)

_Filter = Annotated[
    str, QueryParameter(name="filter", max_length=255, description="What the name or the address must contain.")
]
_States = Annotated[
    list[UserState] | None, QueryParameter(name="state", max_items=3, description="All states without.")
]
_Groups = Annotated[
    list[UUID] | None,
    QueryParameter(name="group", max_items=100, description="Keys of groups, in one of which they are."),
]


@get("/user", **_ROUTE, summary="List users", responses=may_answer())
async def list_users(
    identity: NamedDependency[Identity],
    skip: Skip = 0,
    take: Take = 100,
    text: _Filter = "",
    states: _States = None,
    groups: _Groups = None,
) -> UserPage:
    """List users in the order of their names."""
    found, total = await identity.users.page(skip, take, text, states or (), groups or ())
    return UserPage(await user_answers(identity, found), total)


@post("/user", **_ROUTE, summary="Make a user", responses=_WRITING)
async def create_user(
    data: JSONBody[NewUserBody], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> Response[UserAnswer]:
    """Make a user who may come in at once.

    Who is no administrator can give only user groups that they are in, and start nodes that are open to them.
    """
    changed = await change_of(data, identity.places)
    user = changed(identity.users.new_user(data.email, data.name))
    password = data.password if data.password is not None else generated_password()
    messages = insist(await identity.editing.create(caller, user, password))
    made = await shown_user(identity, user.key, messages, status=HTTPStatus.CREATED)
    made.headers["Location"] = f"{MANAGEMENT_API}/user/{user.key}"
    made.headers["Cache-Control"] = "no-store"
    if data.password is None:
        made.content.initial_password = password
    return made


@get("/user/{key:uuid}", **_ROUTE, summary="Read a user", responses=_READING)
async def read_user(key: FromPath[UUID], identity: NamedDependency[Identity]) -> Response[UserAnswer]:
    """Read a user. The `ETag` of the answer names what a change can be based on."""
    return await shown_user(identity, key)


@put("/user/{key:uuid}", **_ROUTE, summary="Change a user", responses=_CHANGING)
async def change_user(
    key: FromPath[UUID],
    data: JSONBody[UserBody],
    caller: NamedDependency[Caller],
    identity: NamedDependency[Identity],
    if_match: IfMatch = None,
) -> Response[UserAnswer]:
    """Change a user. What the request names is set, everything else stays.

    Only administrators may change one. Who is none gives no rights that they do not have, and gives another e-mail
    address only to users whose rights they have.
    """
    changed = await change_of(data, identity.places)
    messages = insist(await identity.editing.change(caller, key, changed, moment_read(if_match)))
    return await shown_user(identity, key, messages)


@delete("/user/{key:uuid}", **_ROUTE, summary="Delete a user", responses=_WRITING)
async def delete_user(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> None:
    """Delete a user for good. What they wrote stays; nobody can delete themselves or the last administrator."""
    insist(await identity.editing.delete(caller, key))


async def shown_user(
    identity: Identity, key: UUID, messages: Iterable[ProblemMessage] = (), *, status: int = HTTPStatus.OK
) -> Response[UserAnswer]:
    """Answer with a user as they are now, and with what handlers had to say about the change before.

    Raises:
        UnknownEntityError: There is no such user (any more).
    """
    user = await identity.users.get(key)
    if user is None:
        raise UnknownEntityError(Sentences.USER_NOT_FOUND(key=key))
    (shown,) = await user_answers(identity, [user])
    shown.messages = list(messages)
    return Response(shown, status_code=status, headers=entity_tag(user.updated))


user_routes = (list_users, create_user, read_user, change_user, delete_user)
"""Users as entities."""
