"""Routes of blueprints: documents that others are made from.

Whoever edits documents may see blueprints and make documents from them. Making and changing blueprints needs the
permission for it: at the document that one is made from, or else where no document says otherwise.
"""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from copydesk.content.api.answers import DocumentAnswer, Done, answer, changed, created
from copydesk.content.api.bodies import DocumentDraft, write_draft
from copydesk.content.api.door import DocumentDoor, stale
from copydesk.content.api.errors import NotFoundError, WrongCallError
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import settled, told_by, wrong_call
from copydesk.content.api.versions import IfMatch, IfNoneMatch, expected_version
from copydesk.content.errors import UnknownTypeError
from copydesk.content.model import ROOT_ID, BlueprintFolder, Document
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import Sentences
from copydesk.identity.http_access import MANAGEMENT_API, allow
from copydesk.identity.permissions import Verb
from copydesk.problems import FieldError

__all__ = [
    "BlueprintBody",
    "BlueprintItem",
    "FolderBody",
    "FolderItem",
    "FolderName",
    "FolderTarget",
    "FromBlueprintBody",
    "blueprint_routes",
    "create_blueprint",
    "create_folder",
    "create_from_blueprint",
    "delete_blueprint",
    "delete_folder",
    "list_blueprints",
    "list_folders",
    "move_blueprint",
    "read_blueprint",
    "rename_folder",
    "update_blueprint",
]

_TAGS = ["Blueprints"]
_OPT = allow("TreeAccessDocuments")
TypeAlias = Annotated[str | None, QueryParameter(name="typeAlias", description="Only blueprints of this type.")]


class BlueprintItem(msgspec.Struct, frozen=True, rename="camel"):
    """What lists show of a blueprint; `folderKey` is null at the top."""

    key: UUID
    name: str
    type_alias: str
    type_name: str
    icon: str
    folder_key: UUID | None
    version: int


class BlueprintBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What a blueprint is made from, its name (in `culture` where it varies), and in which folder it is.

    It has the values of the document `documentKey`, or is an empty one of the type `typeAlias`.
    """

    name: str
    document_key: UUID | None = None
    type_alias: str | None = None
    culture: str | None = None
    folder_key: UUID | None = None


class FromBlueprintBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The name of the document that is made, in the default culture where it varies, and what it is to stand below."""

    name: str
    parent_key: UUID | None = None


class FolderBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A folder of blueprints, in another one or at the top."""

    name: str
    parent_key: UUID | None = None


class FolderItem(msgspec.Struct, frozen=True, rename="camel"):
    """A folder of blueprints."""

    key: UUID
    name: str
    parent_key: UUID | None


class FolderName(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What a folder of blueprints is called."""

    name: str


class FolderTarget(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The folder that a blueprint goes to; null is the top."""

    folder_key: UUID | None


@get("/document-blueprint", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_blueprints(
    door: NamedDependency[DocumentDoor], type_alias: TypeAlias = None
) -> tuple[BlueprintItem, ...]:
    """List the blueprints, by name."""
    try:
        found = await door.content.blueprints([type_alias] if type_alias else [])
    except UnknownTypeError as error:
        raise wrong_call(error) from error
    folders = {folder.id: folder.key for folder in await door.content.blueprint_folders()}
    return tuple(
        BlueprintItem(
            one.key, one.name, one.type.alias, one.type.name, one.type.icon, folders.get(one.parent_id), one.version
        )
        for one in found
    )


@get("/document-blueprint/{key:uuid}", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def read_blueprint(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_none_match: IfNoneMatch = None
) -> Response[DocumentAnswer]:
    """Read a blueprint."""
    async with door.content.snapshot("read_blueprint"):
        return await answer(door, await _blueprint(door, key), if_none_match=if_none_match)


@post("/document-blueprint", opt=_OPT, tags=_TAGS, responses=WRITING)
async def create_blueprint(
    door: NamedDependency[DocumentDoor], data: JSONBody[BlueprintBody]
) -> Response[DocumentAnswer]:
    """Make a blueprint with the values of a document, or an empty one of a document type."""

    async def work() -> OperationOutcome:
        folder = await _folder(door, data.folder_key, "folderKey")
        blueprint, document = await _made_from(door, data, folder)
        return await door.content.save_blueprint(blueprint, created_from=document, actor=door.actor)

    outcome = await settled(door.change("create_blueprint", work))
    return await created(door, outcome, at=f"{MANAGEMENT_API}/document-blueprint")


@put("/document-blueprint/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING)
async def update_blueprint(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[DocumentDraft], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Change names and values of a blueprint. What the request names is set, everything else stays as it is."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
        blueprint = await _blueprint(door, key, expected)
        write_draft(blueprint, data, await door.content.languages())
        return await door.content.save_blueprint(blueprint, actor=door.actor, expected_version=expected)

    return await changed(door, await settled(door.change("update_blueprint", work)))


@put("/document-blueprint/{key:uuid}/move", opt=_OPT, tags=_TAGS, responses=WRITING)
async def move_blueprint(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[FolderTarget], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Move a blueprint to another folder."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
        blueprint = await _blueprint(door, key, expected)
        folder = await _folder(door, data.folder_key, "folderKey")
        return await door.content.move_blueprint(blueprint, folder, actor=door.actor, expected_version=expected)

    return await changed(door, await settled(door.change("move_blueprint", work)))


@delete("/document-blueprint/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_blueprint(door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_match: IfMatch = None) -> Done:
    """Delete a blueprint. Documents that were made from it stay."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
        return await door.content.delete_blueprint(await _blueprint(door, key, expected), actor=door.actor)

    return Done(told_by(await settled(door.change("delete_blueprint", work))))


@post("/document-blueprint/{key:uuid}/create-document", opt=_OPT, tags=_TAGS, responses=WRITING)
async def create_from_blueprint(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[FromBlueprintBody]
) -> Response[DocumentAnswer]:
    """Create a document with the values of a blueprint."""

    async def work() -> OperationOutcome:
        blueprint = await _blueprint(door, key)
        place = await door.place(data.parent_key, Verb.CREATE, field="parentKey")
        scaffolded = await door.content.scaffold(blueprint, data.name, place.id, actor=door.actor)
        if scaffolded.document is None:
            return scaffolded
        return await door.content.save(scaffolded.document, actor=door.actor)

    return await created(door, await settled(door.change("create_from_blueprint", work)))


@get("/document-blueprint/folder", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def list_folders(door: NamedDependency[DocumentDoor]) -> tuple[FolderItem, ...]:
    """List the folders of blueprints, parents first."""
    folders = await door.content.blueprint_folders()
    keys = {folder.id: folder.key for folder in folders}
    return tuple(FolderItem(one.key, one.name, keys.get(one.parent_id)) for one in folders)


@post("/document-blueprint/folder", opt=_OPT, tags=_TAGS, responses=WRITING)
async def create_folder(door: NamedDependency[DocumentDoor], data: JSONBody[FolderBody]) -> FolderItem:
    """Make a folder for blueprints. 409 when there is one of this name beside it."""
    _require_name(data.name)
    made = list[BlueprintFolder]()

    async def work() -> OperationOutcome:
        door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
        parent = await _folder(door, data.parent_key, "parentKey")
        made.append(await door.content.create_blueprint_folder(data.name, parent, actor=door.actor))
        return OperationOutcome(OperationResult.SUCCESS)

    await settled(door.change("create_folder", work))
    return FolderItem(made[0].key, made[0].name, data.parent_key)


@put("/document-blueprint/folder/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING)
async def rename_folder(door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[FolderName]) -> Done:
    """Give a folder another name. 409 when one beside it has that name."""
    _require_name(data.name)

    async def work() -> OperationOutcome:
        door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
        folder = await _folder(door, key, None)
        return await door.content.rename_blueprint_folder(folder, data.name, actor=door.actor)

    return Done(told_by(await settled(door.change("rename_folder", work))))


@delete("/document-blueprint/folder/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_folder(door: NamedDependency[DocumentDoor], key: FromPath[UUID]) -> Done:
    """Delete a folder. 409 when it is not empty."""

    async def work() -> OperationOutcome:
        door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
        return await door.content.delete_blueprint_folder(await _folder(door, key, None), actor=door.actor)

    return Done(told_by(await settled(door.change("delete_folder", work))))


async def _made_from(door: DocumentDoor, data: BlueprintBody, folder: int) -> tuple[Document, Document | None]:
    """Return a new blueprint, and the document that it has its values from."""
    if (data.document_key is None) == (data.type_alias is None):
        said = Sentences.BLUEPRINT_WITHOUT_SOURCE()
        raise WrongCallError(said, errors=[FieldError.of("documentKey", said)])
    if data.document_key is not None:
        document = await door.document(data.document_key, Verb.CREATE_BLUEPRINT, field="documentKey")
        return await door.content.create_blueprint(document, data.name, folder, culture=data.culture), document
    door.rights.require_anywhere(Verb.CREATE_BLUEPRINT)
    return await _empty(door, data, folder), None


async def _empty(door: DocumentDoor, data: BlueprintBody, folder: int) -> Document:
    blueprint = await door.content.create(data.type_alias or "", parent_id=folder)
    languages = await door.content.languages() if blueprint.type.varies_by_culture else None
    blueprint.set_name(data.name, data.culture or (languages.default if languages else None))
    return blueprint


async def _blueprint(door: DocumentDoor, key: UUID, expected: int | None = None) -> Document:
    found = await door.content.blueprint_by_key(key)
    if found is None:
        raise NotFoundError(Sentences.BLUEPRINT_NOT_FOUND(key=key))
    if expected is not None and expected != found.version:
        raise stale(expected, found)
    return found


def _require_name(name: str) -> None:
    if not name.strip():
        said = Sentences.FOLDER_NAME_MISSING()
        raise WrongCallError(said, errors=[FieldError.of("name", said)])


async def _folder(door: DocumentDoor, key: UUID | None, field: str | None) -> int:
    """Return the id of a folder; that of the root for None."""
    if key is None:
        return ROOT_ID
    folders: list[BlueprintFolder] = await door.content.blueprint_folders()
    found = next((folder.id for folder in folders if folder.key == key), None)
    if found is None:
        said = Sentences.FOLDER_NOT_FOUND(key=key)
        raise NotFoundError(said, errors=[FieldError.of(field, said)] if field else ())
    return found


blueprint_routes = (
    list_blueprints,
    read_blueprint,
    create_blueprint,
    update_blueprint,
    move_blueprint,
    delete_blueprint,
    create_from_blueprint,
    list_folders,
    create_folder,
    rename_folder,
    delete_folder,
)
