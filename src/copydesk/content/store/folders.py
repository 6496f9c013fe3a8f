"""Folders that blueprints are kept in."""

from sqlalchemy import delete, insert, select, update

from copydesk.content.model import BlueprintFolder
from copydesk.content.tables import blueprint_folders
from copydesk.db import ReadScope, WriteScope

__all__ = ["all_folders", "delete_folder", "insert_folder", "rename_folder"]


async def insert_folder(scope: WriteScope, folder: BlueprintFolder) -> None:
    """Write a new folder."""
    row = {name: getattr(folder, name) for name in ("id", "key", "parent_id", "path", "name")}
    await scope.execute(insert(blueprint_folders), row)


async def rename_folder(scope: WriteScope, folder_id: int, name: str) -> None:
    """Give a folder another name."""
    await scope.execute(update(blueprint_folders).where(blueprint_folders.c.id == folder_id).values(name=name))


async def delete_folder(scope: WriteScope, folder_id: int) -> None:
    """Delete a folder that is empty."""
    await scope.execute(delete(blueprint_folders).where(blueprint_folders.c.id == folder_id))


async def all_folders(scope: ReadScope) -> list[BlueprintFolder]:
    """Return every folder, parents first."""
    rows = await scope.execute(select(blueprint_folders).order_by(blueprint_folders.c.path))
    return [BlueprintFolder(row.id, row.key, row.parent_id, row.path, row.name) for row in rows]
