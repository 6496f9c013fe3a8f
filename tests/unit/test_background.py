"""Jobs beside the requests."""

import asyncio

import pytest

from copydesk.background import Background


@pytest.mark.rule("BO5")
@pytest.mark.logs_errors
async def test_a_job_that_fails_is_begun_again_and_named_meanwhile() -> None:
    problems: list[str | None] = []
    well = asyncio.Event()

    async def job() -> None:
        problems.append(await background.problem())
        if len(problems) == 1:
            raise ZeroDivisionError("secret")
        if len(problems) == 3:
            well.set()

    async with Background(restart_after=0.001) as background:
        background.keep("events", job)
        await well.wait()
    assert problems == [None, "events: ZeroDivisionError", None]


@pytest.mark.rule("BO5")
@pytest.mark.logs_errors
async def test_a_job_that_was_begun_again_and_goes_on_counts_as_working() -> None:
    begun: list[str | None] = []

    async def job() -> None:
        begun.append(await background.problem())
        if len(begun) == 1:
            raise ZeroDivisionError
        await asyncio.Event().wait()

    async with Background(restart_after=0.001, well_after=0.01) as background:
        background.keep("events", job)
        forever = asyncio.ensure_future(asyncio.Event().wait())
        while len(begun) < 2 or await background.problem() is not None:
            await asyncio.wait([forever], timeout=0.005)
        forever.cancel()
    assert begun == [None, "events: ZeroDivisionError"]


@pytest.mark.rule("BO5")
@pytest.mark.logs_errors
async def test_a_periodic_job_that_failed_is_not_begun_again_at_its_next_turn_only() -> None:
    well, turns = asyncio.Event(), 0

    async def job() -> None:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise ZeroDivisionError
        well.set()

    async with Background(restart_after=0.001) as background:
        background.every("cleaning", 3600, job)
        await well.wait()
        assert await background.problem() is None


async def test_leaving_ends_every_job() -> None:
    ended = asyncio.Event()

    async def job() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    started = asyncio.Event()

    async def periodic() -> None:
        started.set()

    async with Background() as background:
        background.keep("events", job)
        background.every("cleaning", 3600, periodic)
        await started.wait()
    assert ended.is_set()


async def test_a_name_stands_for_one_job() -> None:
    async def job() -> None:
        await asyncio.Event().wait()

    async with Background() as background:
        background.keep("events", job)
        with pytest.raises(ValueError, match="events"):
            background.keep("events", job)
