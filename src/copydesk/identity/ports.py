"""What the identity room needs from outside: the time, new ids, and the paths of nodes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from copydesk.db import ReadScope

__all__ = ["IDENTITY_LOCK", "NewId", "NoPaths", "NodePaths", "Now", "Place"]

Now = Callable[[], datetime]
"""Returns the time of day, in UTC."""
NewId = Callable[[], UUID]
"""Returns an id that nobody else has."""

IDENTITY_LOCK: Final = 100
"""The lock of those who change users, user groups or API keys. It stands after the trees."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: its id, its key, and the path of ids that leads to it."""

    id: int
    key: UUID
    path: str


class NodePaths(Protocol):
    """Knows where documents and media stand in their trees. The features that have trees implement it."""

    async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
        """Return the path of each of `nodes`; those that do not exist are left out."""
        ...

    async def places(self, scope: ReadScope, *, ids: Collection[int] = (), keys: Collection[UUID] = ()) -> list[Place]:
        """Return the places of the nodes with one of `ids` or `keys`, in any order; the others are left out."""
        ...


class NoPaths:
    """Knows no node. A user's own start nodes then take away those of their groups."""

    async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
        """Return nothing."""
        del scope, nodes
        return {}

    async def places(self, scope: ReadScope, *, ids: Collection[int] = (), keys: Collection[UUID] = ()) -> list[Place]:
        """Return nothing."""
        del scope, ids, keys
        return []
