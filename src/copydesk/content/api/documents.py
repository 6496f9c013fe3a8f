"""Routes of single documents: read, create, change, delete."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.content.api.answers import DocumentAnswer, answer, changed, created
from copydesk.content.api.bodies import DocumentCreation, DocumentDraft, write_draft
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import settled
from copydesk.content.api.versions import IfMatch, IfNoneMatch, expected_version
from copydesk.content.outcomes import OperationOutcome
from copydesk.identity.http_access import allow
from copydesk.identity.permissions import Verb

__all__ = ["create_document", "document_routes", "read_document", "update_document"]

_TAGS = ["Documents"]
_OPT = allow("TreeAccessDocuments")


@get("/document/{key:uuid}", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def read_document(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[DocumentAnswer]:
    """Read a document: its draft, what is published of it, and what the caller may do with it.

    304 when the entity tag of `If-None-Match` still stands for what this caller may see.
    """
    async with door.content.snapshot("read_document"):
        return await answer(door, await door.document(key), if_none_match=if_none_match)


@post("/document", opt=_OPT, tags=_TAGS, responses=WRITING)
async def create_document(
    door: NamedDependency[DocumentDoor], data: JSONBody[DocumentCreation]
) -> Response[DocumentAnswer]:
    """Create a document below another one or the root, as a draft."""

    async def work() -> OperationOutcome:
        place = await door.place(data.parent_key, Verb.CREATE, field="parentKey")
        document = await door.content.create(data.type_alias, parent_id=place.id)
        if data.key is not None:
            document.key = data.key
        write_draft(document, data, await door.content.languages())
        return await door.content.save(document, actor=door.actor)

    return await created(door, await settled(door.change("create_document", work)))


@put("/document/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING)
async def update_document(
    door: NamedDependency[DocumentDoor],
    key: FromPath[UUID],
    data: JSONBody[DocumentDraft],
    if_match: IfMatch = None,
) -> Response[DocumentAnswer]:
    """Change a document's draft. What the request names is set, everything else stays as it is."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.UPDATE, expected=expected)
        write_draft(document, data, await door.content.languages())
        return await door.content.save(document, actor=door.actor, expected_version=expected)

    return await changed(door, await settled(door.change("update_document", work)))


document_routes = (read_document, create_document, update_document)
