"""The tables: made by migrations, equal to what the rooms declare, made once."""

import asyncio
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Identity, text
from sqlalchemy.ext.asyncio import create_async_engine

import copydesk
from copydesk.cli import main
from copydesk.db import Database, SchemaOutdatedError, metadata
from tests.servers import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


def declare_all_tables() -> None:
    for module in pkgutil.walk_packages(copydesk.__path__, "copydesk."):
        if module.name.rpartition(".")[2] in {"store", "tables"}:
            import_module(module.name)


def differences(connection: Connection) -> list[Any]:
    def differ(context: Any, _column: Any, _declared: Any, found: Any, declared: Any) -> bool:
        dialect = context.dialect
        return bool(found.compile(dialect) != declared.compile(dialect))

    options = {"compare_type": differ, "compare_server_default": True}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [difference for difference in found if not (connection.dialect.name == "sqlite" and is_identity(difference))]


def is_identity(difference: Any) -> bool:
    """Tell whether only `Identity()` differs, which SQLite does not know."""
    return isinstance(difference, list) and all(isinstance(change[-1], Identity) for change in difference)


@pytest.mark.rule("DB30")
async def test_migrations_build_what_the_rooms_declare(database: Database) -> None:
    declare_all_tables()
    assert "site_alias" in metadata.tables
    engine = create_async_engine(database.url.url)  # Ours gives JSON as bytes, and collations are told as JSON.
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()


@pytest.mark.rule("DB31")
async def test_upgrades_at_once_leave_one_history(empty_url: str) -> None:
    changed = await asyncio.gather(*(Database.upgrade(empty_url) for _ in range(3)))
    assert sorted(changed) == [False, False, True]


@pytest.mark.rule("DB31")
def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    program = "import asyncio, sys; from copydesk.db import Database; print(asyncio.run(Database.upgrade(sys.argv[1])))"
    command = [sys.executable, "-c", program, empty_url]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0].strip() for process in processes]
    assert sorted(said) == ["False", "True"]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["copydesk", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.rule("DB34")
def test_the_command_upgrades_a_database_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty_url: str
) -> None:
    assert run(monkeypatch, "db", "upgrade", "--database", empty_url) == 0
    assert capsys.readouterr().out.startswith("The tables are up to date now: ")
    monkeypatch.setenv("COPYDESK_DATABASE", empty_url)
    assert run(monkeypatch, "db", "upgrade") == 0
    assert capsys.readouterr().out.startswith("The tables were up to date already: ")


@pytest.mark.rule("DB34", "DB2")
def test_the_command_says_what_is_wrong_with_a_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "db", "upgrade", "--database", "mysql://me:secret@db/desk") == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("Error: 'mysql' is not a database that Copydesk runs on")


@pytest.mark.rule("DB32")
async def test_an_embedded_database_is_upgraded_when_it_is_opened(tmp_path: Path) -> None:
    async with await Database.open(f"sqlite:///{tmp_path / 'desk.db'}") as database, database.read() as scope:
        assert await scope.scalar(text("SELECT name FROM tenant")) == "home"


@pytest.mark.rule("DB32")
async def test_another_database_is_refused_until_it_is_upgraded(empty_url: str) -> None:
    with pytest.raises(SchemaOutdatedError, match="run `copydesk db upgrade`"):
        await Database.open(empty_url, migrate=False)
    async with await Database.open(empty_url, migrate=True):
        pass
    async with await Database.open(empty_url, migrate=False):
        pass


@pytest.mark.rule("DB33")
@pytest.mark.parametrize("migrate", [True, False])
async def test_tables_of_a_newer_program_are_refused(database: Database, migrate: bool) -> None:
    async with database.write() as scope:
        await scope.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        scope.complete()
    url = database.url.url.render_as_string(hide_password=False)
    with pytest.raises(SchemaOutdatedError, match="9999, which this program does not know"):
        await Database.open(url, migrate=migrate)


@pytest.mark.rule("DB1")
async def test_tables_live_in_the_schema_that_is_asked_for(postgres_server: PostgresServer) -> None:
    name = postgres_server.create()
    for schema in ("red", "blue"):
        url = f"{postgres_server.url(name)}?schema={schema}"
        async with await Database.open(url, migrate=True) as database, database.read() as scope:
            assert await scope.scalar(text("SELECT current_schema()")) == schema
            assert await scope.scalar(text("SELECT name FROM tenant")) == "home"
    postgres_server.drop(name)


@pytest.mark.rule("DB28")
async def test_schemas_of_one_database_lock_apart(postgres_server: PostgresServer) -> None:
    async def lock(database: Database) -> None:
        async with database.write() as scope:
            await scope.write_lock(-333)

    name = postgres_server.create()
    url = postgres_server.url(name)
    async with (
        await Database.open(f"{url}?schema=red", migrate=True) as red,
        await Database.open(f"{url}?schema=blue", migrate=True) as blue,
        red.write() as scope,
    ):
        await scope.write_lock(-333)
        await asyncio.create_task(lock(blue))
    postgres_server.drop(name)
