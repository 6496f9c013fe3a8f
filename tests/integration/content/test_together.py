"""Several at once: parallel saves, handlers that read, writers of one document."""

import asyncio

import pytest

from copydesk.content import OperationOutcome, OperationResult
from copydesk.content.notifications import (
    ContentPublishingNotification,
    ContentSavedNotification,
    ContentSavingNotification,
)
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig

WRITERS = 16


@pytest.mark.rule("CS101")
async def test_parallel_saves_with_handlers_that_read_do_not_wait_for_each_other_forever(rig: Rig) -> None:
    async def read(saving: ContentSavingNotification) -> None:
        await rig.content.children(saving.saved_entities[0].parent_id)
        await rig.content.count()

    parent = await rig.page("Parent")
    rig.recorder.inside[ContentSavingNotification] = read

    async def save(number: int) -> OperationOutcome:
        return await rig.content.save(await rig.content.create("page", f"P{number}", parent.id), actor=EDITOR)

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        saves = [group.create_task(save(number)) for number in range(WRITERS)]
    assert all(save.result().success for save in saves)
    children = (await rig.content.children(parent.id)).items
    assert [child.sort_order for child in children] == list(range(WRITERS))


@pytest.mark.rule("CS101")
async def test_parallel_mixed_operations_leave_a_sound_tree(rig: Rig) -> None:
    left, right = await rig.published_page("Left"), await rig.published_page("Right")
    pages = [await rig.page(f"P{number}", left) for number in range(8)]

    async def work(number: int) -> None:
        page = await rig.again(pages[number])
        if number % 4 == 0:
            await rig.content.move(page, right.id)
        elif number % 4 == 1:
            await rig.content.publish(page)
        elif number % 4 == 2:
            await rig.content.move_to_recycle_bin(page)
        else:
            await rig.content.copy(page, right.id)

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        for number in range(8):
            group.create_task(work(number))
    assert await rig.content.check_data_integrity() == ()
    assert await rig.content.count_children(right.id) == 4
    assert (await rig.content.recycle_bin()).total == 2


@pytest.mark.rule("CS25")
async def test_of_two_writers_one_wins_and_the_other_hears_of_it(rig: Rig) -> None:
    document = await rig.page("Home", title="start")
    mine, theirs = await rig.again(document), await rig.again(document)
    mine.set_value("title", "mine")
    theirs.set_value("title", "theirs")
    outcomes = await asyncio.gather(rig.content.save(mine, actor=EDITOR), rig.content.save(theirs, actor=COLLEAGUE))
    results = sorted(outcome.result for outcome in outcomes)
    assert results == [OperationResult.SUCCESS, OperationResult.FAILED_CONCURRENCY_VIOLATION]
    winner = next(outcome.document for outcome in outcomes if outcome.success)
    assert winner is not None
    assert (await rig.again(document)).get_value("title") == winner.get_value("title")
    assert rig.recorder.names() == ["Saving", "Saved", "TreeChange"]


@pytest.mark.rule("CS102")
async def test_nobody_is_asked_before_the_tree_is_locked(rig: Rig) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()
    asked: list[str] = []

    async def wait(saving: ContentSavingNotification) -> None:
        asked.append(saving.saved_entities[0].name)
        inside.set()
        await go_on.wait()

    rig.recorder.inside[ContentSavingNotification] = wait
    first = asyncio.create_task(rig.content.save(await rig.content.create("page", "First")))
    await inside.wait()
    second_page = await rig.content.create("page", "Second")
    second = asyncio.create_task(rig.content.save(second_page))
    assert await rig.content.count() == 0
    assert asked == ["First"]
    go_on.set()
    assert (await first).success
    assert (await second).success
    assert asked == ["First", "Second"]


@pytest.mark.rule("CS102")
async def test_a_handler_may_call_the_service_again(rig: Rig) -> None:
    async def accompany(publishing: ContentPublishingNotification) -> None:
        log = await rig.content.create("page", f"Log of {publishing.published_entities[0].name}")
        assert (await rig.content.save(log)).success

    page = await rig.page()
    rig.recorder.inside[ContentPublishingNotification] = accompany
    assert (await rig.content.publish(page)).success
    assert rig.recorder.names() == ["Publishing", "Saving", "Saved", "TreeChange", "TreeChange", "Published"]
    assert await rig.content.count() == 2


@pytest.mark.rule("CS105")
async def test_what_is_decided_exclusively_is_done_before_anybody_else_changes_the_tree(rig: Rig) -> None:
    page = await rig.page("Home", title="old")

    async def decide() -> OperationOutcome:
        read = await rig.again(page)
        other = asyncio.create_task(rig.content.save(page, actor=COLLEAGUE))
        await asyncio.wait([other], timeout=0.05)
        others.append(other)
        read.set_value("title", f"{read.get_value('title')} and new")
        return await rig.content.save(read, actor=EDITOR)

    others: list[asyncio.Task[OperationOutcome]] = []
    page.set_value("title", "theirs")
    assert (await rig.content.exclusively("a test", decide, actor=EDITOR)).success
    assert (await others[0]).result is OperationResult.FAILED_CONCURRENCY_VIOLATION
    assert (await rig.again(page)).get_value("title") == "old and new"


@pytest.mark.rule("CS105")
async def test_what_fails_halfway_is_undone_as_a_whole_and_still_an_outcome(rig: Rig) -> None:
    left, right = await rig.page("Left"), await rig.page("Right")
    page, beside = await rig.page("Page", left), await rig.page("Beside", right)

    async def decide() -> OperationOutcome:
        await rig.page("Made before", left)
        return await rig.content.move_beside(page, right.id, before=beside.id)

    rig.recorder.cancel_on("Sorting")
    outcome = await rig.content.exclusively("a test", decide)
    assert outcome.result is OperationResult.FAILED_CANCELLED_BY_EVENT
    assert [one.name for one in (await rig.content.children(left.id)).items] == ["Page"]
    assert rig.recorder.names() == ["Moving", "Sorting"]


@pytest.mark.rule("CS105")
@pytest.mark.logs_errors
async def test_handlers_that_fail_after_it_are_in_its_outcome(rig: Rig) -> None:
    async def fail(_: ContentSavedNotification) -> None:
        raise RuntimeError

    page = await rig.page()
    rig.recorder.inside[ContentSavedNotification] = fail
    outcome = await rig.content.exclusively("a test", lambda: rig.content.save(page))
    assert (outcome.success, len(outcome.failures)) == (True, 1)
