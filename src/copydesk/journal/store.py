"""The journal's statements. They are the same on both engines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db import ReadScope
from copydesk.journal.model import Audience, Bounds, ChangeRecord
from copydesk.journal.tables import journal_cursors, journal_head, journal_records

__all__ = ["bounds", "insert_records", "number", "records_after", "remove_up_to", "slowest_cursor", "up_to_age"]

_COLUMNS = tuple(column for column in journal_records.columns if column.name != "entry")


async def insert_records(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert records without positions, in this order."""
    await connection.execute(insert(journal_records), [dict(row) for row in rows])


async def number(connection: AsyncConnection, most: int) -> int:
    """Give the next positions to records that have none, oldest insert first, and return to how many.

    Only one transaction may do this at a time. It sees what is committed, and what it has inserted itself.
    """
    newest = (await connection.execute(select(journal_head.c.newest))).scalar_one()
    unnumbered = journal_records.c.position.is_(None)
    first = select(journal_records.c.entry).where(unnumbered).order_by(journal_records.c.entry).limit(most).subquery()
    ranked = select(first.c.entry, func.row_number().over(order_by=first.c.entry).label("rank")).subquery()
    statement = update(journal_records).where(journal_records.c.entry == ranked.c.entry)
    numbered = (await connection.execute(statement.values(position=newest + ranked.c.rank))).rowcount
    if numbered:
        await connection.execute(update(journal_head).values(newest=newest + numbered))
    return numbered


async def bounds(scope: ReadScope) -> Bounds:
    """Return what the journal holds."""
    row = (await scope.execute(select(journal_head.c.oldest, journal_head.c.newest))).one()
    return Bounds(row.oldest, row.newest)


async def records_after(scope: ReadScope, tenant: str, after: int, most: int) -> list[ChangeRecord]:
    """Return at most `most` records after a position, in order."""
    position = journal_records.c.position
    query = select(*_COLUMNS).where(position > after).order_by(position).limit(most)
    return [
        ChangeRecord(**{**row, "audience": Audience(row["audience"])}, tenant=tenant)
        for row in (await scope.execute(query)).mappings()
    ]


async def slowest_cursor(scope: ReadScope) -> int | None:
    """Return the position of the durable reader that has come least far; None without one."""
    position: int | None = await scope.scalar(select(func.min(journal_cursors.c.position)))
    return position


async def up_to_age(scope: ReadScope, held: Bounds, before: datetime) -> int:
    """Return the highest position up to which every record is older than `before`."""
    position = journal_records.c.position
    younger = select(position).where(position > held.oldest, journal_records.c.at >= before)
    first = await scope.scalar(younger.order_by(position).limit(1))
    return held.newest if first is None else int(first) - 1


async def remove_up_to(connection: AsyncConnection, position: int) -> int:
    """Remove the records up to a position, note that, and return how many there were."""
    removed = await connection.execute(delete(journal_records).where(journal_records.c.position <= position))
    await connection.execute(update(journal_head).values(oldest=position))
    return removed.rowcount
