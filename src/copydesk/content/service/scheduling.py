"""Publishing and taking down what is due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from copydesk.content.model import ALL_CULTURES, Document, Schedule, ScheduleAction
from copydesk.content.options import ContentOptions
from copydesk.content.outcomes import BranchOutcome, PublishOutcome, PublishResult
from copydesk.content.service.branch import BranchPublishing
from copydesk.content.service.desk import SYSTEM_USER, Operation
from copydesk.content.service.verdicts import prepare
from copydesk.content.store.schedules import Due, clear_due, due_documents, has_due, load_schedule
from copydesk.db import Databases

__all__ = ["Scheduling"]

_log = logging.getLogger(__name__)
_FIRST_DELAY = timedelta(seconds=10)
_LONGEST_DELAY = timedelta(hours=1)


class _Retries:
    """When a document that failed is tried again: after ten seconds, then twice as long each time, up to an hour.

    Each is named by its database, what was to be done, and the version that failed: one that was changed is tried at
    once.
    """

    def __init__(self) -> None:
        self._delays: dict[tuple[str, ScheduleAction, Due], tuple[timedelta, datetime]] = {}

    def is_waiting(self, database: str, action: ScheduleAction, due: Due, now: datetime) -> bool:
        """Tell whether it is too early for another attempt."""
        found = self._delays.get((database, action, due))
        return found is not None and now < found[1]

    def note_failure(self, database: str, action: ScheduleAction, due: Due, now: datetime) -> datetime:
        """Return when it is tried again. What has not failed for long is forgotten."""
        self._delays = {key: one for key, one in self._delays.items() if now < one[1] + _LONGEST_DELAY}
        last, _ = self._delays.get((database, action, due), (_FIRST_DELAY / 2, now))
        delay = min(last * 2, _LONGEST_DELAY)
        self._delays[database, action, due] = (delay, now + delay)
        return now + delay


class Scheduling(BranchPublishing):
    """Scheduled publishing."""

    def __init__(
        self,
        databases: Databases,
        *,
        now: Callable[[], datetime],
        keys: Callable[[], UUID],
        options: ContentOptions | None = None,
    ) -> None:
        super().__init__(databases, now=now, keys=keys, options=options)
        self._retries = _Retries()

    async def perform_scheduled_publish(self, at: datetime | None = None) -> BranchOutcome:
        """Publish what is due for release, then take down what has expired. Each document acts for its last writer.

        A date that has come is dropped, whether its document could be published or not. Each document has its own unit
        of work, so one that fails with an exception keeps its date and does not stop the others. It is tried again
        after ten seconds, and then ever later, up to an hour; at once when it was changed.

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
                found, database = await due_documents(scope, action, moment), str(scope.unit.backend)
            due = [one for one in found if not self._retries.is_waiting(database, action, one, moment)]
            outcomes += [await self._perform_due(database, one, action, moment) for one in due]
        items = tuple(item for outcome in outcomes for item in outcome.items)
        return BranchOutcome(items, tuple(failure for outcome in outcomes for failure in outcome.failures))

    async def _perform_due(self, database: str, due: Due, action: ScheduleAction, moment: datetime) -> BranchOutcome:
        async def work(operation: Operation) -> BranchOutcome:
            operation.now = moment
            return await self._perform_locked(operation, due.document_id, action)

        try:
            return await self._perform("scheduled", due.writer or SYSTEM_USER, work)
        except Exception:  # noqa: BLE001 - handlers may raise anything, and the next document must have its turn.
            again = self._retries.note_failure(database, action, due, moment)
            said = "the scheduled %s of document %s failed; its date stays, and it is tried again after %s"
            _log.exception(said, action.value, due.document_id, again.isoformat(timespec="seconds"))
            return BranchOutcome()

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
