"""Routes of the document tree and the recycle bin."""

from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.paging import Around, NameContains, ParentKey, Skip, Take
from copydesk.content.api.responses import LOOKING
from copydesk.content.model.paths import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, ROOT_ID, ROOT_PATH, ancestor_ids
from copydesk.content.service import DocumentSummary, VariantState
from copydesk.identity.http_access import allow
from copydesk.identity.paths import PathAccess
from copydesk.identity.permissions import Verb

__all__ = [
    "SiblingsPage",
    "TreeItem",
    "TreePage",
    "TreeVariant",
    "bin_children",
    "bin_root",
    "tree_ancestors",
    "tree_children",
    "tree_item",
    "tree_root",
    "tree_routes",
    "tree_siblings",
]

_TAGS = ["Document tree"]
_OPT = allow("SectionAccessForContentTree")


class TreeVariant(msgspec.Struct, frozen=True, rename="camel"):
    """One culture of a document in the tree; without culture when the document does not vary."""

    culture: str | None
    name: str
    state: VariantState


class TreeItem(msgspec.Struct, frozen=True, rename="camel"):
    """A document in the tree.

    `access` is `visible` for what is shown only because it stands above a start node, and cannot be opened.
    """

    key: UUID
    id: int
    parent_key: UUID | None
    type_alias: str
    type_name: str
    icon: str
    name: str
    variants: tuple[TreeVariant, ...]
    path: str
    level: int
    sort_order: int
    published: bool
    edited: bool
    trashed: bool
    has_children: bool
    access: PathAccess


class TreePage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of a list of documents; `total` counts all that the caller may see of it."""

    items: tuple[TreeItem, ...]
    total: int


class SiblingsPage(msgspec.Struct, frozen=True, rename="camel"):
    """A document among those around it; the totals count all before and after `items` that the caller may see."""

    items: tuple[TreeItem, ...]
    total_before: int
    total_after: int


def tree_item(summary: DocumentSummary, parent_key: UUID | None, access: PathAccess) -> TreeItem:
    """Show a document in the tree."""
    return TreeItem(
        key=summary.key,
        id=summary.id,
        parent_key=parent_key,
        type_alias=summary.type_alias,
        type_name=summary.type_name,
        icon=summary.icon,
        name=summary.name,
        variants=tuple(TreeVariant(one.culture, one.name, one.state) for one in summary.variants),
        path=summary.path,
        level=summary.level,
        sort_order=summary.sort_order,
        published=summary.published,
        edited=summary.edited,
        trashed=summary.trashed,
        has_children=summary.has_children,
        access=access,
    )


@get("/tree/document/root", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def tree_root(
    door: NamedDependency[DocumentDoor], skip: Skip = 0, take: Take = 100, name_contains: NameContains = ""
) -> TreePage:
    """List what stands directly below the root.

    With start nodes other than the root, that is the way to them.
    """
    return await _children(door, ROOT_ID, ROOT_PATH, None, skip, take, name_contains)


@get("/tree/document/children", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def tree_children(
    door: NamedDependency[DocumentDoor],
    parent_key: ParentKey,
    skip: Skip = 0,
    take: Take = 100,
    name_contains: NameContains = "",
) -> TreePage:
    """List what stands directly below a document."""
    parent = await door.visible(parent_key, field="parentKey")
    return await _children(door, parent.id, parent.path, parent.key, skip, take, name_contains)


@get("/tree/document/ancestors", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def tree_ancestors(door: NamedDependency[DocumentDoor], key: FromQuery[UUID]) -> tuple[TreeItem, ...]:
    """List what stands above a document, outermost first."""
    document = await door.visible(key, field="key")
    above = await door.content.summaries(ancestor_ids(document.path), hidden=door.rights.hidden)
    keys = {one.id: one.key for one in above}
    seen = ((one, door.rights.access(one.path)) for one in above)
    return tuple(
        tree_item(one, keys.get(one.parent_id), access) for one, access in seen if access is not PathAccess.NONE
    )


@get("/tree/document/siblings", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def tree_siblings(
    door: NamedDependency[DocumentDoor], target: FromQuery[UUID], before: Around = 0, after: Around = 0
) -> SiblingsPage:
    """List a document with those directly before and after it, and say how many more there are."""
    document = await door.visible(target, field="target")
    path, _, _ = document.path.rpartition(",")
    shown = door.rights.listing(path)
    place = await door.content.count_before(document, only=shown.only, hidden=shown.hidden)
    skip = max(0, place - before)
    key = await door.key_of(document.parent_id)
    page = await _children(door, document.parent_id, path, key, skip, place - skip + 1 + after, "")
    return SiblingsPage(page.items, skip, max(0, page.total - skip - len(page.items)))


@get("/recycle-bin/document/root", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def bin_root(
    door: NamedDependency[DocumentDoor], skip: Skip = 0, take: Take = 100, name_contains: NameContains = ""
) -> TreePage:
    """List what is directly in the recycle bin. Only those see it who have the root as a start node."""
    door.require_bin(Verb.BROWSE)
    return await _children(door, RECYCLE_BIN_ID, RECYCLE_BIN_PATH, None, skip, take, name_contains)


@get("/recycle-bin/document/children", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def bin_children(
    door: NamedDependency[DocumentDoor],
    parent_key: ParentKey,
    skip: Skip = 0,
    take: Take = 100,
    name_contains: NameContains = "",
) -> TreePage:
    """List what stands directly below a document of the recycle bin."""
    parent = await door.trashed(parent_key)
    return await _children(door, parent.id, parent.path, parent.key, skip, take, name_contains)


async def _children(
    door: DocumentDoor, parent_id: int, path: str, key: UUID | None, skip: int, take: int, name_contains: str
) -> TreePage:
    shown = door.rights.listing(path)
    page = await door.content.child_summaries(
        parent_id, skip=skip, take=take, name_contains=name_contains, only=shown.only, hidden=shown.hidden
    )
    items = tuple(tree_item(one, key, door.rights.access(one.path)) for one in page.items)
    return TreePage(items, page.total)


tree_routes = (tree_root, tree_children, tree_ancestors, tree_siblings, bin_root, bin_children)
