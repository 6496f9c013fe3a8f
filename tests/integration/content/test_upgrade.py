"""What was published before a step of the migrations that needs it is there after the step."""

from sqlalchemy import select, text

from copydesk.content.tables import published_names
from copydesk.db import Database
from tests.integration.content.rig import open_rig


async def test_what_was_published_before_has_its_address_afterwards(database_url: str) -> None:
    rig = await open_rig(database_url)
    async with rig.database as database:
        await rig.clear()
        home = await rig.published_page("Größe & Maß")
        await rig.published_article(home, en_US="News", de_DE="Neues")
        await rig.page("Draft")
        expected = await rows(database)
        async with database.write() as scope:
            await scope.execute(text("DROP TABLE content_published_names"))
            await scope.execute(text("UPDATE alembic_version SET version_num = '0007'"))
            scope.complete()
    await Database.upgrade(database_url)
    async with await Database.open(database_url, migrate=False) as database:
        assert len(expected) == 3
        assert await rows(database) == expected


async def rows(database: Database) -> list[tuple[object, ...]]:
    async with database.read() as scope:
        order = (published_names.c.document_id, published_names.c.culture)
        return [tuple(row) for row in await scope.execute(select(published_names).order_by(*order))]
