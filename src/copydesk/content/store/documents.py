"""Loading documents: one by id or key, or many in an order, page by page."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, select

from copydesk.content.model import Document
from copydesk.content.store.rows import document_from_row
from copydesk.content.store.types import TypeCatalog
from copydesk.content.tables import document_types, documents, versions
from copydesk.db import ReadScope

__all__ = ["BATCH", "DocumentStore", "inside"]

BATCH = 100
"""How many documents are in memory at once when a branch is walked, as in the reference."""

_draft, _live = versions.alias("draft"), versions.alias("live")
_WHOLE = (
    select(documents, _draft.c.properties.label("draft"), _live.c.properties.label("live"), document_types.c.stamp)
    .join(_draft, _draft.c.id == documents.c.version_id)
    .join(document_types, document_types.c.id == documents.c.type_id)
    .outerjoin(_live, _live.c.id == documents.c.published_version_id)
)
_BY_ID = _WHOLE.where(documents.c.id == bindparam("wanted"))
_BY_KEY = _WHOLE.where(documents.c.key == bindparam("wanted"))


def inside(path: str) -> ColumnElement[bool]:
    """Return the condition that a document stands below the end of `path`; the index on paths answers it."""
    return (documents.c.path > path + ",") & (documents.c.path < path + "-")  # "-" is the character after ",".


class DocumentStore:
    """Loads documents whole, with their draft and what is published.

    Args:
        types: where their types come from.
    """

    def __init__(self, types: TypeCatalog) -> None:
        self._types = types

    async def get(self, scope: ReadScope, document_id: int) -> Document | None:
        """Return the document or blueprint with this id."""
        row = (await scope.execute(_BY_ID, {"wanted": document_id})).one_or_none()
        return await self._build(scope, row) if row is not None else None

    async def get_by_key(self, scope: ReadScope, key: UUID) -> Document | None:
        """Return the document or blueprint with this key."""
        row = (await scope.execute(_BY_KEY, {"wanted": key})).one_or_none()
        return await self._build(scope, row) if row is not None else None

    async def get_many(self, scope: ReadScope, ids: Sequence[int]) -> list[Document]:
        """Return the documents with these ids, in this order; those that do not exist are left out."""
        found: dict[int, Document] = {}
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            found |= {one.id: one for one in await self.find(scope, documents.c.id.in_(part))}
        return [found[document_id] for document_id in dict.fromkeys(ids) if document_id in found]

    async def find(
        self,
        scope: ReadScope,
        condition: ColumnElement[bool],
        order: Iterable[ColumnElement[Any]] = (),
        *,
        skip: int = 0,
        take: int | None = None,
    ) -> list[Document]:
        """Return the documents that meet a condition on `documents`."""
        query = _WHOLE.where(condition).order_by(*order).offset(skip or None).limit(take)
        return [await self._build(scope, row) for row in (await scope.execute(query)).all()]

    async def count(self, scope: ReadScope, condition: ColumnElement[bool]) -> int:
        """Count the documents that meet a condition."""
        counted: int = await scope.scalar(select(func.count()).select_from(documents).where(condition))
        return counted

    async def walk(
        self, scope: ReadScope, path: str, only: ColumnElement[bool] | None = None
    ) -> AsyncIterator[Document]:
        """Iterate over what is below the end of `path`, parents before their children, a batch at a time.

        Args:
            scope: where they are.
            path: the path.
            only: the condition that they meet; everything without it.
        """
        last = path
        while True:
            below = inside(path) & (documents.c.path > last)
            if only is not None:
                below &= only
            batch = await self.find(scope, below, (documents.c.path,), take=BATCH)
            for document in batch:
                yield document
            if len(batch) < BATCH:
                return
            last = batch[-1].path

    async def branch(self, scope: ReadScope, path: str) -> list[Document]:
        """Return everything below the end of `path`, parents before their children."""
        return [document async for document in self.walk(scope, path)]

    async def _build(self, scope: ReadScope, row: Row[Any]) -> Document:
        return document_from_row(row, await self._types.get(scope, row.type_id, row.stamp))
