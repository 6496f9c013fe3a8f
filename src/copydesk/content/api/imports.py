"""Routes of imports: a folder of Markdown and HTML files, sent file by file, becomes a branch of documents.

An import is made, given its files, and started; then it goes on by itself, and tells its owner's tabs how far it is.
"""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.enums import MediaType, RequestEncodingType
from litestar.params import Body, FromPath, JSONBody, QueryParameter

from copydesk.content.api.door import DocumentDoor, Place
from copydesk.content.api.errors import RefusedError
from copydesk.content.api.import_shapes import (
    ImportAnswer,
    ImportCreation,
    ImportList,
    ImportType,
    SentFiles,
    import_type,
    shown_import,
    shown_limits,
)
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.importing.imports import ImportOrder, Imports
from copydesk.content.importing.prerequisites import ImportRefusedError, text_properties, text_property
from copydesk.content.importing.sentences import Sentences
from copydesk.content.importing.staging import FaultyNamesError
from copydesk.content.model import DocumentType
from copydesk.content.service.types import DocumentTypeService
from copydesk.identity.http_access import MANAGEMENT_API, allow
from copydesk.identity.permissions import Verb
from copydesk.identity.principal import Principal
from copydesk.problems import FieldError, problem_responses

__all__ = [
    "add_files",
    "begin_import",
    "discard_import",
    "import_routes",
    "list_import_types",
    "list_imports",
    "read_import",
    "read_left_out",
    "start_import",
]

_TAGS = ["Imports"]
_OPT = allow("TreeAccessDocuments")
_SENDING: Final = {**WRITING, **problem_responses(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)}
Room = NamedDependency[Imports]
Caller = NamedDependency[Principal]
Types = NamedDependency[DocumentTypeService]
Sent = Annotated[SentFiles, Body(media_type=RequestEncodingType.MULTI_PART)]
OptionalParent = Annotated[
    UUID | None, QueryParameter(name="parentKey", description="The key of a document; the root without one.")
]


@get("/import", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_imports(imports: Room, principal: Caller) -> ImportList:
    """List the imports that the caller began, oldest first, and how large one may be."""
    return ImportList(tuple(shown_import(one) for one in imports.of(principal)), shown_limits(imports.limits))


@get("/import/types", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_import_types(
    door: NamedDependency[DocumentDoor], document_types: Types, parent_key: OptionalParent = None
) -> tuple[ImportType, ...]:
    """List the types that imported pages can have below a document, or the root: allowed there, and with a text."""
    place = await door.place(parent_key, Verb.CREATE, field="parentKey")
    allowed = await _allowed(document_types, place)
    return tuple(import_type(one) for one in allowed if text_properties(one))


@post("/import", opt=_OPT, tags=_TAGS, responses=WRITING)
async def begin_import(
    imports: Room,
    principal: Caller,
    door: NamedDependency[DocumentDoor],
    document_types: Types,
    data: JSONBody[ImportCreation],
) -> Response[ImportAnswer]:
    """Make an import. It needs the permissions to create and to update at its place, and to publish if it is to."""
    place = await _place(door, data.parent_key, publish=data.publish)
    text_alias = await _text_alias(document_types, data, place)
    order = ImportOrder(data.type_alias, text_alias, data.parent_key, place.id, data.publish)
    made = await imports.begin(principal, order)
    return Response(shown_import(made), headers={"Location": f"{MANAGEMENT_API}/import/{made.key}"})


@get("/import/{key:uuid}", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def read_import(imports: Room, principal: Caller, key: FromPath[UUID]) -> ImportAnswer:
    """Read how far an import is."""
    return shown_import(imports.find(principal, key))


@get("/import/{key:uuid}/left-out", opt=_OPT, tags=_TAGS, responses=LOOKING, media_type=MediaType.TEXT)
async def read_left_out(imports: Room, principal: Caller, key: FromPath[UUID]) -> str:
    """Read what was left out, or not taken as it is, one line each: its place in the folder, a colon, the reason."""
    rejections = imports.find(principal, key).report.rejections
    return "".join(f"{each.path}: {each.reason}\n" for each in rejections)


@put("/import/{key:uuid}/files", opt=_OPT, tags=_TAGS, responses=_SENDING)
async def add_files(imports: Room, principal: Caller, key: FromPath[UUID], data: Sent) -> ImportAnswer:
    """Send some of the files, all or none of which are taken. A file that is sent again is replaced.

    413 when there are too many, or too large ones.
    """
    one = imports.find(principal, key)
    try:
        await imports.add(one, [(file.filename, await file.read()) for file in data.files])
    except FaultyNamesError as error:
        faults = [FieldError.of(name, fault) for name, fault in error.faults.items()]
        raise RefusedError(error.said, errors=faults) from error
    return shown_import(one)


@post("/import/{key:uuid}/start", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def start_import(
    imports: Room, principal: Caller, door: NamedDependency[DocumentDoor], key: FromPath[UUID]
) -> ImportAnswer:
    """Start an import, when all its files have come. One import writes at a time; others wait for their turn."""
    one = imports.find(principal, key)
    await _place(door, one.order.parent_key, publish=one.order.publish)
    await imports.start(one)
    return shown_import(one)


@delete("/import/{key:uuid}", opt=_OPT, tags=_TAGS, responses=LOOKING, status_code=HTTPStatus.OK)
async def discard_import(imports: Room, principal: Caller, key: FromPath[UUID]) -> ImportAnswer:
    """Discard an import and its files, or stop one that is at work, after its present batch.

    What was imported by then stays; the report then stays, too, and is discarded by asking once more.
    """
    one = imports.find(principal, key)
    await imports.discard(one)
    return shown_import(one)


async def _place(door: DocumentDoor, key: UUID | None, *, publish: bool) -> Place:
    place = await door.place(key, Verb.CREATE, field="parentKey")
    for verb in (Verb.UPDATE, Verb.PUBLISH) if publish else (Verb.UPDATE,):
        door.rights.require(verb, place.path, key, field="parentKey")
    return place


async def _allowed(document_types: DocumentTypeService, place: Place) -> list[DocumentType]:
    """Return the types that may stand at a place."""
    known = await document_types.all()
    if place.type_alias is None:
        return [one for one in known if one.allowed_at_root]
    below = {alias for one in known if one.alias == place.type_alias for alias in one.allowed_children}
    return [one for one in known if one.alias in below]


async def _text_alias(document_types: DocumentTypeService, data: ImportCreation, place: Place) -> str:
    allowed = {one.alias: one for one in await _allowed(document_types, place)}
    if data.type_alias not in allowed:
        choice = ", ".join(sorted(allowed)) or "none"
        said = Sentences.TYPE_NOT_TO_IMPORT(alias=data.type_alias, choice=choice)
        raise RefusedError(said, errors=[FieldError.of("typeAlias", said)])
    try:
        return text_property(allowed[data.type_alias], data.text_alias)
    except ImportRefusedError as error:
        raise RefusedError(error.said, errors=[FieldError.of("textAlias", error.said)]) from error


import_routes = (
    list_imports,
    list_import_types,
    begin_import,
    read_import,
    read_left_out,
    add_files,
    start_import,
    discard_import,
)
