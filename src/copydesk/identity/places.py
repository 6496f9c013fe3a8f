"""Start nodes by key: what rights know by id, people and their clients know by key."""

from collections.abc import Collection, Mapping
from uuid import UUID

from copydesk.db import Databases
from copydesk.identity.ports import NodePaths, Place

__all__ = ["Places"]


class Places:
    """Looks nodes up outside a unit of work, for the API.

    Args:
        databases: The tenant's database.
        nodes: Knows the trees.
    """

    def __init__(self, databases: Databases, nodes: NodePaths) -> None:
        self._databases = databases
        self._nodes = nodes

    async def of_ids(self, ids: Collection[int]) -> Mapping[int, Place]:
        """Return the places of the nodes with these ids; those that do not exist are left out."""
        if not ids:
            return {}
        async with self._databases.read("Places.of_ids") as scope:
            return {place.id: place for place in await self._nodes.places(scope, ids=ids)}

    async def of_keys(self, keys: Collection[UUID]) -> Mapping[UUID, Place]:
        """Return the places of the nodes with these keys; those that do not exist are left out."""
        if not keys:
            return {}
        async with self._databases.read("Places.of_keys") as scope:
            return {place.key: place for place in await self._nodes.places(scope, keys=keys)}
