"""Routes of what happened to a document: its versions, the audit log, its relations."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from copydesk.content.api.answers import DocumentAnswer, Done, changed
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.errors import NotFoundError
from copydesk.content.api.limits import VersionId, VersionPath, require_moment
from copydesk.content.api.paging import Skip, Take
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import settled, told_by
from copydesk.content.api.versions import IfMatch, expected_version
from copydesk.content.model import ALL_CULTURES, ContentVariation, Document, VersionInfo
from copydesk.content.model.variation import check_variation
from copydesk.content.outcomes import OperationOutcome
from copydesk.content.sentences import AuditComments, Sentences
from copydesk.content.store.audit import AuditAction, AuditEntry
from copydesk.identity.http_access import allow
from copydesk.identity.paths import PathAccess
from copydesk.identity.permissions import Verb
from copydesk.sentences import Code, recognised

__all__ = [
    "AuditItem",
    "AuditPage",
    "KeepBody",
    "RelationItem",
    "RollbackBody",
    "VersionAnswer",
    "VersionItem",
    "VersionName",
    "VersionPage",
    "VersionValue",
    "delete_versions",
    "history_routes",
    "list_audit_log",
    "list_relations",
    "list_versions",
    "prevent_cleanup",
    "read_version",
    "rollback",
]

_TAGS = ["Document history"]
_OPT = allow("TreeAccessDocuments")
Before = Annotated[datetime, QueryParameter(description="Versions that are older go, with a time zone.")]


class VersionItem(msgspec.Struct, frozen=True, rename="camel"):
    """A version of a document, without its values."""

    id: int
    name: str
    date: datetime
    writer_key: UUID | None
    writer_name: str | None
    is_current: bool
    is_published: bool
    prevent_cleanup: bool


class VersionPage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of the versions of a document, newest first."""

    items: tuple[VersionItem, ...]
    total: int


class VersionName(msgspec.Struct, frozen=True, rename="camel"):
    """The name that a version had in a culture; without culture when the document does not vary."""

    culture: str | None
    name: str


class VersionValue(msgspec.Struct, frozen=True, rename="camel"):
    """The value that a property had in a version."""

    alias: str
    culture: str | None
    segment: str | None
    value: Any


class VersionAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """A document as it was in one version."""

    version: VersionItem
    document_key: UUID
    variants: tuple[VersionName, ...]
    values: tuple[VersionValue, ...]


class AuditItem(msgspec.Struct, frozen=True, rename="camel"):
    """Something that was done to a document.

    `code` says for programs which sentence `comment` is, and `parameters` what it names; a comment of others has none.
    """

    action: AuditAction
    at: datetime
    actor_key: UUID
    actor_name: str | None
    cultures: tuple[str, ...]
    comment: str
    code: Code | None = None
    parameters: dict[str, str | int] = {}


class AuditPage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of what was done to a document, newest first."""

    items: tuple[AuditItem, ...]
    total: int


class RelationItem(msgspec.Struct, frozen=True, rename="camel"):
    """A relation of a parent, such as the original of a copy, to a child."""

    alias: str
    parent_key: UUID | None
    child_key: UUID
    created: datetime
    comment: str


class RollbackBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """To which version the draft goes back, in which culture (`*`: all of it)."""

    version_id: VersionId
    culture: str = ALL_CULTURES


class KeepBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Whether deleting old versions leaves this one alone."""

    keep: bool = True


@get("/document/{key:uuid}/versions", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_versions(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], skip: Skip = 0, take: Take = 100
) -> VersionPage:
    """List the versions of a document, newest first."""
    document = await door.document(key)
    found = await door.content.versions(document.id, skip=skip, take=take)
    return VersionPage(await _items(door, found), await door.content.count_versions(document.id))


@get("/document/version/{version_id:int}", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def read_version(door: NamedDependency[DocumentDoor], version_id: VersionPath) -> VersionAnswer:
    """Read a document as it was in one version."""
    info, document = await _version(door, version_id, Verb.BROWSE)
    then = await door.content.version(version_id) or document
    names = [VersionName(culture, one.name) for culture, one in then.culture_infos.items()]
    values = (
        VersionValue(alias, variant.culture, variant.segment, value)
        for alias, held in then.properties.items()
        for variant, value in held.draft.items()
    )
    [item] = await _items(door, [info])
    return VersionAnswer(item, document.key, tuple(names or [VersionName(None, info.name)]), tuple(values))


@put("/document/version/{version_id:int}/prevent-cleanup", opt=_OPT, tags=_TAGS, responses=WRITING)
async def prevent_cleanup(
    door: NamedDependency[DocumentDoor], version_id: VersionPath, data: JSONBody[KeepBody]
) -> Done:
    """Say whether deleting old versions leaves this one alone. Needs the permission to roll back."""

    async def work() -> OperationOutcome:
        await _version(door, version_id, Verb.ROLLBACK)
        return await door.content.prevent_cleanup(version_id, keep=data.keep, actor=door.actor)

    return Done(told_by(await settled(door.change("prevent_cleanup", work))))


@delete("/document/{key:uuid}/versions", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_versions(door: NamedDependency[DocumentDoor], key: FromPath[UUID], before: Before) -> Done:
    """Delete old versions, but never the draft's, the published one or one that is kept.

    Needs the permissions to roll back and to delete.
    """
    oldest = require_moment(before, "before")

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.ROLLBACK)
        door.rights.require(Verb.DELETE, document.path, key)
        return await door.content.delete_versions(document.id, oldest, actor=door.actor)

    return Done(told_by(await settled(door.change("delete_versions", work))))


@post("/document/{key:uuid}/rollback", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def rollback(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[RollbackBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Put the draft back to what it was in a version; what is published stays.

    The current version means: back to what is published.
    """
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.ROLLBACK, expected=expected)
        culture = await _culture(door, document, data.culture)
        return await door.content.rollback(
            document.id, data.version_id, culture, actor=door.actor, expected_version=expected
        )

    return await changed(door, await settled(door.change("rollback", work)))


@get("/document/{key:uuid}/audit-log", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_audit_log(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], skip: Skip = 0, take: Take = 100
) -> AuditPage:
    """List what was done to a document, newest first."""
    document = await door.document(key)
    entries = await door.content.audit(document.id, skip=skip, take=take)
    names = await door.names(entry.actor for entry in entries)
    items = (_audit_item(one, names.get(one.actor)) for one in entries)
    return AuditPage(tuple(items), await door.content.count_audit(document.id))


@get("/document/{key:uuid}/relations", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_relations(door: NamedDependency[DocumentDoor], key: FromPath[UUID]) -> tuple[RelationItem, ...]:
    """List the relations in which a document is the child; those to what the caller may not see are left out."""
    document = await door.document(key)
    relations = await door.content.relations(document.id)
    places = await door.content.places({one.parent_id for one in relations})
    return tuple(
        RelationItem(one.alias, places[one.parent_id][0], key, one.created, one.comment)
        for one in relations
        if one.parent_id in places and door.rights.access(places[one.parent_id][1]) is not PathAccess.NONE
    )


async def _items(door: DocumentDoor, infos: list[VersionInfo]) -> tuple[VersionItem, ...]:
    names = await door.names(one.writer for one in infos)
    return tuple(
        VersionItem(
            one.id,
            one.name,
            one.date,
            one.writer,
            names.get(one.writer) if one.writer else None,
            one.is_current,
            one.is_published,
            one.prevent_cleanup,
        )
        for one in infos
    )


def _audit_item(entry: AuditEntry, name: str | None) -> AuditItem:
    shown = AuditItem(entry.action, entry.at, entry.actor, name, entry.cultures, entry.comment)
    try:
        said = recognised(AuditComments, entry.comment)
    except LookupError:
        return shown
    return msgspec.structs.replace(shown, code=said.code, parameters=dict(said.parameters))


async def _version(door: DocumentDoor, version_id: int, verb: Verb) -> tuple[VersionInfo, Document]:
    info = await door.content.version_info(version_id)
    document = await door.content.get(info.document_id) if info is not None else None
    if info is None or document is None or door.rights.access(document.path) is PathAccess.NONE:
        raise NotFoundError(Sentences.VERSION_NOT_FOUND(version=version_id))
    door.rights.require(verb, document.path, document.key)
    return info, document


async def _culture(door: DocumentDoor, document: Document, culture: str) -> str:
    if culture == ALL_CULTURES:
        return culture
    check_variation(document.type.variation & ContentVariation.CULTURE, culture, None, "culture")
    languages = await door.content.languages()
    return languages.require(culture) if languages is not None else culture


history_routes = (
    list_versions,
    read_version,
    prevent_cleanup,
    delete_versions,
    rollback,
    list_audit_log,
    list_relations,
)
