"""Publishing and taking down what is due."""

import logging
from datetime import datetime
from uuid import UUID

from copydesk.content.model import ALL_CULTURES, Document, Schedule, ScheduleAction
from copydesk.content.outcomes import BranchOutcome, PublishOutcome, PublishResult
from copydesk.content.service.branch import BranchPublishing
from copydesk.content.service.desk import SYSTEM_USER, Operation
from copydesk.content.service.verdicts import prepare
from copydesk.content.store.history import clear_due, due_documents, has_due, load_schedule

__all__ = ["Scheduling"]

_log = logging.getLogger(__name__)


class Scheduling(BranchPublishing):
    """Scheduled publishing."""

    async def perform_scheduled_publish(self, at: datetime | None = None) -> BranchOutcome:
        """Publish what is due for release, then take down what has expired. Each document acts for its last writer.

        A date that has come is dropped, whether its document could be published or not. Each document has its own unit
        of work, so one that fails with an exception keeps its date and does not stop the others.

        Args:
            at: the time to take as now; the service's own without it.
        """
        moment = at or self._now()
        async with self._read("scheduled") as scope:
            if not await has_due(scope, moment):
                return BranchOutcome()
        outcomes: list[BranchOutcome] = []
        for action in (ScheduleAction.RELEASE, ScheduleAction.EXPIRE):
            async with self._read("scheduled") as scope:
                due = await due_documents(scope, action, moment)
            outcomes += [await self._perform_due(document_id, action, moment) for document_id in due]
        items = tuple(item for outcome in outcomes for item in outcome.items)
        return BranchOutcome(items, tuple(failure for outcome in outcomes for failure in outcome.failures))

    async def _perform_due(self, document_id: int, action: ScheduleAction, moment: datetime) -> BranchOutcome:
        async def work(operation: Operation) -> BranchOutcome:
            operation.now = moment
            return await self._perform_locked(operation, document_id, action)

        try:
            return await self._perform("scheduled", await self._writer_of(document_id), work)
        except Exception:  # noqa: BLE001 - handlers may raise anything, and the next document must have its turn.
            _log.exception("the scheduled %s of document %s failed; its date stays", action.value, document_id)
            return BranchOutcome()

    async def _writer_of(self, document_id: int) -> UUID:
        async with self._read("scheduled") as scope:
            document = await self._documents.get(scope, document_id)
        return (document.writer if document is not None else None) or SYSTEM_USER

    async def _perform_locked(self, operation: Operation, document_id: int, action: ScheduleAction) -> BranchOutcome:
        document = await self._documents.get(operation.scope, document_id)
        schedule = await load_schedule(operation.scope, document_id)
        cultures = [line.culture for line in schedule if line.action is action and line.due <= operation.now]
        if document is None or not cultures:  # Another node was faster.
            return BranchOutcome()
        operation.actor = document.writer or SYSTEM_USER
        await clear_due(operation.scope, document_id, action, operation.now)
        release = action is ScheduleAction.RELEASE
        outcome = await (self._release if release else self._expire)(operation, document, cultures)
        operation.spoilt = False
        return BranchOutcome((outcome,))

    async def _release(self, operation: Operation, document: Document, cultures: list[str]) -> PublishOutcome:
        if not document.type.varies_by_culture:
            if document.trashed:
                return PublishOutcome(PublishResult.FAILED_PUBLISH_IS_TRASHED, document, operation.messages)
            return await self._publish_one(operation, document, [ALL_CULTURES])
        commit = await self._begin(operation, document, None, None)
        if isinstance(commit, PublishOutcome):
            return commit
        if document.trashed:
            return PublishOutcome(PublishResult.FAILED_PUBLISH_IS_TRASHED, document, operation.messages)
        verdict = prepare(operation, document, await self._impacts(operation, document, cultures))
        if verdict is None:
            return await self._commit(operation, commit)
        document.restore_published(commit.slot)
        return PublishOutcome(verdict.result, document, operation.messages, verdict.invalid, verdict.field)

    async def _expire(self, operation: Operation, document: Document, cultures: list[str]) -> PublishOutcome:
        named = cultures if document.type.varies_by_culture else [ALL_CULTURES]
        return await self._unpublish_one(operation, document, named)

    async def schedule_of(self, document_id: int) -> Schedule:
        """Return the pending dates of a document."""
        async with self._read("schedule_of") as scope:
            return await load_schedule(scope, document_id)
