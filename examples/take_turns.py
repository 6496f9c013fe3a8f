"""Sixteen editors save at once: each waits for the tree, what was completed stands, and the rest was never there.

Run it: `python examples/take_turns.py`
"""

import asyncio
import tempfile
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from copydesk.db import Database, TreeLock

PAGES = Table("page", MetaData(), Column("id", Integer, primary_key=True), Column("name", String(50), nullable=False))


async def save(database: Database, name: str, *, sure: bool) -> None:
    async with database.write(f"save {name}") as scope:
        await scope.write_lock(TreeLock.CONTENT_TREE)
        number = await count(database) + 1  # Reads in this unit of work, as a handler would.
        await scope.execute(insert(PAGES), {"id": number, "name": name})
        if sure:
            scope.complete()


async def count(database: Database) -> int:
    async with database.read() as scope:
        total: int = await scope.scalar(select(func.count()).select_from(PAGES))
        return total


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(f"sqlite:///{Path(folder) / 'desk.db'}") as database:
            async with database.write() as scope:
                await (await scope.connection()).run_sync(PAGES.metadata.create_all)
                scope.complete()
            async with asyncio.TaskGroup() as group:
                for number in range(16):
                    group.create_task(save(database, f"page {number}", sure=number % 4 != 0))
            print(f"16 editors saved, 4 had second thoughts: {await count(database)} pages")


if __name__ == "__main__":
    asyncio.run(main())
