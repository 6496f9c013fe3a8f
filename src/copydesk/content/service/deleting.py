"""Deleting documents for good: one with all below it, all of a type, and what is in the recycle bin."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, or_, select

from copydesk.content.model import ALL_CULTURES, RECYCLE_BIN_ID, ROOT_ID, Document
from copydesk.content.notifications import (
    ContentDeletedNotification,
    ContentDeletingNotification,
    ContentEmptiedRecycleBinNotification,
    ContentEmptyingRecycleBinNotification,
    ContentUnpublishedNotification,
)
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments
from copydesk.content.service.arranging import Arranging
from copydesk.content.service.desk import SYSTEM_USER, Operation, paths_of
from copydesk.content.service.moving import require_saved, trashed_notification
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.documents import inside
from copydesk.content.store.relations import RelationAlias
from copydesk.content.tables import documents, relations
from copydesk.notifications import TreeChange, TreeChangeTypes

__all__ = ["Deleting"]


class Deleting(Arranging):
    """Deleting for good."""

    async def delete(
        self, document: Document, *, actor: UUID = SYSTEM_USER, expected_version: int | None = None
    ) -> OperationOutcome:
        """Delete a document and everything below it.

        Raises Deleting for the document; then Unpublished if it was published and not in the recycle bin; a Deleted for
        each document, the deepest first; one tree change.

        Raises:
            IdentityError: the document was never saved.
        """
        require_saved(document)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            deleting = ContentDeletingNotification([document], messages=operation.messages)
            if await operation.is_stopped_by(deleting):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, document)
            _tell_unpublished(operation, document)
            await self._delete_branch(operation, document)
            operation.tell_stale([document], TreeChangeTypes.REMOVE)
            operation.audit(document.id, AuditAction.DELETE, comment=AuditComments.DELETED_PATH(path=document.path))
            return OperationOutcome(OperationResult.SUCCESS, operation.messages, document)

        return await self._perform("delete", actor, work)

    async def delete_of_type(self, type_alias: str, *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Delete every document of a type, as `delete_of_types`."""
        return await self.delete_of_types([type_alias], actor=actor)

    async def delete_of_types(self, type_aliases: Sequence[str], *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Delete every document of these types, exactly; what stands below them and is of another type goes to the bin.

        Raises one Deleting with all; for each Unpublished if it was published, and Deleted; one MovedToRecycleBin for
        everything that went there; one tree change.

        Raises:
            UnknownTypeError: there is no such type.
        """

        async def work(operation: Operation) -> OperationOutcome:
            types = [await self._types.by_alias(operation.scope, alias) for alias in type_aliases]
            matches = await self._documents.find(
                operation.scope,
                documents.c.type_id.in_([one.id for one in types]) & documents.c.blueprint.is_(False),
                (documents.c.parent_id.desc(), documents.c.id),
            )
            if not matches:
                return OperationOutcome(OperationResult.SUCCESS, operation.messages)
            deleting = ContentDeletingNotification(matches, messages=operation.messages)
            if await operation.is_stopped_by(deleting):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
            await self._delete_matches(operation, matches)
            operation.audit(
                ROOT_ID, AuditAction.DELETE, comment=AuditComments.DELETED_ALL_OF(types=", ".join(type_aliases))
            )
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        return await self._perform("delete_of_types", actor, work)

    async def empty_recycle_bin(self, *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Delete everything in the recycle bin; with `keep_referenced_documents`, all but what others refer to.

        Raises EmptyingRecycleBin and Deleting with what is directly in the bin; a Deleted for each document, the
        deepest first; EmptiedRecycleBin and one tree change. When there is nothing to delete, nobody is told.
        """

        async def work(operation: Operation) -> OperationOutcome:
            contents = await self._bin_contents(operation)
            if not contents:
                return OperationOutcome(OperationResult.SUCCESS, operation.messages)
            emptying = ContentEmptyingRecycleBinNotification(contents, messages=operation.messages)
            deleting = ContentDeletingNotification(contents, messages=operation.messages)
            if await operation.is_stopped_by(emptying) or await operation.is_stopped_by(deleting):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
            for document in contents:
                await self._delete_branch(operation, document)
            emptied = ContentEmptiedRecycleBinNotification(
                contents, messages=operation.messages, paths=paths_of(contents)
            )
            operation.tell(emptied.with_state_from(emptying))
            operation.tell_stale(contents, TreeChangeTypes.REMOVE)
            operation.audit(RECYCLE_BIN_ID, AuditAction.DELETE, comment=AuditComments.EMPTIED_BIN())
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        return await self._perform("empty_recycle_bin", actor, work)

    async def _bin_contents(self, operation: Operation) -> list[Document]:
        condition = documents.c.parent_id == RECYCLE_BIN_ID
        if operation.options.keep_referenced_documents:
            referred = select(relations.c.child_id).where(relations.c.alias != RelationAlias.TRASH.value)
            condition &= documents.c.id.not_in(referred)
        return await self._documents.find(operation.scope, condition, (documents.c.sort_order, documents.c.id))

    async def _delete_branch(self, operation: Operation, document: Document) -> None:
        below = await self._documents.branch(operation.scope, document.path)
        below.sort(key=lambda one: (one.level, one.path), reverse=True)
        gone = select(documents.c.id).where(or_(documents.c.id == document.id, inside(document.path)))
        await operation.scope.execute(
            delete(relations).where(or_(relations.c.parent_id.in_(gone), relations.c.child_id.in_(gone)))
        )
        await operation.scope.execute(
            delete(documents).where(or_(documents.c.id == document.id, inside(document.path)))
        )
        for one in (*below, document):
            operation.tell(ContentDeletedNotification([one], messages=operation.messages, paths={one.key: one.path}))

    async def _delete_matches(self, operation: Operation, matches: list[Document]) -> None:
        trashed: list[tuple[Document, str]] = []
        changes: list[TreeChange[Document]] = []
        for match in matches:
            current = await self._documents.get(operation.scope, match.id)
            if current is None:
                continue
            match.put_at(current.place, track=False)
            _tell_unpublished(operation, match)
            children = await self._documents.find(operation.scope, documents.c.parent_id == match.id)
            for child in children:
                trashed += await self._relocate(operation, child, await self._bin(operation))
                changes.append(TreeChange(child, TreeChangeTypes.REFRESH_BRANCH))
            await self._delete_branch(operation, match)
            changes.append(TreeChange(match, TreeChangeTypes.REMOVE))
        if trashed:
            operation.tell(trashed_notification(operation, trashed))
        operation.tell_change(*changes)


def _tell_unpublished(operation: Operation, document: Document) -> None:
    if document.published and not document.trashed:
        cultures = document.published_cultures or (ALL_CULTURES,)
        operation.tell(
            ContentUnpublishedNotification(
                [document],
                messages=operation.messages,
                unpublished_cultures={document.key: cultures},
                paths={document.key: document.path},
            )
        )
