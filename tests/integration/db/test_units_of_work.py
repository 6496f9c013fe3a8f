"""Units of work on real databases."""

import asyncio

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select

from copydesk.db import Database, TreeLock

numbers = Table("numbers", MetaData(), Column("id", Integer, primary_key=True))


@pytest.fixture(autouse=True)
async def _table(database: Database) -> None:
    async with database.write() as scope:
        await (await scope.connection()).run_sync(numbers.metadata.create_all)
        scope.complete()


async def count(database: Database) -> int:
    async with database.read() as scope:
        total: int = await scope.scalar(select(func.count()).select_from(numbers))
        return total


async def test_completed_is_committed(database: Database) -> None:
    async with database.write() as scope:
        await scope.write_lock(TreeLock.CONTENT_TREE)
        await scope.execute(insert(numbers), {"id": 1})
        scope.complete()
    assert await count(database) == 1


async def test_not_completed_is_rolled_back(database: Database) -> None:
    async with database.write() as scope:
        await scope.execute(insert(numbers), {"id": 1})
    assert await count(database) == 0


async def test_sixteen_writers_take_turns(database: Database) -> None:
    async def save(number: int) -> None:
        async with database.write(f"save {number}") as scope:
            await scope.write_lock(TreeLock.CONTENT_TREE)
            async with database.read() as inner:
                await inner.scalar(select(func.count()).select_from(numbers))
            await scope.execute(insert(numbers), {"id": number})
            scope.complete()

    async with asyncio.TaskGroup() as group:
        for number in range(16):
            group.create_task(save(number))
    assert await count(database) == 16
