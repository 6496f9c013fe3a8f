"""Routes of document types."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.content.api.answers import Done
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.errors import ConflictError, NotFoundError, StaleError
from copydesk.content.api.paging import NameContains, Skip, Take
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import settled, told_by
from copydesk.content.api.type_shapes import (
    DocumentTypeAnswer,
    DocumentTypeBody,
    DocumentTypeItem,
    DocumentTypePage,
    PropertyEditor,
    read_type,
    shown_type,
    type_item,
)
from copydesk.content.api.versions import IfMatch, IfNoneMatch, entity_tag, expected_version, tagged
from copydesk.content.model import DocumentType
from copydesk.content.model.property_types import EDITORS
from copydesk.content.outcomes import OperationOutcome
from copydesk.content.sentences import Sentences
from copydesk.content.service.types import DocumentTypeService
from copydesk.identity.http_access import MANAGEMENT_API, allow
from copydesk.problems import EditConflict, FieldError, ProblemMessage
from copydesk.system import random_key

__all__ = [
    "create_type",
    "delete_type",
    "document_type_routes",
    "list_allowed_children",
    "list_available_compositions",
    "list_property_editors",
    "list_types",
    "read_one_type",
    "read_type_by_alias",
    "update_type",
]

_TAGS = ["Document types"]
_READ = allow("TreeAccessDocumentsOrDocumentTypes")
_WRITE = allow("TreeAccessDocumentTypes")
Types = NamedDependency[DocumentTypeService]


@get("/document-type", opt=_READ, tags=_TAGS, responses=LOOKING)
async def list_types(
    document_types: Types, skip: Skip = 0, take: Take = 100, name_contains: NameContains = ""
) -> DocumentTypePage:
    """List document types, by name."""
    wanted = name_contains.casefold()
    found = [
        one for one in await document_types.all() if wanted in one.name.casefold() or wanted in one.alias.casefold()
    ]
    found.sort(key=lambda one: (one.name.casefold(), one.alias))
    return DocumentTypePage(tuple(type_item(one) for one in found[skip : skip + take]), len(found))


@get("/document-type/{key:uuid}", opt=_READ, tags=_TAGS, responses=LOOKING)
async def read_one_type(
    document_types: Types, key: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[DocumentTypeAnswer]:
    """Read a document type in full."""
    return _answer(await _by_key(document_types, key), if_none_match)


@get("/document-type/by-alias/{alias:str}", opt=_READ, tags=_TAGS, responses=LOOKING)
async def read_type_by_alias(
    document_types: Types, alias: FromPath[str], if_none_match: IfNoneMatch = None
) -> Response[DocumentTypeAnswer]:
    """Read the document type with this alias in full."""
    found = next((one for one in await document_types.all() if one.alias == alias), None)
    if found is None:
        raise NotFoundError(Sentences.ALIAS_NOT_FOUND(alias=alias))
    return _answer(found, if_none_match)


@get("/document-type/{key:uuid}/allowed-children", opt=_READ, tags=_TAGS, responses=LOOKING)
async def list_allowed_children(document_types: Types, key: FromPath[UUID]) -> tuple[DocumentTypeItem, ...]:
    """List the types that may be created below documents of a type."""
    allowed = (await _by_key(document_types, key)).allowed_children
    return tuple(type_item(one) for one in await document_types.all() if one.alias in allowed)


@get("/document-type/{key:uuid}/available-compositions", opt=_WRITE, tags=_TAGS, responses=LOOKING)
async def list_available_compositions(document_types: Types, key: FromPath[UUID]) -> tuple[DocumentTypeItem, ...]:
    """List the types that a type could be composed of: all that it is no part of."""
    wanted = await _by_key(document_types, key)
    return tuple(type_item(one) for one in await document_types.all() if not _is_part_of(wanted, one))


@get("/property-editor", opt=_READ, tags=_TAGS, responses=LOOKING, sync_to_thread=False)
def list_property_editors() -> tuple[PropertyEditor, ...]:
    """List with what properties can be edited, and what each of it stores."""
    return tuple(PropertyEditor(alias, tuple(sorted(fitting))) for alias, fitting in EDITORS.items())


@post("/document-type", opt=_WRITE, tags=_TAGS, responses=WRITING)
async def create_type(
    document_types: Types, door: NamedDependency[DocumentDoor], data: JSONBody[DocumentTypeBody]
) -> Response[DocumentTypeAnswer]:
    """Create a document type."""

    async def read() -> DocumentType:
        known = {one.alias: one for one in await document_types.all()}
        _require_free(data.alias, known)
        return read_type(data, random_key(), known)

    created = await _save(document_types, door, "create_type", read)
    created.headers["Location"] = f"{MANAGEMENT_API}/document-type/{created.content.key}"
    return created


@put("/document-type/{key:uuid}", opt=_WRITE, tags=_TAGS, responses=WRITING)
async def update_type(
    document_types: Types,
    door: NamedDependency[DocumentDoor],
    key: FromPath[UUID],
    data: JSONBody[DocumentTypeBody],
    if_match: IfMatch = None,
) -> Response[DocumentTypeAnswer]:
    """Replace a document type as a whole. Documents keep values of properties that are gone, unseen."""
    expected = expected_version(if_match)

    async def read() -> DocumentType:
        stored = await _by_key(document_types, key, expected)
        known = {one.alias: one for one in await document_types.all()}
        if data.alias != stored.alias:
            _require_free(data.alias, known)
        return read_type(data, key, known, stored)

    return await _save(document_types, door, "update_type", read)


@delete("/document-type/{key:uuid}", opt=_WRITE, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_type(
    document_types: Types, door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_match: IfMatch = None
) -> Done:
    """Delete a document type. 409 when documents, blueprints or other types are made of it."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        found = await _by_key(document_types, key, expected)
        return await document_types.delete(found.alias, actor=door.actor, expected_version=expected)

    return Done(told_by(await settled(door.change("delete_type", work))))


async def _save(
    document_types: Types, door: DocumentDoor, purpose: str, read: Callable[[], Awaitable[DocumentType]]
) -> Response[DocumentTypeAnswer]:
    saved = list[DocumentType]()

    async def work() -> OperationOutcome:
        outcome, document_type = await document_types.save(await read(), actor=door.actor)
        saved.append(document_type)
        return outcome

    outcome = await settled(door.change(purpose, work))
    return _answer(saved[0], messages=told_by(outcome))


async def _by_key(document_types: Types, key: UUID, expected: int | None = None) -> DocumentType:
    found = next((one for one in await document_types.all() if one.key == key), None)
    if found is None:
        raise NotFoundError(Sentences.CONTENT_TYPE_NOT_FOUND(key=key))
    if expected is not None and expected != found.version:
        said = Sentences.STALE_TYPE(stored=found.version, expected=expected)
        raise StaleError(said, conflict=EditConflict(expected, found.version))
    return found


def _answer(
    found: DocumentType, if_none_match: str | None = None, messages: tuple[ProblemMessage, ...] = ()
) -> Response[DocumentTypeAnswer]:
    tag = entity_tag(found.version, shown_type(found))
    return tagged(shown_type(found, messages), tag, if_none_match)


def _require_free(alias: str, known: Mapping[str, DocumentType]) -> None:
    if alias in known:
        said = Sentences.DUPLICATE_ALIAS(alias=alias)
        raise ConflictError(said, errors=[FieldError.of("alias", said)])


def _is_part_of(part: DocumentType, whole: DocumentType) -> bool:
    return part.key == whole.key or any(_is_part_of(part, own) for own in whole.compositions)


document_type_routes = (
    list_types,
    read_one_type,
    read_type_by_alias,
    list_allowed_children,
    list_available_compositions,
    list_property_editors,
    create_type,
    update_type,
    delete_type,
)
