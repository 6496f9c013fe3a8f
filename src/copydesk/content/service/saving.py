"""Creating and saving documents."""

from collections.abc import Sequence
from uuid import UUID

from copydesk.content.errors import ContentError
from copydesk.content.model import ROOT_ID, Document, Schedule
from copydesk.content.notifications import ContentSavedNotification, ContentSavingNotification
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments, Sentences
from copydesk.content.service.admission import Admission, Refusal, Refused
from copydesk.content.service.desk import SYSTEM_USER, Operation, captured
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.schedules import store_schedule
from copydesk.content.store.tree import Parent
from copydesk.content.store.writing import Persisted
from copydesk.notifications import TreeChangeTypes

__all__ = ["Saving", "audit_action", "saved_notification"]


class Saving(Admission):
    """Saving: one document, or many at once."""

    async def create(
        self, type_alias: str, name: str | None = None, parent_id: int = ROOT_ID, *, culture: str | None = None
    ) -> Document:
        """Return a new document, which is not saved yet. Nobody is told: making an object changes nothing.

        Args:
            type_alias: the alias of its type.
            name: its name, in `culture` when its type varies by culture.
            parent_id: the id of what it is to stand below.
            culture: the culture of the name.

        Raises:
            UnknownTypeError: there is no such type.
            VariationError: the culture does not go with the type.
        """
        async with self._read("create") as scope:
            document_type = await self._types.by_alias(scope, type_alias)
        return Document(document_type, parent_id, keys=self._keys, name=name, culture=culture)

    async def create_and_save(
        self,
        type_alias: str,
        name: str,
        parent_id: int = ROOT_ID,
        *,
        culture: str | None = None,
        actor: UUID = SYSTEM_USER,
    ) -> OperationOutcome:
        """Create a document and save it; the outcome carries it."""
        document = await self.create(type_alias, name, parent_id, culture=culture)
        return await self.save(document, actor=actor)

    async def save(
        self,
        document: Document,
        *,
        actor: UUID = SYSTEM_USER,
        schedule: Schedule | None = None,
        expected_version: int | None = None,
        raise_events: bool = True,
    ) -> OperationOutcome:
        """Save a document's draft. Raises Saving, then Saved and a tree change, even when nothing had changed.

        Args:
            document: the document. It must be as new as what is stored.
            actor: who saves.
            schedule: replaces the document's pending dates.
            expected_version: the version the change is based on, when that is older than the given document.
            raise_events: whether handlers are asked and told; tree changes go out in any case.

        Raises:
            InvalidNameError: it has no name.
            CultureError: it has a name or value in a culture that is no language.
            ParentError: it is new, and its parent cannot take it.
            ForeignDocumentError: it comes from another tenant.
        """

        async def work(operation: Operation) -> OperationOutcome:
            return await self._save_one(operation, document, schedule, expected_version)

        return await self._perform("save", actor, work, raise_events=raise_events)

    async def save_many(
        self, documents: Sequence[Document], *, actor: UUID = SYSTEM_USER, raise_events: bool = True
    ) -> OperationOutcome:
        """Save the drafts of several documents, all or none. Raises one Saving, one Saved and one tree change.

        Raises:
            ContentError: one document is given twice. Otherwise as `save`.
        """
        if len({id(document) for document in documents}) != len(documents):
            raise ContentError(Sentences.GIVEN_TWICE(), field="documents")

        async def work(operation: Operation) -> OperationOutcome:
            return await self._save_all(operation, documents)

        if not documents:
            return OperationOutcome(OperationResult.NO_OPERATION)
        return await self._perform("save_many", actor, work, raise_events=raise_events)

    async def _save_one(
        self,
        operation: Operation,
        document: Document,
        schedule: Schedule | None = None,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        if document.in_transition:
            return Refusal(Refused.STATE, document, "published_state").of_operation(operation)
        admitted = await self._admit(operation, [document], expected_version)
        if isinstance(admitted, Refusal):
            return admitted.of_operation(operation)
        saving = ContentSavingNotification([document], messages=operation.messages)
        if await operation.is_stopped_by(saving):
            return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, document)
        if refusal := await self._check_content(operation, [document]):
            return refusal.of_operation(operation)
        if schedule is not None:
            document.mark("schedule")  # Another schedule makes another version: two who set it must not both win.
        [persisted] = await self._write(operation, [document], admitted)
        if schedule is not None:
            await store_schedule(operation.scope, document.id, schedule)
        operation.tell(saved_notification(operation, [persisted], saving))
        operation.tell_stale([document], TreeChangeTypes.REFRESH_NODE)
        action = audit_action(document, AuditAction.SAVE, AuditAction.SAVE_VARIANT)
        operation.audit(document.id, action, persisted.saved_cultures)
        return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)

    async def _save_all(self, operation: Operation, documents: Sequence[Document]) -> OperationOutcome:
        for document in documents:
            if document.in_transition:
                return Refusal(Refused.STATE, document, "published_state").of_operation(operation)
        admitted = await self._admit(operation, documents)
        if isinstance(admitted, Refusal):
            return admitted.of_operation(operation)
        saving = ContentSavingNotification(documents, messages=operation.messages)
        if await operation.is_stopped_by(saving):
            return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
        if refusal := await self._check_content(operation, documents):
            return refusal.of_operation(operation)
        persisted = await self._write(operation, documents, admitted)
        operation.tell(saved_notification(operation, persisted, saving))
        operation.tell_stale(documents, TreeChangeTypes.REFRESH_NODE)
        operation.audit(ROOT_ID, AuditAction.SAVE, comment=AuditComments.SAVED_DOCUMENTS(count=len(documents)))
        return OperationOutcome(OperationResult.SUCCESS, operation.messages)

    async def _write(
        self, operation: Operation, documents: Sequence[Document], parents: dict[int, Parent]
    ) -> list[Persisted]:
        """Write documents that were admitted, new ones below their parents, with the actor as their writer."""
        writer = await operation.writer_for(documents)
        persisted = []
        for document in documents:
            parent = None if document.has_identity else await self._parent_for(operation, document, parents)
            if parent:
                document.creator = operation.actor
            document.writer = operation.actor
            persisted.append(await writer.save(document, parent))
        writer.flush()
        return persisted


def saved_notification(
    operation: Operation, persisted: Sequence[Persisted], saving: ContentSavingNotification
) -> ContentSavedNotification:
    """Return the Saved that belongs to a Saving, with what these documents' saves wrote."""
    saved = ContentSavedNotification(
        [one.document for one in persisted],
        messages=operation.messages,
        saved_cultures={one.document.key: one.saved_cultures for one in persisted if one.saved_cultures},
        **captured(persisted),
    )
    return saved.with_state_from(saving)


def audit_action(document: Document, plain: AuditAction, variant: AuditAction) -> AuditAction:
    """Choose between the two names an action has in the audit trail."""
    return variant if document.type.varies_by_culture else plain
