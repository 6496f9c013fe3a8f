"""Publishing and taking down single documents, and handing them to somebody who may publish."""

from collections.abc import Sequence
from uuid import UUID

from copydesk.content.errors import CultureError, PublishedStateError, VariationError
from copydesk.content.model import ALL_CULTURES, CultureImpact, Document, PublishedSlot, PublishedState
from copydesk.content.notifications import (
    ContentSavingNotification,
    ContentSendingToPublishNotification,
    ContentSentToPublishNotification,
)
from copydesk.content.outcomes import OperationOutcome, OperationResult, PublishOutcome, PublishResult
from copydesk.content.sentences import Sentences
from copydesk.content.service.admission import Refusal, check_name_length
from copydesk.content.service.committing import Commit, Committing
from copydesk.content.service.desk import SYSTEM_USER, Operation, paths_of
from copydesk.content.service.saving import audit_action
from copydesk.content.service.verdicts import prepare
from copydesk.content.store.audit import AuditAction

__all__ = ["Publishing", "check_cultures", "check_steady"]


class Publishing(Committing):
    """Publishing: what was saved, or what is saved along with it; and taking down."""

    async def publish(
        self,
        document: Document,
        cultures: Sequence[str] = (ALL_CULTURES,),
        *,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> PublishOutcome:
        """Publish the saved draft. Raises Publishing, a tree change and Published; no Saving.

        Args:
            document: the document, saved and without pending changes.
            cultures: the cultures, or `*` for all it is available in; `*` or nothing when it does not vary by culture.
            actor: who publishes.
            expected_version: the version the decision is based on, when that is older than the given document.

        Raises:
            CultureError: a culture is blank, unknown, given twice, or besides `*`.
            VariationError: cultures are missing, or given for a document that does not vary by culture.
            PublishedStateError: the document is on another way already.
        """
        check_cultures(document, cultures, wildcard=True)
        if not document.has_identity or document.is_dirty():
            return PublishOutcome(PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES, document)
        check_steady(document)

        async def work(operation: Operation) -> PublishOutcome:
            return await self._publish_one(operation, document, cultures, expected_version)

        return await self._perform("publish", actor, work)

    async def save_and_publish(
        self,
        document: Document,
        cultures: Sequence[str] = (),
        *,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
        raise_events: bool = True,
    ) -> PublishOutcome:
        """Save the draft and publish it. Raises Saving, Publishing, Saved, a tree change and Published.

        When it cannot be published it is saved all the same.

        Args:
            document: the document, new or changed.
            cultures: the cultures; nothing when it does not vary by culture. `*` is not taken.
            actor: who does it.
            expected_version: the version the change is based on, when that is older than the given document.
            raise_events: whether handlers are asked and told; tree changes go out in any case.

        Raises:
            CultureError: a culture is blank, unknown, given twice, or `*`.
            VariationError: cultures are missing, or given for a document that does not vary by culture.
            PublishedStateError: the document is on another way already.
        """
        check_cultures(document, cultures, wildcard=False)
        check_steady(document)

        async def work(operation: Operation) -> PublishOutcome:
            impacts = await self._impacts(operation, document, cultures)
            saving = ContentSavingNotification([document], messages=operation.messages)
            commit = await self._begin(operation, document, saving, expected_version)
            if isinstance(commit, PublishOutcome):
                return commit
            commit.saving = saving
            commit.verdict = prepare(operation, document, impacts)
            return await self._commit(operation, commit)

        return await self._perform("save_and_publish", actor, work, raise_events=raise_events)

    async def unpublish(
        self,
        document: Document,
        cultures: str | Sequence[str] | None = ALL_CULTURES,
        *,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> PublishOutcome:
        """Take down cultures, or the whole document; pending changes of the draft are saved.

        Taking down a mandatory culture, or the last one, takes down the whole document: only then Unpublishing and
        Unpublished are raised. One culture of several goes with Publishing and Published.

        Args:
            document: the document.
            cultures: one or several, or `*` for all; None means all when it does not vary by culture.
            actor: who does it.
            expected_version: the version the decision is based on, when that is older than the given document.

        Raises:
            CultureError: the culture is blank or unknown.
            VariationError: the culture is missing, or given for a document that does not vary by culture.
            PublishedStateError: the document is on another way already.
        """
        named = () if cultures is None else (cultures,) if isinstance(cultures, str) else tuple(cultures)
        check_cultures(document, named, wildcard=True)
        check_steady(document)

        async def work(operation: Operation) -> PublishOutcome:
            return await self._unpublish_one(operation, document, named or [ALL_CULTURES], expected_version)

        return await self._perform("unpublish", actor, work)

    async def commit_document_changes(self, document: Document, *, actor: UUID = SYSTEM_USER) -> PublishOutcome:
        """Save and publish what was published and unpublished in memory, by `publish_culture` and `unpublish_culture`.

        Raises Saving, Publishing, a tree change and Published; or Unpublishing and Unpublished when nothing stays.
        """

        async def work(operation: Operation) -> PublishOutcome:
            commit = await self._begin(operation, document, None, None)
            if isinstance(commit, PublishOutcome):
                return commit
            stored = await self._documents.get(operation.scope, document.id) if document.has_identity else None
            commit.slot = stored.published_slot() if stored else _nothing_published()
            return await self._commit(operation, commit)

        return await self._perform("commit_document_changes", actor, work)

    async def send_to_publication(self, document: Document | None, *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Hand a document to somebody who may publish it: it is saved, and handlers tell that person.

        Raises SendingToPublish, then what `save` raises, then SentToPublish. Publishes nothing.
        """
        if document is None:
            return OperationOutcome(OperationResult.FAILED_CANNOT, field="document")

        async def work(operation: Operation) -> OperationOutcome:
            sending = ContentSendingToPublishNotification(document, messages=operation.messages)
            if await operation.is_stopped_by(sending):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, document)
            cultures = document.changed_cultures()
            outcome = await self._save_one(operation, document)
            if outcome.success:
                sent = ContentSentToPublishNotification(
                    document, messages=operation.messages, paths=paths_of([document])
                )
                operation.tell(sent.with_state_from(sending))
                action = audit_action(document, AuditAction.SEND_TO_PUBLISH, AuditAction.SEND_TO_PUBLISH_VARIANT)
                operation.audit(document.id, action, cultures)
            return outcome

        return await self._perform("send_to_publication", actor, work)

    async def _begin(
        self,
        operation: Operation,
        document: Document,
        saving: ContentSavingNotification | None,
        expected_version: int | None,
    ) -> Commit | PublishOutcome:
        """Admit a document and ask whether it may be saved; a veto may leave an outer scope unable to commit."""
        admitted = await self._admit(operation, [document], expected_version)
        if isinstance(admitted, Refusal):
            return admitted.of_publication(operation)
        saving = saving or ContentSavingNotification([document], messages=operation.messages)
        if await operation.is_stopped_by(saving):
            operation.spoilt = operation.options.cancel_poisons_outer_scope
            cancelled = PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT
            return PublishOutcome(cancelled, document, operation.messages)
        if refusal := await self._check_content(operation, [document]):
            return refusal.of_publication(operation)
        return Commit(document, document.published_slot(), state=saving.state, parents=admitted)

    async def _publish_one(
        self,
        operation: Operation,
        document: Document,
        cultures: Sequence[str],
        expected_version: int | None = None,
    ) -> PublishOutcome:
        impacts = await self._impacts(operation, document, cultures)
        if refusal := check_name_length(document):
            return refusal.of_publication(operation)
        if refusal := await self._check_versions(operation, [document], expected_version):
            return refusal.of_publication(operation)
        commit = Commit(document, document.published_slot())
        commit.verdict = prepare(operation, document, impacts)
        return await self._commit(operation, commit)

    async def _unpublish_one(
        self,
        operation: Operation,
        document: Document,
        cultures: Sequence[str],
        expected_version: int | None = None,
    ) -> PublishOutcome:
        languages = await operation.languages() if document.type.varies_by_culture else None
        named = [one if one == ALL_CULTURES or languages is None else languages.require(one) for one in cultures]
        if refusal := await self._check_versions(operation, [document], expected_version):
            return refusal.of_publication(operation)
        if not document.published:
            return PublishOutcome(PublishResult.SUCCESS_UNPUBLISH_ALREADY, document, operation.messages)
        commit = await self._begin(operation, document, None, None)
        if isinstance(commit, PublishOutcome):
            return commit
        removed = True
        if ALL_CULTURES in named:
            document.published_state = PublishedState.UNPUBLISHING
        else:
            taken_down = [document.unpublish_culture(culture) for culture in named]
            removed = any(taken_down)
        outcome = await self._commit(operation, commit)
        if not removed and outcome.result is PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH:
            return PublishOutcome(PublishResult.SUCCESS_UNPUBLISH_ALREADY, document, operation.messages)
        return outcome

    async def _impacts(self, operation: Operation, document: Document, cultures: Sequence[str]) -> list[CultureImpact]:
        if not document.type.varies_by_culture:
            return [CultureImpact(None)]
        languages = await operation.languages()
        named = [one if one == ALL_CULTURES else languages.require(one) for one in cultures]
        freely = self._options.invariant_from_any_culture
        return [CultureImpact.of(one, languages, invariant_from_any=freely) for one in named]


def check_cultures(document: Document, cultures: Sequence[str], *, wildcard: bool) -> None:
    """Refuse cultures that do not go together, or not with the document."""
    if isinstance(cultures, str):
        raise CultureError(Sentences.CULTURES_ARE_TEXT(cultures=cultures), field="cultures")
    if any(not culture.strip() for culture in cultures):
        raise CultureError(Sentences.CULTURE_BLANK(), field="cultures")
    if len({culture.lower() for culture in cultures}) != len(cultures):
        raise CultureError(Sentences.CULTURE_GIVEN_TWICE(), field="cultures")
    if ALL_CULTURES in cultures and (len(cultures) > 1 or not (wildcard or not document.type.varies_by_culture)):
        raise CultureError(Sentences.CULTURE_WILDCARD(), field="cultures")
    if document.type.varies_by_culture and wildcard and not cultures:
        raise VariationError(Sentences.CULTURES_MISSING(), field="cultures")
    if not document.type.varies_by_culture and any(culture != ALL_CULTURES for culture in cultures):
        raise VariationError(Sentences.CULTURES_TOO_MUCH(), field="cultures")


def check_steady(document: Document) -> None:
    """Refuse a document that is on another way already."""
    if document.in_transition:
        raise PublishedStateError(Sentences.IN_TRANSITION(), field="document")


def _nothing_published() -> PublishedSlot:
    return PublishedSlot(PublishedState.UNPUBLISHED, "", {}, {}, frozenset())
