"""The driver's thread."""

import sqlite3
from pathlib import Path

import pytest

from copydesk.db.driver import QuickConnection


def refuse() -> sqlite3.Connection:
    raise sqlite3.OperationalError("no")


@pytest.mark.rule("DB4")
async def test_a_connection_that_cannot_be_opened_has_ended_its_thread_when_it_says_so() -> None:
    connection = QuickConnection(refuse, "BEGIN", reading=True)
    with pytest.raises(sqlite3.OperationalError, match="no"):
        _ = await connection
    assert connection._ended is not None
    assert connection._ended.done()


async def test_a_cursor_hands_out_rows_as_it_is_asked(tmp_path: Path) -> None:
    connection = QuickConnection(lambda: sqlite3.connect(tmp_path / "desk.db"), "BEGIN", reading=False)
    async with connection:
        cursor = await connection.cursor().execute("VALUES (1), (2), (3), (4), (5)")
        assert await cursor.fetchone() == (1,)
        assert await cursor.fetchmany(2) == [(2,), (3,)]
        assert await cursor.fetchmany() == [(4,)]
        assert await cursor.fetchall() == [(5,)]
        assert await cursor.fetchone() is None
