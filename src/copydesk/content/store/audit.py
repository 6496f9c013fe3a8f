"""The audit trail as it is kept: who did what to a document, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    func,
    insert,
    select,
)

from copydesk.content.tables import audit
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "AuditAction",
    "AuditEntry",
    "audit_entries",
    "count_audit_entries",
    "write_audit",
]


class AuditAction(StrEnum):
    """What somebody did. The names are those of the reference."""

    SAVE = "Save"
    SAVE_VARIANT = "SaveVariant"
    PUBLISH = "Publish"
    PUBLISH_VARIANT = "PublishVariant"
    UNPUBLISH = "Unpublish"
    UNPUBLISH_VARIANT = "UnpublishVariant"
    MOVE = "Move"
    COPY = "Copy"
    DELETE = "Delete"
    SORT = "Sort"
    ROLL_BACK = "RollBack"
    SEND_TO_PUBLISH = "SendToPublish"
    SEND_TO_PUBLISH_VARIANT = "SendToPublishVariant"
    PREVENT_CLEANUP = "ContentVersionPreventCleanup"
    ENABLE_CLEANUP = "ContentVersionEnableCleanup"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit trail.

    Attributes:
        document_id: what was changed; the root for something that concerns many.
        action: what was done.
        actor: the key of the user who did it.
        at: when.
        cultures: the cultures concerned; empty when it was not about cultures.
        comment: anything else worth knowing.
    """

    document_id: int
    action: AuditAction
    actor: UUID
    at: datetime
    cultures: tuple[str, ...] = ()
    comment: str = ""


_AUDIT = insert(audit)


def write_audit(scope: WriteScope, entries: Iterable[AuditEntry]) -> None:
    """Write lines of the audit trail, in the transaction of the change."""
    rows = [
        {
            "document_id": entry.document_id,
            "action": entry.action.value,
            "actor": entry.actor,
            "at": entry.at,
            "cultures": list(entry.cultures),
            "comment": entry.comment,
        }
        for entry in entries
    ]
    scope.execute_later([(_AUDIT, rows)])


async def audit_entries(scope: ReadScope, document_id: int, *, skip: int, take: int) -> list[AuditEntry]:
    """Return the lines about a document, newest first."""
    query = select(audit).where(audit.c.document_id == document_id).order_by(audit.c.id.desc())
    rows = await scope.execute(query.offset(skip).limit(take))
    return [
        AuditEntry(row.document_id, AuditAction(row.action), row.actor, row.at, tuple(row.cultures), row.comment)
        for row in rows
    ]


async def count_audit_entries(scope: ReadScope, document_id: int) -> int:
    """Count the lines about a document."""
    counted: int = await scope.scalar(select(func.count()).where(audit.c.document_id == document_id))
    return counted
