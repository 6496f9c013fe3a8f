"""What lists and trees show of documents: their names, places and states, without their values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, select

from copydesk.content.tables import StoredCulture, document_types, documents
from copydesk.db import ReadScope

__all__ = ["DocumentSummary", "VariantState", "VariantSummary", "load_summaries", "state_of"]


class VariantState(StrEnum):
    """How far one culture of a document has come. The names are those of the reference."""

    NOT_CREATED = "notCreated"
    DRAFT = "draft"
    PUBLISHED = "published"
    PENDING_CHANGES = "publishedPendingChanges"


def state_of(*, named: bool, published: bool, edited: bool) -> VariantState:
    """Return the state of a culture, or of a document that does not vary by culture."""
    if published:
        return VariantState.PENDING_CHANGES if edited else VariantState.PUBLISHED
    return VariantState.DRAFT if named else VariantState.NOT_CREATED


@dataclass(frozen=True, slots=True)
class VariantSummary:
    """One culture of a document, or its only variant, without culture, when it does not vary.

    Attributes:
        culture: the culture, None when the document does not vary by culture.
        name: the draft's name, else the published one.
        state: how far it has come.
    """

    culture: str | None
    name: str
    state: VariantState


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What a tree shows of a document; loaded without its values.

    Attributes:
        id: its number.
        key: its stable key.
        parent_id: the id of what it stands below.
        type_alias: the alias of its type.
        type_name: the label of its type.
        icon: the icon of its type.
        name: its own name.
        variants: its names and states by culture; one without culture when it does not vary.
        path: the ids from the root to it.
        level: how deep it stands.
        sort_order: its place among its siblings.
        published: whether it is published.
        edited: whether the draft differs from what is published.
        trashed: whether it is in the recycle bin.
        has_children: whether anything stands below it.
        updated: when it was written last.
        writer: the key of whoever did.
    """

    id: int
    key: UUID
    parent_id: int
    type_alias: str
    type_name: str
    icon: str
    name: str
    variants: tuple[VariantSummary, ...]
    path: str
    level: int
    sort_order: int
    published: bool
    edited: bool
    trashed: bool
    has_children: bool
    updated: datetime
    writer: UUID | None


async def load_summaries(
    scope: ReadScope,
    condition: ColumnElement[bool],
    order: Collection[ColumnElement[Any]],
    *,
    skip: int = 0,
    take: int | None = None,
    hidden: Collection[int] = (),
) -> tuple[DocumentSummary, ...]:
    """Return what lists show of the documents that meet a condition on `documents`.

    Args:
        scope: where they are.
        condition: which documents.
        order: by what they are sorted.
        skip: how many are left out at the beginning.
        take: how many, at most.
        hidden: ids that do not count as children.
    """
    query = _query(hidden).where(condition).order_by(*order).offset(skip or None).limit(take)
    return tuple(_summary(row) for row in await scope.execute(query))


_child = documents.alias("child")


def _query(hidden: Collection[int]) -> Select[Any]:
    children = exists().where(_child.c.parent_id == documents.c.id, _child.c.blueprint.is_(False))
    if hidden:
        children = children.where(_child.c.id.not_in(hidden))
    return select(
        documents,
        document_types.c.alias.label("type_alias"),
        document_types.c.name.label("type_name"),
        document_types.c.icon,
        children.label("has_children"),
    ).join(document_types, document_types.c.id == documents.c.type_id)


def _summary(row: Row[Any]) -> DocumentSummary:
    return DocumentSummary(
        row.id,
        row.key,
        row.parent_id,
        row.type_alias,
        row.type_name,
        row.icon,
        row.name,
        _variants(row),
        row.path,
        row.level,
        row.sort_order,
        row.published,
        row.edited,
        row.trashed,
        row.has_children,
        row.updated,
        row.writer,
    )


def _variants(row: Row[Any]) -> tuple[VariantSummary, ...]:
    if not row.cultures:
        state = state_of(named=True, published=row.published, edited=row.edited)
        return (VariantSummary(None, row.name, state),)
    return tuple(_variant(culture, one, published=row.published) for culture, one in row.cultures.items())


def _variant(culture: str, one: StoredCulture, *, published: bool) -> VariantSummary:
    # Without a name in the draft, what is published differs from it: the culture was taken out of the draft.
    edited = one.edited or one.name is None
    return VariantSummary(
        culture,
        one.name or one.publish_name or "",
        state_of(named=one.name is not None, published=published and one.publish_name is not None, edited=edited),
    )
