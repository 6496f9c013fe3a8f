"""Finding what readers may see: published, everything above it too, in the culture that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, BigInteger, ColumnElement, Row, Select, Text, cast, exists, func, literal, select

from copydesk.content.delivery.addresses import addresses_of, find_by_address
from copydesk.content.delivery.links import linked_keys, with_addresses
from copydesk.content.model import ROOT_ID, DocumentType, JsonValue, Languages
from copydesk.content.model.properties import Variant
from copydesk.content.model.variation import ContentVariation
from copydesk.content.store.documents import BATCH
from copydesk.content.store.rows import loaded_slots
from copydesk.content.store.types import TypeCatalog, load_languages
from copydesk.content.tables import document_types, documents, published_names, versions
from copydesk.db import Databases, ReadScope

__all__ = ["DeliveryReader", "Published", "PublishedPage"]

_BY_ORDER = (documents.c.sort_order, documents.c.id)
_WIDE_ORDER, _WIDE_ID = 20 * 10**9, 10**18
"""What makes every place among siblings, and every id, a number of the same length when it is added."""


@dataclass(frozen=True, slots=True)
class Published:
    """A document as readers see it in one culture.

    Attributes:
        key: its stable key.
        parent_key: the key of what it stands below; None below the root.
        type_alias: the alias of its type.
        name: its published name.
        address: its address in this culture, such as `/news/summer-party`.
        culture: the culture; None when it does not vary.
        cultures: all cultures that it is published in.
        created: when it was first saved.
        updated: when it was last published.
        values: its published values by property alias: those of the reader's segment, else those for everybody, and
            those of fallback languages where it has none. Links of rich text lead to addresses.
        has_children: whether readers see anything below it.
    """

    key: UUID
    parent_key: UUID | None
    type_alias: str
    name: str
    address: str
    culture: str | None
    cultures: tuple[str, ...]
    created: datetime
    updated: datetime
    values: Mapping[str, JsonValue]
    has_children: bool


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A part of a list of published documents, and how long the list is."""

    items: tuple[Published, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Nearest:
    """Where a reader's value is looked for: in each language that of the segment, then that for everybody."""

    cultures: Sequence[str]
    segments: Sequence[str | None]

    def variants(self, variation: ContentVariation) -> Iterator[Variant]:
        """Return where the value of a property may stand, the nearest first."""
        segments = self.segments if variation.by_segment else (None,)
        for culture in self.cultures if variation.by_culture else (None,):
            for segment in segments:
                yield Variant(culture, segment)


class DeliveryReader:
    """Finds published documents. Drafts are never loaded.

    A `segment` is the group that the reader belongs to; where there is no value for it, they get that for everybody.

    Args:
        databases: where scopes come from: one database, or the one of the current tenant.
    """

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._types = TypeCatalog()

    async def languages(self) -> Languages | None:
        """Return the languages; None before there are any."""
        async with self._databases.read("DeliveryReader.languages") as scope:
            return await load_languages(scope)

    async def by_key(self, key: UUID, culture: str, segment: str | None = None) -> Published | None:
        """Return the document with this key, if readers see it in this culture."""
        async with self._databases.read("DeliveryReader.by_key") as scope:
            return await self._one(scope, documents.c.key == key, culture, segment)

    async def by_address(self, parts: Sequence[str], culture: str, segment: str | None = None) -> Published | None:
        """Return the document at an address, if readers see it in this culture."""
        async with self._databases.read("DeliveryReader.by_address") as scope:
            found = await find_by_address(scope, parts, culture)
            return await self._one(scope, documents.c.id == found, culture, segment) if found is not None else None

    async def children(
        self,
        parent: UUID | None,
        culture: str,
        segment: str | None = None,
        *,
        type_alias: str | None = None,
        skip: int = 0,
        take: int = 100,
    ) -> PublishedPage | None:
        """Return what readers see directly below a document, or the root; None when they do not see the document."""
        async with self._databases.read("DeliveryReader.children") as scope:
            parent_id = await self._visible_id(scope, parent, culture)
            if parent_id is None:
                return None
            below = (documents.c.parent_id == parent_id) & documents.c.blueprint.is_(False)
            return await self._page(scope, below, _BY_ORDER, culture, segment, type_alias, skip, take)

    async def descendants(
        self,
        parent: UUID | None,
        culture: str,
        segment: str | None = None,
        *,
        type_alias: str | None = None,
        skip: int = 0,
        take: int = 100,
    ) -> PublishedPage | None:
        """Return what readers see anywhere below a document, or the root; None when they do not see the document."""
        async with self._databases.read("DeliveryReader.descendants") as scope:
            parent_id = await self._visible_id(scope, parent, culture)
            if parent_id is None:
                return None
            keys, total = await self._keys_below(scope, parent_id, culture, type_alias, skip, take)
            shown = await self._shown(scope, _whole(culture).where(documents.c.key.in_(keys)), culture, segment)
            return PublishedPage(tuple(sorted(shown, key=lambda one: keys.index(one.key))), total)

    async def _visible_id(self, scope: ReadScope, key: UUID | None, culture: str) -> int | None:
        if key is None:
            return ROOT_ID
        query = select(documents.c.id, documents.c.path).where(documents.c.key == key, documents.c.trashed.is_(False))
        row = (await scope.execute(query)).one_or_none()
        if row is None or row.id not in await addresses_of(scope, {row.id: row.path}, culture):
            return None
        found: int = row.id
        return found

    async def _one(
        self, scope: ReadScope, condition: ColumnElement[bool], culture: str, segment: str | None
    ) -> Published | None:
        shown = await self._shown(scope, _whole(culture).where(condition), culture, segment)
        return shown[0] if shown else None

    async def _page(
        self,
        scope: ReadScope,
        below: ColumnElement[bool],
        order: Sequence[ColumnElement[Any]],
        culture: str,
        segment: str | None,
        type_alias: str | None,
        skip: int,
        take: int,
    ) -> PublishedPage:
        condition = below if type_alias is None else below & (document_types.c.alias == type_alias)
        query = _whole(culture).where(condition).order_by(*order).offset(skip).limit(take)
        total = await scope.scalar(_visible(select(func.count()), culture).where(condition))
        return PublishedPage(await self._shown(scope, query, culture, segment), total)

    async def _keys_below(
        self, scope: ReadScope, parent_id: int, culture: str, type_alias: str | None, skip: int, take: int
    ) -> tuple[list[UUID], int]:
        """Return the keys of a page of what readers see below a parent, in the order of the tree, and how many are."""
        tree = _visible_below(parent_id, culture)
        query = _visible(select(documents.c.key, func.count().over().label("total")), culture).join(
            tree, tree.c.document_id == documents.c.id
        )
        if type_alias is not None:
            query = query.where(document_types.c.alias == type_alias)
        rows = (await scope.execute(query.order_by(tree.c.place).offset(skip).limit(take))).all()
        if rows or (skip == 0 and take > 0):
            return [row.key for row in rows], rows[0].total if rows else 0
        first = (await scope.execute(query.limit(1))).one_or_none()
        return [], first.total if first is not None else 0

    async def _shown(
        self, scope: ReadScope, query: Select[Any], culture: str, segment: str | None
    ) -> tuple[Published, ...]:
        rows = (await scope.execute(query)).all()
        addresses = await addresses_of(scope, {row.id: row.path for row in rows}, culture)
        languages = await load_languages(scope)
        cultures = languages.chain(culture) if languages is not None and culture else ()
        nearest = _Nearest(cultures, (segment, None) if segment else (None,))
        shown = []
        for row in rows:
            if row.id in addresses:
                document_type = await self._types.get(scope, row.type_id, row.stamp)
                one = _published(row, document_type, addresses[row.id], culture, nearest)
                shown.append((one, _rich_texts(one, document_type)))
        linked = {key for _, texts in shown for text in texts.values() for key in linked_keys(text)}
        goals = await _addresses_by_key(scope, list(linked), culture)
        return tuple(_with_links(one, texts, goals) for one, texts in shown)


_parent, _child = documents.alias("parent"), published_names.alias("child")


def _visible(query: Select[Any], culture: str) -> Select[Any]:
    """Restrict a query to documents that are published in a culture; what is above them is not asked."""
    return (
        query.select_from(documents)
        .join(published_names, published_names.c.document_id == documents.c.id)
        .join(document_types, document_types.c.id == documents.c.type_id)
        .where(published_names.c.culture.in_(("", culture)), documents.c.published, documents.c.trashed.is_(False))
    )


def _whole(culture: str) -> Select[Any]:
    children = exists().where(_child.c.parent_id == documents.c.id, _child.c.culture.in_(("", culture)))
    columns = (
        documents.c.id,
        documents.c.key,
        documents.c.path,
        documents.c.type_id,
        documents.c.publish_name,
        documents.c.cultures,
        documents.c.created,
        document_types.c.stamp,
        versions.c.properties,
        versions.c.date,
        _parent.c.key.label("parent_key"),
        children.label("has_children"),
    )
    query = _visible(select(*columns), culture)
    return query.join(versions, versions.c.id == documents.c.published_version_id).outerjoin(
        _parent, _parent.c.id == documents.c.parent_id
    )


async def _addresses_by_key(scope: ReadScope, keys: Sequence[UUID], culture: str) -> dict[UUID, str]:
    """Return the addresses of those of the documents that readers see in a culture."""
    found = {}
    query = select(documents.c.key, documents.c.id, documents.c.path).where(documents.c.trashed.is_(False))
    for start in range(0, len(keys), BATCH):
        rows = (await scope.execute(query.where(documents.c.key.in_(keys[start : start + BATCH])))).all()
        addresses = await addresses_of(scope, {row.id: row.path for row in rows}, culture)
        found.update({row.key: addresses[row.id] for row in rows if row.id in addresses})
    return found


def _rich_texts(one: Published, document_type: DocumentType) -> dict[str, str]:
    return {
        alias: value
        for alias, value in one.values.items()
        if document_type.properties[alias].editor == "richText" and isinstance(value, str)
    }


def _with_links(one: Published, texts: Mapping[str, str], goals: Mapping[UUID, str]) -> Published:
    if not texts:
        return one
    return replace(one, values={**one.values, **{alias: with_addresses(text, goals) for alias, text in texts.items()}})


def _visible_below(parent_id: int, culture: str) -> CTE:
    """Return what is reached from a parent through published documents only, each with its place in the tree.

    The place is a text that sorts as the tree: that of what stands above, then the own order and id.
    """
    order = cast(documents.c.sort_order + literal(_WIDE_ORDER, BigInteger), Text)
    step = order.concat(cast(documents.c.id + literal(_WIDE_ID, BigInteger), Text))
    query = select(published_names.c.document_id).join(documents, documents.c.id == published_names.c.document_id)
    query = query.where(published_names.c.culture.in_(("", culture)))
    reached = (
        query.add_columns(step.label("place"))
        .where(published_names.c.parent_id == parent_id)
        .cte("reached", recursive=True)
    )
    further = query.add_columns(reached.c.place.concat(step)).join(
        reached, published_names.c.parent_id == reached.c.document_id
    )
    return reached.union_all(further)


def _published(row: Row[Any], document_type: DocumentType, address: str, culture: str, nearest: _Nearest) -> Published:
    varies = document_type.varies_by_culture
    cultures = {code: one.publish_name for code, one in row.cultures.items() if one.publish_name is not None}
    return Published(
        key=row.key,
        parent_key=row.parent_key,
        type_alias=document_type.alias,
        name=cultures.get(culture, row.publish_name) if varies else row.publish_name,
        address=address,
        culture=culture if varies else None,
        cultures=tuple(sorted(cultures)),
        created=row.created,
        updated=row.date,
        values=dict(_values(row.properties, document_type, nearest)),
        has_children=row.has_children,
    )


def _values(
    stored: Mapping[str, Mapping[str, Any]], document_type: DocumentType, nearest: _Nearest
) -> Iterator[tuple[str, JsonValue]]:
    for alias, property_type in document_type.properties.items():
        slots = loaded_slots(stored.get(alias))
        found = (slots.get(variant) for variant in nearest.variants(property_type.variation))
        yield alias, next((value for value in found if value is not None), None)
