"""Journals on a fresh database of each engine."""

import asyncio
import contextlib
import itertools
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from copydesk.db import Database
from copydesk.journal import Change, Journal, JournalOptions

EAGER = JournalOptions(tenant="acme", batch=7, every=0.01)
SLEEPY = JournalOptions(tenant="acme", batch=7, every=3600)


class Clock:
    """Tells what the test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **fields: float) -> None:
        self.time += timedelta(**fields)


def ids() -> Callable[[], uuid.UUID]:
    numbers = itertools.count(1)
    return lambda: uuid.UUID(int=next(numbers))


def change(number: int) -> Change:
    """A change that a test recognises by its number."""
    return Change(source="test", type="Updated", key=uuid.UUID(int=number))


def numbers(records: object) -> list[int]:
    assert isinstance(records, list)
    return [record.key.int for record in records]


async def everything(journal: Journal) -> list[int]:
    """The numbers of all records, read in batches."""
    _ = await journal.settled()
    found: list[int] = []
    position = 0
    while records := await journal.read(position):
        found += numbers(records)
        position = records[-1].position
    return found


@contextlib.asynccontextmanager
async def running(journal: Journal) -> AsyncIterator[Journal]:
    task = asyncio.create_task(journal.run())
    try:
        yield journal
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(database: Database, clock: Clock) -> Journal:
    return Journal(database, clock, ids(), EAGER)


@pytest.fixture
async def other_node(database_url: str, clock: Clock) -> AsyncIterator[Journal]:
    """The same journal on another node, which runs, but hardly ever looks by itself."""
    async with (
        await Database.open(database_url, migrate=False) as database,
        running(Journal(database, clock, ids(), SLEEPY)) as journal,
    ):
        yield journal
