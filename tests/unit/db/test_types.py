"""What the column types refuse before anything reaches a database."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import make_url

from copydesk.db.errors import ValueTypeError
from copydesk.db.types import Json, UtcDateTime, Uuid

DIALECTS = [make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql+psycopg")]


@pytest.mark.rule("DB41")
@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("value", [datetime(2026, 1, 1), "2026-01-01", 0])  # noqa: DTZ001 - the naive one is the point.
def test_a_moment_without_a_zone_is_refused(dialect: Any, value: Any) -> None:
    with pytest.raises(ValueTypeError, match="with a time zone"):
        UtcDateTime().process_bind_param(value, dialect)


@pytest.mark.rule("DB41")
@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_moment_of_another_zone_is_kept_as_utc(dialect: Any) -> None:
    moment = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    kept = UtcDateTime().process_bind_param(moment, dialect)
    assert UtcDateTime().process_result_value(kept, dialect) == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)


@pytest.mark.rule("DB42")
@pytest.mark.parametrize("value", [str(uuid.UUID(int=1)), 1, b"x"])
def test_only_a_uuid_is_a_key(value: Any) -> None:
    with pytest.raises(ValueTypeError, match=r"must be a uuid\.UUID"):
        Uuid().process_bind_param(value, DIALECTS[0])


@pytest.mark.rule("DB43")
@pytest.mark.parametrize("value", [object(), {1j: 1}, {"a": {object()}}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(ValueTypeError, match="cannot be kept as JSON"):
        Json().process_bind_param(value, DIALECTS[0])
