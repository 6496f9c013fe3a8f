"""Versions, schedules, relations and the audit trail as they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from copydesk.content.model import Document, Schedule, ScheduleAction, ScheduledAction, VersionInfo
from copydesk.content.sentences import AuditComments
from copydesk.content.store.documents import inside
from copydesk.content.store.rows import loaded_slots, version_from_row
from copydesk.content.tables import audit, documents, relations, schedules, versions
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "AuditAction",
    "AuditEntry",
    "Due",
    "Relation",
    "RelationAlias",
    "add_relations",
    "audit_entries",
    "clear_due",
    "count_rows",
    "delete_old_versions",
    "delete_one_version",
    "due_documents",
    "forget_parents",
    "has_due",
    "keep_version",
    "load_schedule",
    "load_version",
    "relations_of",
    "remember_parents",
    "store_schedule",
    "version_infos",
    "version_values",
    "write_audit",
]


class AuditAction(StrEnum):
    """What somebody did. The names are those of the reference."""

    SAVE = "Save"
    SAVE_VARIANT = "SaveVariant"
    PUBLISH = "Publish"
    PUBLISH_VARIANT = "PublishVariant"
    UNPUBLISH = "Unpublish"
    UNPUBLISH_VARIANT = "UnpublishVariant"
    MOVE = "Move"
    COPY = "Copy"
    DELETE = "Delete"
    SORT = "Sort"
    ROLL_BACK = "RollBack"
    SEND_TO_PUBLISH = "SendToPublish"
    SEND_TO_PUBLISH_VARIANT = "SendToPublishVariant"
    PREVENT_CLEANUP = "ContentVersionPreventCleanup"
    ENABLE_CLEANUP = "ContentVersionEnableCleanup"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit trail.

    Attributes:
        document_id: what was changed; the root for something that concerns many.
        action: what was done.
        actor: the key of the user who did it.
        at: when.
        cultures: the cultures concerned; empty when it was not about cultures.
        comment: anything else worth knowing.
    """

    document_id: int
    action: AuditAction
    actor: UUID
    at: datetime
    cultures: tuple[str, ...] = ()
    comment: str = ""


_AUDIT = insert(audit)


def write_audit(scope: WriteScope, entries: Iterable[AuditEntry]) -> None:
    """Write lines of the audit trail, in the transaction of the change."""
    rows = [
        {
            "document_id": entry.document_id,
            "action": entry.action.value,
            "actor": entry.actor,
            "at": entry.at,
            "cultures": list(entry.cultures),
            "comment": entry.comment,
        }
        for entry in entries
    ]
    scope.execute_later([(_AUDIT, rows)])


async def audit_entries(scope: ReadScope, document_id: int, *, skip: int, take: int) -> list[AuditEntry]:
    """Return the lines about a document, newest first."""
    query = select(audit).where(audit.c.document_id == document_id).order_by(audit.c.id.desc())
    rows = await scope.execute(query.offset(skip).limit(take))
    return [
        AuditEntry(row.document_id, AuditAction(row.action), row.actor, row.at, tuple(row.cultures), row.comment)
        for row in rows
    ]


async def count_rows(scope: ReadScope, table: Table, document_id: int) -> int:
    """Count the rows of a table, versions or the audit trail, that are about a document."""
    counted: int = await scope.scalar(select(func.count()).where(table.c.document_id == document_id))
    return counted


# ---------------------------------------------------------------- versions

_INFOS = select(
    versions.c.id,
    versions.c.document_id,
    versions.c.name,
    versions.c.date,
    versions.c.writer,
    versions.c.is_current,
    versions.c.is_published,
    versions.c.prevent_cleanup,
)


async def version_infos(scope: ReadScope, document_id: int, *, skip: int, take: int) -> list[VersionInfo]:
    """Return the versions of a document, newest first."""
    query = _INFOS.where(versions.c.document_id == document_id).order_by(versions.c.id.desc())
    return [version_from_row(row) for row in await scope.execute(query.offset(skip).limit(take))]


async def load_version(scope: ReadScope, version_id: int) -> VersionInfo | None:
    """Return one version, without its values."""
    row = (await scope.execute(_INFOS.where(versions.c.id == version_id))).one_or_none()
    return version_from_row(row) if row is not None else None


async def version_values(scope: ReadScope, version_id: int, document: Document) -> Document:
    """Return a clone of `document` whose draft is that of one of its versions; what is published stays."""
    query = select(versions.c.name, versions.c.names, versions.c.properties, versions.c.date)
    row = (await scope.execute(query.where(versions.c.id == version_id))).one()
    twin = document.clone()
    with twin.tracking_paused():
        twin.rename(row.name)
        twin.version_id = version_id
        for culture in [*twin.culture_infos]:
            twin.culture_infos.remove(culture)
        for culture, name in row.names.items():
            twin.culture_infos.put(culture, name, row.date)
        for alias in {*twin.properties, *row.properties}:
            live = twin.properties[alias].published if alias in twin.properties else {}
            twin.load_property(alias, loaded_slots(row.properties.get(alias)), live)
    return twin


def _old(document_id: int) -> ColumnElement[bool]:
    return (
        (versions.c.document_id == document_id) & versions.c.is_current.is_(False) & versions.c.is_published.is_(False)
    )


async def delete_old_versions(scope: WriteScope, document_id: int, before: datetime) -> int:
    """Delete what is older than a date, but for the current, the published and the kept ones; return how many."""
    old = _old(document_id) & (versions.c.date < before) & versions.c.prevent_cleanup.is_(False)
    return (await scope.execute(delete(versions).where(old))).rowcount


async def delete_one_version(scope: WriteScope, document_id: int, version_id: int) -> int:
    """Delete one version, unless it is the current or the published one; return how many."""
    return (await scope.execute(delete(versions).where(_old(document_id) & (versions.c.id == version_id)))).rowcount


async def keep_version(scope: WriteScope, version_id: int, *, keep: bool) -> None:
    """Say whether the clean-up leaves a version alone."""
    await scope.execute(update(versions).where(versions.c.id == version_id).values(prevent_cleanup=keep))


# ---------------------------------------------------------------- schedules


async def load_schedule(scope: ReadScope, document_id: int) -> Schedule:
    """Return the pending dates of a document."""
    rows = await scope.execute(_SCHEDULE, {"wanted": document_id})
    return Schedule(ScheduledAction(row.culture, ScheduleAction(row.action), row.due) for row in rows)


_SCHEDULE = (
    select(schedules.c.culture, schedules.c.action, schedules.c.due)
    .where(schedules.c.document_id == bindparam("wanted"))
    .order_by(schedules.c.culture, schedules.c.due)
)


async def store_schedule(scope: WriteScope, document_id: int, schedule: Schedule) -> None:
    """Replace the pending dates of a document."""
    await scope.execute(delete(schedules).where(schedules.c.document_id == document_id))
    rows = [
        {"document_id": document_id, "culture": culture, "action": action.value, "due": due}
        for culture, action, due in schedule
    ]
    if rows:
        await scope.execute(insert(schedules), rows)


def _due(action: ScheduleAction, now: datetime) -> ColumnElement[bool]:
    return (schedules.c.action == action.value) & (schedules.c.due <= now)


async def has_due(scope: ReadScope, now: datetime) -> bool:
    """Tell whether any date has come."""
    found: bool = await scope.scalar(select(exists().where(or_(*(_due(action, now) for action in ScheduleAction)))))
    return found


class Due(NamedTuple):
    """A document with a date that has come, its version, and who wrote it last."""

    document_id: int
    version: int
    writer: UUID | None


async def due_documents(scope: ReadScope, action: ScheduleAction, now: datetime) -> list[Due]:
    """Return the documents whose date for an action has come, earliest first."""
    wanted = (documents.c.id, documents.c.version, documents.c.writer)
    query = select(*wanted).join(schedules, schedules.c.document_id == documents.c.id).where(_due(action, now))
    rows = await scope.execute(query.group_by(*wanted).order_by(func.min(schedules.c.due), documents.c.id))
    return [Due(row.id, row.version, row.writer) for row in rows]


async def clear_due(scope: WriteScope, document_id: int, action: ScheduleAction, now: datetime) -> None:
    """Delete the dates of a document that have come."""
    await scope.execute(delete(schedules).where(schedules.c.document_id == document_id, _due(action, now)))


# ---------------------------------------------------------------- relations


class RelationAlias(StrEnum):
    """What a relation between two documents means. The names are those of the reference."""

    COPY = "relateDocumentOnCopy"
    TRASH = "relateParentDocumentOnDelete"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a parent (the original of a copy, the former parent of something in the bin) to a child."""

    alias: str
    parent_id: int
    child_id: int
    created: datetime
    comment: str = ""


def add_relations(scope: WriteScope, added: Iterable[Relation]) -> None:
    """Write relations that are not there yet."""
    rows = [
        {
            "alias": relation.alias,
            "parent_id": relation.parent_id,
            "child_id": relation.child_id,
            "created": relation.created,
            "comment": relation.comment,
        }
        for relation in added
    ]
    scope.execute_later([(insert(relations), rows)] if rows else [])


async def remember_parents(scope: WriteScope, document_id: int, path: str, actor: UUID, now: datetime) -> None:
    """Relate a document at `path`, and everything below it, to their parents, which the audit trail names too.

    It is done before they go to the bin, while they still stand below their parents.
    """
    branch = or_(documents.c.id == document_id, inside(path))
    child, parent = documents.c.id, documents.c.parent_id
    related = select(literal(RelationAlias.TRASH.value), parent, child, _given(relations.c.created, now), literal(""))
    words = func.replace(literal(AuditComments.MOVED_TO_BIN_FROM.template), "{parent}", cast(parent, Text))
    done = (literal(AuditAction.DELETE.value), _given(audit.c.actor, actor), _given(audit.c.at, now))
    noted = select(child, *done, _given(audit.c.cultures, []), words)
    await forget_parents(scope, document_id, path)
    await scope.execute(
        insert(relations).from_select(
            ["alias", "parent_id", "child_id", "created", "comment"], _by_path(related, branch)
        )
    )
    columns = ["document_id", "action", "actor", "at", "cultures", "comment"]
    await scope.execute(insert(audit).from_select(columns, _by_path(noted, branch)))


async def forget_parents(scope: WriteScope, document_id: int, path: str) -> None:
    """Forget what a document at `path`, and everything below it, was below before it went to the bin."""
    branch = select(documents.c.id).where(or_(documents.c.id == document_id, inside(path)))
    own = (relations.c.alias == RelationAlias.TRASH.value) & relations.c.child_id.in_(branch)
    await scope.execute(delete(relations).where(own))


def _given(column: ColumnElement[Any], value: Any) -> ColumnElement[Any]:
    return literal(value, column.type)


def _by_path(query: Select[Any], branch: ColumnElement[bool]) -> Select[Any]:
    return query.where(branch).order_by(documents.c.path)


async def relations_of(scope: ReadScope, document_id: int) -> list[Relation]:
    """Return the relations in which a document is the child, oldest first."""
    query = select(relations).where(relations.c.child_id == document_id).order_by(relations.c.id)
    return [
        Relation(row.alias, row.parent_id, row.child_id, row.created, row.comment) for row in await scope.execute(query)
    ]
