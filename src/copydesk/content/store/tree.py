"""Where documents stand: what a save or move must know about the place, and moving whole branches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, func, literal, select, update

from copydesk.content.model import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, ROOT_ID, ROOT_PATH, Place
from copydesk.content.store.documents import inside
from copydesk.content.store.numbers import LAST_IDS, remember_last_ids
from copydesk.content.store.types import LANGUAGES_STAMP
from copydesk.content.tables import blueprint_folders, document_types, documents
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "Opening",
    "Parent",
    "Standing",
    "find_opening",
    "find_parent",
    "find_standings",
    "levels_below",
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
    """What is stored of a document, to be compared with what somebody wants to save; and the languages' stamp."""

    id: int
    key: UUID
    version: int
    place: Place
    blueprint: bool
    published: bool
    languages: UUID | None


_NEXT = (
    select(func.coalesce(func.max(documents.c.sort_order), -1) + 1)
    .where(documents.c.parent_id == bindparam("parent"), documents.c.blueprint == bindparam("blueprint"))
    .scalar_subquery()
)
_KEY_TAKEN = exists().where(documents.c.key == bindparam("key")).correlate(None)
_ASIDE = (_NEXT.label("next"), _KEY_TAKEN.label("key_taken"), LANGUAGES_STAMP.label("languages"), *LAST_IDS)
_TOP = select(*_ASIDE)
_PARENT = (
    select(
        documents.c.key,
        documents.c.path,
        documents.c.level,
        documents.c.trashed,
        documents.c.type_id,
        document_types.c.stamp,
        *_ASIDE,
    )
    .join(document_types, document_types.c.id == documents.c.type_id)
    .where(documents.c.id == bindparam("parent"), documents.c.blueprint.is_(False))
)
_FOLDER = select(blueprint_folders.c.path, *_ASIDE).where(blueprint_folders.c.id == bindparam("parent"))
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
    LANGUAGES_STAMP.label("languages"),
    *LAST_IDS,
)
_ONE_STANDING = _STANDING.where(documents.c.id == bindparam("wanted"))


class Opening(NamedTuple):
    """What a new document is to know of the tree.

    Attributes:
        parent: what it is to stand below; None when that does not exist.
        key_taken: some document has the key already.
        languages: the stamp of the languages; None when it is not known.
    """

    parent: Parent | None
    key_taken: bool = False
    languages: UUID | None = None


async def find_opening(scope: ReadScope, parent_id: int, key: UUID | None = None, *, blueprint: bool) -> Opening:
    """Find out in one query what is to be known before a document with this key can stand below `parent_id`."""
    wanted = {"parent": parent_id, "blueprint": blueprint, "key": key}
    fixed = parent_id in (ROOT_ID, RECYCLE_BIN_ID)
    query = _TOP if fixed else _FOLDER if blueprint else _PARENT
    row = (await scope.execute(query, wanted)).one_or_none()
    if row is None:
        return Opening(None)
    remember_last_ids(scope, row)
    if fixed:
        trashed = parent_id == RECYCLE_BIN_ID
        parent = Parent(parent_id, RECYCLE_BIN_PATH if trashed else ROOT_PATH, 0, trashed, row.next)
    elif blueprint:
        parent = Parent(parent_id, row.path, row.path.count(","), trashed=False, next_sort_order=row.next)
    else:
        parent = Parent(parent_id, row.path, row.level, row.trashed, row.next, row.key, row.type_id, row.stamp)
    return Opening(parent, row.key_taken, row.languages)


async def find_parent(scope: ReadScope, parent_id: int, *, blueprint: bool = False) -> Parent | None:
    """Return what stands at `parent_id`: the root, the recycle bin, a document, or a folder when `blueprint`."""
    return (await find_opening(scope, parent_id, blueprint=blueprint)).parent


async def find_standings(scope: ReadScope, ids: Sequence[int]) -> Mapping[int, Standing]:
    """Return what is stored of these documents."""
    if len(ids) == 1:
        rows = (await scope.execute(_ONE_STANDING, {"wanted": ids[0]})).all()
    else:
        rows = (await scope.execute(_STANDING.where(documents.c.id.in_(ids)))).all() if ids else []
    if rows:
        remember_last_ids(scope, rows[0])
    return {row.id: _standing(row) for row in rows}


def _standing(row: Row[Any]) -> Standing:
    place = Place(row.parent_id, row.path, row.level, row.sort_order, row.trashed)
    return Standing(row.id, row.key, row.version, place, row.blueprint, row.published, row.languages)


async def taken_keys(scope: ReadScope, keys: Sequence[UUID]) -> set[UUID]:
    """Return those of these keys that documents have."""
    return set(await scope.scalars(select(documents.c.key).where(documents.c.key.in_(keys))))


async def order_is_taken(scope: ReadScope, parent_id: int, sort_order: int) -> bool:
    """Tell whether a child of `parent_id` has this place."""
    query = select(documents.c.id).where(
        documents.c.parent_id == parent_id, documents.c.blueprint.is_(False), documents.c.sort_order == sort_order
    )
    return await scope.scalar(query.limit(1)) is not None


async def levels_below(scope: ReadScope, path: str) -> Mapping[int, int]:
    """Return the level of everything below the end of `path` by its id, parents before their children."""
    rows = await scope.execute(select(documents.c.id, documents.c.level).where(inside(path)).order_by(documents.c.path))
    return {row.id: row.level for row in rows}


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
