"""Databases that cannot be opened, and tasks that use the wrong one."""

from pathlib import Path

import pytest

from copydesk.db import AmbientDatabaseError, Database, DatabaseUnavailableError, DatabaseUrlError
from tests.servers import PostgresServer


@pytest.mark.rule("DB4")
async def test_a_file_that_is_no_database_is_reported(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_text("Dear diary, today I am not a database. " * 100)
    with pytest.raises(DatabaseUnavailableError, match=r"desk\.db cannot be opened: file is not a database"):
        await Database.open(f"sqlite:///{tmp_path / 'desk.db'}")


@pytest.mark.rule("DB2")
@pytest.mark.parametrize(("path", "complaint"), [("nowhere/desk.db", "does not exist"), ("", "is a folder")])
async def test_a_file_that_cannot_be_is_refused(tmp_path: Path, path: str, complaint: str) -> None:
    with pytest.raises(DatabaseUrlError, match=complaint):
        await Database.open(f"sqlite:///{tmp_path / path}")


@pytest.mark.rule("DB3", "DB4")
async def test_a_server_that_is_not_there_is_reported_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailableError, match="cannot be reached") as caught:
        await Database.open("postgresql://me:secret@127.0.0.1:1/desk")
    assert "secret" not in str(caught.value)


@pytest.mark.rule("DB4")
async def test_a_missing_postgresql_database_is_reported(postgres_server: PostgresServer) -> None:
    with pytest.raises(DatabaseUnavailableError, match='database "nothing" does not exist'):
        await Database.open(postgres_server.url("nothing"))


@pytest.mark.rule("DB4")
async def test_a_connection_that_the_server_closed_is_replaced(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    async with await Database.open(postgres_url, migrate=False) as database:
        async with database.write() as scope:
            _ = await scope.connection()
        postgres_server.run_sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'copydesk %'"
        )
        async with database.write() as scope:
            await scope.write_lock(-333)


@pytest.mark.rule("DB18")
async def test_one_unit_of_work_has_one_database(database: Database, tmp_path: Path) -> None:
    async with await Database.open(f"sqlite:///{tmp_path / 'other.db'}") as other, database.write():
        with pytest.raises(AmbientDatabaseError, match=r"other\.db can begin"):
            async with other.write():
                raise AssertionError
        with pytest.raises(AmbientDatabaseError, match=r"other\.db can begin"):
            async with other.read():
                raise AssertionError
