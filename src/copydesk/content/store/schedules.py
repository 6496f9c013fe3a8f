"""The dates of documents as they are kept: when they are to be published or taken down."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, insert, or_, select

from copydesk.content.model import Schedule, ScheduleAction, ScheduledAction
from copydesk.content.tables import documents, schedules
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "Due",
    "clear_due",
    "due_documents",
    "has_due",
    "load_schedule",
    "store_schedule",
]

_SCHEDULE = (
    select(schedules.c.culture, schedules.c.action, schedules.c.due)
    .where(schedules.c.document_id == bindparam("wanted"))
    .order_by(schedules.c.culture, schedules.c.due)
)


async def load_schedule(scope: ReadScope, document_id: int) -> Schedule:
    """Return the pending dates of a document."""
    rows = await scope.execute(_SCHEDULE, {"wanted": document_id})
    return Schedule(ScheduledAction(row.culture, ScheduleAction(row.action), row.due) for row in rows)


async def store_schedule(scope: WriteScope, document_id: int, schedule: Schedule) -> None:
    """Replace the pending dates of a document."""
    await scope.execute(delete(schedules).where(schedules.c.document_id == document_id))
    rows = [
        {"document_id": document_id, "culture": culture, "action": action.value, "due": due}
        for culture, action, due in schedule
    ]
    if rows:
        await scope.execute(insert(schedules), rows)


def _due(action: ScheduleAction, now: datetime) -> ColumnElement[bool]:
    return (schedules.c.action == action.value) & (schedules.c.due <= now)


async def has_due(scope: ReadScope, now: datetime) -> bool:
    """Tell whether any date has come."""
    found: bool = await scope.scalar(select(exists().where(or_(*(_due(action, now) for action in ScheduleAction)))))
    return found


class Due(NamedTuple):
    """A document with a date that has come, its version, and who wrote it last."""

    document_id: int
    version: int
    writer: UUID | None


async def due_documents(scope: ReadScope, action: ScheduleAction, now: datetime) -> list[Due]:
    """Return the documents whose date for an action has come, earliest first."""
    wanted = (documents.c.id, documents.c.version, documents.c.writer)
    query = select(*wanted).join(schedules, schedules.c.document_id == documents.c.id).where(_due(action, now))
    rows = await scope.execute(query.group_by(*wanted).order_by(func.min(schedules.c.due), documents.c.id))
    return [Due(row.id, row.version, row.writer) for row in rows]


async def clear_due(scope: WriteScope, document_id: int, action: ScheduleAction, now: datetime) -> None:
    """Delete the dates of a document that have come."""
    await scope.execute(delete(schedules).where(schedules.c.document_id == document_id, _due(action, now)))
