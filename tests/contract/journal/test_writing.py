"""Appending records and giving them positions."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from copydesk.db import AmbientDatabaseError, Database, Engine, ScopeDoomedError, UnitOfWork, WriteInReadScopeError
from copydesk.journal import Attribution, Change, Journal, SequenceInsideUnitError, attributed_to
from tests.contract.journal.conftest import change, everything, ids, numbers

ACTOR = UUID(int=0xAC)


@pytest.mark.rule("JN10")
async def test_records_stand_in_the_order_of_the_appends(journal: Journal, database: Database) -> None:
    async with database.write() as scope:
        await journal.append([change(1), change(2)])
        await journal.append([change(3)])
        scope.complete()
    assert await everything(journal) == [1, 2, 3]


@pytest.mark.rule("JN10")
async def test_a_unit_of_work_that_is_not_completed_leaves_nothing(journal: Journal, database: Database) -> None:
    async with database.write():
        await journal.append([change(1)])
    await journal.append([change(2)])
    assert await everything(journal) == [2]
    assert (await journal.bounds()).newest == 1


@pytest.mark.rule("JN10")
async def test_an_inner_scope_that_fails_takes_the_records_of_the_outer_one_along(
    journal: Journal, database: Database
) -> None:
    with pytest.raises(ScopeDoomedError):
        async with database.write() as scope:
            await journal.append([change(1)])
            async with database.write():
                pass
            scope.complete()
    assert await everything(journal) == []


@pytest.mark.rule("JN10")
async def test_a_hook_before_the_commit_may_append(journal: Journal, database: Database) -> None:
    async def hook(_: UnitOfWork, __: object) -> None:
        await journal.append([change(9)])

    async with database.write() as scope:
        scope.before_commit(hook)
        scope.complete()
    assert await everything(journal) == [9]


@pytest.mark.rule("JN11")
async def test_an_append_outside_a_unit_of_work_commits_by_itself(journal: Journal) -> None:
    await journal.append([change(1)])
    await journal.append([])
    assert await everything(journal) == [1]


@pytest.mark.rule("JN11")
async def test_an_append_inside_a_reading_scope_is_refused(journal: Journal, database: Database) -> None:
    async with database.read():
        with pytest.raises(WriteInReadScopeError):
            await journal.append([change(1)])


@pytest.mark.rule("JN11")
async def test_an_append_inside_a_unit_of_work_on_another_database_is_refused(journal: Journal, tmp_path: Path) -> None:
    async def hook(_: UnitOfWork, __: object) -> None:
        await journal.append([change(1)])

    async with await Database.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        with pytest.raises(AmbientDatabaseError):
            async with other.write() as scope:
                scope.before_commit(hook)
                scope.complete()
    assert await everything(journal) == []


@pytest.mark.rule("JN2", "JN3")
async def test_a_record_says_everything_that_was_known(journal: Journal) -> None:
    told = Change(
        source="Umbraco:CMS:Document",
        type="Moved",
        key=UUID(int=1),
        parent_key=UUID(int=2),
        path="-1,5,6",
        original_path="-1,4,6",
        whole_branch=True,
        branch_path="-1,5",
        cultures=("da", "en-US"),
        changed=("title",),
    )
    with attributed_to(Attribution(ACTOR, "tab 1", "home", "request 7")):
        await journal.append([told])
    _ = await journal.settled()
    (record,) = await journal.read(0)
    assert {name: getattr(record, name) for name in Change.__slots__ if name not in {"actor", "origin"}} == {
        name: getattr(told, name) for name in Change.__slots__ if name not in {"actor", "origin"}
    }
    assert (record.actor, record.origin, record.site, record.trace_id) == (ACTOR, "tab 1", "home", "request 7")
    assert (record.position, record.tenant, record.at) == (1, "acme", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert record.id.version == 7


@pytest.mark.rule("JN2")
async def test_what_the_change_itself_says_comes_first(journal: Journal) -> None:
    with attributed_to(Attribution(UUID(int=5), "tab 1")):
        await journal.append([Change(source="s", type="t", key=UUID(int=1), actor=ACTOR, origin="tab 2")])
    _ = await journal.settled()
    (record,) = await journal.read(0)
    assert (record.actor, record.origin) == (ACTOR, "tab 2")


@pytest.mark.rule("JN13")
async def test_who_commits_late_gets_a_late_position(postgres_url: str, journal: Journal) -> None:
    async with await Database.open(postgres_url, migrate=False) as database:
        journal = Journal(database, lambda: datetime(2026, 1, 1, tzinfo=UTC), ids())
        appended, may_commit = asyncio.Event(), asyncio.Event()

        async def long_one() -> None:
            async with database.write() as scope:
                await journal.append([change(1)])
                appended.set()
                await may_commit.wait()
                scope.complete()

        task = asyncio.create_task(long_one())
        await appended.wait()
        await journal.append([change(2)])
        assert await journal.settled() == 1
        assert numbers(await journal.read(0)) == [2]
        may_commit.set()
        await task
        assert await journal.settled() == 2
        assert numbers(await journal.read(1)) == [1]


@pytest.mark.rule("JN12")
async def test_positions_are_dense_when_two_nodes_give_them(journal: Journal, other_node: Journal) -> None:
    async def write(node: Journal, first: int) -> None:
        for number in range(first, first + 20):
            await node.append([change(number)])
            _ = await node.settled()

    await asyncio.gather(write(journal, 100), write(other_node, 200), write(journal, 300))
    records = [record for start in range(0, 60, 10) for record in await journal.read(start, 10)]
    assert [record.position for record in records] == list(range(1, 61))
    assert sorted(numbers(records)) == [*range(100, 120), *range(200, 220), *range(300, 320)]


@pytest.mark.rule("JN14")
async def test_those_who_wait_for_positions_together_all_get_them(journal: Journal) -> None:
    async def write(number: int) -> bool:
        await journal.append([change(number)])
        newest = await journal.settled()
        return number in numbers(await journal.read(0, newest))

    assert all(await asyncio.gather(*(write(number) for number in range(1, 30))))


@pytest.mark.rule("JN14")
async def test_positions_cannot_be_waited_for_inside_a_unit_of_work(journal: Journal, database: Database) -> None:
    async with database.write():
        with pytest.raises(SequenceInsideUnitError):
            _ = await journal.settled()


@pytest.mark.rule("JN14")
async def test_many_records_get_their_positions_in_several_transactions(journal: Journal) -> None:
    await journal.append(change(number) for number in range(1, 2502))
    assert await journal.settled() == 2501
    assert numbers(await journal.read(2499)) == [2500, 2501]


@pytest.mark.rule("JN10")
async def test_on_sqlite_the_position_is_there_with_the_commit(sqlite_url: str) -> None:
    async with await Database.open(sqlite_url, migrate=False) as database:
        assert database.url.engine is Engine.SQLITE
        journal = Journal(database, lambda: datetime(2026, 1, 1, tzinfo=UTC), ids())
        await journal.append([change(1)])
        assert numbers(await journal.read(0)) == [1]
