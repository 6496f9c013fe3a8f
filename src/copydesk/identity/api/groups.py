"""Routes of user groups. Whoever sees users sees them; only administrators change them, for they give all rights."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.identity.api.paging import Skip, Take
from copydesk.identity.api.refusals import UnknownEntityError, insist, may_answer
from copydesk.identity.api.start_nodes import (
    NodeReference,
    StartNode,
    nodes_of,
    places_of,
    start_nodes,
    start_nodes_of,
    with_root,
)
from copydesk.identity.api.versions import IfMatch, entity_tag, moment_read
from copydesk.identity.http_access import MANAGEMENT_API, allow
from copydesk.identity.model import ADMINISTRATORS, UserGroup
from copydesk.identity.paths import ROOT
from copydesk.identity.places import Places
from copydesk.identity.ports import Place
from copydesk.identity.principal import Caller
from copydesk.identity.room import Identity
from copydesk.identity.sentences import Sentences
from copydesk.problems import ProblemMessage

__all__ = [
    "Alias",
    "DocumentVerbsBody",
    "DocumentVerbsOfGroup",
    "NewUserGroupBody",
    "UserGroupAnswer",
    "UserGroupBody",
    "UserGroupPage",
    "change_group",
    "create_group",
    "delete_group",
    "group_routes",
    "list_groups",
    "read_group",
]

_READ: Final[dict[str, Any]] = {"opt": allow("SectionAccessUsers"), "tags": ["User groups"]}
_WRITE: Final[dict[str, Any]] = {"opt": allow("SectionAccessUsers", "RequireAdminAccess"), "tags": ["User groups"]}
_WRITING: Final = may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
_CHANGING: Final = _WRITING | may_answer(HTTPStatus.PRECONDITION_FAILED)

Alias = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.:-]*$(?!\n)", max_length=100)]
"""The alias of a section or tree, or a verb. Packages may invent more of each."""


class DocumentVerbsOfGroup(msgspec.Struct, rename="camel"):
    """Verbs that hold on a document and below it, in place of the group's verbs."""

    document: StartNode
    verbs: list[str]


class DocumentVerbsBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Verbs that are to hold on a document and below it, in place of the group's verbs."""

    document: NodeReference
    verbs: list[Alias]


class UserGroupAnswer(msgspec.Struct, rename="camel", kw_only=True):
    """A user group. `trees` are those given alone, besides those that come with the sections.

    A protected group keeps its alias and cannot be deleted. `messages` are what handlers had to say about the change
    that this is the answer to.
    """

    key: UUID
    alias: str
    name: str
    is_protected: bool
    sections: list[str]
    trees: list[str]
    verbs: list[str]
    document_verbs: list[DocumentVerbsOfGroup]
    has_document_root_access: bool
    document_start_nodes: list[StartNode]
    has_media_root_access: bool
    media_start_nodes: list[StartNode]
    created: datetime
    updated: datetime
    messages: list[ProblemMessage] = []


class UserGroupPage(msgspec.Struct, rename="camel"):
    """Some user groups in the order of their names, and how many there are in all."""

    items: list[UserGroupAnswer]
    total: int


class UserGroupBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What is to change about a user group; what is left out or null stays."""

    alias: str | None = None
    name: str | None = None
    sections: list[Alias] | None = None
    trees: list[Alias] | None = None
    verbs: list[Alias] | None = None
    document_verbs: list[DocumentVerbsBody] | None = None
    has_document_root_access: bool | None = None
    document_start_nodes: list[NodeReference] | None = None
    has_media_root_access: bool | None = None
    media_start_nodes: list[NodeReference] | None = None


class NewUserGroupBody(UserGroupBody, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A new user group; what is left out, it does not open."""

    alias: str
    name: str


@get("/user-group", **_READ, summary="List user groups", responses=may_answer())
async def list_groups(identity: NamedDependency[Identity], skip: Skip = 0, take: Take = 100) -> UserGroupPage:
    """List user groups in the order of their names."""
    found = await identity.groups.all()
    return UserGroupPage(await _answers(identity, found[skip : skip + take]), len(found))


@post("/user-group", **_WRITE, summary="Make a user group", responses=_WRITING)
async def create_group(
    data: JSONBody[NewUserGroupBody], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> Response[UserGroupAnswer]:
    """Make a user group."""
    changed = await _change_of(data, identity.places)
    group = changed(identity.groups.new_group(data.alias, data.name))
    messages = insist(await identity.decide(caller, lambda: identity.groups.save(group)))
    made = await _shown(identity, group.key, messages, status=HTTPStatus.CREATED)
    made.headers["Location"] = f"{MANAGEMENT_API}/user-group/{group.key}"
    return made


@get("/user-group/{key:uuid}", **_READ, summary="Read a user group", responses=may_answer(HTTPStatus.NOT_FOUND))
async def read_group(key: FromPath[UUID], identity: NamedDependency[Identity]) -> Response[UserGroupAnswer]:
    """Read a user group. The `ETag` of the answer names what a change can be based on."""
    return await _shown(identity, key)


@put("/user-group/{key:uuid}", **_WRITE, summary="Change a user group", responses=_CHANGING)
async def change_group(
    key: FromPath[UUID],
    data: JSONBody[UserGroupBody],
    caller: NamedDependency[Caller],
    identity: NamedDependency[Identity],
    if_match: IfMatch = None,
) -> Response[UserGroupAnswer]:
    """Change a user group. What the request names is set, everything else stays. It counts for its members at once."""
    changed = await _change_of(data, identity.places)
    read = moment_read(if_match)
    messages = insist(await identity.decide(caller, lambda: identity.groups.change(key, changed, read)))
    return await _shown(identity, key, messages)


@delete("/user-group/{key:uuid}", **_WRITE, summary="Delete a user group", responses=_WRITING)
async def delete_group(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> None:
    """Delete a user group. Its members stay users, with fewer rights."""
    insist(await identity.decide(caller, lambda: identity.groups.delete(key)))


async def _change_of(body: UserGroupBody, places: Places) -> Callable[[UserGroup], UserGroup]:
    document_nodes = await start_nodes_of(places, body.document_start_nodes, "documentStartNodes")
    media_nodes = await start_nodes_of(places, body.media_start_nodes, "mediaStartNodes")
    node_verbs = None if body.document_verbs is None else await _node_verbs(places, body.document_verbs)

    def changed(group: UserGroup) -> UserGroup:
        return replace(
            group,
            alias=group.alias if body.alias is None else body.alias,
            name=group.name if body.name is None else body.name,
            sections=group.sections if body.sections is None else frozenset(body.sections),
            trees=group.trees if body.trees is None else frozenset(body.trees),
            verbs=group.verbs if body.verbs is None else frozenset(body.verbs),
            node_verbs=group.node_verbs if node_verbs is None else node_verbs,
            document_start_nodes=with_root(document_nodes, body.has_document_root_access, group.document_start_nodes),
            media_start_nodes=with_root(media_nodes, body.has_media_root_access, group.media_start_nodes),
        )

    return changed


async def _node_verbs(places: Places, given: list[DocumentVerbsBody]) -> dict[int, frozenset[str]]:
    fields = [f"documentVerbs[{number}].document" for number in range(len(given))]
    nodes = await nodes_of(places, {field: each.document for field, each in zip(fields, given, strict=True)})
    return {nodes[field]: frozenset(each.verbs) for field, each in zip(fields, given, strict=True)}


async def _shown(
    identity: Identity, key: UUID, messages: Iterable[ProblemMessage] = (), *, status: int = HTTPStatus.OK
) -> Response[UserGroupAnswer]:
    found = await identity.groups.get_many([key])
    if not found:
        raise UnknownEntityError(Sentences.USER_GROUP_NOT_FOUND(key=key))
    (shown,) = await _answers(identity, found)
    shown.messages = list(messages)
    return Response(shown, status_code=status, headers=entity_tag(found[0].updated))


async def _answers(identity: Identity, groups: list[UserGroup]) -> list[UserGroupAnswer]:
    nodes = (frozenset(group.node_verbs) | group.document_start_nodes for group in groups)
    places = await places_of(identity.places, nodes)
    return [_answer(group, places) for group in groups]


def _answer(group: UserGroup, places: Mapping[int, Place]) -> UserGroupAnswer:
    documents = start_nodes(group.node_verbs.keys(), places)
    return UserGroupAnswer(
        key=group.key,
        alias=group.alias,
        name=group.name,
        is_protected=group.alias == ADMINISTRATORS,
        sections=sorted(group.sections),
        trees=sorted(group.trees),
        verbs=sorted(group.verbs),
        document_verbs=[DocumentVerbsOfGroup(each, sorted(group.node_verbs[each.id])) for each in documents],
        has_document_root_access=ROOT in group.document_start_nodes,
        document_start_nodes=start_nodes(group.document_start_nodes, places),
        has_media_root_access=ROOT in group.media_start_nodes,
        media_start_nodes=start_nodes(group.media_start_nodes, {}),
        created=group.created,
        updated=group.updated,
    )


group_routes = (list_groups, create_group, read_group, change_group, delete_group)
"""User groups as entities."""
