"""Users as the management API shows and takes them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec

from copydesk.identity.api.start_nodes import (
    NodeReference,
    StartNode,
    places_of,
    start_nodes,
    start_nodes_of,
    with_root,
)
from copydesk.identity.model import User, UserGroup, UserState
from copydesk.identity.paths import ROOT
from copydesk.identity.places import Places
from copydesk.identity.ports import Place
from copydesk.identity.room import Identity
from copydesk.problems import ProblemMessage

__all__ = [
    "GroupReference",
    "NewUserBody",
    "UserAnswer",
    "UserBody",
    "UserPage",
    "change_of",
    "user_answers",
]


class GroupReference(msgspec.Struct, rename="camel"):
    """A user group by key, alias and name."""

    key: UUID
    alias: str
    name: str


class UserAnswer(msgspec.Struct, rename="camel", kw_only=True):
    """A user. Start nodes are their own; those of their groups count as well.

    `initialPassword` stands only in the answer that made the user, and only if the server made the password.
    `messages` are what handlers had to say about the change that this is the answer to.
    """

    key: UUID
    email: str
    name: str
    language: str
    state: UserState
    groups: list[GroupReference]
    has_document_root_access: bool
    document_start_nodes: list[StartNode]
    has_media_root_access: bool
    media_start_nodes: list[StartNode]
    created: datetime
    updated: datetime
    last_sign_in: datetime | None
    initial_password: str | None = None
    messages: list[ProblemMessage] = []


class UserPage(msgspec.Struct, rename="camel"):
    """Some users in the order of their names, and how many fit in all."""

    items: list[UserAnswer]
    total: int


class UserBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What is to change about a user; what is left out or null stays. Groups are named by their keys."""

    email: str | None = None
    name: str | None = None
    language: str | None = None
    groups: list[UUID] | None = None
    has_document_root_access: bool | None = None
    document_start_nodes: list[NodeReference] | None = None
    has_media_root_access: bool | None = None
    media_start_nodes: list[NodeReference] | None = None


class NewUserBody(UserBody, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A new user. Without a password, the server makes one and shows it once."""

    email: str
    name: str
    password: str | None = None


async def change_of(body: UserBody, places: Places) -> Callable[[User], User]:
    """Return what a request changes about a user.

    Raises:
        UnacceptableRequestError: It names a start node that does not exist.
    """
    document_nodes = await start_nodes_of(places, body.document_start_nodes, "documentStartNodes")
    media_nodes = await start_nodes_of(places, body.media_start_nodes, "mediaStartNodes")

    def changed(user: User) -> User:
        return replace(
            user,
            email=user.email if body.email is None else body.email.strip(),
            name=user.name if body.name is None else body.name,
            language=user.language if body.language is None else body.language,
            groups=user.groups if body.groups is None else frozenset(body.groups),
            document_start_nodes=with_root(document_nodes, body.has_document_root_access, user.document_start_nodes),
            media_start_nodes=with_root(media_nodes, body.has_media_root_access, user.media_start_nodes),
        )

    return changed


async def user_answers(identity: Identity, users: Iterable[User]) -> list[UserAnswer]:
    """Return users as they go over the wire."""
    shown = list(users)
    groups = {group.key: group for group in await identity.groups.all()}
    places = await places_of(identity.places, (user.document_start_nodes for user in shown))
    return [_answer(user, groups, places) for user in shown]


def _answer(user: User, groups: Mapping[UUID, UserGroup], places: Mapping[int, Place]) -> UserAnswer:
    members = sorted((groups[key] for key in user.groups if key in groups), key=lambda group: group.name)
    return UserAnswer(
        key=user.key,
        email=user.email,
        name=user.name,
        language=user.language,
        state=user.state,
        groups=[GroupReference(group.key, group.alias, group.name) for group in members],
        has_document_root_access=ROOT in user.document_start_nodes,
        document_start_nodes=start_nodes(user.document_start_nodes, places),
        has_media_root_access=ROOT in user.media_start_nodes,
        media_start_nodes=start_nodes(user.media_start_nodes, {}),
        created=user.created,
        updated=user.updated,
        last_sign_in=user.last_sign_in,
    )
