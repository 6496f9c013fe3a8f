"""The heart of publishing: a document on its way is judged, asked about, written, and told about."""

from dataclasses import dataclass, field
from typing import Any

from copydesk.content.model import ALL_CULTURES, Document, PublishedSlot, PublishedState, ScheduleAction
from copydesk.content.model.schedule import INVARIANT_CULTURE
from copydesk.content.notifications import (
    ContentPublishedNotification,
    ContentPublishingNotification,
    ContentSavingNotification,
    ContentUnpublishedNotification,
    ContentUnpublishingNotification,
)
from copydesk.content.outcomes import PublishOutcome, PublishResult
from copydesk.content.service.desk import Operation, captured, paths_of
from copydesk.content.service.saving import Saving, audit_action, saved_notification
from copydesk.content.service.verdicts import Verdict, judge
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.schedules import load_schedule, store_schedule
from copydesk.content.store.tree import Parent
from copydesk.content.store.writing import Persisted
from copydesk.content.tables import documents
from copydesk.notifications import TreeChange, TreeChangeTypes

__all__ = ["Commit", "Committing"]

_UNPUBLISHED_BECAUSE = {
    PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING: PublishResult.SUCCESS_UNPUBLISH_MANDATORY_CULTURE,
    PublishResult.SUCCESS_UNPUBLISH_CULTURE: PublishResult.SUCCESS_UNPUBLISH_LAST_CULTURE,
}


@dataclass(eq=False)
class Commit:
    """A document on its way to being published or taken down.

    Attributes:
        document: the document, with its cultures published or unpublished in memory.
        slot: what was published of it before, to be put back when it fails.
        verdict: why it cannot be published, when that is known already.
        state: the dictionary that the notifications share.
        saving: the Saving that went before, when a Saved is to follow.
        parents: the parent of a new document, by id.
        branch: it is one of many: its path is not checked, and what is told afterwards is told for all at once.
    """

    document: Document
    slot: PublishedSlot
    verdict: Verdict | None = None
    state: dict[str, Any] = field(default_factory=dict)
    saving: ContentSavingNotification | None = None
    parents: dict[int, Parent] = field(default_factory=dict)
    branch: bool = False
    check_path: bool = True
    persisted: Persisted | None = None


class Committing(Saving):
    """Judges, asks, writes and tells."""

    async def _commit(self, operation: Operation, commit: Commit) -> PublishOutcome:
        document = commit.document
        was_published, going = document.published, document.publish_infos.removed()
        unpublishing = document.published_state is PublishedState.UNPUBLISHING
        verdict = Verdict(PublishResult.SUCCESS_UNPUBLISH)
        if not unpublishing:
            verdict = commit.verdict or await judge(operation, document, check_path=commit.check_path)
            if verdict.result.success:
                if await self._is_publishing_stopped(operation, commit):
                    return _outcome(operation, document, PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT)
                unpublishing = document.type.varies_by_culture and not document.publish_infos
            else:
                document.restore_published(commit.slot)
                mandatory = PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING
                unpublishing = verdict.result is mandatory and was_published
        if unpublishing and await self._is_unpublishing_stopped(operation, commit):
            return _outcome(operation, document, PublishResult.FAILED_UNPUBLISH_CANCELLED_BY_EVENT)
        [persisted] = await self._write(operation, [document], commit.parents)
        commit.persisted = persisted
        if commit.saving:
            operation.tell(saved_notification(operation, [persisted], commit.saving))
        if unpublishing:
            return await self._tell_unpublished(operation, commit, persisted, verdict, going)
        if verdict.result.success:
            return await self._tell_published(operation, commit, persisted, verdict, was_published)
        return await self._tell_failed(operation, commit, persisted, verdict)

    async def _is_publishing_stopped(self, operation: Operation, commit: Commit) -> bool:
        publishing = ContentPublishingNotification([commit.document], messages=operation.messages)
        if await operation.is_stopped_by(publishing.with_state(commit.state)):
            commit.document.restore_published(commit.slot)
            return True
        return False

    async def _is_unpublishing_stopped(self, operation: Operation, commit: Commit) -> bool:
        document = commit.document
        document.publish_infos.clear()
        document.published_state = PublishedState.UNPUBLISHING
        unpublishing = ContentUnpublishingNotification([document], messages=operation.messages)
        if await operation.is_stopped_by(unpublishing.with_state(commit.state)):
            document.restore_published(commit.slot)
            return True
        return False

    async def _tell_unpublished(
        self, operation: Operation, commit: Commit, persisted: Persisted, verdict: Verdict, going: tuple[str, ...]
    ) -> PublishOutcome:
        document, cultures = commit.document, persisted.unpublished_cultures
        told = ContentUnpublishedNotification(
            [document],
            messages=operation.messages,
            unpublished_cultures={document.key: cultures},
            **captured([persisted]),
        )
        operation.tell(told.with_state(commit.state))
        operation.tell_change(TreeChange(document, TreeChangeTypes.REFRESH_BRANCH, None, cultures))
        await self._forget_expiry(operation, document, cultures)
        if going:
            operation.audit(document.id, AuditAction.UNPUBLISH_VARIANT, going)
        operation.audit(document.id, AuditAction.UNPUBLISH)
        if not going and not verdict.result.success:
            return _outcome(operation, document, verdict.result, verdict)
        return _outcome(operation, document, _UNPUBLISHED_BECAUSE.get(verdict.result, PublishResult.SUCCESS_UNPUBLISH))

    async def _tell_published(
        self, operation: Operation, commit: Commit, persisted: Persisted, verdict: Verdict, was_published: bool
    ) -> PublishOutcome:
        document = commit.document
        self._audit_publication(operation, persisted)
        await self._forget_expiry(operation, document, persisted.unpublished_cultures)
        if commit.branch:
            return _outcome(operation, document, verdict.result)
        appears = not persisted.was_new and not was_published
        kind = TreeChangeTypes.REFRESH_BRANCH if appears else TreeChangeTypes.REFRESH_NODE
        coming, going = persisted.published_cultures or None, persisted.unpublished_cultures or None
        operation.tell_change(TreeChange(document, kind, coming, going))
        told = ContentPublishedNotification(
            [document],
            messages=operation.messages,
            published_cultures={document.key: coming} if coming else {},
            unpublished_cultures={document.key: going} if going else None,
            **captured([persisted]),
        )
        operation.tell(told.with_state(commit.state))
        if appears and (shown := await self._unmasked(operation, document)):
            again = ContentPublishedNotification(shown, messages=operation.messages, paths=paths_of(shown))
            operation.tell(again.with_state(commit.state))
        return _outcome(operation, document, verdict.result)

    async def _tell_failed(
        self, operation: Operation, commit: Commit, persisted: Persisted, verdict: Verdict
    ) -> PublishOutcome:
        document = commit.document
        if not commit.branch:
            kind = TreeChangeTypes.REFRESH_NODE if persisted.was_new else TreeChangeTypes.REFRESH_BRANCH
            operation.tell_stale([document], kind)
        if persisted.written:
            action = audit_action(document, AuditAction.SAVE, AuditAction.SAVE_VARIANT)
            operation.audit(document.id, action, persisted.saved_cultures)
        return _outcome(operation, document, verdict.result, verdict)

    async def _unmasked(self, operation: Operation, document: Document) -> list[Document]:
        """Return what becomes visible again below a document: what is published itself, without a gap above it."""
        visible, shown = {document.id}, []
        async for below in self._documents.walk(operation.scope, document.path, documents.c.published):
            if below.parent_id in visible:
                visible.add(below.id)
                shown.append(below)
        return shown

    def _audit_publication(self, operation: Operation, persisted: Persisted) -> None:
        document = persisted.document
        if not document.type.varies_by_culture:
            operation.audit(document.id, AuditAction.PUBLISH)
        if persisted.published_cultures and document.type.varies_by_culture:
            operation.audit(document.id, AuditAction.PUBLISH_VARIANT, persisted.published_cultures)
        if persisted.unpublished_cultures:
            operation.audit(document.id, AuditAction.UNPUBLISH_VARIANT, persisted.unpublished_cultures)

    async def _forget_expiry(self, operation: Operation, document: Document, cultures: tuple[str, ...]) -> None:
        """Drop the pending expiries of what was taken down: they have nothing to do any more."""
        if not cultures:
            return
        schedule = await load_schedule(operation.scope, document.id)
        forgotten = [
            schedule.clear(ScheduleAction.EXPIRE, INVARIANT_CULTURE if culture == ALL_CULTURES else culture)
            for culture in cultures
        ]
        if any(forgotten):
            await store_schedule(operation.scope, document.id, schedule)


def _outcome(
    operation: Operation, document: Document, result: PublishResult, verdict: Verdict | None = None
) -> PublishOutcome:
    invalid, wrong = (verdict.invalid, verdict.field) if verdict else ((), None)
    return PublishOutcome(result, document, operation.messages, invalid, wrong)
