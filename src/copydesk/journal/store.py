"""The journal's statements. Those that give positions differ between the engines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, Text, bindparam, case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db import ReadScope, Statements, WriteScope
from copydesk.journal.model import Audience, Bounds, ChangeRecord
from copydesk.journal.tables import journal_cursors, journal_head, journal_records

__all__ = [
    "bounds",
    "inserts",
    "number",
    "numbered_inserts",
    "records_after",
    "remove_up_to",
    "slowest_cursor",
    "up_to_age",
]

_COLUMNS = tuple(column for column in journal_records.columns if column.name != "entry")
_NEWEST = select(journal_head.c.newest).scalar_subquery()
_INSERT = insert(journal_records)
_INSERT_NUMBERED = insert(journal_records).values(position=_NEWEST + bindparam("rank", type_=BigInteger))
_ADVANCE = update(journal_head).values(newest=journal_head.c.newest + bindparam("by"))


def inserts(rows: Sequence[Mapping[str, Any]]) -> Statements:
    """Return what inserts records without positions, in this order; they get them when they are committed."""
    return [(_INSERT, rows)]


def numbered_inserts(rows: Sequence[Mapping[str, Any]]) -> Statements:
    """Return what inserts records with the next positions, for SQLite, where only one transaction writes at a time."""
    ranked = [{**row, "rank": rank} for rank, row in enumerate(rows, 1)]
    return [(_INSERT_NUMBERED, ranked), (_ADVANCE, [{"by": len(ranked)}])]


async def number(scope: WriteScope, most: int, channel: str) -> int:
    """Give the next positions to committed records that have none, oldest insert first, and return to how many.

    One statement of PostgreSQL, which announces them on `channel` too. Only one transaction may do this at a time.
    """
    numbered: int = await scope.scalar(_number(), {"most": most, "channel": channel})
    return numbered


@lru_cache(maxsize=1)
def _number() -> Select[tuple[int, object]]:
    waiting = select(journal_records.c.entry).where(journal_records.c.position.is_(None))
    first = waiting.order_by(journal_records.c.entry).limit(bindparam("most", type_=BigInteger)).subquery()
    ranked = select(first.c.entry, func.row_number().over(order_by=first.c.entry).label("rank")).cte("ranked")
    given = update(journal_records).where(journal_records.c.entry == ranked.c.entry)
    numbered = given.values(position=_NEWEST + ranked.c.rank).returning(journal_records.c.entry).cte("numbered")
    count = select(func.count()).select_from(numbered).scalar_subquery()
    advanced = update(journal_head).where(count > 0).values(newest=journal_head.c.newest + count).cte("advanced")
    ring = case((count > 0, func.pg_notify(bindparam("channel", type_=Text), "")))
    return select(count, ring).add_cte(advanced)


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
