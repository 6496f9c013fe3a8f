"""Values come back as they were given."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.exc import StatementError

from copydesk.db import Database, Json, UtcDateTime, Uuid, ValueTypeError


class Point(msgspec.Struct, frozen=True):
    x: int
    names: dict[str, str]


values = Table(
    "values_of_each_type",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("key", Uuid),
    Column("point", Json(Point)),
    Column("anything", Json),
)
EARLY = datetime(2026, 3, 1, 12, 0, 0, 999_999, tzinfo=UTC)
KEY = uuid.UUID("0190f5d4-8c3e-7c00-8000-00000000abcd")


@pytest.fixture(autouse=True)
async def _table(database: Database) -> None:
    async with database.write() as scope:
        await (await scope.connection()).run_sync(values.metadata.create_all)
        scope.complete()


async def keep(database: Database, *rows: dict[str, Any]) -> None:
    async with database.write() as scope:
        await scope.execute(values.insert(), rows)
        scope.complete()


async def back(database: Database, column: str, value: Any) -> Any:
    await keep(database, {column: value})
    async with database.read() as scope:
        return await scope.scalar(select(values.c[column]))


@pytest.mark.rule("DB40")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", EARLY),
        ("at", None),
        ("key", KEY),
        ("key", None),
        ("point", Point(1, {"de": "Käse 🧀"})),
        ("point", None),
        ("anything", {"b": 1, "a": [1.5, True, None, "\x00"], "big": 2**53 + 1}),
        ("anything", []),
        ("anything", "text"),
        ("anything", False),
    ],
)
async def test_a_value_comes_back_equal(database: Database, column: str, value: Any) -> None:
    found = await back(database, column, value)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.rule("DB43")
async def test_json_keeps_the_order_of_its_keys(database: Database) -> None:
    assert list(await back(database, "anything", {"zz": 1, "a": 2, "b": 3})) == ["zz", "a", "b"]


@pytest.mark.rule("DB41")
async def test_moments_come_back_in_utc_and_sort_by_time(database: Database) -> None:
    later = EARLY + timedelta(microseconds=1)
    moments = [later, EARLY.astimezone(timezone(timedelta(hours=11))), EARLY - timedelta(days=400)]
    await keep(database, *({"at": moment} for moment in moments))
    async with database.read() as scope:
        found = list(await scope.scalars(select(values.c.at).where(values.c.at >= EARLY).order_by(values.c.at)))
    assert found == [EARLY, later]
    assert {moment.tzinfo for moment in found} == {UTC}


@pytest.mark.rule("DB41", "DB42", "DB43")
@pytest.mark.parametrize(
    ("column", "value"),
    [("at", datetime(2026, 1, 1)), ("key", str(KEY)), ("anything", object())],  # noqa: DTZ001 - the point.
)
async def test_a_wrong_value_is_refused_alike(database: Database, column: str, value: Any) -> None:
    with pytest.raises(StatementError) as caught:
        await keep(database, {column: value})
    assert isinstance(caught.value.orig, ValueTypeError)


@pytest.mark.rule("DB42")
async def test_a_row_is_found_by_its_key(database: Database) -> None:
    await keep(database, {"key": KEY}, {"key": uuid.UUID(int=1)})
    async with database.read() as scope:
        assert await scope.scalar(select(values.c.key).where(values.c.key == KEY)) == KEY
