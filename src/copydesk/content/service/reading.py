"""Finding documents. Everything reads in the unit of work that is open, so handlers see what is under way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, select, true

from copydesk.content.model import ROOT_ID, Document, DocumentType, Languages, name_key
from copydesk.content.model.paths import RECYCLE_BIN_ID, ROOT_PATH, ancestor_ids
from copydesk.content.places import DocumentPlaces
from copydesk.content.service.desk import Desk
from copydesk.content.service.summaries import DocumentSummary, load_summaries
from copydesk.content.service.verdicts import is_path_published
from copydesk.content.store.documents import inside
from copydesk.content.store.relations import Relation, relations_of
from copydesk.content.store.types import load_languages
from copydesk.content.tables import document_names, documents
from copydesk.db import ReadScope

__all__ = ["Order", "Page", "Reading"]

T = TypeVar("T")
_IN_TREE = documents.c.blueprint.is_(False)


class Order(Enum):
    """What documents are sorted by."""

    SORT_ORDER = "sort_order"
    PATH = "path"
    NAME = "name_key"
    CREATED = "created"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a longer list.

    Attributes:
        items: the part.
        total: how long the list is.
        skip: where the part begins.
    """

    items: tuple[T, ...]
    total: int
    skip: int = 0


class Reading(Desk):
    """Reading."""

    async def get(self, document_id: int) -> Document | None:
        """Return the document with this id; blueprints are not found here."""
        async with self._read("get") as scope:
            return _in_tree(await self._documents.get(scope, document_id))

    async def get_by_key(self, key: UUID) -> Document | None:
        """Return the document with this key; blueprints are not found here."""
        async with self._read("get_by_key") as scope:
            return _in_tree(await self._documents.get_by_key(scope, key))

    async def get_many(self, ids: Sequence[int]) -> list[Document]:
        """Return the documents with these ids, in this order; those that do not exist are left out."""
        async with self._read("get_many") as scope:
            return [one for one in await self._documents.get_many(scope, ids) if not one.blueprint]

    async def children(
        self,
        parent_id: int = ROOT_ID,
        *,
        skip: int = 0,
        take: int = 100,
        order: Order = Order.SORT_ORDER,
        descending: bool = False,
        name_contains: str = "",
    ) -> Page[Document]:
        """Return what stands directly below a document, the root, or the recycle bin."""
        condition = _below(parent_id, name_contains)
        async with self._read("children") as scope:
            items = await self._documents.find(
                scope, condition, _ordering(order, descending=descending), skip=skip, take=take
            )
            return Page(tuple(items), await self._total(scope, condition, len(items), skip, take), skip)

    async def child_summaries(
        self,
        parent_id: int = ROOT_ID,
        *,
        skip: int = 0,
        take: int = 100,
        name_contains: str = "",
        only: Collection[int] | None = None,
        hidden: Collection[int] = (),
    ) -> Page[DocumentSummary]:
        """Return what a tree shows of what stands directly below a document, the root, or the recycle bin.

        Args:
            parent_id: the id of the document, the root or the bin.
            skip: how many are left out at the beginning.
            take: how many, at most.
            name_contains: what their names contain.
            only: the ids that may be shown; all without it.
            hidden: the ids that must not be shown, nor be counted as anybody's children.
        """
        condition = _shown(_below(parent_id, name_contains), only, hidden)
        order = _ordering(Order.SORT_ORDER, descending=False)
        async with self._read("child_summaries") as scope:
            items = await load_summaries(scope, condition, order, skip=skip, take=take, hidden=hidden)
            return Page(items, await self._total(scope, condition, len(items), skip, take), skip)

    async def count_before(
        self, document: Document, *, only: Collection[int] | None = None, hidden: Collection[int] = ()
    ) -> int:
        """Count what a tree shows before a document in its list; `only` and `hidden` as in `child_summaries`."""
        number, own = documents.c.sort_order, documents.c.id
        before = (number < document.sort_order) | ((number == document.sort_order) & (own < document.id))
        async with self._read("count_before") as scope:
            return await self._documents.count(scope, _shown(_below(document.parent_id) & before, only, hidden))

    async def summaries(self, ids: Sequence[int], *, hidden: Collection[int] = ()) -> tuple[DocumentSummary, ...]:
        """Return what a tree shows of the documents with these ids, by path; `hidden` ids do not count as children."""
        condition = _IN_TREE & documents.c.id.in_(ids)
        async with self._read("summaries") as scope:
            return await load_summaries(scope, condition, (documents.c.path,), hidden=hidden)

    async def search(
        self,
        text: str,
        branches: Iterable[tuple[str, bool]] = ((ROOT_PATH, True),),
        *,
        skip: int = 0,
        take: int = 20,
        hidden: Collection[int] = (),
    ) -> Page[DocumentSummary]:
        """Return what a tree shows of documents whose name contains a text in any culture, by path; not of the bin.

        Args:
            text: the part of the name, in any case of letters.
            branches: where to look, by path: of all branches that a document stands in, the last one listed decides.
            skip: how many are left out at the beginning.
            take: how many, at most.
            hidden: the ids that do not count as anybody's children.
        """
        condition = _IN_TREE & documents.c.trashed.is_(False) & _named(text) & _inside_any(branches)
        async with self._read("search") as scope:
            items = await load_summaries(scope, condition, (documents.c.path,), skip=skip, take=take, hidden=hidden)
            return Page(items, await self._total(scope, condition, len(items), skip, take), skip)

    async def recent(
        self,
        branches: Iterable[tuple[str, bool]] = ((ROOT_PATH, True),),
        *,
        writer: UUID | None = None,
        skip: int = 0,
        take: int = 20,
        hidden: Collection[int] = (),
    ) -> Page[DocumentSummary]:
        """Return what a tree shows of documents, those that were written last first; not of the bin.

        Args:
            branches: where to look, as for `search`.
            writer: only those that this user wrote last.
            skip: how many are left out at the beginning.
            take: how many, at most.
            hidden: the ids that do not count as anybody's children.
        """
        condition = _IN_TREE & documents.c.trashed.is_(False) & _inside_any(branches)
        if writer is not None:
            condition &= documents.c.writer == writer
        newest = _ordering(Order.UPDATED, descending=True)
        async with self._read("recent") as scope:
            items = await load_summaries(scope, condition, newest, skip=skip, take=take, hidden=hidden)
            return Page(items, await self._total(scope, condition, len(items), skip, take), skip)

    async def places(self, ids: Collection[int]) -> Mapping[int, tuple[UUID, str]]:
        """Return key and path of documents; those that do not exist are left out."""
        async with self._read("places") as scope:
            return await DocumentPlaces().places_of(await scope.connection(), ids)

    async def ids_of(self, keys: Collection[UUID]) -> Mapping[UUID, int]:
        """Return the ids of documents by their keys; those that do not exist are left out."""
        query = select(documents.c.key, documents.c.id).where(_IN_TREE, documents.c.key.in_(keys))
        async with self._read("ids_of") as scope:
            return {row.key: row.id for row in await scope.execute(query)}

    async def descendants(
        self,
        document_id: int = ROOT_ID,
        *,
        skip: int = 0,
        take: int = 100,
        order: Order = Order.PATH,
        descending: bool = False,
    ) -> Page[Document]:
        """Return what stands anywhere below a document, the root (without the recycle bin), or the recycle bin."""
        async with self._read("descendants") as scope:
            condition = await self._anywhere_below(scope, document_id)
            if condition is None:
                return Page((), 0, skip)
            items = await self._documents.find(
                scope, condition, _ordering(order, descending=descending), skip=skip, take=take
            )
            return Page(tuple(items), await self._total(scope, condition, len(items), skip, take), skip)

    async def ancestors(self, document: Document) -> list[Document]:
        """Return the documents above a document, outermost first."""
        return await self.get_many(ancestor_ids(document.path))

    async def parent(self, document: Document) -> Document | None:
        """Return the document above; None below the root and directly in the recycle bin."""
        return await self.get(document.parent_id)

    async def recycle_bin(self, *, skip: int = 0, take: int = 100) -> Page[Document]:
        """Return what is directly in the recycle bin."""
        return await self.children(RECYCLE_BIN_ID, skip=skip, take=take)

    async def of_types(self, type_aliases: Sequence[str], *, skip: int = 0, take: int = 100) -> Page[Document]:
        """Return the documents of these types, by path.

        Raises:
            UnknownTypeError: there is no such type.
        """
        async with self._read("of_types") as scope:
            types = [await self._types.by_alias(scope, alias) for alias in type_aliases]
            condition = _IN_TREE & documents.c.type_id.in_([one.id for one in types])
            items = await self._documents.find(scope, condition, (documents.c.path,), skip=skip, take=take)
            return Page(tuple(items), await self._total(scope, condition, len(items), skip, take), skip)

    async def count(self, type_alias: str | None = None, *, published_only: bool = False) -> int:
        """Count the documents outside the recycle bin: all, or those of a type, or only published ones."""
        async with self._read("count") as scope:
            condition = _IN_TREE & documents.c.trashed.is_(False)
            if type_alias is not None:
                condition &= documents.c.type_id == (await self._types.by_alias(scope, type_alias)).id
            if published_only:
                condition &= documents.c.published
            return await self._documents.count(scope, condition)

    async def count_children(self, parent_id: int = ROOT_ID) -> int:
        """Count what stands directly below a document, the root, or the recycle bin."""
        async with self._read("count_children") as scope:
            return await self._documents.count(scope, _below(parent_id))

    async def count_descendants(self, document_id: int = ROOT_ID) -> int:
        """Count what stands anywhere below a document, the root (without the recycle bin), or the recycle bin."""
        async with self._read("count_descendants") as scope:
            condition = await self._anywhere_below(scope, document_id)
            return 0 if condition is None else await self._documents.count(scope, condition)

    async def has_children(self, document_id: int) -> bool:
        """Tell whether anything stands below a document."""
        async with self._read("has_children") as scope:
            found: bool = await scope.scalar(select(exists().where(_below(document_id))))
            return found

    async def is_path_published(self, document: Document) -> bool:
        """Tell whether readers see a document: it and everything above it is published, and it is not in the bin."""
        async with self._read("is_path_published") as scope:
            return document.published and await is_path_published(scope, document)

    async def is_path_publishable(self, document: Document) -> bool:
        """Tell whether readers would see a document if it were published."""
        async with self._read("is_path_publishable") as scope:
            return await is_path_published(scope, document)

    async def relations(self, document_id: int) -> list[Relation]:
        """Return the relations in which a document is the child, such as those to its original."""
        async with self._read("relations") as scope:
            return await relations_of(scope, document_id)

    async def document_type(self, alias: str) -> DocumentType:
        """Return the document type with this alias.

        Raises:
            UnknownTypeError: there is none.
        """
        async with self._read("document_type") as scope:
            return await self._types.by_alias(scope, alias)

    async def languages(self) -> Languages | None:
        """Return the languages; None before there are any."""
        async with self._read("languages") as scope:
            return await load_languages(scope)

    async def _total(self, scope: ReadScope, condition: ColumnElement[bool], found: int, skip: int, take: int) -> int:
        """Count all, unless the page shows the end already."""
        if found < take and (found > 0 or skip == 0):
            return skip + found
        return await self._documents.count(scope, condition)

    async def _anywhere_below(self, scope: ReadScope, document_id: int) -> ColumnElement[bool] | None:
        if document_id == ROOT_ID:
            return _IN_TREE & documents.c.trashed.is_(False)
        if document_id == RECYCLE_BIN_ID:
            return _IN_TREE & documents.c.trashed
        path = await scope.scalar(select(documents.c.path).where(documents.c.id == document_id, _IN_TREE))
        return None if path is None else inside(path)


def _named(text: str) -> ColumnElement[bool]:
    wanted = name_key(text)
    in_a_culture = select(document_names.c.document_id).where(
        document_names.c.name_key.contains(wanted, autoescape=True)
    )
    return documents.c.name_key.contains(wanted, autoescape=True) | documents.c.id.in_(in_a_culture)


def _inside_any(branches: Iterable[tuple[str, bool]]) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = false()
    for path, shown in branches:
        if path == ROOT_PATH:  # Without a condition the database can choose another index than that of paths.
            condition = true() if shown else false()
            continue
        branch = (documents.c.path == path) | inside(path)
        condition = condition | branch if shown else condition & ~branch
    return condition


def _in_tree(document: Document | None) -> Document | None:
    return None if document is None or document.blueprint else document


def _below(parent_id: int, name_contains: str = "") -> ColumnElement[bool]:
    condition = (documents.c.parent_id == parent_id) & _IN_TREE
    if name_contains:
        condition &= documents.c.name_key.contains(name_key(name_contains), autoescape=True)
    return condition


def _shown(
    condition: ColumnElement[bool], only: Collection[int] | None, hidden: Collection[int]
) -> ColumnElement[bool]:
    if only is not None:
        condition &= documents.c.id.in_(only)
    return condition & documents.c.id.not_in(hidden) if hidden else condition


def _ordering(order: Order, *, descending: bool) -> tuple[ColumnElement[Any], ...]:
    columns: tuple[ColumnElement[Any], ...] = (documents.c[order.value], documents.c.id)
    return tuple(column.desc() for column in columns) if descending else columns
