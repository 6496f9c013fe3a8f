"""Routes that find documents by name or by when they were written, and tell what may be created where."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.limits import NO_NUL
from copydesk.content.api.paging import Skip, Take
from copydesk.content.api.responses import LOOKING
from copydesk.content.api.rights import DocumentRights
from copydesk.content.api.tree import TreeItem, tree_item
from copydesk.content.api.type_shapes import DocumentTypeItem, type_item
from copydesk.content.model.paths import ROOT_PATH, ancestor_ids
from copydesk.content.service import DocumentSummary
from copydesk.content.service.reading import Page
from copydesk.content.service.types import DocumentTypeService
from copydesk.identity.http_access import allow
from copydesk.identity.paths import PathAccess
from copydesk.identity.permissions import Verb

__all__ = [
    "FoundDocument",
    "FoundPage",
    "finding_routes",
    "list_allowed_at_root",
    "list_allowed_types",
    "recent_documents",
    "search_documents",
]

_TAGS = ["Documents"]
_OPT = allow("TreeAccessDocuments")
Query = Annotated[
    str,
    QueryParameter(
        name="query",
        min_length=1,
        pattern=NO_NUL,
        max_length=255,
        description="What the name contains, in any culture.",
    ),
]


Mine = Annotated[bool, QueryParameter(name="mine", description="Only what the caller wrote last.")]


class FoundDocument(TreeItem, frozen=True, rename="camel", kw_only=True):
    """A document that was found: as the tree shows it, where it stands, and who wrote it last.

    `above` names what it stands below, outermost first, as far as the caller may see that.
    """

    above: tuple[str, ...]
    updated: datetime
    writer_key: UUID | None
    writer_name: str | None


class FoundPage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of what was found; `total` counts all that the caller may see of it."""

    items: tuple[FoundDocument, ...]
    total: int


@get("/document/search", opt=allow("SectionAccessForContentTree"), tags=_TAGS, responses=LOOKING)
async def search_documents(
    door: NamedDependency[DocumentDoor], text: Query, skip: Skip = 0, take: Take = 20
) -> FoundPage:
    """Find documents by a part of their name in any culture, by path. The recycle bin is left out."""
    rights = door.rights
    return await _found(
        door, await door.content.search(text, rights.branches(), skip=skip, take=take, hidden=rights.hidden)
    )


@get("/document/recent", opt=allow("SectionAccessForContentTree"), tags=_TAGS, responses=LOOKING)
async def recent_documents(
    door: NamedDependency[DocumentDoor], mine: Mine = False, skip: Skip = 0, take: Take = 20
) -> FoundPage:
    """List documents, those that were written last first. The recycle bin is left out."""
    rights, writer = door.rights, door.actor if mine else None
    return await _found(
        door, await door.content.recent(rights.branches(), writer=writer, skip=skip, take=take, hidden=rights.hidden)
    )


async def _found(door: DocumentDoor, page: Page[DocumentSummary]) -> FoundPage:
    ids = {above for one in page.items for above in ancestor_ids(one.path)}
    above = {one.id: one for one in await door.content.summaries(sorted(ids), hidden=door.rights.hidden)}
    writers = await door.names(one.writer for one in page.items)
    return FoundPage(tuple(_found_document(one, above, writers, door.rights) for one in page.items), page.total)


def _found_document(
    one: DocumentSummary, known: Mapping[int, DocumentSummary], writers: Mapping[UUID, str], rights: DocumentRights
) -> FoundDocument:
    parent = known.get(one.parent_id)
    above = (known[each] for each in ancestor_ids(one.path) if each in known)
    return FoundDocument(
        **msgspec.structs.asdict(tree_item(one, parent.key if parent else None, rights.access(one.path))),
        above=tuple(each.name for each in above if rights.access(each.path) is not PathAccess.NONE),
        updated=one.updated,
        writer_key=one.writer,
        writer_name=writers.get(one.writer) if one.writer else None,
    )


@get("/document/allowed-types", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_allowed_at_root(
    door: NamedDependency[DocumentDoor], document_types: NamedDependency[DocumentTypeService]
) -> tuple[DocumentTypeItem, ...]:
    """List the types that the caller may create directly below the root."""
    if not door.rights.may(Verb.CREATE, ROOT_PATH):
        return ()
    return tuple(type_item(one) for one in await document_types.all() if one.allowed_at_root)


@get("/document/{key:uuid}/allowed-types", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_allowed_types(
    door: NamedDependency[DocumentDoor],
    document_types: NamedDependency[DocumentTypeService],
    key: FromPath[UUID],
) -> tuple[DocumentTypeItem, ...]:
    """List the types that the caller may create below a document."""
    document = await door.visible(key)
    if document.trashed or not door.rights.may(Verb.CREATE, document.path):
        return ()
    return tuple(type_item(one) for one in await document_types.all() if one.alias in document.type.allowed_children)


finding_routes = (search_documents, recent_documents, list_allowed_at_root, list_allowed_types)
