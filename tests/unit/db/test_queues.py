"""Waiting for locks in this process."""

import asyncio
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.db.errors import LockTimeoutError
from copydesk.db.locks import LockMode, LockRequest
from copydesk.db.queues import Holder, LockQueues

READ, WRITE = LockMode.READ, LockMode.WRITE
A: list[LockRequest] = [(1, WRITE)]
SHARED: list[LockRequest] = [(1, READ)]


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(10):
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(turn.set_result, None)
        await turn


class Crowd:
    """Holders that ask in order and note when they are let in."""

    def __init__(self, timeout: float = 60) -> None:
        self.queues = LockQueues(timeout)
        self.inside: list[str] = []
        self.holders: dict[str, Holder] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, name: str, requests: list[LockRequest]) -> None:
        self.tasks[name] = asyncio.create_task(self._take(name, requests), name=name)
        await settle()

    async def leave(self, name: str) -> None:
        self.queues.release(self.holders[name])
        self.inside.remove(name)
        await settle()

    async def _take(self, name: str, requests: list[LockRequest]) -> None:
        self.holders[name] = Holder(name)
        await self.queues.take(self.holders[name], requests)
        self.inside.append(name)


@pytest.mark.rule("DB25")
async def test_writers_come_in_one_after_the_other_as_they_asked() -> None:
    crowd = Crowd()
    for name in "abc":
        await crowd.ask(name, A)
    assert crowd.inside == ["a"]
    await crowd.leave("a")
    assert crowd.inside == ["b"]
    await crowd.leave("b")
    assert crowd.inside == ["c"]


@pytest.mark.rule("DB21")
async def test_readers_share_and_a_writer_waits_for_all_of_them() -> None:
    crowd = Crowd()
    await crowd.ask("a", SHARED)
    await crowd.ask("b", SHARED)
    await crowd.ask("w", A)
    assert crowd.inside == ["a", "b"]
    await crowd.leave("a")
    assert crowd.inside == ["b"]
    await crowd.leave("b")
    assert crowd.inside == ["w"]


@pytest.mark.rule("DB25")
async def test_readers_do_not_overtake_a_waiting_writer() -> None:
    crowd = Crowd()
    await crowd.ask("a", SHARED)
    await crowd.ask("w", A)
    await crowd.ask("b", SHARED)
    await crowd.ask("c", SHARED)
    assert crowd.inside == ["a"]
    await crowd.leave("a")
    await crowd.leave("w")
    assert crowd.inside == ["b", "c"]


async def test_one_that_gives_up_lets_the_others_through() -> None:
    crowd = Crowd()
    await crowd.ask("a", SHARED)
    await crowd.ask("w", A)
    await crowd.ask("b", SHARED)
    crowd.tasks["w"].cancel()
    await settle()
    assert crowd.inside == ["a", "b"]


async def test_those_whose_cancellation_is_still_to_be_noticed_are_passed_over() -> None:
    crowd = Crowd()
    for name in "abcd":
        await crowd.ask(name, A)
    for name in "bc":
        crowd.tasks[name].cancel()
    crowd.queues.release(crowd.holders["a"])
    ended = await asyncio.gather(crowd.tasks["b"], crowd.tasks["c"], return_exceptions=True)
    assert [type(each) for each in ended] == [asyncio.CancelledError] * 2
    await settle()
    assert crowd.inside == ["a", "d"]
    assert crowd.queues.waiting() == 0


async def test_one_that_is_cancelled_as_it_is_let_in_holds_nothing() -> None:
    crowd = Crowd()
    await crowd.ask("a", A)
    await crowd.ask("b", A)
    await crowd.ask("c", A)
    crowd.queues.release(crowd.holders["a"])
    crowd.tasks["b"].cancel()
    await settle()
    assert crowd.inside == ["a", "c"]


@pytest.mark.rule("DB24")
async def test_one_that_waits_too_long_hears_who_holds_the_lock() -> None:
    crowd = Crowd(timeout=0)
    await crowd.ask("ContentService.save", A)
    with pytest.raises(
        LockTimeoutError, match=r"lock 1 was not free for b .* held by: ContentService.save \(task"
    ) as e:
        await crowd.queues.take(Holder("b"), A)
    assert len(e.value.holders) == 1
    assert "open for 0.0 s" in e.value.holders[0]


@given(st.lists(st.tuples(st.sampled_from([READ, WRITE]), st.integers(0, 3)), max_size=12))
async def test_never_lets_a_writer_in_beside_anyone(steps: list[tuple[LockMode, int]]) -> None:
    crowd, modes, pending = Crowd(), {}, deque[str]()
    for number, (mode, leavers) in enumerate(steps):
        name = str(number)
        modes[name] = mode
        await crowd.ask(name, [(1, mode)])
        pending.append(name)
        for _ in range(min(leavers, len(crowd.inside))):
            await crowd.leave(crowd.inside[0])
        assert len(crowd.inside) <= 1 or all(modes[each] is READ for each in crowd.inside)
    while crowd.inside:
        await crowd.leave(crowd.inside[0])
    assert crowd.queues.waiting() == 0
