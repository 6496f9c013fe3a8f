"""Publishing branches, and what is due."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from copydesk.content import BranchFilter, BranchOutcome, ContentOptions, Document, Language, PublishResult
from copydesk.content.errors import CultureError, IdentityError, PublishedStateError
from copydesk.content.model import PublishedState, Schedule, ScheduleAction
from copydesk.content.notifications import (
    ContentPublishedNotification,
    ContentPublishingNotification,
    ContentSavingNotification,
)
from copydesk.db import ScopeDoomedError
from copydesk.journal.attribution import current_attribution
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig, label

PUBLISHED = PublishResult.SUCCESS_PUBLISH
CULTURE = PublishResult.SUCCESS_PUBLISH_CULTURE
ALREADY = PublishResult.SUCCESS_PUBLISH_ALREADY
CANCELLED = PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT
RELEASE, EXPIRE = ScheduleAction.RELEASE, ScheduleAction.EXPIRE


def rows(outcome: BranchOutcome) -> list[tuple[str, PublishResult]]:
    return [(label(item.document), item.result) for item in outcome]


async def edit(rig: Rig, document: Document) -> None:
    alias, culture = ("title", None) if document.type.alias == "page" else ("heading", "en-US")
    document.set_value(alias, "edited", culture)
    assert (await rig.content.save(document, actor=EDITOR)).success
    rig.recorder.forget()


async def tree(rig: Rig) -> dict[str, Document]:
    """Top (clean) > Edited, Clean, Draft (unpublished) > Below draft (published)."""
    top = await rig.published_page("Top")
    edited = await rig.published_page("Edited", top)
    clean = await rig.published_page("Clean", top)
    draft = await rig.published_page("Draft", top)
    below = await rig.published_page("Below draft", draft)
    await rig.content.unpublish(draft)
    await edit(rig, edited)
    return {document.name: document for document in (top, edited, clean, draft, below)}


@pytest.mark.rule("CS51")
@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (BranchFilter.DEFAULT, [("Top", ALREADY), ("Edited", PUBLISHED), ("Clean", ALREADY)]),
        (
            BranchFilter.INCLUDE_UNPUBLISHED,
            [
                ("Top", ALREADY),
                ("Edited", PUBLISHED),
                ("Clean", ALREADY),
                ("Draft", PUBLISHED),
                ("Below draft", ALREADY),
            ],
        ),
        (BranchFilter.FORCE_REPUBLISH, [("Top", PUBLISHED), ("Edited", PUBLISHED), ("Clean", PUBLISHED)]),
        (
            BranchFilter.ALL,
            [(name, PUBLISHED) for name in ("Top", "Edited", "Clean", "Draft", "Below draft")],
        ),
    ],
)
async def test_the_filter_decides_for_each_document(
    rig: Rig, only: BranchFilter, expected: list[tuple[str, PublishResult]]
) -> None:
    documents = await tree(rig)
    outcome = await rig.content.publish_branch(documents["Top"], only)
    assert rows(outcome) == expected
    published = [name for name, result in expected if result is PUBLISHED]
    asked = [one for name in published for one in (("Saving", [name]), ("Publishing", [name]))]
    assert rig.recorder.trace() == [
        *asked,
        ("TreeChange", [("Top", "REFRESH_BRANCH", ("*",), None)]),
        ("Published", published, [("*",)] * len(published), None),
    ]
    told = rig.recorder.told[-1]
    assert isinstance(told, ContentPublishedNotification)
    assert told.include_descendants
    assert not (await rig.again(documents["Edited"])).edited


@pytest.mark.rule("CS51")
async def test_an_unpublished_root_is_published_and_opens_its_branch(rig: Rig) -> None:
    top = await rig.page("Top")
    await rig.page("Below", top)
    assert rows(await rig.content.publish_branch(top)) == [("Top", PUBLISHED)]
    outcome = await rig.content.publish_branch(top, BranchFilter.INCLUDE_UNPUBLISHED)
    assert rows(outcome) == [("Top", ALREADY), ("Below", PUBLISHED)]


@pytest.mark.rule("CS52")
async def test_when_all_is_published_already_nobody_is_told(rig: Rig) -> None:
    top = await rig.published_page("Top")
    assert rows(await rig.content.publish_branch(top)) == [("Top", ALREADY)]
    assert rig.recorder.told == []


@pytest.mark.rule("CS53")
@pytest.mark.parametrize("point", ["Saving", "Publishing"])
async def test_a_cancelled_document_cuts_off_what_is_below_it(rig: Rig, point: str) -> None:
    top = await rig.page("Top")
    left, right = await rig.page("Left", top), await rig.page("Right", top)
    await rig.page("Below left", left)
    await rig.page("Below right", right)

    def cancel(told: Any) -> bool:
        wanted = ContentSavingNotification if point == "Saving" else ContentPublishingNotification
        return isinstance(told, wanted) and told.target[0].name == "Left"

    rig.recorder.cancel = cancel
    outcome = await rig.content.publish_branch(top, BranchFilter.ALL)
    assert rows(outcome) == [
        ("Top", PUBLISHED),
        ("Left", CANCELLED),
        ("Right", PUBLISHED),
        ("Below right", PUBLISHED),
    ]
    assert not outcome.success
    assert not (await rig.again(left)).published


@pytest.mark.rule("CS53")
async def test_an_invalid_document_cuts_off_what_is_below_it(rig: Rig) -> None:
    top = await rig.page("Top")
    bad = await rig.page("Bad", top, sku="lower")
    await rig.page("Below", bad)
    outcome = await rig.content.publish_branch(top, BranchFilter.ALL)
    assert rows(outcome) == [("Top", PUBLISHED), ("Bad", PublishResult.FAILED_PUBLISH_CONTENT_INVALID)]
    assert outcome.items[1].invalid_properties[0].alias == "sku"


@pytest.mark.rule("CS54")
async def test_a_failing_root_stops_everything(rig: Rig) -> None:
    top = await rig.page("Top", sku="lower")
    await rig.page("Below", top)
    assert rows(await rig.content.publish_branch(top, BranchFilter.ALL)) == [
        ("Top", PublishResult.FAILED_PUBLISH_CONTENT_INVALID)
    ]
    top.set_value("title", "pending")
    assert rows(await rig.content.publish_branch(top)) == [("Top", PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES)]
    stale = await rig.again(top)
    await edit(rig, top)
    outcome = await rig.content.publish_branch(stale)
    assert rows(outcome) == [("Top", PublishResult.FAILED_PUBLISH_CONCURRENCY_VIOLATION)]
    below = await rig.published_page("Hidden parent")
    await rig.content.unpublish(below)
    child = await rig.page("Child", below)
    outcome = await rig.content.publish_branch(child)
    assert rows(outcome) == [("Child", PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED)]


@pytest.mark.rule("CS54")
async def test_a_failing_root_can_poison_an_outer_scope_as_in_the_reference(rig: Rig) -> None:
    content = rig.service(ContentOptions(cancel_poisons_outer_scope=True))
    top = await rig.page("Top")
    rig.recorder.cancel_on("Publishing")
    with pytest.raises(ScopeDoomedError):
        async with rig.database.write() as scope:
            await content.publish_branch(top)
            scope.complete()


@pytest.mark.rule("CS55")
async def test_cultures_of_a_branch(rig: Rig) -> None:
    top = await rig.published_article(en_US="Top", de_DE="Oben")
    edited = await rig.published_article(top, en_US="Edited", de_DE="Bearbeitet")
    await rig.published_page("Plain", top)
    english = await rig.article(top, en_US="English")
    await rig.content.publish(english)
    edited.set_value("heading", "neu", "de-DE")
    await edit(rig, edited)
    outcome = await rig.content.publish_branch(top, cultures=["de-DE"])
    assert rows(outcome) == [("Top", ALREADY), ("Edited", CULTURE), ("Plain", ALREADY)]
    assert rig.recorder.trace()[-2:] == [
        ("TreeChange", [("Top", "REFRESH_BRANCH", ("de-DE",), None)]),
        ("Published", ["Edited"], [("de-DE",)], None),
    ]
    assert (await rig.again(edited)).edited_cultures == {"en-US"}


@pytest.mark.rule("CS55")
async def test_a_star_means_the_default_culture_of_what_is_published(rig: Rig) -> None:
    top = await rig.published_article(en_US="Top", de_DE="Oben")
    top.set_value("heading", "neu", "de-DE")
    await edit(rig, top)
    plain = await rig.page("Plain", top)
    await edit(rig, plain)
    outcome = await rig.content.publish_branch(top, BranchFilter.INCLUDE_UNPUBLISHED)
    assert rows(outcome) == [("Top", CULTURE), ("Plain", PUBLISHED)]
    assert rig.recorder.trace()[-2:] == [
        ("TreeChange", [("Top", "REFRESH_BRANCH", ("en-US",), None)]),
        ("Published", ["Top", "Plain"], [("en-US",), ("*",)], None),
    ]
    assert (await rig.again(top)).edited_cultures == {"de-DE"}


@pytest.mark.rule("CS55")
async def test_more_than_a_batch_is_published(rig: Rig) -> None:
    top = await rig.published_page("Top")
    pages = [await rig.content.create("page", f"P{number}", top.id) for number in range(130)]
    await rig.content.save_many(pages)
    outcome = await rig.content.publish_branch(top, BranchFilter.ALL)
    assert len(outcome.items) == 131
    assert outcome.success
    assert await rig.content.count(published_only=True) == 131


@pytest.mark.rule("CS56")
async def test_a_branch_needs_a_saved_and_steady_root(rig: Rig) -> None:
    with pytest.raises(IdentityError):
        await rig.content.publish_branch(await rig.content.create("page", "Top"))
    top = await rig.page("Top")
    with pytest.raises(CultureError):
        await rig.content.publish_branch(top, cultures=["*", "en-US"])
    top.published_state = PublishedState.PUBLISHING
    with pytest.raises(PublishedStateError):
        await rig.content.publish_branch(top)
    assert rig.recorder.told == []


async def plan(rig: Rig, document: Document, *lines: tuple[ScheduleAction, float, str]) -> None:
    schedule = Schedule()
    for action, hours, culture in lines:
        schedule.set(action, rig.clock.now() + timedelta(hours=hours), culture)
    assert (await rig.content.save(document, schedule=schedule, actor=COLLEAGUE)).success
    rig.recorder.forget()


@pytest.mark.rule("CS57")
async def test_what_is_due_is_published_and_then_taken_down(rig: Rig) -> None:
    page = await rig.page("Page")
    await plan(rig, page, (RELEASE, 1, ""), (EXPIRE, 3, ""))
    assert rows(await rig.content.perform_scheduled_publish()) == []
    rig.clock.move(hours=1)
    assert rows(await rig.content.perform_scheduled_publish()) == [("Page", PUBLISHED)]
    assert rig.recorder.names() == ["Publishing", "TreeChange", "Published"]
    again = await rig.again(page)
    assert (again.published, again.writer) == (True, COLLEAGUE)
    rig.recorder.forget()
    rig.clock.move(hours=2)
    assert rows(await rig.content.perform_scheduled_publish()) == [("Page", PublishResult.SUCCESS_UNPUBLISH)]
    assert rig.recorder.names() == ["Saving", "Unpublishing", "Unpublished", "TreeChange"]
    assert len(await rig.content.schedule_of(page.id)) == 0


@pytest.mark.rule("CS57")
async def test_what_is_due_is_attributed_to_the_last_writer(rig: Rig) -> None:
    page = await rig.page("Page")
    await plan(rig, page, (RELEASE, 1, ""))
    rig.clock.move(hours=1)
    actors: list[UUID | None] = []

    async def note(_: ContentPublishingNotification) -> None:
        actors.append(current_attribution().actor)

    rig.recorder.inside[ContentPublishingNotification] = note
    assert (await rig.content.perform_scheduled_publish()).success
    assert actors == [(await rig.again(page)).writer] == [COLLEAGUE]


@pytest.mark.rule("CS57")
async def test_releases_come_before_expiries(rig: Rig) -> None:
    old, new = await rig.published_page("Old"), await rig.page("New")
    await plan(rig, old, (EXPIRE, 1, ""))
    await plan(rig, new, (RELEASE, 2, ""))
    rig.clock.move(hours=3)
    assert rows(await rig.content.perform_scheduled_publish()) == [
        ("New", PUBLISHED),
        ("Old", PublishResult.SUCCESS_UNPUBLISH),
    ]


@pytest.mark.rule("CS57")
async def test_the_time_can_be_given(rig: Rig) -> None:
    page = await rig.page("Page")
    await plan(rig, page, (RELEASE, 5, ""))
    at = rig.clock.now() + timedelta(hours=5)
    assert rows(await rig.content.perform_scheduled_publish(at)) == [("Page", PUBLISHED)]


@pytest.mark.rule("CS58")
async def test_cultures_that_are_due_together_go_together(rig: Rig) -> None:
    article = await rig.article(en_US="News", de_DE="Neues", fr_FR="Actu")
    await plan(rig, article, (RELEASE, 1, "en-US"), (RELEASE, 2, "de-DE"), (RELEASE, 9, "fr-FR"))
    rig.clock.move(hours=2)
    assert rows(await rig.content.perform_scheduled_publish()) == [("News", CULTURE)]
    assert rig.recorder.trace() == [
        ("Saving", ["News"]),
        ("Publishing", ["News"]),
        ("TreeChange", [("News", "REFRESH_BRANCH", ("de-DE", "en-US"), None)]),
        ("Published", ["News"], [("de-DE", "en-US")], None),
    ]
    left = [line.culture for line in await rig.content.schedule_of(article.id)]
    assert left == ["fr-FR"]


@pytest.mark.rule("CS58")
async def test_a_culture_that_expires_leaves_the_others(rig: Rig) -> None:
    article = await rig.published_article(en_US="News", de_DE="Neues")
    await plan(rig, article, (EXPIRE, 1, "de-DE"))
    rig.clock.move(hours=1)
    outcome = await rig.content.perform_scheduled_publish()
    assert rows(outcome) == [("News", PublishResult.SUCCESS_UNPUBLISH_CULTURE)]
    assert rig.recorder.names() == ["Saving", "Publishing", "TreeChange", "Published"]
    assert (await rig.again(article)).published_cultures == ("en-US",)


async def _trash(rig: Rig, document: Document) -> None:
    await rig.content.move_to_recycle_bin(document)


async def _spoil(rig: Rig, document: Document) -> None:
    document.set_value("sku", "lower")
    await rig.content.save(document)


async def _veto(rig: Rig, document: Document) -> None:
    rig.recorder.cancel_on("Publishing")


@pytest.mark.rule("CS59")
@pytest.mark.parametrize(
    ("obstacle", "result"),
    [
        (_trash, PublishResult.FAILED_PUBLISH_IS_TRASHED),
        (_spoil, PublishResult.FAILED_PUBLISH_CONTENT_INVALID),
        (_veto, CANCELLED),
    ],
)
async def test_a_date_is_used_up_whether_it_worked_or_not(rig: Rig, obstacle: Any, result: PublishResult) -> None:
    page, other = await rig.page("Page"), await rig.page("Other")
    await plan(rig, page, (RELEASE, 1, ""))
    await plan(rig, other, (RELEASE, 2, ""))
    await obstacle(rig, page)
    rig.clock.move(hours=2)
    outcome = await rig.content.perform_scheduled_publish()
    assert rows(outcome)[0] == ("Page", result)
    assert outcome.items[1].document.name == "Other"
    assert rows(await rig.content.perform_scheduled_publish()) == []


@pytest.mark.rule("CS59")
async def test_a_veto_of_saving_stops_only_its_document(rig: Rig) -> None:
    first, second = await rig.article(en_US="First"), await rig.article(en_US="Second")
    await plan(rig, first, (RELEASE, 1, "en-US"))
    await plan(rig, second, (RELEASE, 2, "en-US"))
    rig.recorder.cancel = lambda told: isinstance(told, ContentSavingNotification) and told.target[0].name == "First"
    rig.clock.move(hours=2)
    outcome = await rig.content.perform_scheduled_publish()
    assert rows(outcome) == [("First", CANCELLED), ("Second", CULTURE)]
    assert (await rig.again(second)).published


@pytest.mark.rule("CS59")
async def test_an_invalid_culture_is_not_published_on_its_date(rig: Rig) -> None:
    await rig.languages.save(Language("fr-FR", "French", is_mandatory=True))
    article = await rig.article(en_US="News")
    await plan(rig, article, (RELEASE, 1, "de-DE"))
    rig.clock.move(hours=2)
    outcome = await rig.content.perform_scheduled_publish()
    assert rows(outcome) == [("News", PublishResult.FAILED_PUBLISH_CONTENT_INVALID)]
    assert rig.recorder.names() == ["Saving"]
    again = await rig.again(article)
    assert not again.published


@pytest.mark.rule("CS60")
@pytest.mark.logs_errors
async def test_an_exception_stops_only_its_document_and_keeps_its_date(rig: Rig) -> None:
    async def fail(publishing: ContentPublishingNotification) -> None:
        if publishing.published_entities[0].name == "First":
            raise LookupError("no such dictionary")

    first, second = await rig.page("First"), await rig.page("Second")
    await plan(rig, first, (RELEASE, 1, ""))
    await plan(rig, second, (RELEASE, 2, ""))
    rig.recorder.inside[ContentPublishingNotification] = fail
    rig.clock.move(hours=2)
    assert rows(await rig.content.perform_scheduled_publish()) == [("Second", PUBLISHED)]
    assert len(await rig.content.schedule_of(first.id)) == 1
    rig.recorder.inside.clear()
    rig.clock.move(seconds=10)
    assert rows(await rig.content.perform_scheduled_publish()) == [("First", PUBLISHED)]


@pytest.mark.rule("CS60")
@pytest.mark.logs_errors
async def test_a_document_that_fails_is_tried_ever_more_rarely(rig: Rig) -> None:
    tried = []

    async def fail(publishing: ContentPublishingNotification) -> None:
        tried.append(rig.clock.now())
        raise LookupError("no such dictionary")

    page = await rig.page("Page")
    await plan(rig, page, (RELEASE, 1, ""))
    rig.recorder.inside[ContentPublishingNotification] = fail
    start = rig.clock.move(hours=1)
    for _ in range(720):
        await rig.content.perform_scheduled_publish()
        rig.clock.move(seconds=5)
    assert [(one - start).total_seconds() for one in tried] == [0, 10, 30, 70, 150, 310, 630, 1270, 2550]
    for _ in range(3):
        rig.clock.move(hours=1)
        await rig.content.perform_scheduled_publish()
    assert len(tried) == 9 + 3


@pytest.mark.rule("CS60")
@pytest.mark.logs_errors
async def test_a_document_that_failed_and_was_changed_is_tried_at_once(rig: Rig) -> None:
    async def fail(_: ContentPublishingNotification) -> None:
        raise LookupError("no such dictionary")

    page = await rig.page("Page")
    await plan(rig, page, (RELEASE, 1, ""))
    rig.recorder.inside[ContentPublishingNotification] = fail
    rig.clock.move(hours=1)
    await rig.content.perform_scheduled_publish()
    rig.recorder.inside.clear()
    assert rows(await rig.content.perform_scheduled_publish()) == []
    page = await rig.again(page)
    page.name = "Repaired"
    await rig.content.save(page)
    assert rows(await rig.content.perform_scheduled_publish()) == [("Repaired", PUBLISHED)]
