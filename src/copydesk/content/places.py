"""Where documents stand, for rooms that know them by id only."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.content.tables import documents
from copydesk.db import ReadScope

__all__ = ["DocumentPlaces"]

_AT_A_TIME = 500


class DocumentPlaces:
    """Looks documents up by id: what identity asks for start nodes, and live events for parents."""

    async def places_of(self, connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, tuple[UUID, str]]:
        """Return key and path of each of `ids`; those that do not exist are left out."""
        wanted, found = sorted(ids), dict[int, tuple[UUID, str]]()
        for begin in range(0, len(wanted), _AT_A_TIME):
            some = documents.c.id.in_(wanted[begin : begin + _AT_A_TIME])
            rows = await connection.execute(select(documents.c.id, documents.c.key, documents.c.path).where(some))
            found |= {row.id: (row.key, row.path) for row in rows}
        return found

    async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
        """Return the path of each of `nodes`; those that do not exist are left out."""
        places = await self.places_of(await scope.connection(), nodes)
        return {node: path for node, (_, path) in places.items()}
