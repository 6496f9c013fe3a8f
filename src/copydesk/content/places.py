"""Where documents stand, for rooms that know them by id only."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.content.tables import documents
from copydesk.db import ReadScope
from copydesk.identity.ports import Place

__all__ = ["DocumentPlaces"]

_AT_A_TIME = 500


class DocumentPlaces:
    """Looks documents up by id: what identity asks for start nodes, and live events for parents."""

    async def places(self, scope: ReadScope, *, ids: Collection[int] = (), keys: Collection[UUID] = ()) -> list[Place]:
        """Return the places of the documents with one of `ids` or `keys`, in any order; the others are left out."""
        connection = await scope.connection()
        return [
            *await self._places(connection, documents.c.id, sorted(ids)),
            *await self._places(connection, documents.c.key, sorted(keys)),
        ]

    @staticmethod
    async def _places(connection: AsyncConnection, column: Column[Any], wanted: Sequence[object]) -> list[Place]:
        found = list[Place]()
        for begin in range(0, len(wanted), _AT_A_TIME):
            some = column.in_(wanted[begin : begin + _AT_A_TIME])
            rows = await connection.execute(select(documents.c.id, documents.c.key, documents.c.path).where(some))
            found += [Place(*row) for row in rows]
        return found

    async def places_of(self, connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, tuple[UUID, str]]:
        """Return key and path of each of `ids`; those that do not exist are left out."""
        places = await self._places(connection, documents.c.id, sorted(ids))
        return {place.id: (place.key, place.path) for place in places}

    async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
        """Return the path of each of `nodes`; those that do not exist are left out."""
        places = await self.places_of(await scope.connection(), nodes)
        return {node: path for node, (_, path) in places.items()}
