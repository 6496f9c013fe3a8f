"""Deleting for good, and the history of documents."""

import pytest
from sqlalchemy import func, select

from copydesk.content import ContentOptions, OperationResult, VersionConflict
from copydesk.content.errors import IdentityError, UnknownTypeError
from copydesk.content.model import Schedule, ScheduleAction
from copydesk.content.notifications import (
    ContentDeletedVersionsNotification,
    ContentDeletingVersionsNotification,
)
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.relations import Relation, RelationAlias, add_relations
from copydesk.content.tables import document_names, documents, relations, schedules, versions
from tests.integration.content.rig import COLLEAGUE, Rig, names_of
from tests.unit.content.model.samples import NOW


@pytest.mark.rule("CS73")
async def test_a_branch_is_deleted_with_all_that_belongs_to_it(rig: Rig) -> None:
    top = await rig.published_article(en_US="Top", de_DE="Oben")
    below = await rig.page("Below", top)
    kept = await rig.page("Kept")
    dates = Schedule()
    dates.set(ScheduleAction.EXPIRE, NOW.replace(year=2040), "de-DE")
    await rig.content.save(top, schedule=dates)
    async with rig.database.write() as scope:
        add_relations(scope, [Relation(RelationAlias.COPY, kept.id, below.id, NOW)])
        scope.complete()
    assert (await rig.content.delete(top, actor=COLLEAGUE)).success
    async with rig.database.read() as scope:
        tables = (documents, versions, document_names, schedules, relations)
        left = [await scope.scalar(select(func.count()).select_from(table)) for table in tables]
    assert left == [1, 1, 0, 0, 0]
    assert not await rig.gone(kept)
    entry = (await rig.content.audit(top.id))[0]
    assert (entry.action, entry.actor) == (AuditAction.DELETE, COLLEAGUE)


@pytest.mark.rule("CS73")
async def test_only_what_readers_could_see_is_told_as_unpublished(rig: Rig) -> None:
    draft = await rig.page("Draft")
    await rig.content.delete(draft)
    assert "Unpublished" not in rig.recorder.names()
    trashed = await rig.published_page("Trashed")
    await rig.content.move_to_recycle_bin(trashed)
    rig.recorder.forget()
    await rig.content.delete(trashed)
    assert rig.recorder.names() == ["Deleting", "Deleted", "TreeChange"]
    with pytest.raises(IdentityError):
        await rig.content.delete(await rig.content.create("page", "New"))


@pytest.mark.rule("CS74")
async def test_only_exact_types_are_deleted_and_others_go_to_the_bin(rig: Rig) -> None:
    top = await rig.published_article(en_US="Top")
    page = await rig.page("Page", top)
    deep = await rig.article(page, en_US="Deep")
    inner = await rig.page("Inner", deep)
    await rig.content.delete_of_types(["article"])
    assert rig.recorder.trace() == [
        ("Deleting", ["Deep", "Top"]),
        ("Deleted", ["Deep"]),
        ("Unpublished", ["Top"], [("en-US",)]),
        ("Deleted", ["Top"]),
        (
            "MovedToRecycleBin",
            [
                ("Inner", f"-1,{top.id},{page.id},{deep.id},{inner.id}", None),
                ("Page", f"-1,{top.id},{page.id}", None),
            ],
        ),
        (
            "TreeChange",
            [
                ("Inner", "REFRESH_BRANCH"),
                ("Deep", "REMOVE"),
                ("Page", "REFRESH_BRANCH"),
                ("Top", "REMOVE"),
            ],
        ),
    ]
    bin_ = await rig.content.recycle_bin()
    assert sorted(names_of(bin_.items)) == ["Inner", "Page"]
    assert await rig.content.check_data_integrity() == ()


@pytest.mark.rule("CS74")
async def test_a_match_that_was_put_in_the_bin_on_the_way_is_deleted_too(rig: Rig) -> None:
    low, high = await rig.article(en_US="Low"), await rig.article(en_US="High")
    await rig.content.move(low, high.id)
    below = await rig.article(low, en_US="Below")
    rig.recorder.forget()
    await rig.content.delete_of_type("article")
    assert [await rig.gone(one) for one in (low, high, below)] == [True] * 3
    assert rig.recorder.names().count("Deleted") == 3


@pytest.mark.rule("CS74")
async def test_when_no_document_is_of_the_type_nobody_is_told(rig: Rig) -> None:
    assert (await rig.content.delete_of_type("article")).success
    with pytest.raises(UnknownTypeError):
        await rig.content.delete_of_type("nothing")
    assert rig.recorder.told == []


@pytest.mark.rule("CS75")
async def test_an_empty_bin_is_emptied_without_a_word(rig: Rig) -> None:
    assert (await rig.content.empty_recycle_bin()).success
    assert rig.recorder.told == []


@pytest.mark.rule("CS75")
async def test_what_others_refer_to_can_be_kept(rig: Rig) -> None:
    content = rig.service(ContentOptions(keep_referenced_documents=True))
    plain, referred, original = await rig.page("Plain"), await rig.page("Referred"), await rig.page("Original")
    below = await rig.page("Below", referred)
    for document in (plain, referred):
        await rig.content.move_to_recycle_bin(document)
    async with rig.database.write() as scope:
        add_relations(scope, [Relation(RelationAlias.COPY, original.id, referred.id, NOW)])
        scope.complete()
    rig.recorder.forget()
    await content.empty_recycle_bin()
    assert rig.recorder.trace()[0] == ("EmptyingRecycleBin", ["Plain"])
    assert rig.recorder.trace()[-1] == ("TreeChange", [("Plain", "REMOVE")])
    assert [await rig.gone(one) for one in (plain, referred, below)] == [True, False, False]


async def titled(rig: Rig, *titles: str) -> int:
    """Publish a page once with each title, an hour apart, and return its id."""
    document = await rig.page("Home", title=titles[0])
    for title in titles:
        document.set_value("title", title)
        await rig.content.save(document)
        await rig.content.publish(document)
        rig.clock.move(hours=1)
    rig.recorder.forget()
    return document.id


@pytest.mark.rule("CS76")
async def test_a_version_shows_what_was_published_then(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two")
    first = (await rig.content.versions(document_id))[-1]
    old = await rig.content.version(first.id)
    assert old is not None
    assert (old.get_value("title"), old.get_value("title", published=True)) == ("one", "two")
    assert await rig.content.version(4711) is None


@pytest.mark.rule("CS77")
async def test_the_draft_goes_back_and_what_is_published_stays(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two")
    first = (await rig.content.versions(document_id))[-1]
    outcome = await rig.content.rollback(document_id, first.id, actor=COLLEAGUE)
    again = await rig.content.get(document_id)
    assert again is not None
    assert outcome.success
    assert (again.get_value("title"), again.get_value("title", published=True)) == ("one", "two")
    assert (again.edited, again.writer) == (True, COLLEAGUE)
    assert (await rig.content.audit(document_id))[0].action is AuditAction.ROLL_BACK


@pytest.mark.rule("CS25", "CS77")
async def test_going_back_can_be_based_on_a_version(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two")
    first = (await rig.content.versions(document_id))[-1]
    now = await rig.content.get(document_id)
    assert now is not None
    outcome = await rig.content.rollback(document_id, first.id, expected_version=now.version - 1)
    assert outcome.conflict == VersionConflict(expected=now.version - 1, actual=now.version)
    assert rig.recorder.told == []
    assert (await rig.content.rollback(document_id, first.id, expected_version=now.version)).success


@pytest.mark.rule("CS77")
async def test_going_back_takes_away_what_came_later(rig: Rig) -> None:
    document = await rig.published_page("Home", title="one")
    document.set_value("blocks", [1])
    document.name = "Renamed"
    await rig.content.save(document)
    await rig.content.publish(document)
    first = (await rig.content.versions(document.id))[-1]
    await rig.content.rollback(document.id, first.id)
    again = await rig.again(document)
    assert (again.name, again.get_value("blocks"), again.get_value("title")) == ("Home", None, "one")


@pytest.mark.rule("CS77")
async def test_the_current_version_means_back_to_what_is_published(rig: Rig) -> None:
    document = await rig.published_page("Home", title="one")
    document.set_value("title", "draft")
    await rig.content.save(document)
    assert (await rig.content.rollback(document.id, document.version_id)).success
    assert (await rig.again(document)).get_value("title") == "one"
    never = await rig.page("Never", title="draft")
    outcome = await rig.content.rollback(never.id, never.version_id)
    assert (outcome.result, outcome.field) == (OperationResult.FAILED_CANNOT, "version_id")
    assert (await rig.again(never)).get_value("title") == "draft"


@pytest.mark.rule("CS77")
@pytest.mark.parametrize(("with_invariant", "section"), [(False, "later"), (True, "first")])
async def test_one_culture_goes_back_alone(rig: Rig, with_invariant: bool, section: str) -> None:
    document = await rig.article(en_US="News", de_DE="Neues")
    document.set_value("section", "first")
    await rig.content.save(document)
    await rig.content.publish(document)
    for culture in ("en-US", "de-DE"):
        document.set_value("heading", "later", culture)
    document.set_value("section", "later")
    document.set_name("Renamed", "de-DE")
    await rig.content.save(document)
    frozen = (await rig.content.versions(document.id))[1]
    await rig.content.rollback(document.id, frozen.id, "de-de", with_invariant=with_invariant)
    again = await rig.again(document)
    assert (again.get_value("heading", "de-DE"), again.get_name("de-DE")) == ("Neues!", "Neues")
    assert (again.get_value("heading", "en-US"), again.get_value("section")) == ("later", section)


@pytest.mark.rule("CS77")
async def test_what_cannot_go_back_says_so(rig: Rig) -> None:
    document, other = await rig.published_page("Home"), await rig.published_page("Other")
    foreign = (await rig.content.versions(other.id))[-1]
    trashed = await rig.published_page("Trashed")
    version = (await rig.content.versions(trashed.id))[-1]
    await rig.content.move_to_recycle_bin(trashed)
    rig.recorder.forget()
    for document_id, version_id in [
        (4711, 1),
        (document.id, 4711),
        (document.id, foreign.id),
        (trashed.id, version.id),
    ]:
        outcome = await rig.content.rollback(document_id, version_id)
        assert outcome.result is OperationResult.FAILED_CANNOT
    assert rig.recorder.told == []


@pytest.mark.rule("CS78")
async def test_old_versions_are_deleted_but_never_the_current_published_or_kept_ones(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two", "three", "four")
    ids = [one.id for one in await rig.content.versions(document_id)]
    assert (await rig.content.prevent_cleanup(ids[4])).success
    before = rig.clock.now()
    await rig.content.delete_versions(document_id, before)
    assert [one.id for one in await rig.content.versions(document_id)] == [ids[0], ids[1], ids[4]]
    deleting, deleted = rig.recorder.told
    assert isinstance(deleting, ContentDeletingVersionsNotification)
    assert isinstance(deleted, ContentDeletedVersionsNotification)
    for told in (deleting, deleted):
        assert (told.id, told.date_to_retain, told.specific_version) == (document_id, before, 0)
    await rig.content.prevent_cleanup(ids[4], keep=False)
    await rig.content.delete_versions(document_id, before)
    assert len(await rig.content.versions(document_id)) == 2
    assert (await rig.content.prevent_cleanup(4711)).result is OperationResult.FAILED_CANNOT


@pytest.mark.rule("CS29")
async def test_who_kept_a_version_is_in_the_audit_trail(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two")
    version = (await rig.content.versions(document_id))[-1].id
    for keep in (True, False):
        await rig.content.prevent_cleanup(version, keep=keep, actor=COLLEAGUE)
    lines = (await rig.content.audit(document_id))[:2]
    assert [(one.action, one.actor, one.comment) for one in lines] == [
        (AuditAction.ENABLE_CLEANUP, COLLEAGUE, f"Version {version}"),
        (AuditAction.PREVENT_CLEANUP, COLLEAGUE, f"Version {version}"),
    ]


@pytest.mark.rule("CS78")
async def test_only_versions_before_the_date_are_deleted(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two", "three")
    middle = (await rig.content.versions(document_id))[2]
    await rig.content.delete_versions(document_id, middle.date)
    assert len(await rig.content.versions(document_id)) == 3


@pytest.mark.rule("CS79")
async def test_one_version_is_deleted(rig: Rig) -> None:
    document_id = await titled(rig, "one", "two", "three")
    ids = [one.id for one in await rig.content.versions(document_id)]
    await rig.content.delete_version(document_id, ids[2])
    assert [one.id for one in await rig.content.versions(document_id)] == [ids[0], ids[1], ids[3]]
    told = rig.recorder.told[1]
    assert isinstance(told, ContentDeletedVersionsNotification)
    assert (told.specific_version, told.delete_prior_versions, told.date_to_retain) == (ids[2], False, None)
    assert (await rig.content.delete_version(document_id, 4711)).result is OperationResult.FAILED_CANNOT


@pytest.mark.rule("CS79")
async def test_the_pair_is_told_even_when_the_version_stays(rig: Rig) -> None:
    document_id = await titled(rig, "one")
    current = (await rig.content.versions(document_id))[0]
    assert (await rig.content.delete_version(document_id, current.id)).success
    assert rig.recorder.names() == ["DeletingVersions", "DeletedVersions"]
    assert len(await rig.content.versions(document_id)) == 2


@pytest.mark.rule("CS80")
@pytest.mark.parametrize("cancelled", [False, True])
async def test_older_ones_go_with_it_in_a_pair_of_their_own(rig: Rig, cancelled: bool) -> None:
    document_id = await titled(rig, "one", "two", "three", "four")
    ids = [one.id for one in await rig.content.versions(document_id)]
    if cancelled:
        rig.recorder.cancel = lambda told: (
            isinstance(told, ContentDeletingVersionsNotification) and told.date_to_retain is not None
        )
    outcome = await rig.content.delete_version(document_id, ids[2], delete_prior=True)
    assert outcome.success
    left = [one.id for one in await rig.content.versions(document_id)]
    names = rig.recorder.names()
    if cancelled:
        assert left == [ids[0], ids[1], ids[3], ids[4]]
        assert names == ["DeletingVersions", "DeletingVersions", "DeletedVersions"]
    else:
        assert left == [ids[0], ids[1]]
        assert names == ["DeletingVersions", "DeletingVersions", "DeletedVersions", "DeletedVersions"]
