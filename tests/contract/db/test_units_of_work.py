"""What stands after a unit of work, and what is told."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from copydesk.db import (
    Database,
    ReadScope,
    ScopeDoomedError,
    ScopeEndedError,
    ScopeOrderError,
    UnitOfWork,
    WriteInReadScopeError,
    WriteScope,
)
from copydesk.notifications import EventAggregator, HandlerRegistry, Notification, ScopeStatus
from tests.contract.db.tables import add, create, kept, numbers, seen_by
from tests.servers import PostgresServer


@pytest.mark.rule("DB10")
async def test_completed_work_stands(desk: Database) -> None:
    async with desk.write() as scope:
        await add(scope, 1)
        scope.complete()
    assert await kept(desk) == [1]


@pytest.mark.rule("DB10")
async def test_work_that_was_not_completed_is_undone(desk: Database) -> None:
    async with desk.write() as scope:
        await add(scope, 1)
    assert scope.outcome is not None
    assert scope.outcome.status is ScopeStatus.ROLLED_BACK
    assert await kept(desk) == []


@pytest.mark.rule("DB10")
async def test_a_unit_of_work_that_touches_nothing_may_complete(desk: Database) -> None:
    async with desk.write() as scope:
        scope.complete()
    assert scope.outcome is not None
    assert scope.outcome.status is ScopeStatus.COMMITTED


@pytest.mark.rule("DB10")
async def test_a_unit_of_work_that_only_took_a_connection_may_complete(desk: Database) -> None:
    async with desk.write() as scope:
        _ = await scope.connection()
        scope.complete()
    assert scope.outcome is not None
    assert scope.outcome.status is ScopeStatus.COMMITTED


@pytest.mark.rule("DB11")
async def test_nested_scopes_share_the_transaction_of_the_root(desk: Database) -> None:
    async with desk.write() as root:
        await add(root, 1)
        async with desk.write() as nested:
            await add(nested, 2)
            nested.complete()
        async with desk.read() as reading:
            assert await seen_by(reading) == [1, 2]
        assert (root.is_root, nested.is_root, reading.is_root) == (True, False, False)
        assert await asyncio.create_task(kept(desk)) == []
        root.complete()
    assert await kept(desk) == [1, 2]


@pytest.mark.rule("DB10", "DB12")
async def test_a_nested_scope_that_was_not_completed_undoes_the_root_and_says_so(desk: Database) -> None:
    root = desk.write("outer")
    with pytest.raises(ScopeDoomedError, match="the scope 'inner' inside it was not completed"):
        async with root:
            await add(root, 1)
            async with desk.write("inner"):
                pass
            root.complete()
    assert await kept(desk) == []


@pytest.mark.rule("DB12")
async def test_a_failed_statement_cannot_be_overlooked(desk: Database) -> None:
    async def overlook() -> None:
        async with desk.write() as scope:
            await add(scope, 1)
            with pytest.raises(IntegrityError):
                await add(scope, 1)
            scope.complete()

    if desk.url.engine.value == "postgresql":
        with pytest.raises(ScopeDoomedError, match="a statement in it had failed"):
            await overlook()
        assert await kept(desk) == []
    else:
        await overlook()
        assert await kept(desk) == [1]


@pytest.mark.rule("DB13")
async def test_an_exception_undoes_everything_and_passes(desk: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with desk.write() as root:
            await add(root, 1)
            async with desk.write() as nested:
                await add(nested, 2)
                nested.complete()
            root.complete()
            raise ZeroDivisionError
    assert await kept(desk) == []


@pytest.mark.rule("DB19")
async def test_a_savepoint_undoes_only_its_part(desk: Database) -> None:
    async with desk.write() as scope:
        await add(scope, 1)
        with pytest.raises(IntegrityError):
            async with scope.savepoint():
                await add(scope, 2)
                await add(scope, 1)
        async with scope.savepoint():
            await add(scope, 3)
        scope.complete()
    assert await kept(desk) == [1, 3]


@pytest.mark.rule("DB29")
async def test_statements_run_in_one_trip_and_in_order(desk: Database) -> None:
    one, change = numbers.insert(), numbers.update().where(numbers.c.number == bindparam("old"))
    async with desk.write() as scope:
        await scope.execute_all(
            [
                (one, [{"number": 1}]),
                (one, [{"number": 2}, {"number": 3}]),
                (change.values(number=bindparam("new")), [{"old": 1, "new": 4}, {"old": 4, "new": 5}]),
                (one, []),
                (numbers.delete().where(numbers.c.number == bindparam("gone")), [{"gone": 2}]),
            ]
        )
        assert await seen_by(scope) == [3, 5]
        scope.complete()
    assert await kept(desk) == [3, 5]


@pytest.mark.rule("DB29")
async def test_the_first_statement_of_a_trip_that_fails_is_reported(desk: Database) -> None:
    async with desk.write() as scope:
        await add(scope, 1)
        with pytest.raises(IntegrityError):
            async with scope.savepoint():
                await scope.execute_all([(numbers.insert(), [{"number": n}]) for n in (2, 1, 3)])
        await add(scope, 4)
        scope.complete()
    assert await kept(desk) == [1, 4]


@pytest.mark.rule("DB29")
@pytest.mark.parametrize("at_once", [True, False])
async def test_a_connection_that_is_lost_in_a_trip_is_known_as_lost(
    postgres_server: PostgresServer, postgres_url: str, at_once: bool
) -> None:
    async with await Database.open(postgres_url, migrate=False) as database:
        await create(database)
        insert = (numbers.insert(), [{"number": 1}])
        with pytest.raises(DBAPIError) as lost:
            async with database.write() as scope:
                pid = await scope.scalar(text("SELECT pg_backend_pid()"))
                postgres_server.run_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
                await (scope.execute_all([insert]) if at_once else scope.execute(*insert))
        assert lost.value.connection_invalidated
        assert await kept(database) == []


@pytest.mark.rule("DB59")
async def test_what_was_put_off_is_written_before_the_next_statement(desk: Database) -> None:
    async with desk.write() as scope:
        scope.execute_later([(numbers.insert(), [{"number": 1}])])
        scope.execute_later([(numbers.insert(), [{"number": 2}, {"number": 3}]), (numbers.insert(), [])])
        async with desk.read() as nested:
            assert await seen_by(nested) == [1, 2, 3]
        scope.complete()


@pytest.mark.rule("DB59")
async def test_what_was_put_off_is_written_before_the_commit(desk: Database) -> None:
    async with desk.write() as scope:
        scope.execute_later([(numbers.insert(), [{"number": 1}])])
        scope.complete()
    assert await kept(desk) == [1]


@pytest.mark.rule("DB59")
async def test_what_was_put_off_is_undone_with_its_unit_of_work(desk: Database) -> None:
    async with desk.write() as scope:
        scope.execute_later([(numbers.insert(), [{"number": 1}])])
    assert await kept(desk) == []


@pytest.mark.rule("DB59")
async def test_an_error_of_what_was_put_off_rolls_everything_back(desk: Database) -> None:
    with pytest.raises(IntegrityError):
        async with desk.write() as scope:
            await add(scope, 1)
            scope.execute_later([(numbers.insert(), [{"number": 1}])])
            scope.complete()
    assert await kept(desk) == []


@pytest.mark.rule("DB59")
async def test_an_error_of_what_was_put_off_is_raised_on_request(desk: Database) -> None:
    async with desk.write() as scope:
        await add(scope, 1)
        with pytest.raises(IntegrityError):
            async with scope.savepoint():
                scope.execute_later([(numbers.insert(), [{"number": 1}])])
                await scope.flush()
        scope.complete()
    assert await kept(desk) == [1]


@pytest.mark.rule("DB59")
async def test_a_savepoint_takes_what_was_put_off_inside_and_nothing_else(desk: Database) -> None:
    async with desk.write() as scope:
        scope.execute_later([(numbers.insert(), [{"number": 1}])])
        with pytest.raises(LookupError):
            async with scope.savepoint():
                scope.execute_later([(numbers.insert(), [{"number": 2}])])
                raise LookupError
        with pytest.raises(IntegrityError):
            async with scope.savepoint():
                scope.execute_later([(numbers.insert(), [{"number": 1}])])
        async with scope.savepoint():
            scope.execute_later([(numbers.insert(), [{"number": 3}])])
        scope.complete()
    assert await kept(desk) == [1, 3]


@pytest.mark.rule("DB16")
async def test_a_reading_scope_sees_one_state(desk: Database) -> None:
    async def write() -> None:
        async with desk.write() as scope:
            await add(scope, 1)
            scope.complete()

    async with desk.read() as scope:
        assert await seen_by(scope) == []
        await asyncio.create_task(write())
        assert await seen_by(scope) == []
    assert await kept(desk) == [1]


@pytest.mark.rule("DB16")
async def test_a_reading_scope_waits_for_no_writer(desk: Database) -> None:
    async with desk.write() as scope:
        await scope.write_lock(-333)
        await add(scope, 1)
        assert await asyncio.create_task(kept(desk)) == []


@pytest.mark.rule("DB16")
async def test_a_reading_scope_cannot_write(desk: Database) -> None:
    async with desk.read() as scope:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await scope.execute(numbers.insert(), {"number": 1})


@pytest.mark.rule("DB16")
async def test_a_writing_scope_inside_a_reading_root_is_refused(desk: Database) -> None:
    async with desk.read():
        with pytest.raises(WriteInReadScopeError, match="outermost"):
            async with desk.write():
                raise AssertionError
        async with desk.read() as nested:
            assert await seen_by(nested) == []


@pytest.mark.rule("DB17")
async def test_a_task_started_inside_works_by_itself(desk: Database) -> None:
    async def write() -> None:
        async with desk.write() as scope:
            assert scope.is_root
            await add(scope, 2)
            scope.complete()

    async with desk.write() as scope:
        task = asyncio.create_task(write())
        await add(scope, 1)
    await task
    assert await kept(desk) == [2]


@pytest.mark.rule("DB18")
@pytest.mark.parametrize("kind", ["read", "write"])
async def test_a_scope_is_used_inside_its_block_and_once(desk: Database, kind: str) -> None:
    scope: ReadScope = getattr(desk, kind)()
    with pytest.raises(ScopeEndedError, match="enter it"):
        await seen_by(scope)
    async with scope:
        assert scope.is_open
    with pytest.raises(ScopeEndedError, match="has ended"):
        await seen_by(scope)
    with pytest.raises(ScopeEndedError, match="used once"):
        await scope.__aenter__()


@pytest.mark.rule("DB18")
async def test_nothing_of_a_scope_works_after_its_end(desk: Database) -> None:
    async with desk.write() as scope:
        scope.complete()
    with pytest.raises(ScopeEndedError):
        scope.complete()
    with pytest.raises(ScopeEndedError):
        await scope.write_lock(-333)
    with pytest.raises(ScopeEndedError):
        _ = scope.notifications


@pytest.mark.rule("DB18")
@pytest.mark.parametrize("inner_kind", ["read", "write"])
async def test_scopes_that_end_out_of_order_keep_nothing(desk: Database, inner_kind: str) -> None:
    root = await desk.write().__aenter__()
    inner: ReadScope = await getattr(desk, inner_kind)().__aenter__()
    await add(root, 1)
    root.complete()
    with pytest.raises(ScopeOrderError):
        await root.__aexit__(None, None, None)
    assert not inner.is_open
    with pytest.raises(ScopeEndedError):
        await inner.__aexit__(None, None, None)
    assert await kept(desk) == []


@pytest.mark.rule("DB18")
async def test_a_scope_that_ends_in_another_task_keeps_nothing(desk: Database) -> None:
    scope = await desk.write().__aenter__()
    await add(scope, 1)
    scope.complete()
    with pytest.raises(ScopeOrderError):
        await asyncio.create_task(scope.__aexit__(None, None, None))
    assert await kept(desk) == []


class _Said(Notification):
    pass


@pytest.mark.rule("DB14")
@pytest.mark.logs_errors
async def test_notifications_are_told_after_the_commit_when_everything_is_free(database_url: str) -> None:
    told: list[list[int]] = []

    async def look(_: _Said) -> None:
        async with desk.write() as scope:
            assert scope.is_root
            await scope.write_lock(-333)
            told.append(await seen_by(scope))

    async def fail(_: _Said) -> None:
        raise ZeroDivisionError

    handlers = HandlerRegistry()
    handlers.add(_Said, fail)
    handlers.add(_Said, look)
    async with await Database.open(database_url, EventAggregator(handlers), migrate=False) as desk:
        await create_numbers(desk)
        async with desk.write() as scope:
            await scope.write_lock(-333)
            await add(scope, 1)
            scope.notifications.publish(_Said())
            scope.complete()
            assert told == []
        assert told == [[1]]
        assert scope.outcome is not None
        assert [type(failure.error) for failure in scope.outcome.failures] == [ZeroDivisionError]
        async with desk.write() as scope:
            scope.notifications.publish(_Said())
        assert told == [[1]]


async def create_numbers(database: Database) -> None:
    async with database.write() as scope:
        await (await scope.connection()).run_sync(numbers.metadata.create_all)
        scope.complete()


@pytest.mark.rule("DB15")
async def test_hooks_before_the_commit_write_in_its_transaction(desk: Database) -> None:
    seen: list[Sequence[Notification]] = []

    async def write_along(unit: UnitOfWork, notifications: Sequence[Notification]) -> None:
        seen.append(notifications)
        await (await unit.connection()).execute(numbers.insert(), {"number": 2})

    said = _Said()
    desk.before_commit(write_along)
    async with desk.write() as scope:
        await add(scope, 1)
        scope.notifications.publish(said)
        scope.complete()
    assert (await kept(desk), seen) == ([1, 2], [(said,)])


@pytest.mark.rule("DB15")
async def test_a_hook_that_fails_before_the_commit_undoes_everything(desk: Database) -> None:
    after: list[str] = []

    async def fail(unit: UnitOfWork, notifications: Sequence[Notification]) -> None:
        raise ZeroDivisionError

    async def note() -> None:
        after.append("after")

    with pytest.raises(ZeroDivisionError):
        async with desk.write() as scope:
            await add(scope, 1)
            scope.before_commit(fail)
            scope.after_commit(note)
            scope.complete()
    assert (await kept(desk), after) == ([], [])


@pytest.mark.rule("DB15")
async def test_a_hook_before_the_commit_opens_no_scope_to_write(desk: Database) -> None:
    async def open_scope(unit: UnitOfWork, notifications: Sequence[Notification]) -> None:
        async with desk.write():
            raise AssertionError

    with pytest.raises(ScopeEndedError, match="being committed"):
        async with desk.write() as scope:
            scope.before_commit(open_scope)
            scope.complete()


@pytest.mark.rule("DB15")
@pytest.mark.logs_errors
async def test_hooks_after_the_commit_all_run_and_change_nothing(desk: Database) -> None:
    ran: list[str] = []

    async def fail() -> None:
        ran.append("fail")
        raise ZeroDivisionError

    async def look() -> None:
        ran.append(str(await kept(desk)))

    desk.after_commit(fail)
    async with desk.write() as scope:
        scope.after_commit(look)
        await add(scope, 1)
        scope.complete()
    assert ran == ["fail", "[1]"]
    async with desk.write():
        pass
    assert ran == ["fail", "[1]"]


@pytest.mark.rule("DB26")
async def test_a_cancelled_task_undoes_its_work(desk: Database) -> None:
    wrote = asyncio.Event()

    async def write(scope: WriteScope) -> None:
        async with scope:
            await add(scope, 1)
            wrote.set()
            scope.complete()
            await asyncio.Event().wait()

    task = asyncio.create_task(write(desk.write()))
    await wrote.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with desk.write() as scope:
        await scope.write_lock(-333)
        await add(scope, 2)
        scope.complete()
    assert await kept(desk) == [2]


@pytest.mark.rule("DB26")
async def test_cancelled_while_committing_still_tells(desk: Database) -> None:
    told: list[str] = []

    async def cancel(unit: UnitOfWork, notifications: Sequence[Notification]) -> None:
        asyncio.get_running_loop().call_soon(task.cancel)

    async def note() -> None:
        told.append("told")

    async def write() -> None:
        async with desk.write() as scope:
            await add(scope, 1)
            scope.before_commit(cancel)
            scope.after_commit(note)
            scope.complete()

    task = asyncio.create_task(write())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (told, await kept(desk)) == (["told"], [1])


@pytest.mark.rule("DB26")
async def test_a_cancellation_while_a_reading_scope_ends_is_not_lost(desk: Database) -> None:
    async def read() -> None:
        async with desk.read() as scope:
            await seen_by(scope)
            task = asyncio.current_task()
            assert task is not None
            task.cancel()

    reading = asyncio.create_task(read())
    await asyncio.wait([reading])
    assert reading.cancelled()
