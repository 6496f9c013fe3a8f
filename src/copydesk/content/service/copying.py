"""Copying documents."""

from uuid import UUID

from copydesk.content.model import Document, Place
from copydesk.content.notifications import ContentCopiedNotification, ContentCopyingNotification
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments
from copydesk.content.service.admission import Refusal, Refused
from copydesk.content.service.desk import SYSTEM_USER, Operation
from copydesk.content.service.moving import Moving, check_depth, require_saved
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.documents import BATCH
from copydesk.content.store.relations import Relation, RelationAlias, add_relations
from copydesk.content.store.tree import Parent, levels_below
from copydesk.notifications import TreeChangeTypes

__all__ = ["CopiedPair", "Copying"]

CopiedPair = tuple[Document, Document, Parent]
"""An original, its copy, and what the copy stands below."""


class Copying(Moving):
    """Copying."""

    async def copy(
        self,
        document: Document,
        parent_id: int,
        *,
        relate_to_original: bool = False,
        recursive: bool = True,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        """Copy a document, unpublished, and with `recursive` everything below it; the outcome carries the copy.

        Raises Copying for each, then one tree change and a Copied for each copy. Handlers may change the copy; it still
        shows as published then. Cancelling the root stops everything; cancelling another leaves out what is below it.

        Raises:
            IdentityError: the document was never saved.
            ParentError: the parent does not exist, is in the recycle bin, or stands too deep.
        """
        require_saved(document)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            parent = await self._find_parent(operation, parent_id)
            if not await self._allows(operation, parent, document.type):
                return Refusal(Refused.NOT_ALLOWED, document, "parent_id").of_operation(operation)
            ids = await self._ids_below(operation, document, parent) if recursive else []
            copy = await self._copy_one(operation, document, parent, relate=relate_to_original)
            if copy is None:
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
            pairs = [(document, copy, parent)]
            await self._copy_below(operation, ids, pairs, relate=relate_to_original)
            if relate_to_original:
                add_relations(
                    operation.scope,
                    (Relation(RelationAlias.COPY, one.id, its.id, operation.now) for one, its, _ in pairs),
                )
            self._tell_copied(operation, pairs, relate=relate_to_original)
            operation.audit(document.id, AuditAction.COPY, comment=AuditComments.COPIED_TO(path=copy.path))
            return OperationOutcome(OperationResult.SUCCESS, operation.messages, copy)

        return await self._perform("copy", actor, work)

    async def _ids_below(self, operation: Operation, document: Document, parent: Parent) -> list[int]:
        """Return what is to be copied, before there is a copy: one inside its own branch is not copied again."""
        levels = await levels_below(operation.scope, document.path)
        check_depth(document, levels.values(), parent.level + 1)
        return list(levels)

    async def _copy_below(self, operation: Operation, ids: list[int], pairs: list[CopiedPair], *, relate: bool) -> None:
        homes = {pairs[0][0].id: _as_parent(pairs[0][1])}
        for start in range(0, len(ids), BATCH):
            for original in await self._documents.get_many(operation.scope, ids[start : start + BATCH]):
                home = homes.get(original.parent_id)
                if home is None:
                    continue
                copy = await self._copy_one(operation, original, home, relate=relate, order=original.sort_order)
                if copy is not None:
                    homes[original.id] = _as_parent(copy)
                    pairs.append((original, copy, home))

    async def _copy_one(
        self, operation: Operation, original: Document, parent: Parent, *, relate: bool, order: int = -1
    ) -> Document | None:
        copy = original.clone_as_new(self._keys)
        copy.put_at(Place(parent.id, "", 0, order, original.trashed), track=False)
        copy.creator = copy.writer = operation.actor
        copy.create_date = copy.update_date = None
        copy.reset_dirty(remember=False)
        copying = ContentCopyingNotification(original, copy, parent.id, parent.key, relate, messages=operation.messages)
        if await operation.is_stopped_by(copying):
            return None
        copy.forget_published()
        copy.put_at(copy.place._replace(trashed=False), track=False)
        if refusal := await self._check_content(operation, [copy]):
            raise refusal.as_error()
        await self._write(operation, [copy], {parent.id: parent})
        return copy

    def _tell_copied(self, operation: Operation, pairs: list[CopiedPair], *, relate: bool) -> None:
        operation.tell_stale([pairs[0][1]], TreeChangeTypes.REFRESH_BRANCH)
        for original, copy, parent in pairs:
            told = ContentCopiedNotification(
                original,
                copy,
                parent.id,
                parent.key,
                relate,
                messages=operation.messages,
                created=frozenset([copy.key]),
                paths={copy.key: copy.path},
            )
            operation.tell(told)


def _as_parent(copy: Document) -> Parent:
    return Parent(copy.id, copy.path, copy.level, trashed=False, next_sort_order=0, key=copy.key)
