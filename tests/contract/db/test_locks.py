"""Locks on trees, between units of work of one process and of several."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import text

from copydesk.db import Database, Engine, LockOrderError, LockTimeoutError, LockUpgradeError, TreeLock
from copydesk.db.driver import QuickConnection
from tests.contract.db.tables import add, kept, seen_by

TREE, TYPES, MEDIA = TreeLock.CONTENT_TREE, TreeLock.CONTENT_TYPES, TreeLock.MEDIA_TREE


@pytest.mark.rule("DB27")
async def test_many_writers_whose_handlers_read_all_get_their_turn(desk: Database) -> None:
    async def save(number: int) -> None:
        async with desk.write(f"save {number}") as scope:
            await scope.lock(write=[TREE], read=[TYPES])
            async with desk.read() as handler:
                before = await seen_by(handler)
            await add(scope, len(before) + 1)
            scope.complete()

    async with asyncio.TaskGroup() as group:
        for number in range(32):
            group.create_task(save(number))
    assert await kept(desk) == list(range(1, 33))


@pytest.mark.rule("DB27")
async def test_writers_that_wait_keep_no_connection_from_the_one_that_works(desk: Database) -> None:
    async def save(number: int) -> None:
        async with desk.write() as scope:
            await scope.write_lock(TREE)
            await asyncio.create_task(kept(desk))
            await add(scope, number)
            scope.complete()

    async with asyncio.TaskGroup() as group:
        for number in range(32):
            group.create_task(save(number))
    assert len(await kept(desk)) == 32


@pytest.mark.rule("DB28", "DB24")
async def test_a_write_lock_holds_against_another_process(
    desk: Database, patient: Database, impatient: Database
) -> None:
    async with desk.write("ContentService.save") as scope:
        await scope.write_lock(TREE)
        with pytest.raises(LockTimeoutError, match=r"0.05 s") as caught:
            await asyncio.create_task(take(impatient, write=[TREE]))
    assert len(caught.value.holders) == 1
    await take(patient, write=[TREE])


@pytest.mark.rule("DB27", "DB28")
async def test_writers_of_two_processes_all_get_their_turn(desk: Database, patient: Database) -> None:
    async def save(database: Database) -> None:
        async with database.write() as scope:
            await scope.write_lock(TREE)
            await add(scope, len(await seen_by(scope)) + 1)
            scope.complete()

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(save(desk))
            group.create_task(save(patient))
    assert await kept(desk) == list(range(1, 17))


@pytest.mark.rule("DB26", "DB28")
async def test_one_that_is_cancelled_while_it_waits_for_another_process_leaves_nothing_behind(
    desk: Database, patient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.write() as scope:
        await scope.write_lock(TREE)
        waiting = asyncio.create_task(take(patient, write=[TREE]))
        await _until_the_database_is_asked(desk, monkeypatch)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    for database in (desk, patient, desk):
        await take(database, write=[TREE])


async def _until_the_database_is_asked(desk: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until the one that waits for the lock has asked the database for it."""
    if desk.url.engine is Engine.POSTGRESQL:
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        while True:
            async with desk.read() as scope:
                if await scope.scalar(waiting):
                    return
    asked, begin = asyncio.Event(), QuickConnection.begin

    async def note_and_begin(connection: QuickConnection) -> None:
        asked.set()
        await begin(connection)

    monkeypatch.setattr(QuickConnection, "begin", note_and_begin)
    await asked.wait()


@pytest.mark.rule("DB24")
async def test_readers_who_find_no_free_connection_in_time_are_told(desk_url: str) -> None:
    async with (
        await Database.open(desk_url, migrate=False, lock_timeout=0.05, connections=1) as small,
        small.read() as scope,
    ):
        assert await seen_by(scope) == []
        with pytest.raises(LockTimeoutError, match=r"no connection .* was free within 0.05 s"):
            await asyncio.create_task(kept(small))


@pytest.mark.rule("DB24")
async def test_a_process_hears_which_of_its_own_units_of_work_it_waits_for(impatient: Database) -> None:
    async def wait() -> None:
        async with impatient.write("ContentService.move") as other:
            await other.write_lock(TREE)

    async with impatient.write("ContentService.save") as scope:
        await scope.write_lock(TREE)
        with pytest.raises(LockTimeoutError, match=r"for ContentService.move .* held by: ContentService.save"):
            await asyncio.create_task(wait())


@pytest.mark.rule("DB21", "DB28")
async def test_read_locks_are_shared_between_processes(postgres_url: str) -> None:
    async with (
        await Database.open(postgres_url, migrate=False) as one,
        await Database.open(postgres_url, migrate=False) as other,
        await Database.open(postgres_url, migrate=False, lock_timeout=0.05) as impatient,
    ):
        async with one.write() as first:
            await first.read_lock(TYPES)
            await asyncio.create_task(take(other, read=[TYPES]))
            with pytest.raises(LockTimeoutError, match="content types was not free") as caught:
                await asyncio.create_task(take(impatient, write=[TYPES]))
        assert "copydesk " in caught.value.holders[0]


async def take(database: Database, *, write: Sequence[int] = (), read: Sequence[int] = ()) -> None:
    async with database.write() as scope:
        await scope.lock(write=write, read=read)


@pytest.mark.rule("DB22", "DB23")
async def test_what_could_deadlock_is_refused_at_once(desk: Database) -> None:
    async with desk.write() as scope:
        await scope.lock(write=[MEDIA], read=[TreeLock.LANGUAGES])
        with pytest.raises(LockOrderError, match="content tree"):
            await scope.write_lock(TREE)
        with pytest.raises(LockUpgradeError, match="languages"):
            await scope.write_lock(TreeLock.LANGUAGES)


@pytest.mark.rule("DB21")
async def test_nested_scopes_have_the_locks_of_the_root(desk: Database) -> None:
    async with desk.write() as root:
        await root.write_lock(TREE, TYPES)
        async with desk.write() as nested:
            await nested.write_lock(TREE)
            await nested.read_lock(TYPES)
            nested.complete()
        root.complete()


@pytest.mark.rule("DB25")
async def test_writers_come_in_as_they_asked(desk: Database) -> None:
    order: list[int] = []
    asked: list[asyncio.Task[None]] = []

    async def save(number: int) -> None:
        async with desk.write() as scope:
            await scope.write_lock(TREE)
            order.append(number)

    async with desk.write() as scope:
        await scope.write_lock(TREE)
        for number in range(8):
            asked.append(asyncio.create_task(save(number)))
            await kept_by_another_task(desk)
    await asyncio.gather(*asked)
    assert order == list(range(8))


async def kept_by_another_task(database: Database) -> None:
    """Give the loop and the database time enough for the last task to have asked."""
    await asyncio.create_task(kept(database))
