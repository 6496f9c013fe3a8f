"""Relations between documents as they are kept: where copies come from, and where trashed documents were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, delete, func, insert, literal, or_, select

from copydesk.content.sentences import AuditComments
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.documents import inside
from copydesk.content.tables import audit, documents, relations
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "Relation",
    "RelationAlias",
    "add_relations",
    "forget_parents",
    "relations_of",
    "remember_parents",
]


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
