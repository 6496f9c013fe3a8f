"""The children of one parent as numbers: read and written without their documents."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Row, bindparam, select, update

from copydesk.content.tables import documents
from copydesk.db import ReadScope, WriteScope

__all__ = ["child_orders", "child_titles", "write_orders"]

_OF_PARENT = (documents.c.parent_id == bindparam("parent")) & documents.c.blueprint.is_(False)
_ORDERS = (
    select(documents.c.id, documents.c.sort_order).where(_OF_PARENT).order_by(documents.c.sort_order, documents.c.id)
)
_TITLES = (
    select(documents.c.id, documents.c.name, documents.c.cultures, documents.c.created, documents.c.updated)
    .where(_OF_PARENT)
    .order_by(documents.c.sort_order, documents.c.id)
)
_WRITE_ORDER = (
    update(documents).where(documents.c.id == bindparam("document_id")).values(sort_order=bindparam("new_order"))
)


async def child_orders(scope: ReadScope, parent_id: int) -> Mapping[int, int]:
    """Return the place of each child of a parent by its id, in their order."""
    rows = await scope.execute(_ORDERS, {"parent": parent_id})
    return {row.id: row.sort_order for row in rows}


async def child_titles(scope: ReadScope, parent_id: int) -> Sequence[Row[tuple[object, ...]]]:
    """Return `id`, `name`, `cultures`, `created` and `updated` of each child of a parent, in their order."""
    return (await scope.execute(_TITLES, {"parent": parent_id})).all()


def write_orders(scope: WriteScope, orders: Mapping[int, int]) -> None:
    """Give documents other places among their siblings; nothing else of them becomes another."""
    if orders:
        rows = [{"document_id": document_id, "new_order": order} for document_id, order in orders.items()]
        scope.execute_later([(_WRITE_ORDER, rows)])
