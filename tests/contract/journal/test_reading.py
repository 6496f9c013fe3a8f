"""Following the journal: nothing skipped, nothing twice, whatever happens meanwhile."""

import asyncio
import random
from datetime import timedelta

import pytest

from copydesk.db import Database
from copydesk.journal import (
    Cursors,
    Journal,
    JournalOptions,
    Retention,
    TooFarBackError,
    UnknownPositionError,
    UnknownReaderError,
    prune,
)
from tests.contract.journal.conftest import Clock, change, ids, numbers, running


async def follow(journal: Journal, wanted: int, after: int = 0) -> list[int]:
    """Read until so many records have come; positions must be dense."""
    found: list[int] = []
    async for records in journal.tail(after):
        assert [record.position for record in records] == list(range(after + 1, after + 1 + len(records)))
        after = records[-1].position
        found += numbers(list(records))
        if len(found) >= wanted:
            break
    return found


@pytest.mark.rule("JN20")
@pytest.mark.parametrize("seed", [1, 2])
async def test_readers_skip_nothing_while_long_and_short_transactions_run(
    journal: Journal, other_node: Journal, seed: int
) -> None:
    chance = random.Random(seed)
    steps = [(first * 10, chance.randrange(1, 4), chance.random() < 0.3) for first in range(1, 40)]
    for_a_while = asyncio.create_task(asyncio.Event().wait())

    async def write(node: Journal, first: int, count: int, *, long: bool) -> None:
        async with node.database.write() as scope:
            for number in range(first, first + count):
                await node.append([change(number)])
                if long and node is not journal:
                    await asyncio.wait({for_a_while}, timeout=0.005)
            scope.complete()

    async def write_all(node: Journal, mine: list[tuple[int, int, bool]]) -> None:
        for at in range(0, len(mine), 4):
            async with asyncio.TaskGroup() as tasks:
                for first, count, long in mine[at : at + 4]:
                    tasks.create_task(write(node, first, count, long=long))

    written = sorted(number for first, count, _ in steps for number in range(first, first + count))
    async with running(journal), asyncio.TaskGroup() as tasks:
        readers = [tasks.create_task(follow(node, len(written))) for node in (journal, other_node, journal)]
        tasks.create_task(write_all(journal, steps[::2]))
        tasks.create_task(write_all(other_node, steps[1::2]))
        while not all(reader.done() for reader in readers):
            await asyncio.wait(readers, timeout=0.05)
            other_node.news.ring()  # On SQLite another process is only found by looking.
    for_a_while.cancel()
    lists = [reader.result() for reader in readers]
    assert sorted(lists[0]) == written
    assert lists[0] == lists[1] == lists[2]


@pytest.mark.rule("JN21")
async def test_a_reader_at_the_end_is_woken_by_its_own_node(database: Database, clock: Clock) -> None:
    journal = Journal(database, clock, ids(), JournalOptions(every=3600))
    async with running(journal):
        reader = asyncio.create_task(follow(journal, 2))
        await journal.append([change(1)])
        await journal.append([change(2)])
        assert await reader == [1, 2]


@pytest.mark.rule("JN21")
async def test_a_reader_is_woken_by_another_node(postgres_url: str, clock: Clock) -> None:
    sleepy = JournalOptions(every=3600)
    async with (
        await Database.open(postgres_url, migrate=False) as here,
        await Database.open(postgres_url, migrate=False) as there,
        running(Journal(here, clock, ids(), sleepy)) as reading,
    ):
        await reading.news.wait(0, 10)  # The doorbell listens.
        reader = asyncio.create_task(follow(reading, 1))
        writing = Journal(there, clock, ids(), sleepy)
        await writing.append([change(1)])
        _ = await writing.settled()
        assert await reader == [1]


@pytest.mark.rule("JN21")
async def test_without_any_wake_up_a_reader_looks_by_itself(journal: Journal, database_url: str, clock: Clock) -> None:
    reader = asyncio.create_task(follow(journal, 1))
    async with await Database.open(database_url, migrate=False) as there:
        writing = Journal(there, clock, ids())
        await writing.append([change(1)])
        _ = await writing.settled()
        assert await reader == [1]


@pytest.mark.rule("JN21")
async def test_positions_that_a_dead_node_did_not_give_are_given_by_another(
    journal: Journal, database_url: str, clock: Clock
) -> None:
    async with await Database.open(database_url, migrate=False) as there:
        await Journal(there, clock, ids()).append([change(1)])
    async with running(journal):
        assert await follow(journal, 1) == [1]


@pytest.mark.rule("JN22")
async def test_a_position_of_another_journal_is_refused(journal: Journal) -> None:
    await journal.append([change(1)])
    _ = await journal.settled()
    with pytest.raises(UnknownPositionError, match="position 2 was never given out, the newest is 1") as caught:
        await journal.read(2)
    assert (caught.value.after, caught.value.newest) == (2, 1)


@pytest.mark.rule("JN22", "JN30")
async def test_records_go_by_age_and_who_asks_for_them_is_told(journal: Journal, clock: Clock) -> None:
    await journal.append([change(1), change(2)])
    clock.pass_(days=8)
    await journal.append([change(3)])
    _ = await journal.settled()
    assert await prune(journal, Retention(), clock) == 2
    assert await prune(journal, Retention(), clock) == 0
    with pytest.raises(TooFarBackError, match="after position 1 are gone, the journal begins after 2") as caught:
        await journal.read(1)
    assert (caught.value.after, caught.value.oldest) == (1, 2)
    assert numbers(await journal.read(2)) == [3]
    assert (await journal.bounds()).records == 1


@pytest.mark.rule("JN30", "JN12")
async def test_an_emptied_journal_goes_on_counting(journal: Journal, clock: Clock) -> None:
    await journal.append(change(number) for number in range(1, 26))
    _ = await journal.settled()
    clock.pass_(days=8)
    assert await prune(journal, Retention(), clock, most=10) == 25
    await journal.append([change(26)])
    assert await journal.settled() == 26
    assert numbers(await journal.read(25)) == [26]


@pytest.mark.rule("JN30")
async def test_unread_records_stay_longer_but_not_for_ever(journal: Journal, clock: Clock) -> None:
    cursors = Cursors(journal, clock)
    await cursors.register("webhooks")
    await journal.append([change(1), change(2)])
    _ = await journal.settled()
    await cursors.advance("webhooks", 1)
    clock.pass_(days=8)
    assert await prune(journal, Retention(), clock) == 1
    clock.pass_(days=30)
    assert await prune(journal, Retention(), clock) == 1
    with pytest.raises(ValueError, match="at least as long"):
        Retention(read=timedelta(days=2), unread=timedelta(days=1))


@pytest.mark.rule("JN23")
async def test_a_durable_reader_goes_on_where_it_was(journal: Journal, clock: Clock) -> None:
    await journal.append([change(1)])
    _ = await journal.settled()
    assert await Cursors(journal, clock).register("webhooks") == 1
    await journal.append([change(2), change(3)])
    _ = await journal.settled()
    await Cursors(journal, clock).advance("webhooks", 2)
    assert await Cursors(journal, clock).register("webhooks") == 2
    records = await anext(await Cursors(journal, clock).tail("webhooks"))
    assert numbers(list(records)) == [3]


@pytest.mark.rule("JN23")
async def test_a_new_durable_reader_may_begin_at_the_start(journal: Journal, clock: Clock) -> None:
    await journal.append([change(1)])
    _ = await journal.settled()
    assert await Cursors(journal, clock).register("search", from_start=True) == 0


@pytest.mark.rule("JN23")
async def test_progress_falls_with_the_unit_of_work_around_it(journal: Journal, clock: Clock) -> None:
    cursors = Cursors(journal, clock)
    await cursors.register("webhooks")
    async with journal.database.write():
        await cursors.advance("webhooks", 5)
    assert await cursors.position("webhooks") == 0
    async with journal.database.write() as scope:
        await cursors.advance("webhooks", 5)
        scope.complete()
    assert await cursors.position("webhooks") == 5


@pytest.mark.rule("JN23")
async def test_progress_goes_back_only_when_told_to(journal: Journal, clock: Clock) -> None:
    cursors = Cursors(journal, clock)
    await cursors.register("webhooks")
    await cursors.advance("webhooks", 5)
    await cursors.advance("webhooks", 3)
    assert await cursors.position("webhooks") == 5
    await cursors.rewind("webhooks", 3)
    assert await cursors.position("webhooks") == 3


@pytest.mark.rule("JN23")
async def test_a_reader_that_is_not_registered_is_an_error(journal: Journal, clock: Clock) -> None:
    cursors = Cursors(journal, clock)
    with pytest.raises(UnknownReaderError, match="no reader of the journal is called 'webhooks'"):
        await cursors.advance("webhooks", 1)
    await cursors.register("webhooks")
    await cursors.forget("webhooks")
    with pytest.raises(UnknownReaderError):
        await cursors.position("webhooks")


@pytest.mark.rule("JN24")
async def test_the_lag_of_each_reader_is_known(journal: Journal, clock: Clock) -> None:
    cursors = Cursors(journal, clock)
    for name in ("search", "webhooks"):
        await cursors.register(name)
    await journal.append([change(1), change(2), change(3)])
    _ = await journal.settled()
    began = clock()
    clock.pass_(seconds=9)
    await cursors.advance("search", 2)
    lags = await cursors.lags()
    assert {name: (lag.records, lag.updated) for name, lag in lags.items()} == {
        "search": (1, clock()),
        "webhooks": (3, began),
    }
