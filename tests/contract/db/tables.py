"""A table for tests that write."""

from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from copydesk.db import Database, ReadScope, WriteScope

numbers = Table("numbers", MetaData(), Column("number", Integer, primary_key=True))


async def create(database: Database) -> None:
    async with database.write() as scope:
        await (await scope.connection()).run_sync(numbers.metadata.create_all)
        scope.complete()


async def add(scope: WriteScope, number: int) -> None:
    await scope.execute(insert(numbers), {"number": number})


async def seen_by(scope: ReadScope) -> list[int]:
    return list(await scope.scalars(select(numbers.c.number).order_by(numbers.c.number)))


async def kept(database: Database) -> list[int]:
    async with database.read() as scope:
        return await seen_by(scope)
