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
def desk_url(desk: Database) -> str:
    """The URL of that database."""
    return desk.url.url.render_as_string(hide_password=False)


@pytest.fixture
async def patient(desk_url: str) -> AsyncIterator[Database]:
    """The same database, opened by another process."""
    async with await Database.open(desk_url, migrate=False) as opened:
        yield opened


@pytest.fixture
async def impatient(desk_url: str) -> AsyncIterator[Database]:
    """The same database, opened by a process that waits for no lock."""
    async with await Database.open(desk_url, migrate=False, lock_timeout=0.05) as opened:
        yield opened
