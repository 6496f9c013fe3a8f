"""Databases with a table of numbers."""

from collections.abc import AsyncIterator

import pytest

from copydesk.db import Database
from tests.contract.db import tables


@pytest.fixture
async def desk(database: Database) -> Database:
    """A database with an empty table of numbers."""
    await tables.create(database)
    return database


@pytest.fixture
async def impatient(desk: Database) -> AsyncIterator[Database]:
    """The same database, opened by someone who waits for no lock."""
    url = desk.url.url.render_as_string(hide_password=False)
    async with await Database.open(url, migrate=False, lock_timeout=0.05) as opened:
        yield opened
