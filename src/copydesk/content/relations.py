"""Handlers that remember where copies come from, and where documents were before they went to the recycle bin."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from copydesk.content.model import ROOT_ID
from copydesk.content.model.paths import is_in_recycle_bin
from copydesk.content.notifications import (
    ContentCopiedNotification,
    ContentMovedNotification,
    ContentMovedToRecycleBinNotification,
)
from copydesk.content.sentences import AuditComments
from copydesk.content.service.desk import SYSTEM_USER
from copydesk.content.store.history import (
    AuditAction,
    AuditEntry,
    Relation,
    RelationAlias,
    add_relation,
    remove_relations,
    write_audit,
)
from copydesk.content.tables import documents
from copydesk.db import Databases, TreeLock, WriteScope
from copydesk.notifications import HandlerRegistry

__all__ = ["RelationKeeper"]


class RelationKeeper:
    """Keeps the relations of copies and of the recycle bin. They follow the change, in a unit of work of their own.

    Args:
        databases: where scopes come from.
        now: tells the time, with a time zone.
    """

    def __init__(self, databases: Callable[[], Databases], now: Callable[[], datetime]) -> None:
        self._databases = databases
        self._now = now

    def register(self, registry: HandlerRegistry) -> None:
        """Listen to copies, moves and the recycle bin."""
        registry.add(ContentCopiedNotification, self.relate_copy)
        registry.add(ContentMovedToRecycleBinNotification, self.remember_parents)
        registry.add(ContentMovedNotification, self.forget_parents)

    async def relate_copy(self, notification: ContentCopiedNotification) -> None:
        """Relate a copy to its original, when the caller of the copy asked for it."""
        if not notification.relate_to_original:
            return
        async with self._writing("relate copy") as scope:
            original, copy = notification.original, notification.copy
            if await _exist(scope, original.id, copy.id):
                await add_relation(scope, Relation(RelationAlias.COPY, original.id, copy.id, self._now()))
            scope.complete()

    async def remember_parents(self, notification: ContentMovedToRecycleBinNotification) -> None:
        """Relate everything that went to the bin to the parent it had, if that is still there."""
        async with self._writing("remember parents") as scope:
            for move in notification.move_info:
                parent_id = int(move.original_path.split(",")[-2])
                if (parent_id == ROOT_ID or await _exist(scope, parent_id)) and await _exist(scope, move.entity.id):
                    relation = Relation(RelationAlias.TRASH, parent_id, move.entity.id, self._now())
                    await add_relation(scope, relation)
                    comment = str(AuditComments.MOVED_TO_BIN_FROM(parent=parent_id))
                    entry = AuditEntry(move.entity.id, AuditAction.DELETE, SYSTEM_USER, self._now(), comment=comment)
                    write_audit(scope, [entry])
            scope.complete()

    async def forget_parents(self, notification: ContentMovedNotification) -> None:
        """Forget the former parent of everything that came back from the bin."""
        back = [move.entity.id for move in notification.move_info if is_in_recycle_bin(move.original_path)]
        if back:
            async with self._writing("forget parents") as scope:
                await remove_relations(scope, RelationAlias.TRASH, back)
                scope.complete()

    def _writing(self, purpose: str) -> WriteScope:
        return self._databases().write(f"RelationKeeper: {purpose}")


async def _exist(scope: WriteScope, *ids: int) -> bool:
    await scope.write_lock(TreeLock.CONTENT_TREE)
    found = await scope.scalars(select(documents.c.id).where(documents.c.id.in_(ids)))
    return set(found) == set(ids)
