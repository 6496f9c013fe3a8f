"""Folders that blueprints are kept in."""

from dataclasses import dataclass
from uuid import UUID

__all__ = ["BlueprintFolder"]


@dataclass(frozen=True, slots=True)
class BlueprintFolder:
    """A folder of blueprints.

    Attributes:
        id: its number.
        key: its stable key.
        parent_id: the folder it is in, or the root.
        path: the ids from the root to it.
        name: its name.
    """

    id: int
    key: UUID
    parent_id: int
    path: str
    name: str
