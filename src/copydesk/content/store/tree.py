"""Where documents stand: what a save or move must know about the place, and moving whole branches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, literal, select, update

from copydesk.content.model import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, ROOT_ID, ROOT_PATH, Place
from copydesk.content.store.documents import inside
from copydesk.content.tables import blueprint_folders, document_types, documents
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "Parent",
    "Standing",
    "find_parent",
    "find_standings",
    "move_branch",
    "order_is_taken",
    "taken_keys",
]


@dataclass(frozen=True, slots=True)
class Parent:
    """What a document is to stand below.

    Attributes:
        id: its number.
        path: its path.
        level: its level.
        trashed: it is the recycle bin, or in it.
        next_sort_order: the place after its last child.
        key: its key; None for the root, the bin and folders.
        type_id: the id of its type; None for the root, the bin and folders.
        stamp: the stamp of its type, likewise.
    """

    id: int
    path: str
    level: int
    trashed: bool
    next_sort_order: int
    key: UUID | None = None
    type_id: int | None = None
    stamp: UUID | None = None

    def place_of(self, document_id: int, sort_order: int | None = None) -> Place:
        """Return the place of a child."""
        order = self.next_sort_order if sort_order is None else sort_order
        return Place(self.id, f"{self.path},{document_id}", self.level + 1, order, self.trashed)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored of a document, to be compared with what somebody wants to save."""

    id: int
    key: UUID
    version: int
    place: Place
    blueprint: bool
    published: bool


_NEXT = (
    select(func.coalesce(func.max(documents.c.sort_order), -1) + 1)
    .where(documents.c.parent_id == bindparam("parent"), documents.c.blueprint == bindparam("blueprint"))
    .scalar_subquery()
)
_TOP = select(_NEXT.label("next"))
_PARENT = (
    select(
        documents.c.key,
        documents.c.path,
        documents.c.level,
        documents.c.trashed,
        documents.c.type_id,
        document_types.c.stamp,
        _NEXT.label("next"),
    )
    .join(document_types, document_types.c.id == documents.c.type_id)
    .where(documents.c.id == bindparam("parent"), documents.c.blueprint.is_(False))
)
_FOLDER = select(blueprint_folders.c.path, _NEXT.label("next")).where(blueprint_folders.c.id == bindparam("parent"))
_STANDING = select(
    documents.c.id,
    documents.c.key,
    documents.c.version,
    documents.c.parent_id,
    documents.c.path,
    documents.c.level,
    documents.c.sort_order,
    documents.c.trashed,
    documents.c.blueprint,
    documents.c.published,
)
_ONE_STANDING = _STANDING.where(documents.c.id == bindparam("wanted"))


async def find_parent(scope: ReadScope, parent_id: int, *, blueprint: bool = False) -> Parent | None:
    """Return what stands at `parent_id`: the root, the recycle bin, a document, or a folder when `blueprint`."""
    wanted = {"parent": parent_id, "blueprint": blueprint}
    if parent_id in (ROOT_ID, RECYCLE_BIN_ID):
        trashed = parent_id == RECYCLE_BIN_ID
        path = RECYCLE_BIN_PATH if trashed else ROOT_PATH
        return Parent(parent_id, path, 0, trashed, await scope.scalar(_TOP, wanted))
    row = (await scope.execute(_FOLDER if blueprint else _PARENT, wanted)).one_or_none()
    if row is None:
        return None
    if blueprint:
        return Parent(parent_id, row.path, row.path.count(","), trashed=False, next_sort_order=row.next)
    return Parent(parent_id, row.path, row.level, row.trashed, row.next, row.key, row.type_id, row.stamp)


async def find_standings(scope: ReadScope, ids: Sequence[int]) -> Mapping[int, Standing]:
    """Return what is stored of these documents."""
    if len(ids) == 1:
        rows = (await scope.execute(_ONE_STANDING, {"wanted": ids[0]})).all()
    else:
        rows = (await scope.execute(_STANDING.where(documents.c.id.in_(ids)))).all() if ids else []
    return {row.id: _standing(row) for row in rows}


def _standing(row: Row[Any]) -> Standing:
    place = Place(row.parent_id, row.path, row.level, row.sort_order, row.trashed)
    return Standing(row.id, row.key, row.version, place, row.blueprint, row.published)


async def taken_keys(scope: ReadScope, keys: Sequence[UUID]) -> set[UUID]:
    """Return those of these keys that documents have."""
    return set(await scope.scalars(select(documents.c.key).where(documents.c.key.in_(keys))))


async def order_is_taken(scope: ReadScope, parent_id: int, sort_order: int) -> bool:
    """Tell whether a child of `parent_id` has this place."""
    query = select(documents.c.id).where(
        documents.c.parent_id == parent_id, documents.c.blueprint.is_(False), documents.c.sort_order == sort_order
    )
    return await scope.scalar(query.limit(1)) is not None


async def move_branch(scope: WriteScope, old: Place, new: Place) -> None:
    """Let everything below `old` follow to `new`; the document at the top itself is saved apart."""
    tail = func.substr(documents.c.path, literal(len(old.path) + 1))
    await scope.execute(
        update(documents)
        .where(inside(old.path))
        .values(
            path=literal(new.path).concat(tail),
            level=documents.c.level + (new.level - old.level),
            trashed=new.trashed,
        )
    )
