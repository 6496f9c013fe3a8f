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
