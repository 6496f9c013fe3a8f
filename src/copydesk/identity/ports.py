"""What the identity room needs from outside: the time, new ids, and the paths of nodes."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from copydesk.db import ReadScope

__all__ = ["IDENTITY_LOCK", "NewId", "NoPaths", "NodePaths", "Now"]

Now = Callable[[], datetime]
"""Returns the time of day, in UTC."""
NewId = Callable[[], UUID]
"""Returns an id that nobody else has."""

IDENTITY_LOCK: Final = 100
"""The lock of those who change users, user groups or API keys. It stands after the trees."""


class NodePaths(Protocol):
    """Knows where documents and media stand in their trees. The features that have trees implement it."""

    async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
        """Return the path of each of `nodes`; those that do not exist are left out."""
        ...


class NoPaths:
    """Knows no node. Start nodes then count as lying directly below the root."""

    async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
        """Return nothing."""
        del scope, nodes
        return {}
