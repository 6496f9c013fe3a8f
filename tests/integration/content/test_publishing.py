"""Publishing and taking down single documents."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, select

from copydesk.content import (
    ContentOptions,
    Document,
    Language,
    OperationResult,
    PublishOutcome,
    PublishResult,
    VersionConflict,
)
from copydesk.content.errors import CultureError, PublishedStateError, VariationError
from copydesk.content.model import CultureImpact, PublishedState, Schedule, ScheduleAction
from copydesk.content.notifications import ContentPublishingNotification, ContentSavingNotification
from copydesk.content.store.audit import AuditAction
from copydesk.content.tables import documents
from copydesk.db import ScopeDoomedError
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig, statements_of
from tests.unit.content.model.samples import NOW

UNSAVED = PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES
INVALID = PublishResult.FAILED_PUBLISH_CONTENT_INVALID
MANDATORY = PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING


def values(document: Document, alias: str, culture: str | None = None) -> tuple[Any, Any]:
    """Return the draft and the published value."""
    return document.get_value(alias, culture), document.get_value(alias, culture, published=True)


async def schedule(rig: Rig, document: Document, action: ScheduleAction, culture: str = "", **delta: float) -> None:
    dates = Schedule()
    dates.set(action, rig.clock.now() + timedelta(**delta), culture)
    await rig.content.save(document, schedule=dates, actor=EDITOR)
    rig.recorder.forget()


async def drafts_below(rig: Rig, top: Document, count: int) -> None:
    """Write drafts as plain rows that share the values of the one above."""
    async with rig.database.write() as scope:
        row = dict((await scope.execute(select(documents).where(documents.c.id == top.id))).one()._mapping)
        below = row | {"parent_id": top.id, "level": 2}
        ids = range(top.id * 1000, top.id * 1000 + count)
        rows = [{"id": one, "key": rig.keys(), "path": f"{top.path},{one}", "name_key": str(one)} for one in ids]
        await scope.execute(insert(documents), [below | one for one in rows])
        scope.complete()


@pytest.mark.rule("CS30")
async def test_readers_get_what_was_published_and_editors_their_draft(rig: Rig) -> None:
    document = await rig.published_page("Home", title="one")
    document.set_value("title", "two")
    await rig.content.save(document)
    again = await rig.again(document)
    assert values(again, "title") == ("two", "one")
    assert (again.published, again.edited, again.published_state) == (True, True, PublishedState.PUBLISHED)
    await rig.content.publish(again)
    again = await rig.again(document)
    assert values(again, "title") == ("two", "two")
    assert (again.published, again.edited) == (True, False)


@pytest.mark.rule("CS30")
async def test_a_culture_is_published_without_the_others(rig: Rig) -> None:
    document = await rig.article(en_US="News", de_DE="Neues")
    outcome = await rig.content.publish(document, ["de-de"])
    assert outcome.result is PublishResult.SUCCESS_PUBLISH_CULTURE
    again = await rig.again(document)
    assert again.published_cultures == ("de-DE",)
    assert values(again, "heading", "de-DE") == ("Neues!", "Neues!")
    assert values(again, "heading", "en-US") == ("News!", None)
    assert (again.is_culture_edited("de-DE"), again.is_culture_edited("en-US"), again.edited) == (False, True, True)


@pytest.mark.rule("CS30")
async def test_a_second_culture_keeps_what_is_published_of_the_first(rig: Rig) -> None:
    document = await rig.article(en_US="News", de_DE="Neues")
    await rig.content.publish(document, ["de-DE"])
    document.set_value("heading", "later", "de-DE")
    await rig.content.save(document)
    await rig.content.publish(document, ["en-US"])
    again = await rig.again(document)
    assert set(again.published_cultures) == {"de-DE", "en-US"}
    assert values(again, "heading", "de-DE") == ("later", "Neues!")
    assert again.edited_cultures == {"de-DE"}


@pytest.mark.rule("CS31")
async def test_only_what_is_saved_and_unchanged_is_published(rig: Rig) -> None:
    fresh = await rig.content.create("page", "Home")
    assert (await rig.content.publish(fresh)).result is UNSAVED
    document = await rig.page()
    document.set_value("title", "pending")
    assert (await rig.content.publish(document)).result is UNSAVED
    assert rig.recorder.told == []


NO_CULTURES = [
    ("article", [""], CultureError),
    ("article", ["en-US", "EN-us"], CultureError),
    ("article", ["*", "en-US"], CultureError),
    ("article", ["it-IT"], CultureError),
    ("article", "en-US", CultureError),
    ("page", ["en-US"], VariationError),
]


@pytest.mark.rule("CS32")
@pytest.mark.parametrize(("kind", "cultures", "error"), [("article", [], VariationError), *NO_CULTURES])
async def test_cultures_that_make_no_sense_are_refused(
    rig: Rig, kind: str, cultures: list[str], error: type[Exception]
) -> None:
    document = await (rig.page() if kind == "page" else rig.article())
    with pytest.raises(error):
        await rig.content.publish(document, cultures)
    assert rig.recorder.told == []
    assert not document.in_transition


@pytest.mark.rule("CS32")
@pytest.mark.parametrize(("kind", "cultures", "error"), [("article", ["*"], CultureError), *NO_CULTURES])
async def test_cultures_that_make_no_sense_are_refused_when_saving_along(
    rig: Rig, kind: str, cultures: list[str], error: type[Exception]
) -> None:
    document = await (rig.page() if kind == "page" else rig.article())
    with pytest.raises(error):
        await rig.content.save_and_publish(document, cultures)
    assert rig.recorder.told == []
    assert not document.in_transition


@pytest.mark.rule("CS32")
async def test_a_document_on_another_way_is_refused(rig: Rig) -> None:
    document = await rig.article()
    document.published_state = PublishedState.PUBLISHING
    with pytest.raises(PublishedStateError):
        await rig.content.save_and_publish(document, ["en-US"])


@pytest.mark.rule("CS32")
async def test_without_cultures_a_star_and_nothing_mean_the_same(rig: Rig) -> None:
    assert (await rig.content.publish(await rig.page("A"), ["*"])).result is PublishResult.SUCCESS_PUBLISH
    assert (await rig.content.publish(await rig.page("B"), [])).result is PublishResult.SUCCESS_PUBLISH


async def _without_name(rig: Rig) -> tuple[Document, list[str]]:
    return await rig.article(en_US="News"), ["fr-FR"]


async def _invalid(rig: Rig) -> tuple[Document, list[str]]:
    return await rig.page("Home", sku="lower"), []


async def _mandatory(rig: Rig) -> tuple[Document, list[str]]:
    await rig.languages.save(Language("fr-FR", "French", is_mandatory=True))
    return await rig.article(en_US="News"), ["en-US"]


async def _expired(rig: Rig) -> tuple[Document, list[str]]:
    document = await rig.page()
    await schedule(rig, document, ScheduleAction.EXPIRE, hours=-1)
    return document, []


async def _awaiting(rig: Rig) -> tuple[Document, list[str]]:
    document = await rig.page()
    await schedule(rig, document, ScheduleAction.RELEASE, hours=1)
    return document, []


async def _culture_expired(rig: Rig) -> tuple[Document, list[str]]:
    document = await rig.article()
    await schedule(rig, document, ScheduleAction.EXPIRE, "de-DE", hours=-1)
    return document, ["en-US", "de-DE"]


async def _culture_awaiting(rig: Rig) -> tuple[Document, list[str]]:
    document = await rig.article()
    await schedule(rig, document, ScheduleAction.RELEASE, "de-DE", hours=1)
    return document, ["en-US", "de-DE"]


async def _trashed(rig: Rig) -> tuple[Document, list[str]]:
    document = await rig.page()
    await rig.content.move_to_recycle_bin(document)
    return document, []


async def _hidden(rig: Rig) -> tuple[Document, list[str]]:
    top = await rig.page("Top")
    middle = await rig.page("Middle", top)
    return await rig.page("Home", middle), []


@pytest.mark.rule("CS33")
@pytest.mark.parametrize(
    ("scene", "result", "field"),
    [
        (_without_name, INVALID, "fr-FR"),
        (_invalid, INVALID, "sku"),
        (_mandatory, MANDATORY, "fr-FR"),
        (_expired, PublishResult.FAILED_PUBLISH_HAS_EXPIRED, None),
        (_awaiting, PublishResult.FAILED_PUBLISH_AWAITING_RELEASE, None),
        (_culture_expired, PublishResult.FAILED_PUBLISH_CULTURE_HAS_EXPIRED, "de-DE"),
        (_culture_awaiting, PublishResult.FAILED_PUBLISH_CULTURE_AWAITING_RELEASE, "de-DE"),
        (_trashed, PublishResult.FAILED_PUBLISH_IS_TRASHED, None),
        (_hidden, PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED, "parent_id"),
    ],
)
async def test_what_cannot_be_published_says_why_and_stays_as_it_was(
    rig: Rig, scene: Any, result: PublishResult, field: str | None
) -> None:
    document, cultures = await scene(rig)
    rig.recorder.forget()
    before = await rig.again(document)
    outcome = await rig.content.publish(document, cultures)
    assert (outcome.result, outcome.field) == (result, field)
    assert rig.recorder.trace() == [("TreeChange", [(document.name, "REFRESH_BRANCH")])]
    after = await rig.again(document)
    assert (after.published, after.version, after.update_date) == (False, before.version, before.update_date)
    assert not document.in_transition
    assert not document.is_dirty()
    assert not document.publish_infos


@pytest.mark.rule("CS33")
async def test_invalid_values_are_named(rig: Rig) -> None:
    document = await rig.page("Home", sku="lower")
    [invalid] = (await rig.content.publish(document)).invalid_properties
    assert (invalid.alias, invalid.culture, invalid.code) == ("sku", None, "pattern")
    home = await rig.page("Top")
    note = await rig.content.create("note", "Note", home.id)
    await rig.content.save(note)
    assert [one.code for one in (await rig.content.publish(note)).invalid_properties] == ["mandatory"]


@pytest.mark.rule("CS33")
async def test_the_first_failing_check_wins(rig: Rig) -> None:
    document = await rig.page("Home", (await rig.page("Hidden")), sku="lower")
    await schedule(rig, document, ScheduleAction.RELEASE, hours=1)
    results = [(await rig.content.publish(document)).result]
    document.set_value("sku", "UPPER")
    await rig.content.save(document)
    results.append((await rig.content.publish(document)).result)
    rig.clock.move(hours=2)
    results.append((await rig.content.publish(document)).result)
    assert results == [
        INVALID,
        PublishResult.FAILED_PUBLISH_AWAITING_RELEASE,
        PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED,
    ]


@pytest.mark.rule("CS33")
async def test_publishing_nothing_is_told_apart_from_success(rig: Rig) -> None:
    document = await rig.published_article()
    document.set_value("section", "sport")
    outcome = await rig.content.save_and_publish(document, [])
    assert outcome.result is PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH
    assert rig.recorder.names() == ["Saving", "Saved", "TreeChange"]
    assert (await rig.again(document)).get_value("section") == "sport"


@pytest.mark.rule("CS34")
async def test_a_cancelled_publication_leaves_the_document_usable(rig: Rig) -> None:
    document = await rig.published_article()
    document.set_value("heading", "later", "de-DE")
    await rig.content.save(document)
    rig.recorder.cancel_on("Publishing")
    outcome = await rig.content.publish(document, ["de-DE"])
    assert outcome.result is PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT
    assert values(document, "heading", "de-DE") == ("later", "Nachrichten!")
    assert not document.in_transition
    rig.recorder.cancel_nothing()
    assert (await rig.content.publish(document, ["de-DE"])).success


@pytest.mark.rule("CS35")
async def test_what_becomes_visible_again_is_told_apart(rig: Rig) -> None:
    top = await rig.published_page("Top")
    shown = await rig.published_page("Shown", top)
    hidden = await rig.published_page("Hidden", top)
    await rig.published_page("Below hidden", hidden)
    await rig.page("Draft", top)
    await rig.published_page("Deep", shown)
    await rig.content.unpublish(hidden)
    await rig.content.unpublish(top)
    rig.recorder.forget()
    await rig.content.publish(top)
    assert rig.recorder.trace() == [
        ("Publishing", ["Top"]),
        ("TreeChange", [("Top", "REFRESH_BRANCH", ("*",), None)]),
        ("Published", ["Top"], [("*",)], None),
        ("Published", ["Shown", "Deep"], [], None),
    ]
    assert rig.recorder.shares_state("Publishing", "Published")
    assert rig.recorder.told[3].state is rig.recorder.told[2].state  # type: ignore[attr-defined]


@pytest.mark.rule("CS92")
async def test_publishing_loads_no_drafts_that_stand_below(rig: Rig) -> None:
    ran = []
    for count in (1, 120):
        top = await rig.page("Top")
        await drafts_below(rig, top, count)
        ran.append(await statements_of(rig, partial(rig.content.publish, top)))
    assert len(ran[0]) == len(ran[1])


@pytest.mark.rule("CS36")
@pytest.mark.parametrize("new", [True, False])
async def test_what_cannot_be_published_is_saved_all_the_same(rig: Rig, new: bool) -> None:
    document = await (rig.content.create("page", "Home") if new else rig.page("Home"))
    document.set_value("sku", "lower")
    outcome = await rig.content.save_and_publish(document, actor=EDITOR)
    assert outcome.result is INVALID
    assert rig.recorder.trace() == [
        ("Saving", ["Home"]),
        ("Saved", ["Home"], [("*",)]),
        ("TreeChange", [("Home", "REFRESH_NODE" if new else "REFRESH_BRANCH")]),
    ]
    again = await rig.again(document)
    assert (again.published, again.get_value("sku")) == (False, "lower")


@pytest.mark.rule("CS36")
async def test_without_events_saving_and_publishing_tells_only_caches(rig: Rig) -> None:
    rig.recorder.cancel_on("Saving", "Publishing")
    document = await rig.content.create("page", "Home")
    assert (await rig.content.save_and_publish(document, raise_events=False)).success
    assert rig.recorder.trace() == [("TreeChange", [("Home", "REFRESH_NODE", ("*",), None)])]


@pytest.mark.rule("CS37")
async def test_without_a_mandatory_culture_nothing_is_published_but_saved(rig: Rig) -> None:
    await rig.languages.save(Language("fr-FR", "French", is_mandatory=True))
    document = await rig.content.create("article", "News", culture="en-US")
    outcome = await rig.content.save_and_publish(document, ["en-US"])
    assert (outcome.result, outcome.field) == (MANDATORY, "fr-FR")
    again = await rig.again(document)
    assert (again.published, again.get_name("en-US")) == (False, "News")


@pytest.mark.rule("CS37")
async def test_a_culture_that_became_mandatory_takes_the_document_down(rig: Rig) -> None:
    document = await rig.published_article(en_US="News")
    await rig.languages.save(Language("fr-FR", "French", is_mandatory=True))
    outcome = await rig.content.publish(document, ["en-US"])
    assert outcome.result is MANDATORY
    assert rig.recorder.names() == ["Unpublishing", "Unpublished", "TreeChange"]
    again = await rig.again(document)
    assert (again.published, again.published_cultures) == (False, ())


@pytest.mark.rule("CS38")
async def test_each_publication_makes_one_version(rig: Rig) -> None:
    document = await rig.page("Home", title="0")
    for number in range(1, 21):
        document.set_value("title", str(number))
        await rig.content.save(document)
        await rig.content.publish(document)
    versions = await rig.content.versions(document.id)
    assert len(versions) == 21
    assert [one.id for one in versions] == sorted((one.id for one in versions), reverse=True)
    assert [one.is_current for one in versions] == [True] + [False] * 20
    assert [one.is_published for one in versions] == [False, True] + [False] * 19


@pytest.mark.rule("CS38")
async def test_neither_saving_nor_taking_down_makes_a_version(rig: Rig) -> None:
    document = await rig.published_page()
    before = [one.id for one in await rig.content.versions(document.id)]
    document.set_value("title", "later")
    await rig.content.save(document)
    await rig.content.unpublish(document)
    after = await rig.content.versions(document.id)
    assert [one.id for one in after] == before
    assert (await rig.again(document)).published_version_id == after[1].id


@pytest.mark.rule("CS39")
async def test_taking_down_one_culture_leaves_the_others(rig: Rig) -> None:
    document = await rig.published_article(en_US="News", de_DE="Neues")
    document.set_value("heading", "later", "en-US")
    outcome = await rig.content.unpublish(document, "DE-de")
    assert outcome.result is PublishResult.SUCCESS_UNPUBLISH_CULTURE
    again = await rig.again(document)
    assert again.published_cultures == ("en-US",)
    assert values(again, "heading", "de-DE") == ("Neues!", None)
    assert values(again, "heading", "en-US") == ("later", "News!")


@pytest.mark.rule("CS39")
async def test_taking_down_all_leaves_no_culture_published(rig: Rig) -> None:
    document = await rig.published_article()
    assert (await rig.content.unpublish(document)).result is PublishResult.SUCCESS_UNPUBLISH
    again = await rig.again(document)
    assert (again.published, again.published_cultures, again.edited) == (False, (), True)
    await rig.content.publish(again, ["de-DE"])
    again = await rig.again(document)
    assert again.get_value("heading", "en-US", published=True) is None


@pytest.mark.rule("CS40")
async def test_what_is_not_published_is_not_taken_down(rig: Rig) -> None:
    outcome = await rig.content.unpublish(await rig.page())
    assert outcome.result is PublishResult.SUCCESS_UNPUBLISH_ALREADY
    assert rig.recorder.told == []


@pytest.mark.rule("CS40")
async def test_taking_down_a_culture_that_is_down_saves_pending_changes(rig: Rig) -> None:
    document = await rig.article(en_US="News", de_DE="Neues")
    await rig.content.publish(document, ["en-US"])
    document.set_value("section", "sport")
    rig.recorder.forget()
    outcome = await rig.content.unpublish(document, "de-DE")
    assert outcome.result is PublishResult.SUCCESS_UNPUBLISH_ALREADY
    assert rig.recorder.trace() == [("Saving", ["News"]), ("TreeChange", [("News", "REFRESH_BRANCH")])]
    again = await rig.again(document)
    assert (again.published_cultures, again.get_value("section")) == (("en-US",), "sport")


@pytest.mark.rule("CS41")
@pytest.mark.parametrize(
    ("kind", "culture", "error"),
    [
        ("page", "en-US", VariationError),
        ("article", None, VariationError),
        ("article", " ", CultureError),
        ("article", "it-IT", CultureError),
    ],
)
async def test_a_culture_that_makes_no_sense_cannot_be_taken_down(
    rig: Rig, kind: str, culture: str | None, error: type[Exception]
) -> None:
    document = await (rig.published_page() if kind == "page" else rig.published_article())
    with pytest.raises(error):
        await rig.content.unpublish(document, culture)
    assert rig.recorder.told == []


@pytest.mark.rule("CS41")
async def test_without_cultures_none_means_all(rig: Rig) -> None:
    assert (await rig.content.unpublish(await rig.published_page(), None)).result is PublishResult.SUCCESS_UNPUBLISH


@pytest.mark.rule("CS42")
async def test_the_mandatory_test_wins_over_the_last_culture(rig: Rig) -> None:
    document = await rig.published_article(en_US="News")
    await rig.languages.save(Language("en-US", "English", is_default=True, is_mandatory=True))
    outcome = await rig.content.unpublish(document, "en-US")
    assert outcome.result is PublishResult.SUCCESS_UNPUBLISH_MANDATORY_CULTURE


@pytest.mark.rule("CS42")
async def test_a_cancelled_last_culture_stays_published(rig: Rig) -> None:
    document = await rig.published_article(en_US="News")
    rig.recorder.cancel_on("Unpublishing")
    outcome = await rig.content.unpublish(document, "en-US")
    assert outcome.result is PublishResult.FAILED_UNPUBLISH_CANCELLED_BY_EVENT
    again = await rig.again(document)
    assert (again.published, again.published_cultures) == (True, ("en-US",))
    assert (document.published, document.published_cultures) == (True, ("en-US",))


@pytest.mark.rule("CS43")
async def test_taking_down_drops_the_pending_expiry_and_keeps_the_release(rig: Rig) -> None:
    document = await rig.published_article()
    dates = Schedule()
    for culture in ("de-DE", "en-US"):
        dates.set(ScheduleAction.RELEASE, NOW + timedelta(days=1), culture)
        dates.set(ScheduleAction.EXPIRE, NOW + timedelta(days=2), culture)
    await rig.content.save(document, schedule=dates)
    await rig.content.unpublish(document, "de-DE")
    left = [(line.culture, line.action) for line in await rig.content.schedule_of(document.id)]
    assert ("de-DE", ScheduleAction.EXPIRE) not in left
    assert len(left) == 3
    await rig.content.unpublish(document)
    left = [(line.culture, line.action) for line in await rig.content.schedule_of(document.id)]
    assert left == [("de-DE", ScheduleAction.RELEASE), ("en-US", ScheduleAction.RELEASE)]


@pytest.mark.rule("CS44")
async def test_helpers_know_the_cultures_while_handlers_are_asked(rig: Rig) -> None:
    seen: list[tuple[bool, bool]] = []

    async def look(publishing: ContentPublishingNotification) -> None:
        document = publishing.published_entities[0]
        seen.append(
            (
                publishing.is_publishing_culture(document, "de-DE"),
                publishing.is_unpublishing_culture(document, "en-US"),
            )
        )

    document = await rig.published_article()
    rig.recorder.inside[ContentPublishingNotification] = look
    await rig.content.publish(document, ["de-DE"])
    await rig.content.unpublish(document, "en-US")
    assert seen == [(True, False), (False, True)]


@pytest.mark.rule("CS45")
async def test_a_publication_is_based_on_a_version_too(rig: Rig) -> None:
    document = await rig.page()
    mine = await rig.again(document)
    document.set_value("title", "theirs")
    await rig.content.save(document)
    rig.recorder.forget()
    outcomes: list[PublishOutcome] = [await rig.content.publish(mine), await rig.content.unpublish(mine)]
    mine.set_value("title", "mine")
    outcomes.append(await rig.content.save_and_publish(mine))
    for outcome in outcomes:
        assert outcome.result is PublishResult.FAILED_PUBLISH_CONCURRENCY_VIOLATION
        assert outcome.conflict == VersionConflict(expected=1, actual=2)
    assert rig.recorder.told == []
    fresh = await rig.again(document)
    assert (await rig.content.publish(fresh, expected_version=1)).conflict == VersionConflict(expected=1, actual=2)


@pytest.mark.rule("CS46")
async def test_publications_are_in_the_audit_trail(rig: Rig) -> None:
    document = await rig.article()
    await rig.content.publish(document, actor=COLLEAGUE)
    await rig.content.unpublish(document, "de-DE", actor=EDITOR)
    await rig.content.unpublish(document, "en-US", actor=EDITOR)
    entries = [(entry.action, entry.cultures) for entry in await rig.content.audit(document.id)]
    assert entries == [
        (AuditAction.UNPUBLISH, ()),
        (AuditAction.UNPUBLISH_VARIANT, ("en-US",)),
        (AuditAction.UNPUBLISH_VARIANT, ("de-DE",)),
        (AuditAction.PUBLISH_VARIANT, ("de-DE", "en-US")),
        (AuditAction.SAVE_VARIANT, ("de-DE", "en-US")),
    ]


@pytest.mark.rule("CS47")
@pytest.mark.parametrize("operation", ["save_and_publish", "unpublish", "commit_document_changes"])
async def test_poisoning_of_outer_scopes_can_be_had_as_in_the_reference(rig: Rig, operation: str) -> None:
    content = rig.service(ContentOptions(cancel_poisons_outer_scope=True))
    document = await rig.published_page()
    rig.recorder.cancel_on("Saving")
    with pytest.raises(ScopeDoomedError):
        async with rig.database.write() as scope:
            first = await rig.content.create("page", "First")
            await content.save(first, raise_events=False)
            outcome = await getattr(content, operation)(document)
            assert outcome.result is PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT
            scope.complete()
    assert await rig.gone(first)


@pytest.mark.rule("CS47")
async def test_other_cancelled_operations_never_poison(rig: Rig) -> None:
    content = rig.service(ContentOptions(cancel_poisons_outer_scope=True))
    document = await rig.page()
    rig.recorder.cancel_on("Saving", "Publishing", "Moving", "Deleting")
    async with rig.database.write() as scope:
        assert (await content.save(document)).result is OperationResult.FAILED_CANCELLED_BY_EVENT
        assert not (await content.publish(document)).success
        assert not (await content.delete(document)).success
        scope.complete()


@pytest.mark.rule("CS48")
async def test_values_without_culture_follow_the_default_culture_or_any(rig: Rig) -> None:
    for options, expected in ((ContentOptions(), None), (ContentOptions(invariant_from_any_culture=True), "sport")):
        content = rig.service(options)
        document = await rig.article(en_US="News", de_DE="Neues")
        document.set_value("section", "sport")
        await content.save(document)
        await content.publish(document, ["de-DE"])
        assert (await rig.again(document)).get_value("section", published=True) == expected
        await content.publish(document, ["en-US"])
        assert (await rig.again(document)).get_value("section", published=True) == "sport"


@pytest.mark.rule("CS49")
async def test_what_was_published_in_memory_is_committed_or_put_back(rig: Rig) -> None:
    document = await rig.published_article()
    document.set_value("heading", "later", "de-DE")
    document.publish_culture(CultureImpact("de-DE"), NOW)
    rig.recorder.cancel_on("Publishing")
    assert not (await rig.content.commit_document_changes(document)).success
    assert values(document, "heading", "de-DE") == ("later", "Nachrichten!")
    rig.recorder.cancel_nothing()
    document.publish_culture(CultureImpact("de-DE"), NOW)
    assert (await rig.content.commit_document_changes(document)).result is PublishResult.SUCCESS_PUBLISH_CULTURE
    assert values(await rig.again(document), "heading", "de-DE") == ("later", "later")


@pytest.mark.rule("CS50")
async def test_a_document_is_handed_on_without_being_published(rig: Rig) -> None:
    document = await rig.article()
    document.set_value("heading", "ready", "de-DE")
    assert (await rig.content.send_to_publication(document, actor=EDITOR)).success
    again = await rig.again(document)
    assert (again.published, again.get_value("heading", "de-DE")) == (False, "ready")
    entry = (await rig.content.audit(document.id))[0]
    assert (entry.action, entry.cultures) == (AuditAction.SEND_TO_PUBLISH_VARIANT, ("de-DE",))
    rig.recorder.forget()
    assert (await rig.content.send_to_publication(None)).result is OperationResult.FAILED_CANNOT
    assert rig.recorder.told == []


@pytest.mark.rule("CS50")
async def test_a_handler_of_saving_can_keep_a_document_from_being_handed_on(rig: Rig) -> None:
    async def look(saving: ContentSavingNotification) -> None:
        assert "SendingToPublish" in rig.recorder.names()

    document = await rig.page()
    rig.recorder.inside[ContentSavingNotification] = look
    rig.recorder.cancel_on("Saving")
    assert not (await rig.content.send_to_publication(document)).success
    assert rig.recorder.names() == ["SendingToPublish", "Saving"]
