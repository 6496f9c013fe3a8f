"""Routes that find documents by name, and tell what may be created where."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.limits import NO_NUL
from copydesk.content.api.paging import Skip, Take
from copydesk.content.api.responses import LOOKING
from copydesk.content.api.tree import TreePage, tree_item
from copydesk.content.api.type_shapes import DocumentTypeItem, type_item
from copydesk.content.model.paths import ROOT_PATH
from copydesk.content.service.types import DocumentTypeService
from copydesk.identity.http_access import allow
from copydesk.identity.permissions import Verb

__all__ = ["finding_routes", "list_allowed_at_root", "list_allowed_types", "search_documents"]

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


@get("/document/search", opt=allow("SectionAccessForContentTree"), tags=_TAGS, responses=LOOKING)
async def search_documents(
    door: NamedDependency[DocumentDoor], text: Query, skip: Skip = 0, take: Take = 20
) -> TreePage:
    """Find documents by a part of their name in any culture, by path. The recycle bin is left out."""
    page = await door.content.search(text, door.rights.branches(), skip=skip, take=take, hidden=door.rights.hidden)
    parents = await door.content.places({one.parent_id for one in page.items})
    items = (
        tree_item(one, parents[one.parent_id][0] if one.parent_id in parents else None, door.rights.access(one.path))
        for one in page.items
    )
    return TreePage(tuple(items), page.total)


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


finding_routes = (search_documents, list_allowed_at_root, list_allowed_types)
