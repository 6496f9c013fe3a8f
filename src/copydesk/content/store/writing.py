"""Writing documents and their versions: one save writes a document's row, its current version, and no more.

Publishing freezes the current version as the published one and begins another; a plain save rewrites the current one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Table, bindparam, delete, insert, update

from copydesk.content.model import ALL_CULTURES, Document, Languages, PublishedState
from copydesk.content.store.names import SiblingNames, own_name
from copydesk.content.store.numbers import draw_ids
from copydesk.content.store.rows import document_row, name_rows, published_name_rows, version_row
from copydesk.content.store.tree import Parent, order_is_taken
from copydesk.content.tables import document_names, documents, published_names, versions
from copydesk.db import WriteScope

__all__ = ["DocumentWriter", "Persisted"]

_PLACE = {"parent_id", "path", "level", "sort_order", "trashed", "update_date", "writer"}
_ORDER = {"sort_order", "update_date", "writer"}
"""What a document is not another version for."""
_UPDATED = [column.name for column in documents.c if column.name not in {"id", "key", "type_id", "created"}]
_UPDATE_DOCUMENT = (
    update(documents)
    .where(documents.c.id == bindparam("document_id"))
    .values({name: bindparam(f"new_{name}", type_=documents.c[name].type) for name in _UPDATED})
)
_UPDATE_ORDER = (
    update(documents)
    .where(documents.c.id == bindparam("document_id"))
    .values(
        sort_order=bindparam("new_order"),
        updated=bindparam("new_updated", type_=documents.c.updated.type),
        writer=bindparam("new_writer", type_=documents.c.writer.type),
    )
)
_REWRITTEN = [column.name for column in versions.c if column.name not in {"id", "document_id", "prevent_cleanup"}]
_UPDATE_VERSION = (
    update(versions)
    .where(versions.c.id == bindparam("version_id"))
    .values({name: bindparam(f"new_{name}", type_=versions.c[name].type) for name in _REWRITTEN})
)
_NO_LONGER_PUBLISHED = update(versions).where(versions.c.id == bindparam("version_id")).values(is_published=False)
_FORGET_NAMES = delete(document_names).where(document_names.c.document_id == bindparam("wanted"))
_FORGET_PUBLISHED_NAMES = delete(published_names).where(published_names.c.document_id == bindparam("wanted"))
_INSERTS = {table: insert(table) for table in (documents, versions, document_names, published_names)}


@dataclass(frozen=True, slots=True)
class Persisted:
    """What a save wrote of one document, captured before the document forgot its changes.

    Attributes:
        document: the document.
        was_new: it was saved for the first time.
        written: there was anything to write.
        saved_cultures: the cultures of the draft that changed, `*` when only what has no culture did.
        published_cultures: the cultures that were published, `*` for a document without cultures.
        unpublished_cultures: the cultures that were taken down, likewise.
    """

    document: Document
    was_new: bool
    written: bool
    saved_cultures: tuple[str, ...] = ()
    published_cultures: tuple[str, ...] = ()
    unpublished_cultures: tuple[str, ...] = ()


class DocumentWriter:
    """Writes the documents of one operation. New and reordered ones are written together, by `flush` at the latest.

    Args:
        scope: the scope of the operation, which holds the write lock of the tree.
        now: the time of the operation.
        languages: the languages of the tenant; None when no document of the operation varies by culture.
        unique_names: whether names that siblings have are numbered.
    """

    def __init__(self, scope: WriteScope, now: datetime, languages: Languages | None, *, unique_names: bool) -> None:
        self._scope, self._now, self._languages = scope, now, languages
        self._names = SiblingNames(scope, on=unique_names)
        self._rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in _INSERTS}
        self._orders: dict[int, set[int]] = {}
        self._reordered: list[dict[str, Any]] = []

    async def save(self, document: Document, parent: Parent | None = None) -> Persisted:
        """Write what changed of a document; a new one needs its parent.

        Raises:
            InvalidNameError: it has no name at all.
        """
        if parent is None:
            self._flush_new()
        if document.has_identity and not document.is_dirty() and not document.in_transition:
            return Persisted(document, was_new=False, written=False)
        if document.has_identity and not _is_another_version(document):
            return self._reorder(document)
        state, was_new = document.published_state, not document.has_identity
        await self._settle_names(document, parent)
        persisted = self._capture(document, was_new, state)
        self._stamp(document, state)
        await (self._insert(document, parent, state) if parent else self._update(document, state))
        document.settle_published(_will_be_published(document, state))
        document.reset_dirty()
        return persisted

    def flush(self) -> None:
        """Write the documents that wait."""
        self._flush_new()
        if self._reordered:
            self._later(_UPDATE_ORDER, *self._reordered)
        self._reordered = []

    def _flush_new(self) -> None:
        self._scope.execute_later([(_INSERTS[table], rows) for table, rows in self._rows.items() if rows])
        self._rows = {table: [] for table in _INSERTS}

    def _reorder(self, document: Document) -> Persisted:
        """Write where a document stands among its siblings, and nothing else of it."""
        persisted = self._capture(document, was_new=False, state=document.published_state)
        if not document.is_property_dirty("update_date"):
            document.update_date = self._now
        self._reordered.append(
            {
                "document_id": document.id,
                "new_order": document.sort_order,
                "new_updated": document.update_date,
                "new_writer": document.writer,
            }
        )
        document.reset_dirty()
        return persisted

    async def _settle_names(self, document: Document, parent: Parent | None) -> None:
        wished = own_name(document, self._languages)
        parent_id = parent.id if parent else document.parent_id
        moved = document.is_property_dirty("parent_id")
        if parent or moved or document.type.varies_by_culture or document.is_property_dirty("name"):
            await self._names.settle(document, parent_id, wished)

    def _capture(self, document: Document, was_new: bool, state: PublishedState) -> Persisted:
        saved = document.changed_cultures()
        published, unpublished = document.publish_infos.changed(), document.publish_infos.removed()
        if not document.type.varies_by_culture:
            published = (ALL_CULTURES,) if state is PublishedState.PUBLISHING else ()
            unpublished = (ALL_CULTURES,) if state is PublishedState.UNPUBLISHING else ()
        return Persisted(
            document,
            was_new,
            written=True,
            saved_cultures=saved,
            published_cultures=published,
            unpublished_cultures=unpublished,
        )

    def _stamp(self, document: Document, state: PublishedState) -> None:
        publishing = state is PublishedState.PUBLISHING
        if publishing:
            document.publish_name = document.name
        document.refresh_edited(
            self._languages.default if self._languages else None,
            will_be_published=_will_be_published(document, state),
            publishing=publishing,
        )
        document.culture_infos.stamp(self._now)
        if document.create_date is None:
            document.create_date = self._now
        if document.update_date is None or not document.is_property_dirty("update_date"):
            document.update_date = self._now

    async def _insert(self, document: Document, parent: Parent, state: PublishedState) -> None:
        publishing = state is PublishedState.PUBLISHING
        document_id, version_id = await draw_ids(self._scope, 1, 2 if publishing else 1)
        order = await self._free_order(document, parent)
        document.identify(document_id, version_id)
        document.put_at(parent.place_of(document_id, order))
        document.version = 1
        self._names.expect(document, parent.id)
        if publishing:
            self._rows[versions].append(self._frozen(document, version_id))
            document.published_version_id, document.version_id = version_id, version_id + 1
        self._rows[versions].append(self._current(document))
        self._rows[documents].append({**document_row(document), "published": publishing})
        if not document.blueprint:
            self._rows[document_names] += name_rows(document)
        self._rows[published_names] += published_name_rows(document, published=publishing)

    async def _update(self, document: Document, state: PublishedState) -> None:
        dirty = document.dirty_properties()
        if state is PublishedState.PUBLISHING:
            await self._freeze(document)
        elif dirty - _PLACE or document.dirty_aliases() or document.in_transition:
            self._later(_UPDATE_VERSION, _renamed(self._current(document), "version_id"))
        if _is_another_version(document):
            document.version += 1
        row = {**document_row(document), "published": _will_be_published(document, state)}
        self._later(_UPDATE_DOCUMENT, _renamed(row, "document_id", _UPDATED))
        if not document.blueprint and document.type.varies_by_culture:
            self._rewrite_names(document)
        if document.in_transition or (document.published and document.is_property_dirty("parent_id")):
            self._later(_FORGET_PUBLISHED_NAMES, {"wanted": document.id})
            published = published_name_rows(document, published=_will_be_published(document, state))
            self._later(_INSERTS[published_names], *published)

    async def _freeze(self, document: Document) -> None:
        _, version_id = await draw_ids(self._scope, 0, 1)
        if document.published_version_id:
            self._later(_NO_LONGER_PUBLISHED, {"version_id": document.published_version_id})
        self._later(_UPDATE_VERSION, _renamed(self._frozen(document, document.version_id), "version_id"))
        document.published_version_id, document.version_id = document.version_id, version_id
        self._later(_INSERTS[versions], self._current(document))

    def _rewrite_names(self, document: Document) -> None:
        if (
            document.is_property_dirty("parent_id")
            or document.culture_infos.changed()
            or document.culture_infos.removed()
        ):
            self._later(_FORGET_NAMES, {"wanted": document.id})
            self._later(_INSERTS[document_names], *name_rows(document))

    def _later(self, statement: Executable, *rows: dict[str, Any]) -> None:
        self._scope.execute_later([(statement, rows)])

    async def _free_order(self, document: Document, parent: Parent) -> int:
        pending = self._orders.setdefault(parent.id, set())
        order = document.sort_order
        if order < 0 or order in pending or await order_is_taken(self._scope, parent.id, order):
            order = max(parent.next_sort_order, max(pending, default=-1) + 1)
        pending.add(order)
        return order

    def _current(self, document: Document) -> dict[str, Any]:
        return version_row(document, document.version_id, self._now, current=True, published=False)

    def _frozen(self, document: Document, version_id: int) -> dict[str, Any]:
        return version_row(document, version_id, self._now, current=False, published=True)


def _is_another_version(document: Document) -> bool:
    dirty = document.dirty_properties()
    return bool(dirty - _ORDER) or bool(document.dirty_aliases()) or document.in_transition


def _will_be_published(document: Document, state: PublishedState) -> bool:
    if state is PublishedState.PUBLISHING:
        return True
    return document.published and state is not PublishedState.UNPUBLISHING


def _renamed(row: dict[str, Any], id_name: str, columns: Sequence[str] = _REWRITTEN) -> dict[str, Any]:
    return {id_name: row["id"], **{f"new_{name}": row[name] for name in columns}}
