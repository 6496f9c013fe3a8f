"""Putting siblings in another order."""

from collections.abc import Callable, Sequence
from uuid import UUID

from copydesk.content.errors import ContentError, DocumentNotFoundError
from copydesk.content.model import ALL_CULTURES, ROOT_ID, Document
from copydesk.content.notifications import (
    ContentPublishedNotification,
    ContentSavingNotification,
    ContentSortedNotification,
    ContentSortingNotification,
)
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import Sentences
from copydesk.content.service.copying import Copying
from copydesk.content.service.desk import SYSTEM_USER, Operation, paths_of
from copydesk.content.service.saving import saved_notification
from copydesk.content.store.audit import AuditAction
from copydesk.content.tables import documents
from copydesk.notifications import TreeChangeTypes

__all__ = ["Sorting"]


class Sorting(Copying):
    """Sorting."""

    async def sort(
        self, items: Sequence[Document | int], *, actor: UUID = SYSTEM_USER, raise_events: bool = True
    ) -> OperationOutcome:
        """Put siblings in this order; those that are not named follow in the order they have.

        Raises Sorting, Saving, Saved, Sorted, a tree change for what changed, and Published for what changed and is
        published. The documents are loaded anew, so what else the given ones hold is neither saved nor lost.

        Args:
            items: documents or their ids, all below one parent.
            actor: who sorts.
            raise_events: whether handlers are asked and told; tree changes go out in any case.

        Raises:
            ContentError: a document is named twice, or they have different parents.
            DocumentNotFoundError: one does not exist.
        """
        ids = [item if isinstance(item, int) else item.id for item in items]
        if len(set(ids)) != len(ids):
            raise ContentError(Sentences.SORTED_TWICE(), field="items")
        if not ids:
            return OperationOutcome(OperationResult.NO_OPERATION)

        async def work(operation: Operation) -> OperationOutcome:
            return await self._sort(operation, await self._siblings(operation, ids))

        return await self._perform("sort", actor, work, raise_events=raise_events)

    async def sort_children(self, parent_id: int, ids: Sequence[int], *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Put the children of a parent in this order, as `sort`; with `quiet_child_sort`, only caches hear of it.

        Raises:
            ContentError: a document is named twice, or is not a child of the parent.
            DocumentNotFoundError: one does not exist.
        """
        if not self._options.quiet_child_sort:
            return await self.sort(ids, actor=actor)
        if not ids:
            return OperationOutcome(OperationResult.NO_OPERATION)

        async def work(operation: Operation) -> OperationOutcome:
            siblings = await self._siblings(operation, ids)
            if siblings[0].parent_id != parent_id:
                raise ContentError(Sentences.NOT_BELOW(id=ids[0], parent=parent_id), field="ids")
            return await self._sort_quietly(operation, parent_id, siblings)

        return await self._perform("sort_children", actor, work)

    async def _sort_quietly(
        self, operation: Operation, parent_id: int, siblings: Sequence[Document]
    ) -> OperationOutcome:
        changed = _renumber(siblings)
        if not changed:
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)
        await self._write(operation, changed, {})
        parent = await self._documents.get(operation.scope, parent_id) if parent_id != ROOT_ID else None
        if parent is not None:
            operation.tell_stale([parent], TreeChangeTypes.REFRESH_BRANCH)
        else:
            operation.tell_stale(changed, TreeChangeTypes.REFRESH_NODE)
        operation.audit(parent_id, AuditAction.SORT)
        return OperationOutcome(OperationResult.SUCCESS, operation.messages)

    async def _siblings(self, operation: Operation, ids: Sequence[int]) -> list[Document]:
        named = await self._documents.get_many(operation.scope, ids)
        if missing := set(ids) - {document.id for document in named if not document.blueprint}:
            raise DocumentNotFoundError(Sentences.CONTENT_ID_NOT_FOUND(id=min(missing)), field="items")
        parents = {document.parent_id for document in named}
        if len(parents) > 1:
            raise ContentError(Sentences.DIFFERENT_PARENTS(), field="items")
        others = (
            (documents.c.parent_id == parents.pop()) & documents.c.blueprint.is_(False) & documents.c.id.not_in(ids)
        )
        order = (documents.c.sort_order, documents.c.id)
        return [*named, *await self._documents.find(operation.scope, others, order)]

    async def _sort(
        self,
        operation: Operation,
        siblings: Sequence[Document],
        number: Callable[[Sequence[Document]], object] | None = None,
    ) -> OperationOutcome:
        """Ask, give numbers (0 to n, unless `number` gives others), write what changed, and tell."""
        sorting = ContentSortingNotification(siblings, messages=operation.messages)
        saving = ContentSavingNotification(siblings, messages=operation.messages)
        if await operation.is_stopped_by(sorting) or await operation.is_stopped_by(saving):
            return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
        (number or _renumber)(siblings)
        changed = [document for document in siblings if document.is_dirty()]
        if refusal := await self._check_content(operation, changed):
            return refusal.of_operation(operation)
        persisted = await self._write(operation, changed, {})
        saved = saved_notification(operation, persisted, saving)
        saved.target = tuple(siblings)
        sorted_ = ContentSortedNotification(siblings, messages=operation.messages, paths=paths_of(siblings))
        operation.tell(saved, sorted_.with_state_from(sorting))
        if changed:
            operation.tell_stale(changed, TreeChangeTypes.REFRESH_NODE)
        self._tell_published_ones(operation, changed)
        operation.audit(siblings[0].parent_id, AuditAction.SORT)
        return OperationOutcome(OperationResult.SUCCESS, operation.messages)

    def _tell_published_ones(self, operation: Operation, changed: list[Document]) -> None:
        shown = [document for document in changed if document.published]
        if shown:
            cultures = {document.key: document.published_cultures or (ALL_CULTURES,) for document in shown}
            operation.tell(
                ContentPublishedNotification(
                    shown, messages=operation.messages, published_cultures=cultures, paths=paths_of(shown)
                )
            )


def _renumber(siblings: Sequence[Document]) -> list[Document]:
    changed = []
    for order, document in enumerate(siblings):
        if document.sort_order != order:
            document.sort_order = order
            changed.append(document)
    return changed
