"""Blueprints: documents that others are made from. They are not in the tree, and found only here."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from copydesk.content.errors import ContentError, DocumentNotFoundError, FolderNameTakenError, InvalidNameError
from copydesk.content.model import MAX_NAME_LENGTH, ROOT_ID, BlueprintFolder, Document
from copydesk.content.model.names import clean_name, name_key
from copydesk.content.model.paths import child_path
from copydesk.content.notifications import (
    ContentCreatedBlueprintFolderNotification,
    ContentDeletedBlueprintFolderNotification,
    ContentDeletedBlueprintNotification,
    ContentMovedBlueprintNotification,
    ContentMovingBlueprintNotification,
    ContentRenamedBlueprintFolderNotification,
    ContentSavedBlueprintNotification,
    ContentScaffoldedNotification,
)
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments, Sentences
from copydesk.content.service.admission import Refusal
from copydesk.content.service.desk import SYSTEM_USER, Operation, captured, paths_of
from copydesk.content.service.history import History
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.folders import all_folders, delete_folder, insert_folder, rename_folder
from copydesk.content.store.numbers import draw_ids
from copydesk.content.store.types import load_languages
from copydesk.content.tables import blueprint_folders, documents
from copydesk.notifications import MoveInfo, TreeChangeTypes

__all__ = ["Blueprints"]

_ARE_BLUEPRINTS = documents.c.blueprint.is_(True)


class Blueprints(History):
    """Blueprints."""

    async def create_blueprint(
        self, document: Document, name: str, parent_id: int = ROOT_ID, *, culture: str | None = None
    ) -> Document:
        """Return a new blueprint with the values of a document, not saved yet."""
        blueprint = Document(document.type, parent_id, keys=self._keys)
        blueprint.blueprint = True
        _fill(blueprint, document, name, culture or _first_culture(document))
        return blueprint

    async def save_blueprint(
        self,
        blueprint: Document,
        *,
        created_from: Document | None = None,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        """Save a blueprint. Raises SavedBlueprint and a tree change; nobody is asked before.

        Args:
            blueprint: the blueprint; a new document becomes one.
            created_from: the document it was made from.
            actor: who saves.
            expected_version: the version the change is based on, when that is older than the given one.

        Raises:
            ContentError: the document is in the tree.
        """
        if blueprint.has_identity and not blueprint.blueprint:
            raise ContentError(Sentences.NO_NEW_BLUEPRINT(), field="blueprint")
        blueprint.blueprint = True

        async def work(operation: Operation) -> OperationOutcome:
            admitted = await self._admit(operation, [blueprint], expected_version)
            if isinstance(admitted, Refusal):
                return admitted.of_operation(operation)
            persisted = await self._write(operation, [blueprint], admitted)
            told = ContentSavedBlueprintNotification(
                blueprint, created_from, messages=operation.messages, **captured(persisted)
            )
            operation.tell(told)
            operation.tell_stale([blueprint], TreeChangeTypes.REFRESH_NODE)
            operation.audit(blueprint.id, AuditAction.SAVE, comment=AuditComments.SAVED_BLUEPRINT())
            return OperationOutcome(OperationResult.SUCCESS, operation.messages, blueprint)

        return await self._perform("save_blueprint", actor, work)

    async def move_blueprint(
        self, blueprint: Document, parent_id: int, *, actor: UUID = SYSTEM_USER, expected_version: int | None = None
    ) -> OperationOutcome:
        """Move a blueprint to a folder, or to the root. Raises MovingBlueprint, a tree change and MovedBlueprint.

        Raises:
            ParentError: there is no such folder.
            ContentError: the document is no saved blueprint.
        """
        _require_blueprint(blueprint)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [blueprint], expected_version):
                return refusal.of_operation(operation)
            if blueprint.parent_id == parent_id:
                return OperationOutcome(OperationResult.SUCCESS, operation.messages, blueprint)
            parent = await self._find_parent(operation, parent_id, blueprint=True)
            entry = MoveInfo(blueprint, blueprint.path, parent.id)
            moving = ContentMovingBlueprintNotification([entry], messages=operation.messages)
            if await operation.is_stopped_by(moving):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, blueprint)
            if refusal := await self._check_content(operation, [blueprint]):
                return refusal.of_operation(operation)
            blueprint.put_at(parent.place_of(blueprint.id))
            await self._write(operation, [blueprint], {})
            operation.tell_stale([blueprint], TreeChangeTypes.REFRESH_NODE)
            told = ContentMovedBlueprintNotification([entry], messages=operation.messages, paths=paths_of([blueprint]))
            operation.tell(told.with_state_from(moving))
            operation.audit(blueprint.id, AuditAction.MOVE, comment=AuditComments.MOVED_BLUEPRINT())
            return OperationOutcome(OperationResult.SUCCESS, operation.messages, blueprint)

        return await self._perform("move_blueprint", actor, work)

    async def delete_blueprint(self, blueprint: Document, *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Delete a blueprint. Raises DeletedBlueprint and a tree change; nobody is asked before.

        Raises:
            ContentError: the document is no saved blueprint.
        """
        _require_blueprint(blueprint)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [blueprint], None):
                return refusal.of_operation(operation)
            return await self._delete_blueprints(operation, [blueprint])

        return await self._perform("delete_blueprint", actor, work)

    async def delete_blueprints_of_types(
        self, type_aliases: Sequence[str], *, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Delete every blueprint of these types. Raises one DeletedBlueprint and one tree change, if there are any.

        Raises:
            UnknownTypeError: there is no such type.
        """

        async def work(operation: Operation) -> OperationOutcome:
            types = [await self._types.by_alias(operation.scope, alias) for alias in type_aliases]
            of_types = _ARE_BLUEPRINTS & documents.c.type_id.in_([one.id for one in types])
            found = await self._documents.find(operation.scope, of_types, (documents.c.id,))
            return await self._delete_blueprints(operation, found)

        return await self._perform("delete_blueprints_of_types", actor, work)

    async def create_from_blueprint(
        self, blueprint: Document, name: str, parent_id: int = ROOT_ID, *, culture: str | None = None
    ) -> Document:
        """Return a new document with the values of a blueprint, not saved yet. Nobody is told.

        Args:
            blueprint: the blueprint.
            name: the name, in the default culture when the type varies by culture.
            parent_id: what the document is to stand below.
            culture: the culture of the name, instead of the default one.
        """
        async with self._read("create_from_blueprint") as scope:
            languages = await load_languages(scope) if culture is None and blueprint.type.varies_by_culture else None
        document = Document(blueprint.type, parent_id, keys=self._keys)
        _fill(document, blueprint, name, languages.default if languages else culture)
        return document

    async def scaffold(
        self, blueprint: Document, name: str, parent_id: int = ROOT_ID, *, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Make a new document from a blueprint for an editor; handlers of Scaffolded may change it, or refuse.

        The outcome carries the document, which is not saved.
        """
        document = await self.create_from_blueprint(blueprint, name, parent_id)

        async def work(operation: Operation) -> OperationOutcome:
            scaffolded = ContentScaffoldedNotification(blueprint, document, parent_id, messages=operation.messages)
            if await operation.is_stopped_by(scaffolded):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
            return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)

        return await self._perform("scaffold", actor, work)

    async def blueprint(self, blueprint_id: int) -> Document | None:
        """Return the blueprint with this id."""
        async with self._read("blueprint") as scope:
            found = await self._documents.get(scope, blueprint_id)
        return found if found is not None and found.blueprint else None

    async def blueprint_by_key(self, key: UUID) -> Document | None:
        """Return the blueprint with this key."""
        async with self._read("blueprint_by_key") as scope:
            found = await self._documents.get_by_key(scope, key)
        return found if found is not None and found.blueprint else None

    async def blueprints(self, type_aliases: Sequence[str] = ()) -> list[Document]:
        """Return the blueprints, all or those of some types, by name."""
        async with self._read("blueprints") as scope:
            condition: ColumnElement[bool] = _ARE_BLUEPRINTS
            if type_aliases:
                types = [await self._types.by_alias(scope, alias) for alias in type_aliases]
                condition &= documents.c.type_id.in_([one.id for one in types])
            return await self._documents.find(scope, condition, (documents.c.name_key, documents.c.id))

    async def create_blueprint_folder(
        self, name: str, parent_id: int = ROOT_ID, *, actor: UUID = SYSTEM_USER
    ) -> BlueprintFolder:
        """Make a folder for blueprints. Raises CreatedBlueprintFolder; nobody is asked before.

        Raises:
            ParentError: the parent is neither a folder nor the root.
            InvalidNameError: the name holds control characters, or is too long.
            FolderNameTakenError: a folder beside it has the name.
        """
        made: list[BlueprintFolder] = []
        clean = _folder_name(name)

        async def work(operation: Operation) -> OperationOutcome:
            parent = await self._find_parent(operation, parent_id, blueprint=True)
            folder_id, _ = await draw_ids(operation.scope, 1, 0)
            path = child_path(parent.path, folder_id)
            _require_free(clean, [one for one in await all_folders(operation.scope) if one.parent_id == parent.id])
            made.append(BlueprintFolder(folder_id, self._keys(), parent.id, path, clean))
            await insert_folder(operation.scope, made[0])
            operation.tell(ContentCreatedBlueprintFolderNotification(made[0], messages=operation.messages))
            comment = AuditComments.MADE_BLUEPRINT_FOLDER(name=made[0].name)
            operation.audit(ROOT_ID, AuditAction.SAVE, comment=comment)
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        await self._perform("create_blueprint_folder", actor, work)
        return made[0]

    async def rename_blueprint_folder(
        self, folder_id: int, name: str, *, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Give a folder another name. Raises RenamedBlueprintFolder, unless it has the name; nobody is asked before.

        Raises:
            InvalidNameError: the name holds control characters, or is too long.
            FolderNameTakenError: a folder beside it has the name.
        """
        clean = _folder_name(name)

        async def work(operation: Operation) -> OperationOutcome:
            folders = await all_folders(operation.scope)
            folder = next((one for one in folders if one.id == folder_id), None)
            if folder is None:
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, field="folder_id")
            if folder.name != clean:
                beside = [one for one in folders if one.parent_id == folder.parent_id and one is not folder]
                _require_free(clean, beside)
                await rename_folder(operation.scope, folder_id, clean)
                named = replace(folder, name=clean)
                operation.tell(ContentRenamedBlueprintFolderNotification(named, messages=operation.messages))
                comment = AuditComments.RENAMED_BLUEPRINT_FOLDER(name=folder.name, to=clean)
                operation.audit(ROOT_ID, AuditAction.SAVE, comment=comment)
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        return await self._perform("rename_blueprint_folder", actor, work)

    async def delete_blueprint_folder(self, folder_id: int, *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Delete a folder that holds nothing; one that does is left alone. Raises DeletedBlueprintFolder."""

        async def work(operation: Operation) -> OperationOutcome:
            folder = next((one for one in await all_folders(operation.scope) if one.id == folder_id), None)
            if folder is None:
                return OperationOutcome(OperationResult.SUCCESS, operation.messages)
            held = (
                select(func.count()).select_from(documents).where(documents.c.parent_id == folder_id, _ARE_BLUEPRINTS)
            )
            inner = (
                select(func.count()).select_from(blueprint_folders).where(blueprint_folders.c.parent_id == folder_id)
            )
            if await operation.scope.scalar(held) or await operation.scope.scalar(inner):
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, field="folder_id")
            await delete_folder(operation.scope, folder_id)
            operation.tell(ContentDeletedBlueprintFolderNotification(folder, messages=operation.messages))
            comment = AuditComments.DELETED_BLUEPRINT_FOLDER(name=folder.name)
            operation.audit(ROOT_ID, AuditAction.DELETE, comment=comment)
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        return await self._perform("delete_blueprint_folder", actor, work)

    async def blueprint_folders(self) -> list[BlueprintFolder]:
        """Return the folders of blueprints, parents first."""
        async with self._read("blueprint_folders") as scope:
            return await all_folders(scope)

    async def _delete_blueprints(self, operation: Operation, found: Sequence[Document]) -> OperationOutcome:
        if found:
            ids = [one.id for one in found]
            await operation.scope.execute(delete(documents).where(documents.c.id.in_(ids)))
            told = ContentDeletedBlueprintNotification(found, messages=operation.messages, paths=paths_of(found))
            operation.tell(told)
            operation.tell_stale(found, TreeChangeTypes.REMOVE)
            operation.audit(ROOT_ID, AuditAction.DELETE, comment=AuditComments.DELETED_BLUEPRINTS(count=len(found)))
        return OperationOutcome(OperationResult.SUCCESS, operation.messages)


def _folder_name(name: str) -> str:
    if len(name) > MAX_NAME_LENGTH:
        raise InvalidNameError(Sentences.FOLDER_NAME_TOO_LONG(limit=MAX_NAME_LENGTH), field="name")
    return clean_name(name)


def _require_free(name: str, beside: Iterable[BlueprintFolder]) -> None:
    """Look whether no folder beside has the name; only the lock of the tree keeps that true."""
    if any(name_key(one.name) == name_key(name) for one in beside):
        raise FolderNameTakenError(Sentences.DUPLICATE_FOLDER_NAME(name=name), field="name")


def _require_blueprint(document: Document) -> None:
    if not document.has_identity or not document.blueprint:
        raise DocumentNotFoundError(Sentences.NO_BLUEPRINT(), field="blueprint")


def _first_culture(document: Document) -> str | None:
    return next(iter(document.culture_infos), None) if document.type.varies_by_culture else None


def _fill(target: Document, source: Document, name: str, culture: str | None) -> None:
    if target.type.varies_by_culture:
        for one, info in source.culture_infos.items():
            target.set_name(info.name, one)
    target.set_name(name, culture)
    for alias, held in source.properties.items():
        for variant, value in held.draft.items():
            if held.type.variation.takes(*variant):
                target.set_value(alias, value, *variant)
