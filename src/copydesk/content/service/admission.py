"""Whether a document may be written at all, before any handler is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from copydesk.content.errors import ForeignDocumentError, InvalidNameError, ParentError
from copydesk.content.model import MAX_NAME_LENGTH, RECYCLE_BIN_ID, ROOT_ID, Document, DocumentType
from copydesk.content.model.paths import DEEPEST_LEVEL
from copydesk.content.outcomes import OperationOutcome, OperationResult, PublishOutcome, PublishResult, VersionConflict
from copydesk.content.sentences import Sentences
from copydesk.content.service.desk import Desk, Operation
from copydesk.content.store.tree import Opening, Parent, Standing, find_opening, find_parent, find_standings, taken_keys

__all__ = ["Admission", "Refusal", "Refused", "check_name_length", "conflict_of"]


class Refused(Enum):
    """Why a document may not be written."""

    NAME = auto()
    STATE = auto()
    CONFLICT = auto()
    DUPLICATE_KEY = auto()
    NOT_ALLOWED = auto()


_OPERATION = {
    Refused.NAME: OperationResult.FAILED_INVALID_NAME,
    Refused.STATE: OperationResult.FAILED_INVALID_PUBLISHED_STATE,
    Refused.CONFLICT: OperationResult.FAILED_CONCURRENCY_VIOLATION,
    Refused.DUPLICATE_KEY: OperationResult.FAILED_DUPLICATE_KEY,
    Refused.NOT_ALLOWED: OperationResult.FAILED_NOT_ALLOWED,
}
_PUBLISH = {
    Refused.NAME: PublishResult.FAILED_PUBLISH_INVALID_NAME,
    Refused.CONFLICT: PublishResult.FAILED_PUBLISH_CONCURRENCY_VIOLATION,
    Refused.DUPLICATE_KEY: PublishResult.FAILED_PUBLISH_DUPLICATE_KEY,
    Refused.NOT_ALLOWED: PublishResult.FAILED_PUBLISH_NOT_ALLOWED,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document may not be written: why, which field, and both versions when somebody else was first."""

    reason: Refused
    document: Document
    field: str | None = None
    conflict: VersionConflict | None = None

    def of_operation(self, operation: Operation) -> OperationOutcome:
        """Return the outcome of a save or a change of the structure."""
        return OperationOutcome(_OPERATION[self.reason], operation.messages, self.document, self.field, self.conflict)

    def as_error(self) -> InvalidNameError:
        """Return the exception for a place where there is no outcome to give: a handler made the name too long."""
        return InvalidNameError(Sentences.NAME_TOO_LONG(limit=MAX_NAME_LENGTH), field=self.field)

    def of_publication(self, operation: Operation) -> PublishOutcome:
        """Return the outcome of a publication."""
        return PublishOutcome(
            _PUBLISH[self.reason], self.document, operation.messages, field=self.field, conflict=self.conflict
        )


def check_name_length(document: Document) -> Refusal | None:
    """Refuse a name that is too long; the field is `name` or the culture of the name."""
    if len(document.name) > MAX_NAME_LENGTH and not document.type.varies_by_culture:
        return Refusal(Refused.NAME, document, "name")
    for culture, info in document.culture_infos.items():
        if len(info.name) > MAX_NAME_LENGTH:
            return Refusal(Refused.NAME, document, culture)
    return None


class Admission(Desk):
    """The checks that stand before every write."""

    async def _admit(
        self, operation: Operation, documents: Sequence[Document], expected_version: int | None = None
    ) -> Refusal | dict[int, Parent]:
        """Refuse the first document that may not be written; else return the parents of the new ones, by id."""
        new = [document for document in documents if not document.has_identity]
        standings = await self._standings(operation, documents)
        openings, taken = await self._openings(operation, new)
        if refusal := await self._check_content(operation, documents):
            return refusal
        if refusal := _check_against(standings, documents, expected_version):
            return refusal
        parents: dict[int, Parent] = {}
        for document in new:
            if document.key in taken:
                return Refusal(Refused.DUPLICATE_KEY, document, "key")
            taken.add(document.key)
            parent = _fit_parent(document.parent_id, openings[document.parent_id].parent)
            if not document.blueprint and not await self._allows(operation, parent, document.type):
                return Refusal(Refused.NOT_ALLOWED, document, "parent_id")
            parents[parent.id] = parent
        return parents

    async def _check_content(self, operation: Operation, documents: Sequence[Document]) -> Refusal | None:
        """Refuse a name or culture that cannot be stored; asked once more after handlers had their say."""
        for document in documents:
            await self._check_model(operation, document)
            if refusal := check_name_length(document):
                return refusal
        return None

    async def _check_model(self, operation: Operation, document: Document) -> None:
        if not document.type.varies_by_culture:
            if not document.name:
                raise InvalidNameError(Sentences.NAME_MISSING(), field="name")
            return
        if not document.culture_infos:
            raise InvalidNameError(Sentences.NAME_MISSING_IN_ALL(), field="name")
        languages = await operation.languages()
        for culture in document.culture_infos.changed():
            languages.require(culture)
        for found in document.properties.values():
            for culture in found.dirty_cultures():
                languages.require(culture)

    async def _check_versions(
        self, operation: Operation, documents: Sequence[Document], expected_version: int | None
    ) -> Refusal | None:
        return _check_against(await self._standings(operation, documents), documents, expected_version)

    async def _standings(self, operation: Operation, documents: Sequence[Document]) -> Mapping[int, Standing]:
        """Return what is stored of those documents that are no new ones."""
        known = [document.id for document in documents if document.has_identity]
        standings = await find_standings(operation.scope, known) if known else {}
        for standing in standings.values():
            operation.languages_stamp = standing.languages
        return standings

    async def _openings(self, operation: Operation, new: Sequence[Document]) -> tuple[Mapping[int, Opening], set[UUID]]:
        """Return where new documents are to stand, by the parent's id, and which of their keys are taken."""
        only = new[0].key if len(new) == 1 else None
        openings: dict[int, Opening] = {}
        for document in new:
            parent_id = document.parent_id
            if parent_id not in openings:
                opening = await find_opening(operation.scope, parent_id, only, blueprint=document.blueprint)
                openings[parent_id] = opening
                operation.languages_stamp = opening.languages
        if len(new) > 1:
            return openings, await taken_keys(operation.scope, [document.key for document in new])
        return openings, {document.key for document in new if openings[document.parent_id].key_taken}

    async def _parent_for(self, operation: Operation, document: Document, parents: dict[int, Parent]) -> Parent:
        """Return the parent of a new document, also when a handler has given it another one."""
        if document.parent_id not in parents:
            parent = await self._find_parent(operation, document.parent_id, blueprint=document.blueprint)
            if not await self._allows(operation, parent, document.type):
                said = Sentences.PARENT_INVALID(type=document.type.alias, parent=parent.id)
                raise ParentError(said, field="parent_id")
            parents[parent.id] = parent
        return parents[document.parent_id]

    async def _find_parent(self, operation: Operation, parent_id: int, *, blueprint: bool = False) -> Parent:
        """Return a parent that can take children.

        Raises:
            ParentError: it does not exist, or is in the recycle bin.
        """
        return _fit_parent(parent_id, await find_parent(operation.scope, parent_id, blueprint=blueprint))

    async def _allows(self, operation: Operation, parent: Parent, child: DocumentType) -> bool:
        if not self._options.check_allowed_types:
            return True
        if parent.id == ROOT_ID or parent.type_id is None or parent.stamp is None:
            return child.allowed_at_root
        parent_type = await self._types.get(operation.scope, parent.type_id, parent.stamp)
        return child.alias in parent_type.allowed_children


def _fit_parent(parent_id: int, parent: Parent | None) -> Parent:
    """Refuse a parent that cannot take children."""
    if parent is None:
        raise ParentError(Sentences.PARENT_NOT_FOUND(parent=parent_id), field="parent_id")
    if parent.trashed:
        sentence = Sentences.PARENT_IS_BIN if parent_id == RECYCLE_BIN_ID else Sentences.PARENT_TRASHED
        raise ParentError(sentence(parent=parent_id), field="parent_id")
    if parent.level >= DEEPEST_LEVEL:
        raise ParentError(Sentences.PARENT_TOO_DEEP(parent=parent_id, limit=DEEPEST_LEVEL), field="parent_id")
    return parent


def _check_against(
    standings: Mapping[int, Standing], documents: Sequence[Document], expected_version: int | None
) -> Refusal | None:
    """Refuse the first document that is older than what is stored; give the others their stored place."""
    for document in documents:
        if not document.has_identity:
            continue
        if conflict := conflict_of(document, standings.get(document.id), expected_version):
            return Refusal(Refused.CONFLICT, document, "version", conflict)
        place = standings[document.id].place
        if document.is_property_dirty("sort_order"):
            place = place._replace(sort_order=document.sort_order)
        document.put_at(place, track=False)
    return None


def conflict_of(document: Document, stored: Standing | None, expected_version: int | None) -> VersionConflict | None:
    """Return both versions when the document is not what is stored, or not what the caller expects to be stored.

    Raises:
        ForeignDocumentError: the stored document is another one.
    """
    expected = document.version if expected_version is None else expected_version
    if stored is None:
        return VersionConflict(expected, None)
    if stored.key != document.key:
        raise ForeignDocumentError(Sentences.FOREIGN_DOCUMENT(), field="id")
    if stored.version != document.version:
        return VersionConflict(document.version, stored.version)
    if stored.version != expected:
        return VersionConflict(expected, stored.version)
    return None
