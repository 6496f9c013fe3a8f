"""What happens at once, on a real database with two nodes."""

import asyncio

import pytest
from sqlalchemy import text

from copydesk.identity.model import UserState
from copydesk.identity.outcome import Status
from copydesk.identity.ports import IDENTITY_LOCK
from copydesk.identity.sessions import Refusal, SignInRefused
from tests.integration.identity.conftest import PASSWORD, Desk


@pytest.mark.rule("ID55")
async def test_two_administrators_who_remove_each_other_leave_one(desk: Desk, other_node: Desk) -> None:
    first, second = await desk.administrator("first"), await desk.administrator("second")
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(desk.identity.users.delete(first.key)),
            group.create_task(other_node.identity.users.disable(second.key)),
        ]
    assert {task.result().status for task in tasks} == {Status.SUCCESS, Status.LAST_ADMINISTRATOR}


@pytest.mark.rule("ID53")
async def test_of_two_users_with_one_address_one_is_made(desk: Desk, other_node: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(node.identity.users.save(node.identity.users.new_user("ada@example.org", "Ada")))
            for node in (desk, other_node)
        ]
    assert {task.result().status for task in tasks} == {Status.SUCCESS, Status.DUPLICATE_EMAIL}


@pytest.mark.rule("ID62")
async def test_failures_at_once_are_all_counted(desk: Desk, other_node: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    async with asyncio.TaskGroup() as group:
        for node in (desk, other_node, desk, other_node, desk):
            group.create_task(node.identity.sign_in.sign_in("ada@example.org", "wrong horse battery"))
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.state is UserState.LOCKED_OUT
    answer = await desk.identity.sign_in.sign_in("ada@example.org", PASSWORD)
    assert answer == SignInRefused(Refusal.LOCKED_OUT)


async def somebody_waits(desk: Desk) -> None:
    """Return as soon as some unit of work waits for a lock of the server."""
    waiting = False
    while not waiting:
        async with desk.database.read() as scope:
            waiting = bool(await scope.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@pytest.mark.rule("ID62")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_failure_and_a_change_of_the_user_cannot_deadlock(desk: Desk, other_node: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    async with asyncio.TaskGroup() as group, other_node.database.write() as scope:
        await scope.write_lock(IDENTITY_LOCK)
        for _ in range(5):
            group.create_task(desk.identity.sign_in.sign_in("ada@example.org", "wrong horse battery"))
        await group.create_task(somebody_waits(desk))
        assert (await other_node.identity.users.save(user)).success
        scope.complete()
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.state is UserState.LOCKED_OUT
