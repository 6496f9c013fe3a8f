"""Saving: what is written, what is captured, and what is refused."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from copydesk.content import SYSTEM_USER, ContentOptions, Document, OperationResult, VersionConflict
from copydesk.content.errors import (
    ContentError,
    CultureError,
    ForeignDocumentError,
    InvalidNameError,
    ParentError,
    UnknownTypeError,
)
from copydesk.content.model import PublishedState, Schedule, ScheduleAction
from copydesk.content.notifications import ContentSavedNotification, ContentSavingNotification
from copydesk.content.store.audit import AuditAction
from copydesk.content.tables import documents
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig
from tests.unit.content.model.samples import NOW


def saved_of(rig: Rig) -> list[ContentSavedNotification]:
    return [told for told in rig.recorder.told if isinstance(told, ContentSavedNotification)]


@pytest.mark.rule("CS10")
async def test_what_is_saved_is_what_is_loaded(rig: Rig) -> None:
    document = await rig.article(en_US="News", de_DE="Nachrichten")
    document.set_value("teaser", "for members", "de-DE", "members")
    document.set_value("section", "sport")
    await rig.content.save(document, actor=EDITOR)
    again = await rig.again(document)
    assert again.get_name("de-DE") == "Nachrichten"
    assert again.get_value("teaser", "de-DE", "members") == "for members"
    assert (again.get_value("heading", "en-US"), again.get_value("section")) == ("News!", "sport")
    assert (again.key, again.path, again.level, again.version) == (document.key, "-1,1001", 1, 2)
    assert (again.creator, again.writer, again.create_date) == (EDITOR, EDITOR, NOW)
    assert again.culture_infos == document.culture_infos
    assert not again.is_dirty()
    by_key = await rig.content.get_by_key(document.key)
    assert by_key is not None
    assert by_key.id == document.id


@pytest.mark.rule("CS10")
async def test_rich_values_come_back_as_they_were(rig: Rig) -> None:
    blocks = {"rows": [1, 1.0, True, None, "\u5341\u4e00\u6708 \U0001f4f0", {"z": [], "a": {}}], "b": -(2**63)}
    document = await rig.page("Home", blocks=blocks)
    loaded = (await rig.again(document)).get_value("blocks")
    assert loaded == blocks
    assert [type(value) for value in loaded["rows"][:3]] == [int, float, bool]
    assert list(loaded["rows"][5]) == ["z", "a"]


@pytest.mark.rule("CS11")
async def test_a_new_document_is_told_as_new_and_only_then(rig: Rig) -> None:
    seen: list[bool] = []

    async def look(saving: ContentSavingNotification) -> None:
        seen.append(saving.saved_entities[0].has_identity)

    rig.recorder.inside[ContentSavingNotification] = look
    home = await rig.content.create("page", "Home")
    for _ in range(2):
        await rig.content.save(home, actor=EDITOR)
    assert seen == [False, True]
    assert [told.is_new(home) for told in saved_of(rig)] == [True, False]
    assert [dict(told.paths) for told in saved_of(rig)] == [{home.key: "-1,1001"}] * 2


@pytest.mark.rule("CS11")
async def test_two_saves_in_one_scope_are_told_apart(rig: Rig) -> None:
    document = await rig.article()
    async with rig.database.write() as scope:
        for culture in ("de-DE", "en-US"):
            document.set_value("heading", "changed", culture)
            await rig.content.save(document, actor=EDITOR)
        fresh = await rig.content.create("page", "Fresh")
        await rig.content.save(fresh)
        fresh.name = "Renamed"
        await rig.content.save(fresh)
        scope.complete()
    told = saved_of(rig)
    assert [one.has_saved_culture(document, "de-DE") for one in told[:2]] == [True, False]
    assert [one.has_saved_culture(document, "en-US") for one in told[:2]] == [False, True]
    assert [one.is_new(fresh) for one in told[2:]] == [True, False]


@pytest.mark.rule("CS12")
async def test_saving_without_a_change_writes_nothing_and_is_told_all_the_same(rig: Rig) -> None:
    document = await rig.page()
    rig.clock.move(hours=1)
    assert (await rig.content.save(document, actor=EDITOR)).success
    assert rig.recorder.names() == ["Saving", "Saved", "TreeChange"]
    assert saved_of(rig)[0].saved_cultures == {}
    again = await rig.again(document)
    assert (again.update_date, again.version, again.version_id) == (NOW, 1, document.version_id)
    assert len(await rig.content.versions(document.id)) == 1


@pytest.mark.rule("CS13")
async def test_dates_and_people_are_kept(rig: Rig) -> None:
    document = await rig.page()
    later = rig.clock.move(hours=1)
    document.name = "Start"
    await rig.content.save(document, actor=COLLEAGUE)
    again = await rig.again(document)
    assert (again.creator, again.writer) == (EDITOR, COLLEAGUE)
    assert (again.create_date, again.update_date) == (NOW, later)
    imported = await rig.content.create("page", "Old")
    imported.create_date = NOW - timedelta(days=900)
    await rig.content.save(imported)
    again = await rig.again(imported)
    assert (again.create_date, again.update_date, again.writer) == (NOW - timedelta(days=900), later, SYSTEM_USER)


@pytest.mark.rule("CS14")
async def test_a_schedule_is_saved_with_the_document(rig: Rig) -> None:
    document = await rig.content.create("page", "Home")
    schedule = Schedule()
    schedule.set(ScheduleAction.RELEASE, NOW + timedelta(days=1))
    await rig.content.save(document, schedule=schedule)
    assert list(await rig.content.schedule_of(document.id)) == list(schedule)
    await rig.content.save(document)
    assert len(await rig.content.schedule_of(document.id)) == 1
    await rig.content.save(document, schedule=Schedule())
    assert len(await rig.content.schedule_of(document.id)) == 0


@pytest.mark.rule("CS15")
@pytest.mark.parametrize("state", [PublishedState.PUBLISHING, PublishedState.UNPUBLISHING])
async def test_a_document_on_its_way_is_not_saved(rig: Rig, state: PublishedState) -> None:
    document = await rig.page()
    document.published_state = state
    for outcome in (await rig.content.save(document), await rig.content.save_many([document])):
        assert outcome.result is OperationResult.FAILED_INVALID_PUBLISHED_STATE
        assert outcome.field == "published_state"
    assert rig.recorder.told == []


@pytest.mark.rule("CS16")
@pytest.mark.parametrize("kind", ["page", "article"])
async def test_a_name_that_is_too_long_is_refused_by_field(rig: Rig, kind: str) -> None:
    culture = "en-US" if kind == "article" else None
    document = await rig.content.create(kind, "x" * 256, culture=culture)
    for outcome in (await rig.content.save(document), await rig.content.save_many([document])):
        assert (outcome.result, outcome.field) == (OperationResult.FAILED_INVALID_NAME, culture or "name")
    assert rig.recorder.told == []
    document.set_name("x" * 255, culture)
    assert (await rig.content.save(document)).success


@pytest.mark.rule("CS16")
async def test_a_handler_cannot_slip_in_a_name_that_is_too_long(rig: Rig) -> None:
    async def lengthen(saving: ContentSavingNotification) -> None:
        saving.saved_entities[0].name = "x" * 300

    document = await rig.content.create("page", "Home")
    rig.recorder.inside[ContentSavingNotification] = lengthen
    assert (await rig.content.save(document)).result is OperationResult.FAILED_INVALID_NAME
    assert rig.recorder.names() == ["Saving"]
    assert await rig.content.count() == 0


@pytest.mark.rule("CS16")
@pytest.mark.parametrize("kind", ["page", "article"])
async def test_a_document_needs_a_name(rig: Rig, kind: str) -> None:
    with pytest.raises(InvalidNameError) as refused:
        await rig.content.save(await rig.content.create(kind))
    assert refused.value.field == "name"
    assert rig.recorder.told == []


@pytest.mark.rule("CS17")
async def test_what_handlers_change_is_saved(rig: Rig) -> None:
    async def complete(saving: ContentSavingNotification) -> None:
        document = saving.saved_entities[0]
        document.set_value("title", "from a handler")
        document.parent_id = parent.id

    parent = await rig.page("Parent")
    document = await rig.content.create("page", "Home")
    rig.recorder.inside[ContentSavingNotification] = complete
    await rig.content.save(document)
    again = await rig.again(document)
    assert (again.get_value("title"), again.path) == ("from a handler", f"-1,{parent.id},{document.id}")


@pytest.mark.rule("CS17")
async def test_an_exception_of_a_handler_reaches_the_caller_and_undoes_everything(rig: Rig) -> None:
    async def fail(saving: ContentSavingNotification) -> None:
        if saving.saved_entities[0] is not outer:
            return
        await rig.content.save(await rig.content.create("page", "Inner"))
        raise LookupError("no such dictionary")

    outer = await rig.content.create("page", "Outer")
    rig.recorder.inside[ContentSavingNotification] = fail
    with pytest.raises(LookupError, match="no such dictionary"):
        await rig.content.save_many([outer])
    assert await rig.content.count() == 0
    assert "Saved" not in rig.recorder.names()


@pytest.mark.rule("CS18")
@pytest.mark.logs_errors
async def test_a_handler_that_fails_after_the_commit_is_in_the_outcome(rig: Rig) -> None:
    async def fail(_: ContentSavedNotification) -> None:
        raise LookupError("no such dictionary")

    rig.recorder.inside[ContentSavedNotification] = fail
    outcome = await rig.content.save(await rig.content.create("page", "Home"))
    assert outcome.success
    assert [str(failure.error) for failure in outcome.failures] == ["no such dictionary"]
    assert rig.recorder.names() == ["Saving", "Saved", "TreeChange"]
    assert await rig.content.count() == 1


@pytest.mark.rule("CS19")
@pytest.mark.parametrize("many", [False, True])
async def test_without_events_only_the_tree_change_goes_out(rig: Rig, many: bool) -> None:
    document = await rig.content.create("page", "Home")
    rig.recorder.cancel_on("Saving")
    if many:
        outcome = await rig.content.save_many([document], raise_events=False)
    else:
        outcome = await rig.content.save(document, raise_events=False)
    assert outcome.success
    assert rig.recorder.trace() == [("TreeChange", [("Home", "REFRESH_NODE")])]
    assert not await rig.gone(document)


@pytest.mark.rule("CS20")
async def test_a_suppressed_scope_asks_and_tells_nobody(rig: Rig) -> None:
    rig.recorder.cancel_on("Saving")
    async with rig.database.write() as scope:
        with scope.notifications.suppress():
            home = await rig.content.create("page", "Home")
            assert (await rig.content.save(home)).success
        scope.complete()
    assert rig.recorder.told == []
    assert not await rig.gone(home)


@pytest.mark.rule("CS21")
async def test_many_are_saved_together_or_not_at_all(rig: Rig) -> None:
    parent = await rig.page("Parent")
    good = [await rig.content.create("page", f"P{n}", parent.id) for n in range(3)]
    bad = await rig.content.create("page", "y" * 256)
    assert (await rig.content.save_many([*good, bad])).result is OperationResult.FAILED_INVALID_NAME
    assert await rig.content.count() == 1
    assert (await rig.content.save_many(good, actor=EDITOR)).success
    children = (await rig.content.children(parent.id)).items
    assert [(child.name, child.sort_order) for child in children] == [("P0", 0), ("P1", 1), ("P2", 2)]
    [entry] = [e for e in await rig.content.audit(-1) if e.action is AuditAction.SAVE]
    assert (entry.actor, entry.comment) == (EDITOR, "Saved 3 documents")


@pytest.mark.rule("CS21")
async def test_a_document_cannot_be_saved_twice_at_once(rig: Rig) -> None:
    document = await rig.content.create("page", "Home")
    with pytest.raises(ContentError) as refused:
        await rig.content.save_many([document, document])
    assert refused.value.field == "documents"
    assert (await rig.content.save_many([])).result is OperationResult.NO_OPERATION


@pytest.mark.rule("CS22")
async def test_siblings_with_one_name_are_numbered(rig: Rig) -> None:
    parent = await rig.page("Parent")
    named = [(await rig.page(name, parent)).name for name in ("Home", "HOME", "Home", "Home (1)", "Homer")]
    assert named == ["Home", "HOME (1)", "Home (2)", "Home (3)", "Homer"]
    assert (await rig.page("Home")).name == "Home"


@pytest.mark.rule("CS22")
async def test_names_by_culture_are_numbered_apart(rig: Rig) -> None:
    await rig.article(en_US="News", de_DE="Neues")
    other = await rig.article(en_US="News", de_DE="Anderes")
    assert (other.get_name("en-US"), other.get_name("de-DE")) == ("News (1)", "Anderes")
    third = await rig.article(en_US="Else", de_DE="neues")
    assert (third.get_name("en-US"), third.get_name("de-DE")) == ("Else", "neues (1)")
    again = await rig.again(third)
    assert again.get_name("de-DE") == "neues (1)"


@pytest.mark.rule("CS22")
async def test_saving_again_does_not_number_again(rig: Rig) -> None:
    await rig.article(en_US="News")
    document = await rig.article(en_US="News", de_DE="Neues")
    for value in ("one", "two"):
        document.set_value("section", value)
        await rig.content.save(document)
    assert (document.name, document.get_name("en-US")) == ("News (1)", "News (1)")
    assert not document.was_property_dirty("name")


@pytest.mark.rule("CS22")
async def test_many_new_siblings_with_one_name_are_numbered(rig: Rig) -> None:
    pages = [await rig.content.create("page", "Home") for _ in range(3)]
    articles = [await rig.content.create("article", "News", culture="en-US") for _ in range(2)]
    await rig.content.save_many([*pages, *articles])
    assert [page.name for page in pages] == ["Home", "Home (1)", "Home (2)"]
    assert [one.get_name("en-US") for one in articles] == ["News", "News (1)"]


@pytest.mark.rule("CS22")
async def test_numbering_can_be_switched_off(rig: Rig) -> None:
    content = rig.service(ContentOptions(unique_names=False))
    named = []
    for _ in range(2):
        document = await rig.content.create("page", "Home")
        await content.save(document)
        named.append(document.name)
    assert named == ["Home", "Home"]


@pytest.mark.rule("CS23")
async def test_the_own_name_of_a_document_with_cultures_is_that_of_the_default_one(rig: Rig) -> None:
    document = await rig.article(de_DE="Neues")
    assert document.name == "Neues"
    document.set_name("News", "en-US")
    await rig.content.save(document)
    assert (await rig.again(document)).name == "News"


@pytest.mark.rule("CS24")
async def test_a_free_place_is_kept_and_a_taken_one_is_not(rig: Rig) -> None:
    first, second, third, fourth = [await rig.content.create("page", f"P{n}") for n in range(4)]
    first.sort_order, second.sort_order, third.sort_order = 5, 2, 5
    for document in (first, second, third, fourth):
        await rig.content.save(document)
    assert [document.sort_order for document in (first, second, third, fourth)] == [5, 2, 6, 7]


@pytest.mark.rule("CS25")
async def test_what_was_changed_by_somebody_else_is_not_overwritten(rig: Rig) -> None:
    document = await rig.page("Home", title="one")
    mine, theirs = await rig.again(document), await rig.again(document)
    theirs.set_value("title", "theirs")
    assert (await rig.content.save(theirs)).success
    rig.recorder.forget()
    mine.set_value("title", "mine")
    outcome = await rig.content.save(mine)
    assert outcome.result is OperationResult.FAILED_CONCURRENCY_VIOLATION
    assert outcome.conflict == VersionConflict(expected=1, actual=2)
    assert rig.recorder.told == []
    assert (await rig.again(document)).get_value("title") == "theirs"


@pytest.mark.rule("CS25")
async def test_the_version_a_change_is_based_on_can_be_given(rig: Rig) -> None:
    document = await rig.page("Home", title="one")
    document.set_value("title", "two")
    await rig.content.save(document)
    fresh = await rig.again(document)
    fresh.set_value("title", "three")
    outcome = await rig.content.save(fresh, expected_version=1)
    assert outcome.conflict == VersionConflict(expected=1, actual=2)
    assert (await rig.content.save(fresh, expected_version=2)).success


@pytest.mark.rule("CS25")
async def test_what_was_deleted_is_not_brought_back(rig: Rig) -> None:
    document = await rig.page()
    await rig.content.delete(await rig.again(document))
    document.set_value("title", "late")
    outcome = await rig.content.save(document)
    assert outcome.conflict == VersionConflict(expected=1, actual=None)


@pytest.mark.rule("CS26")
async def test_a_save_keeps_the_place_that_the_document_got_meanwhile(rig: Rig) -> None:
    parent, other = await rig.page("Parent"), await rig.page("Other")
    child, sibling = await rig.page("Child", parent), await rig.page("Sibling", parent)
    mine = await rig.again(child)
    await rig.content.move(parent, other.id)
    await rig.content.sort([sibling.id, child.id])
    mine.set_value("title", "mine")
    assert (await rig.content.save(mine)).success
    again = await rig.again(child)
    assert (again.path, again.sort_order) == (f"-1,{other.id},{parent.id},{child.id}", 1)
    assert again.get_value("title") == "mine"


@pytest.mark.rule("CS27")
async def test_unknown_things_are_refused_by_field(rig: Rig) -> None:
    with pytest.raises(UnknownTypeError):
        await rig.content.create("nothing", "Home")
    lost = await rig.content.create("page", "Lost", 4711)
    with pytest.raises(ParentError, match="4711") as parent:
        await rig.content.save(lost)
    named = await rig.content.create("article", "Notizie", culture="it-IT")
    with pytest.raises(CultureError, match="it-IT") as name:
        await rig.content.save(named)
    valued = await rig.content.create("article", "News", culture="en-US")
    valued.set_value("heading", "Notizie", "it-IT")
    with pytest.raises(CultureError) as value:
        await rig.content.save_many([valued])
    assert [refused.value.field for refused in (parent, name, value)] == ["parent_id", "culture", "culture"]
    assert rig.recorder.told == []
    assert await rig.content.count() == 0


@pytest.mark.rule("CS27")
async def test_nothing_can_be_saved_into_the_recycle_bin(rig: Rig) -> None:
    trashed = await rig.page("Trashed")
    await rig.content.move_to_recycle_bin(trashed)
    for parent_id in (-20, trashed.id):
        with pytest.raises(ParentError, match="recycle bin"):
            await rig.content.save(await rig.content.create("page", "Child", parent_id))


@pytest.mark.rule("CS27")
async def test_a_key_is_given_once(rig: Rig) -> None:
    home = await rig.page()
    twin = Document(home.type, keys=rig.keys, key=home.key, name="Twin")
    outcome = await rig.content.save(twin)
    assert (outcome.result, outcome.field) == (OperationResult.FAILED_DUPLICATE_KEY, "key")
    same = [Document(home.type, keys=rig.keys, key=UUID(int=4711), name=name) for name in ("One", "Two")]
    assert (await rig.content.save_many(same)).result is OperationResult.FAILED_DUPLICATE_KEY
    assert await rig.content.count() == 1


@pytest.mark.rule("CS27")
async def test_a_document_of_another_tenant_is_not_mistaken_for_one_of_ours(rig: Rig) -> None:
    home = await rig.page()
    foreign = Document(home.type, keys=rig.keys, name="Foreign")
    foreign.identify(home.id, home.version_id)
    foreign.version = home.version
    with pytest.raises(ForeignDocumentError):
        await rig.content.save(foreign)
    assert (await rig.again(home)).name == "Home"


@pytest.mark.rule("CS28")
async def test_a_document_stands_only_where_its_type_may(rig: Rig) -> None:
    note = await rig.content.create("note", "Note")
    outcome = await rig.content.save(note)
    assert (outcome.result, outcome.field) == (OperationResult.FAILED_NOT_ALLOWED, "parent_id")
    home = await rig.page()
    note.parent_id = home.id
    assert (await rig.content.save(note)).success
    below = await rig.content.create("page", "Below", note.id)
    assert (await rig.content.save(below)).result is OperationResult.FAILED_NOT_ALLOWED
    assert (await rig.service(ContentOptions(check_allowed_types=False)).save(below)).success


@pytest.mark.rule("CS29")
async def test_every_save_is_in_the_audit_trail(rig: Rig) -> None:
    document = await rig.article()
    document.set_value("heading", "changed", "de-DE")
    await rig.content.save(document, actor=COLLEAGUE)
    entries = await rig.content.audit(document.id)
    assert [(entry.action, entry.actor, entry.cultures) for entry in entries] == [
        (AuditAction.SAVE_VARIANT, COLLEAGUE, ("de-DE",)),
        (AuditAction.SAVE_VARIANT, EDITOR, ("de-DE", "en-US")),
    ]
    assert entries[0].at == NOW


@pytest.mark.rule("CS29")
async def test_what_is_undone_is_not_in_the_audit_trail(rig: Rig) -> None:
    document = await rig.page()
    document.name = "Start"
    async with rig.database.write():
        await rig.content.save(document)
    assert len(await rig.content.audit(document.id)) == 1


@pytest.mark.rule("CS10")
async def test_a_name_that_a_culture_lost_is_free_again(rig: Rig) -> None:
    document = await rig.article(en_US="News", de_DE="Neues")
    document.set_name(None, "de-DE")
    await rig.content.save(document)
    assert (await rig.again(document)).available_cultures == ("en-US",)
    assert (await rig.article(de_DE="Neues")).get_name("de-DE") == "Neues"
    async with rig.database.read() as scope:
        assert len((await scope.execute(select(documents.c.id))).all()) == 2
