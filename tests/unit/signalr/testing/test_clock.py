import asyncio

from copydesk.signalr.testing import FakeClock, SyncPoint, turns


async def test_time_passes_only_when_the_test_says_so() -> None:
    clock = FakeClock()
    woken: list[float] = []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(clock.monotonic())

    async with asyncio.TaskGroup() as group:
        for seconds in (3, 1, 2):
            group.create_task(sleeper(seconds))
        await clock.advance(2.5)
        assert woken == [1, 2]
        await clock.advance(1)
    assert woken == [1, 2, 3]
    assert clock.monotonic() == 3.5
    assert clock.now().isoformat() == "2026-01-01T00:00:03.500000+00:00"


async def test_a_sleeper_that_sleeps_again_is_woken_at_its_own_moments() -> None:
    clock = FakeClock()
    ticks: list[float] = []

    async def ticker() -> None:
        while len(ticks) < 5:
            await clock.sleep(1)
            ticks.append(clock.monotonic())

    task = asyncio.ensure_future(ticker())
    await clock.advance(5)
    await task
    assert ticks == [1, 2, 3, 4, 5]


async def test_a_cancelled_sleeper_does_not_stop_the_clock() -> None:
    clock = FakeClock()
    task = asyncio.ensure_future(clock.sleep(1))
    await turns()
    task.cancel()
    await clock.advance(2)
    assert task.cancelled()


async def test_a_sync_point_holds_the_code_until_the_test_lets_it_go_on() -> None:
    point = SyncPoint()
    passed: list[str] = []

    async def worker() -> None:
        await point.wait()
        passed.append("worker")

    task = asyncio.ensure_future(worker())
    assert not point.is_reached
    await point.reached()
    await turns()
    assert passed == []
    point.go_on()
    await task
    assert passed == ["worker"]
