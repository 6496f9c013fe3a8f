"""Database URLs."""

from pathlib import Path

import pytest

from copydesk.db.errors import DatabaseUrlError
from copydesk.db.url import DatabaseUrl, Engine


@pytest.mark.rule("DB1")
@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:///desk.db", "desk.db"),
        ("sqlite:////srv/desk.db", "/srv/desk.db"),
        ("sqlite+aiosqlite:///desk.db", "desk.db"),
    ],
)
def test_names_an_sqlite_file(text: str, path: str) -> None:
    url = DatabaseUrl.parse(text)
    assert (url.engine, url.path, url.url.drivername) == (Engine.SQLITE, Path(path), "sqlite+aiosqlite")


@pytest.mark.rule("DB1")
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_names_a_postgresql_database_and_its_schema(scheme: str) -> None:
    url = DatabaseUrl.parse(f"{scheme}://me@db.example:5433/desk?schema=red&sslmode=require")
    assert (url.engine, url.schema, url.url.drivername) == (Engine.POSTGRESQL, "red", "postgresql+psycopg")
    assert (url.url.host, url.url.port, url.url.database) == ("db.example", 5433, "desk")
    assert dict(url.url.query) == {"sslmode": "require"}


@pytest.mark.rule("DB1")
def test_reads_how_carefully_sqlite_writes() -> None:
    assert DatabaseUrl.parse("sqlite:///desk.db").synchronous == "full"
    assert DatabaseUrl.parse("sqlite:///desk.db?synchronous=normal").synchronous == "normal"


@pytest.mark.rule("DB2")
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("desk.db", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql://db:port/desk", "cannot be read"),
        ("mysql://db/desk", "'mysql' is not a database"),
        ("postgresql+asyncpg://db/desk", "'postgresql\\+asyncpg' is not a database"),
        ("sqlite://desk.db", "three slashes"),
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("sqlite:///file:desk?mode=memory", "must be a file"),
        ("sqlite:///desk.db?cache=shared", "no option 'cache'"),
        ("sqlite:///desk.db?synchronous=off", "must be full or normal"),
        ("sqlite:///desk.db?synchronous=full&synchronous=normal", "more than once"),
        ("postgresql://db", "names no database"),
        ("postgresql://db/desk?schema=a-b", "cannot be a schema name"),
        ("postgresql://db/desk?schema=a%3B%20drop", "cannot be a schema name"),
    ],
)
def test_says_what_is_wrong_with_a_url(text: str, complaint: str) -> None:
    with pytest.raises(DatabaseUrlError, match=complaint):
        DatabaseUrl.parse(text)


@pytest.mark.rule("DB3")
def test_never_shows_a_password() -> None:
    assert str(DatabaseUrl.parse("postgresql://me:secret@db/desk?schema=red")) == "postgresql://me:***@db/desk"
    with pytest.raises(DatabaseUrlError) as caught:
        DatabaseUrl.parse("postgresql://me:secret@db:port/desk")
    assert "secret" not in str(caught.value)
