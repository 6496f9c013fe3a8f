"""The ids of documents and versions. One row has the last ones; whoever holds the write lock of the tree draws more.

The lock is held until the unit of work ends, so what a unit has read of the row stays true in it but for its own draws.
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Row, bindparam, select, update

from copydesk.content.tables import counters
from copydesk.db import ReadScope, UnitOfWork, WriteScope

__all__ = ["LAST_IDS", "draw_ids", "remember_last_ids"]

LAST_IDS = (
    select(counters.c.document).scalar_subquery().label("last_document"),
    select(counters.c.version).scalar_subquery().label("last_version"),
)
"""Columns that other queries carry along, for `remember_last_ids`."""
_LAST = select(counters.c.document.label("last_document"), counters.c.version.label("last_version"))
_ADVANCE = update(counters).values(document=bindparam("last_document"), version=bindparam("last_version"))


@dataclass(slots=True)
class _Last:
    document: int
    version: int


_last: WeakKeyDictionary[UnitOfWork, _Last] = WeakKeyDictionary()


def remember_last_ids(scope: ReadScope, row: Row[Any]) -> None:
    """Take the last ids from a row that has `LAST_IDS`, unless the unit of work knows them already."""
    if scope.unit not in _last:
        _last[scope.unit] = _Last(row.last_document, row.last_version)


async def draw_ids(scope: WriteScope, new_documents: int, new_versions: int) -> tuple[int, int]:
    """Return the first of so many new document ids and of so many new version ids."""
    if scope.unit not in _last:
        remember_last_ids(scope, (await scope.execute(_LAST)).one())
    last = _last[scope.unit]
    first = last.document + 1, last.version + 1
    last.document += new_documents
    last.version += new_versions
    scope.execute_later([(_ADVANCE, [{"last_document": last.document, "last_version": last.version}])])
    return first
