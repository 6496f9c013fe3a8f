"""Moving documents: to another parent, to the recycle bin, and back."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from copydesk.content.errors import ContentError, CyclicMoveError, IdentityError, ParentError
from copydesk.content.model import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, Document, Place, PublishedState
from copydesk.content.model.paths import DEEPEST_LEVEL, is_inside, rebase
from copydesk.content.notifications import (
    ContentMovedNotification,
    ContentMovedToRecycleBinNotification,
    ContentMovingNotification,
    ContentMovingToRecycleBinNotification,
)
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments, Sentences
from copydesk.content.service.admission import Refusal, Refused
from copydesk.content.service.desk import SYSTEM_USER, Operation, paths_of
from copydesk.content.service.scheduling import Scheduling
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.relations import RelationAlias, forget_parents, relations_of, remember_parents
from copydesk.content.store.tree import Parent, find_parent, move_branch
from copydesk.content.tables import documents
from copydesk.db import ReadScope
from copydesk.notifications import MoveInfo, TreeChangeTypes

__all__ = ["Moving", "check_depth", "require_saved", "trashed_notification"]

Moved = list[tuple[Document, str]]
"""Documents that moved, each with the path it had before."""


class Moving(Scheduling):
    """Moving."""

    async def move(
        self,
        document: Document,
        parent_id: int,
        *,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        """Move a document, with everything below it. Raises Moving, a tree change and Moved.

        Moving it to where it is does nothing; moving it to the recycle bin is `move_to_recycle_bin`; moving it out of
        there is `restore`.

        Raises:
            IdentityError: the document was never saved.
            ParentError: the parent does not exist or is in the recycle bin.
            CyclicMoveError: the parent is the document itself, or below it.
        """
        require_saved(document)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            if parent_id == document.parent_id:
                return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)
            if parent_id == RECYCLE_BIN_ID:
                return await self._trash(operation, document)
            return await self._move(operation, document, parent_id)

        return await self._perform("move", actor, work)

    async def restore(
        self,
        document: Document,
        parent_id: int | None = None,
        *,
        include_descendants: bool = True,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        """Move a document out of the recycle bin. What was published comes back unpublished, and nobody is told so.

        Args:
            document: the document.
            parent_id: the new parent; without it the one it had, if that is still there.
            include_descendants: whether what is below it comes along; else it stays, directly in the bin.
            actor: who restores.
            expected_version: the version the decision is based on, when that is older than the given document.

        Raises:
            ParentError: the parent does not exist or is in the recycle bin.
        """
        require_saved(document)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            wanted = parent_id if parent_id is not None else await _former_parent(operation.scope, document)
            if not document.trashed or wanted is None:
                wrong = "document" if not document.trashed else "parent_id"
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, document, wrong)
            return await self._move(operation, document, wanted, include_descendants=include_descendants)

        return await self._perform("restore", actor, work)

    async def original_parent(self, document: Document) -> int | None:
        """Return the id of what a document was below before it was put in the bin, if that can take it back."""
        async with self._read("original_parent") as scope:
            return await _former_parent(scope, document)

    async def move_to_recycle_bin(
        self, document: Document, *, actor: UUID = SYSTEM_USER, expected_version: int | None = None
    ) -> OperationOutcome:
        """Put a document in the recycle bin, with everything below it.

        Raises MovingToRecycleBin, a tree change and MovedToRecycleBin. Nothing is unpublished: it is hidden.
        What is directly in the bin already stays, and nobody is told.

        Raises:
            IdentityError: the document was never saved.
        """
        require_saved(document)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            if document.parent_id == RECYCLE_BIN_ID:
                return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)
            return await self._trash(operation, document)

        return await self._perform("move_to_recycle_bin", actor, work)

    async def _move(
        self, operation: Operation, document: Document, parent_id: int, *, include_descendants: bool = True
    ) -> OperationOutcome:
        parent = await self._find_parent(operation, parent_id)
        if parent.path == document.path or is_inside(parent.path, document.path):
            raise CyclicMoveError(Sentences.CYCLIC_MOVE(), field="parent_id")
        if not await self._allows(operation, parent, document.type):
            return Refusal(Refused.NOT_ALLOWED, document, "parent_id").of_operation(operation)
        entry = MoveInfo(document, document.path, parent.id, parent.key)
        moving = ContentMovingNotification([entry], messages=operation.messages)
        if await operation.is_stopped_by(moving):
            return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, document)
        if refusal := await self._check_content(operation, [document]):
            return refusal.of_operation(operation)
        rehomed = [] if include_descendants else await self._leave_in_bin(operation, document)
        moved = await self._relocate(operation, document, parent)
        operation.tell_stale([document, *rehomed], TreeChangeTypes.REFRESH_BRANCH)
        told = ContentMovedNotification(
            [
                MoveInfo(one, path, parent.id, parent.key) if one is document else MoveInfo(one, path)
                for one, path in moved
            ],
            messages=operation.messages,
            paths=paths_of(one for one, _ in moved),
        )
        operation.tell(told.with_state_from(moving))
        operation.audit(
            document.id, AuditAction.MOVE, comment=AuditComments.MOVED_FROM(before=moved[0][1], path=document.path)
        )
        return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)

    async def _trash(self, operation: Operation, document: Document) -> OperationOutcome:
        moving = ContentMovingToRecycleBinNotification([MoveInfo(document, document.path)], messages=operation.messages)
        if await operation.is_stopped_by(moving):
            return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, document)
        if refusal := await self._check_content(operation, [document]):
            return refusal.of_operation(operation)
        operation.audit(document.id, AuditAction.MOVE, comment=AuditComments.MOVED_TO_BIN())
        moved = await self._relocate(operation, document, await self._bin(operation))
        operation.tell_stale([document], TreeChangeTypes.REFRESH_BRANCH)
        operation.tell(trashed_notification(operation, moved).with_state_from(moving))
        return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)

    async def _relocate(self, operation: Operation, document: Document, parent: Parent) -> Moved:
        """Write a document, and everything below it, below another parent; return what moved, the document first.

        What goes to the bin is related to the parent it had, and what comes back is not any more.
        """
        old, new = document.place, parent.place_of(document.id)
        below = await self._documents.branch(operation.scope, old.path)
        check_depth(document, (one.level for one in below), new.level)
        moved = [(document, old.path), *((one, one.path) for one in below)]
        if new.trashed and not old.trashed:
            await remember_parents(operation.scope, document.id, old.path, operation.actor, operation.now)
        elif old.trashed and not new.trashed:
            await forget_parents(operation.scope, document.id, old.path)
        await move_branch(operation.scope, old, new)
        document.put_at(new)
        if old.trashed and not new.trashed and document.published:
            document.publish_infos.clear()
            document.published_state = PublishedState.UNPUBLISHING
        await self._write(operation, [document], {})
        for one in below:
            path, level = rebase(one.path, old.path, new.path), one.level + new.level - old.level
            one.put_at(Place(one.parent_id, path, level, one.sort_order, new.trashed), track=False)
        return moved

    async def _leave_in_bin(self, operation: Operation, document: Document) -> list[Document]:
        children = await self._documents.find(
            operation.scope, documents.c.parent_id == document.id, (documents.c.sort_order,)
        )
        for child in children:
            await self._relocate(operation, child, await self._bin(operation))
        return children

    async def _bin(self, operation: Operation) -> Parent:
        found = await find_parent(operation.scope, RECYCLE_BIN_ID)
        if found is None or found.path != RECYCLE_BIN_PATH:
            raise ContentError(Sentences.BIN_MISSING())
        return found


def trashed_notification(
    operation: Operation, moved: Sequence[tuple[Document, str]]
) -> ContentMovedToRecycleBinNotification:
    """Return the notification that documents were put in the bin, each with the path it had before."""
    return ContentMovedToRecycleBinNotification(
        [MoveInfo(document, path) for document, path in moved],
        messages=operation.messages,
        paths=paths_of(document for document, _ in moved),
    )


def check_depth(top: Document, below: Iterable[int], level: int) -> None:
    """Refuse to put a branch at `level` when what is at the levels `below` its top would stand too deep there."""
    if max(below, default=top.level) - top.level + level > DEEPEST_LEVEL:
        raise ParentError(Sentences.BRANCH_TOO_DEEP(limit=DEEPEST_LEVEL), field="parent_id")


def require_saved(document: Document) -> None:
    """Refuse a document that was never saved, and a blueprint, which has operations of its own."""
    if not document.has_identity:
        raise IdentityError(Sentences.NOT_SAVED(), field="document")
    if document.blueprint:
        raise ContentError(Sentences.IS_BLUEPRINT(), field="document")


async def _former_parent(scope: ReadScope, document: Document) -> int | None:
    for relation in reversed(await relations_of(scope, document.id)):
        if relation.alias == RelationAlias.TRASH:
            parent = await find_parent(scope, relation.parent_id)
            return relation.parent_id if parent is not None and not parent.trashed else None
    return None
