"""What was published before a step of the migrations that needs it is there after the step."""

from sqlalchemy import select, text, update

from copydesk.content.tables import document_types, published_names
from copydesk.db import Database, WriteScope
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
            await go_back_to(scope, "0007")
            scope.complete()
    await Database.upgrade(database_url)
    async with await Database.open(database_url, migrate=False) as database:
        assert len(expected) == 3
        assert await rows(database) == expected


async def test_types_forget_what_they_allow_below_and_is_not_there(database_url: str) -> None:
    async with (rig := await open_rig(database_url)).database as database:
        await rig.clear()
        old, other = await rig.types.get("page"), await rig.types.get("note")
        async with database.write() as scope:
            change = update(document_types).where(document_types.c.alias == "page")
            await scope.execute(change.values(allowed_children=["gone", "note", "page"]))
            await go_back_to(scope, "0008")
            scope.complete()
    await Database.upgrade(database_url)
    async with (rig := await open_rig(database_url)).database:
        page = await rig.types.get("page")
        assert (sorted(page.allowed_children), page.version) == (["note", "page"], old.version + 1)
        assert (await rig.types.get("note")).version == other.version
        assert (await rig.types.save(page))[0].success


async def go_back_to(scope: WriteScope, revision: str) -> None:
    """Undo what 0009 adds to the tables, and say that the database has an older revision."""
    for name in ("recent", "writer"):
        await scope.execute(text(f"DROP INDEX ix_content_documents_{name}"))
    await scope.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


async def rows(database: Database) -> list[tuple[object, ...]]:
    async with database.read() as scope:
        order = (published_names.c.document_id, published_names.c.culture)
        return [tuple(row) for row in await scope.execute(select(published_names).order_by(*order))]
