"""Folders that blueprints are kept in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, select

from copydesk.content.tables import blueprint_folders
from copydesk.db import ReadScope, WriteScope

__all__ = ["BlueprintFolder", "all_folders", "delete_folder", "insert_folder"]


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


async def insert_folder(scope: WriteScope, folder: BlueprintFolder) -> None:
    """Write a new folder."""
    row = {name: getattr(folder, name) for name in ("id", "key", "parent_id", "path", "name")}
    await scope.execute(insert(blueprint_folders), row)


async def delete_folder(scope: WriteScope, folder_id: int) -> None:
    """Delete a folder that is empty."""
    await scope.execute(delete(blueprint_folders).where(blueprint_folders.c.id == folder_id))


async def all_folders(scope: ReadScope) -> list[BlueprintFolder]:
    """Return every folder, parents first."""
    rows = await scope.execute(select(blueprint_folders).order_by(blueprint_folders.c.path))
    return [BlueprintFolder(row.id, row.key, row.parent_id, row.path, row.name) for row in rows]
