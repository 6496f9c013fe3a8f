"""Who is calling: what they may see and do, and what everybody may change about themselves."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from copydesk.identity.api.refusals import ForbiddenRequestError, insist, may_answer, refused_sign_in, unacceptable
from copydesk.identity.api.security import address_of
from copydesk.identity.api.start_nodes import StartNode, places_of, start_nodes
from copydesk.identity.api.user_shapes import GroupReference
from copydesk.identity.http_access import allow
from copydesk.identity.model import User
from copydesk.identity.paths import ROOT
from copydesk.identity.permissions import Verb
from copydesk.identity.principal import Caller, Principal, PrincipalKind
from copydesk.identity.room import Identity
from copydesk.identity.sentences import Sentences
from copydesk.identity.sessions import Refusal

__all__ = [
    "ChangePasswordBody",
    "CurrentUser",
    "CurrentUserBody",
    "DocumentVerbs",
    "change_current_user",
    "change_password",
    "current_user",
    "current_user_routes",
    "document_permissions",
]

_TAGS: Final = ["Current user"]
_MOST_KEYS: Final = 200


class CurrentUser(msgspec.Struct, rename="camel"):
    """The caller: a `user` or, with an API key, a `service`.

    `verbs` hold on documents where no single one says otherwise; ask `permissions/document` about one. Start nodes are
    those of the user and of the groups together; with root access, the whole tree is open.
    """

    key: UUID
    kind: str
    name: str
    email: str
    language: str
    groups: list[GroupReference]
    is_administrator: bool
    sections: list[str]
    trees: list[str]
    verbs: list[str]
    has_document_root_access: bool
    document_start_nodes: list[StartNode]
    has_media_root_access: bool
    media_start_nodes: list[StartNode]


class CurrentUserBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What everybody may change about themselves; what is left out stays."""

    name: str | None = None
    language: str | None = None


class ChangePasswordBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The password as it is, and as it is to be."""

    current_password: str
    new_password: str


class DocumentVerbs(msgspec.Struct, rename="camel"):
    """What the caller may do to one document; nothing, if they may not see it or it does not exist."""

    key: UUID
    verbs: list[str]


@get("/user/current", opt=allow(), tags=_TAGS, summary="Who I am and what I may do", responses=may_answer())
async def current_user(principal: NamedDependency[Principal], identity: NamedDependency[Identity]) -> CurrentUser:
    """Answer who is calling, with the rights that they have now."""
    return await _described(principal, identity)


@put(
    "/user/current",
    opt=allow(),
    tags=_TAGS,
    summary="Change my name or language",
    responses=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def change_current_user(
    data: JSONBody[CurrentUserBody], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> CurrentUser:
    """Change what everybody may change about themselves."""
    key = _user_key(caller.principal)

    def changed(user: User) -> User:
        name = user.name if data.name is None else data.name
        return replace(user, name=name, language=user.language if data.language is None else data.language)

    insist(await identity.editing.change(caller, key, changed))
    user = await identity.users.get(key)
    now = caller.principal
    return await _described(replace(now, name=user.name, language=user.language) if user else now, identity)


@post(
    "/user/current/change-password",
    opt=allow(),
    status_code=204,
    tags=_TAGS,
    summary="Give myself another password",
    responses=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS),
)
async def change_password(
    request: Request[Any, Any, Any],
    data: JSONBody[ChangePasswordBody],
    principal: NamedDependency[Principal],
    identity: NamedDependency[Identity],
) -> None:
    """Change the caller's password. This sign-in goes on; all others of theirs end at once."""
    key = _user_key(principal)
    refused = await identity.sign_in.proves(key, data.current_password, address_of(request))
    if refused is not None and refused.reason is Refusal.RATE_LIMITED:
        raise refused_sign_in(refused)
    if refused is not None:
        raise unacceptable("currentPassword", Sentences.WRONG_PASSWORD())
    outcome = await identity.users.set_password(key, data.new_password, keep=principal.session)
    insist(outcome, {"password": "newPassword"})


@get(
    "/user/current/permissions/document",
    opt=allow(),
    tags=_TAGS,
    summary="What I may do to some documents",
    responses=may_answer(),
)
async def document_permissions(
    principal: NamedDependency[Principal],
    identity: NamedDependency[Identity],
    key: Annotated[list[UUID], QueryParameter(min_items=1, max_items=_MOST_KEYS)],
) -> list[DocumentVerbs]:
    """Answer the verbs that the caller may do to each of the documents, in the order in which they were asked for."""
    places = await identity.places.of_keys(set(key))

    def verbs(document: UUID) -> list[str]:
        path = places[document].path if document in places else None
        seen = principal.profile.may(Verb.BROWSE, path)
        return sorted(principal.profile.verbs_at(path)) if seen else []

    return [DocumentVerbs(each, verbs(each)) for each in key]


async def _described(principal: Principal, identity: Identity) -> CurrentUser:
    profile = principal.profile
    groups = await identity.groups.get_many(principal.groups)
    places = await places_of(identity.places, [profile.document_start_nodes])
    return CurrentUser(
        key=principal.key or UUID(int=0),
        kind=principal.kind,
        name=principal.name,
        email=principal.email,
        language=principal.language,
        groups=[GroupReference(group.key, group.alias, group.name) for group in groups],
        is_administrator=profile.administrator,
        sections=sorted(profile.sections),
        trees=sorted(profile.trees),
        verbs=sorted(profile.verbs),
        has_document_root_access=ROOT in profile.document_start_nodes,
        document_start_nodes=start_nodes(profile.document_start_nodes, places),
        has_media_root_access=ROOT in profile.media_start_nodes,
        media_start_nodes=start_nodes(profile.media_start_nodes, {}),
    )


def _user_key(principal: Principal) -> UUID:
    if principal.kind is not PrincipalKind.USER or principal.key is None:
        raise ForbiddenRequestError(Sentences.NO_PROFILE())
    return principal.key


current_user_routes = (current_user, change_current_user, change_password, document_permissions)
"""What is about the caller."""
