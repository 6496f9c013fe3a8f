"""Moving, the recycle bin, copying and sorting."""

from typing import Any

import pytest
from sqlalchemy import update

from copydesk.content import ContentOptions, ContentService, Document, OperationResult, PublishResult, VersionConflict
from copydesk.content.errors import (
    ContentError,
    CultureError,
    CyclicMoveError,
    DocumentNotFoundError,
    IdentityError,
    ParentError,
    SiblingsChangedError,
)
from copydesk.content.notifications import (
    ContentCopiedNotification,
    ContentCopyingNotification,
    ContentMovedNotification,
    ContentMovingNotification,
    ContentSavingNotification,
)
from copydesk.content.service import Placing, SortBy
from copydesk.content.store.audit import AuditAction
from copydesk.content.tables import documents
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig, names_of


async def places(rig: Rig, *documents: Document) -> list[tuple[str, int, int, bool]]:
    return [
        (again.path, again.level, again.sort_order, again.trashed)
        for again in [await rig.again(document) for document in documents]
    ]


async def order_of(rig: Rig, parent: Document | None = None) -> list[tuple[str, int]]:
    page = await rig.content.children(parent.id if parent else -1)
    return [(child.name, child.sort_order) for child in page.items]


@pytest.mark.rule("CS61")
async def test_a_branch_moves_with_its_top(rig: Rig) -> None:
    a, b = await rig.page("A"), await rig.page("B")
    c = await rig.page("C", a)
    d = await rig.page("D", c)
    await rig.page("E", b)
    before = await rig.again(d)
    rig.clock.move(hours=1)
    assert (await rig.content.move(a, b.id, actor=COLLEAGUE)).success
    assert await places(rig, a, c, d) == [
        (f"-1,{b.id},{a.id}", 2, 1, False),
        (f"-1,{b.id},{a.id},{c.id}", 3, 0, False),
        (f"-1,{b.id},{a.id},{c.id},{d.id}", 4, 0, False),
    ]
    after = await rig.again(d)
    assert (after.version, after.update_date) == (before.version, before.update_date)
    moved = await rig.again(a)
    assert (moved.version, moved.writer, moved.update_date) == (2, COLLEAGUE, rig.clock.now())
    assert len(await rig.content.versions(a.id)) == 1
    assert (await rig.content.audit(a.id))[0].action is AuditAction.MOVE


@pytest.mark.rule("CS61")
async def test_what_was_told_of_a_move_stays_true_when_it_moves_on(rig: Rig) -> None:
    a, b, c = await rig.page("A"), await rig.page("B"), await rig.page("C")
    async with rig.database.write() as scope:
        await rig.content.move(a, b.id)
        await rig.content.move(a, c.id)
        scope.complete()
    told = [one for one in rig.recorder.told if isinstance(one, ContentMovedNotification)]
    assert [one.paths[a.key] for one in told] == [f"-1,{b.id},{a.id}", f"-1,{c.id},{a.id}"]
    assert [one.move_info[0].original_path for one in told] == [f"-1,{a.id}", f"-1,{b.id},{a.id}"]
    assert [one.move_info[0].new_parent_key for one in told] == [b.key, c.key]


@pytest.mark.rule("CS62")
async def test_moving_to_the_same_parent_does_nothing(rig: Rig) -> None:
    parent = await rig.page("Parent")
    child = await rig.page("Child", parent)
    outcome = await rig.content.move(child, parent.id)
    assert outcome.result is OperationResult.SUCCESS
    assert rig.recorder.told == []


@pytest.mark.rule("CS62")
async def test_moving_to_the_bin_is_trashing(rig: Rig) -> None:
    page = await rig.page()
    assert (await rig.content.move(page, -20)).success
    assert rig.recorder.names() == ["MovingToRecycleBin", "TreeChange", "MovedToRecycleBin"]
    assert await places(rig, page) == [(f"-1,-20,{page.id}", 1, 0, True)]


@pytest.mark.rule("CS63")
async def test_a_move_that_cannot_be_is_refused_by_field(rig: Rig) -> None:
    a = await rig.page("A")
    b = await rig.page("B", a)
    trashed = await rig.page("Trashed")
    await rig.content.move_to_recycle_bin(trashed)
    rig.recorder.forget()
    refused: list[ContentError] = []
    for parent_id, error in [
        (4711, ParentError),
        (trashed.id, ParentError),
        (a.id, CyclicMoveError),
        (b.id, CyclicMoveError),
    ]:
        with pytest.raises(error) as caught:
            await rig.content.move(a, parent_id)
        refused.append(caught.value)
    assert [one.field for one in refused] == ["parent_id"] * 4
    with pytest.raises(IdentityError):
        await rig.content.move(await rig.content.create("page", "New"), a.id)
    assert rig.recorder.told == []
    assert await places(rig, a, b) == [(f"-1,{a.id}", 1, 0, False), (f"-1,{a.id},{b.id}", 2, 0, False)]


@pytest.mark.rule("CS63")
async def test_types_and_versions_count_for_moves_too(rig: Rig) -> None:
    home = await rig.page()
    note = await rig.content.create("note", "Note", home.id)
    note.set_value("text", "x")
    await rig.content.save(note)
    outcome = await rig.content.move(note, -1)
    assert (outcome.result, outcome.field) == (OperationResult.FAILED_NOT_ALLOWED, "parent_id")
    stale = await rig.again(note)
    note.set_value("text", "y")
    await rig.content.save(note)
    rig.recorder.forget()
    for operation in (rig.content.move_to_recycle_bin, rig.content.delete):
        assert (await operation(stale)).conflict == VersionConflict(expected=1, actual=2)
    assert rig.recorder.told == []


@pytest.mark.rule("CS63")
async def test_nothing_stands_deeper_than_the_deepest_level(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.content.service.admission.DEEPEST_LEVEL", 2)
    monkeypatch.setattr("copydesk.content.service.moving.DEEPEST_LEVEL", 2)
    a, b = await rig.page("A"), await rig.page("B")
    await rig.page("C", a)
    with pytest.raises(ParentError):
        await rig.content.move(a, b.id)
    assert await places(rig, a) == [(f"-1,{a.id}", 1, 0, False)]
    deep = await rig.page("Deep", b)
    with pytest.raises(ParentError):
        await rig.content.save(await rig.content.create("page", "Deeper", deep.id))


@pytest.mark.rule("CS63", "CS69")
async def test_a_copy_does_not_reach_deeper_than_the_deepest_level(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.content.service.moving.DEEPEST_LEVEL", 2)
    a, b = await rig.page("A"), await rig.page("B")
    await rig.page("C", a)
    with pytest.raises(ParentError):
        await rig.content.copy(a, b.id)
    assert await rig.content.count_children(b.id) == 0
    assert (await rig.content.copy(a, b.id, recursive=False)).success
    assert (await rig.content.copy(a, -1)).success


@pytest.mark.rule("CS25", "CS69")
async def test_a_copy_is_made_of_what_is_stored_now_or_not_at_all(rig: Rig) -> None:
    top, a = await rig.page("Top"), await rig.page("A")
    b = await rig.page("B", a)
    await rig.page("C", b)
    stale = await rig.again(a)
    await rig.content.move(a, top.id)
    copy = (await rig.content.copy(b, -1)).document
    assert copy is not None
    assert await rig.content.count_children(copy.id) == 1
    rig.recorder.forget()
    assert (await rig.content.copy(stale, -1)).conflict == VersionConflict(expected=1, actual=2)
    assert (await rig.content.copy(a, -1, expected_version=1)).conflict == VersionConflict(expected=1, actual=2)
    assert rig.recorder.told == []


@pytest.mark.rule("CS64")
async def test_a_moved_document_gets_a_free_name(rig: Rig) -> None:
    parent = await rig.page("Parent")
    await rig.page("Home", parent)
    home = await rig.page("Home")
    await rig.content.move(home, parent.id)
    assert (await rig.again(home)).name == "Home (1)"
    one, two = await rig.article(en_US="News"), await rig.article(parent, en_US="News")
    await rig.content.move(one, parent.id)
    assert (await rig.again(one)).get_name("en-US") == "News (1)"
    assert (await rig.again(two)).get_name("en-US") == "News"
    assert (await rig.article(en_US="News")).get_name("en-US") == "News"


@pytest.mark.rule("CS64")
async def test_what_a_handler_changes_of_a_moving_document_is_saved(rig: Rig) -> None:
    async def mark(moving: ContentMovingNotification) -> None:
        moving.move_info[0].entity.set_value("title", "moved")

    a, b = await rig.page("A"), await rig.page("B")
    rig.recorder.inside[ContentMovingNotification] = mark
    await rig.content.move(a, b.id)
    assert (await rig.again(a)).get_value("title") == "moved"


@pytest.mark.rule("CS65")
async def test_the_bin_hides_but_does_not_unpublish(rig: Rig) -> None:
    top = await rig.published_page("Top")
    below = await rig.published_page("Below", top)
    await rig.content.move_to_recycle_bin(top)
    assert await places(rig, top, below) == [
        (f"-1,-20,{top.id}", 1, 0, True),
        (f"-1,-20,{top.id},{below.id}", 2, 0, True),
    ]
    again = await rig.again(below)
    assert again.published
    assert not await rig.content.is_path_published(again)
    assert not await rig.content.is_path_publishable(again)


@pytest.mark.rule("CS65")
async def test_names_are_not_numbered_in_the_bin(rig: Rig) -> None:
    for _ in range(2):
        home = await rig.page("Home")
        await rig.content.move_to_recycle_bin(home)
        assert (await rig.again(home)).name == "Home"


@pytest.mark.rule("CS65")
async def test_what_is_in_the_bin_already_stays(rig: Rig) -> None:
    top = await rig.page("Top")
    below = await rig.page("Below", top)
    await rig.content.move_to_recycle_bin(top)
    rig.recorder.forget()
    assert (await rig.content.move_to_recycle_bin(top)).success
    assert rig.recorder.told == []
    assert (await rig.content.move_to_recycle_bin(await rig.again(below))).success
    assert rig.recorder.names() == ["MovingToRecycleBin", "TreeChange", "MovedToRecycleBin"]
    assert await places(rig, below) == [(f"-1,-20,{below.id}", 1, 1, True)]


@pytest.mark.rule("CS66")
@pytest.mark.parametrize("kind", ["page", "article"])
async def test_what_is_restored_comes_back_unpublished_and_nobody_is_told_so(rig: Rig, kind: str) -> None:
    top = await (rig.published_page("Top") if kind == "page" else rig.published_article(en_US="Top"))
    below = await rig.published_page("Below", top)
    await rig.content.move_to_recycle_bin(top)
    rig.recorder.forget()
    assert (await rig.content.restore(top, -1)).success
    assert rig.recorder.names() == ["Moving", "TreeChange", "Moved"]
    again = await rig.again(top)
    assert (again.published, again.published_cultures, again.trashed, again.edited) == (False, (), False, True)
    assert (await rig.again(below)).published
    assert await places(rig, below) == [(f"-1,{top.id},{below.id}", 2, 0, False)]


@pytest.mark.rule("CS66")
async def test_without_its_descendants_only_the_document_comes_back(rig: Rig) -> None:
    top = await rig.page("Top")
    one, two = await rig.page("One", top), await rig.page("Two", top)
    deep = await rig.page("Deep", one)
    await rig.content.move_to_recycle_bin(top)
    rig.recorder.forget()
    await rig.content.restore(top, -1, include_descendants=False)
    assert rig.recorder.trace() == [
        ("Moving", [("Top", f"-1,-20,{top.id}", -1)]),
        ("TreeChange", [("Top", "REFRESH_BRANCH"), ("One", "REFRESH_BRANCH"), ("Two", "REFRESH_BRANCH")]),
        ("Moved", [("Top", f"-1,-20,{top.id}", -1)]),
    ]
    assert [place[:2] for place in await places(rig, top, one, two, deep)] == [
        (f"-1,{top.id}", 1),
        (f"-1,-20,{one.id}", 1),
        (f"-1,-20,{two.id}", 1),
        (f"-1,-20,{one.id},{deep.id}", 2),
    ]


@pytest.mark.rule("CS66")
async def test_what_cannot_be_restored_says_why(rig: Rig) -> None:
    top = await rig.page()
    page = await rig.page(parent=top)
    outcome = await rig.content.restore(page, -1)
    assert (outcome.result, outcome.field) == (OperationResult.FAILED_CANNOT, "document")
    await rig.content.move_to_recycle_bin(page)
    await rig.content.move_to_recycle_bin(top)
    outcome = await rig.content.restore(page)
    assert (outcome.result, outcome.field) == (OperationResult.FAILED_CANNOT, "parent_id")
    with pytest.raises(ParentError):
        await rig.content.restore(page, 4711)


@pytest.mark.rule("CS67")
async def test_a_copy_is_a_new_unpublished_document(rig: Rig) -> None:
    original = await rig.published_article(en_US="News", de_DE="Neues")
    parent = await rig.page("Parent")
    rig.clock.move(hours=1)
    copy = (await rig.content.copy(original, parent.id, actor=COLLEAGUE)).document
    assert copy is not None
    again = await rig.again(copy)
    assert again.key != original.key
    assert (again.published, again.published_cultures, again.edited) == (False, (), True)
    assert (again.creator, again.writer, again.create_date) == (COLLEAGUE, COLLEAGUE, rig.clock.now())
    assert (again.get_name("de-DE"), again.get_value("heading", "de-DE")) == ("Neues", "Neues!")
    assert again.get_value("heading", "de-DE", published=True) is None
    assert again.path == f"-1,{parent.id},{copy.id}"
    assert len(await rig.content.versions(copy.id)) == 1
    assert (await rig.content.audit(original.id))[0].action is AuditAction.COPY


@pytest.mark.rule("CS67")
async def test_a_copy_beside_its_original_gets_another_name(rig: Rig) -> None:
    page = await rig.page("Home")
    copy = (await rig.content.copy(page, -1)).document
    assert copy is not None
    assert (copy.name, copy.sort_order) == ("Home (1)", 1)


@pytest.mark.rule("CS67")
async def test_handlers_see_a_published_copy_and_may_change_it(rig: Rig) -> None:
    seen: list[tuple[bool, int]] = []

    async def look(copying: ContentCopyingNotification) -> None:
        seen.append((copying.copy.published, copying.copy.parent_id))
        copying.copy.set_value("title", "from a handler")
        copying.original.set_value("title", "in memory only")

    page, parent = await rig.published_page("Home", title="one"), await rig.page("Parent")
    rig.recorder.inside[ContentCopyingNotification] = look
    copy = (await rig.content.copy(page, parent.id)).document
    assert copy is not None
    assert seen == [(True, parent.id)]
    assert (await rig.again(copy)).get_value("title") == "from a handler"
    assert (await rig.again(page)).get_value("title") == "one"


@pytest.mark.rule("CS68")
async def test_a_branch_is_copied_in_order(rig: Rig) -> None:
    top, parent = await rig.page("Top"), await rig.page("Parent")
    one, two = await rig.page("One", top), await rig.page("Two", top)
    await rig.page("Deep", one)
    await rig.content.sort([two.id, one.id])
    rig.recorder.forget()
    await rig.content.copy(top, parent.id, relate_to_original=True)
    names = ["Top", "One", "Deep", "Two"]
    assert rig.recorder.trace() == [
        *[("Copying", name) for name in names],
        ("TreeChange", [("Top", "REFRESH_BRANCH")]),
        *[("Copied", name) for name in names],
    ]
    copied = [told for told in rig.recorder.told if isinstance(told, ContentCopiedNotification)]
    assert [told.relate_to_original for told in copied] == [True] * 4
    assert all(told.is_new(told.copy) for told in copied)
    assert await order_of(rig, copied[0].copy) == [("Two", 0), ("One", 1)]


@pytest.mark.rule("CS68")
async def test_a_cancelled_descendant_leaves_out_what_is_below_it(rig: Rig) -> None:
    top, parent = await rig.page("Top"), await rig.page("Parent")
    left, right = await rig.page("Left", top), await rig.page("Right", top)
    await rig.page("Below left", left)
    await rig.page("Below right", right)
    rig.recorder.cancel = lambda told: isinstance(told, ContentCopyingNotification) and told.original.name == "Left"
    copy = (await rig.content.copy(top, parent.id)).document
    assert copy is not None
    below = await rig.content.descendants(copy.id)
    assert names_of(below.items) == ["Right", "Below right"]
    assert "Below left" not in [told[1] for told in rig.recorder.trace()]


@pytest.mark.rule("CS68")
async def test_a_branch_can_be_copied_into_itself(rig: Rig) -> None:
    top = await rig.page("Top")
    below = await rig.page("Below", top)
    copy = (await rig.content.copy(top, below.id)).document
    assert copy is not None
    assert names_of((await rig.content.descendants(top.id)).items) == ["Below", "Top", "Below"]


@pytest.mark.rule("CS68")
async def test_only_the_document_is_copied_when_asked(rig: Rig) -> None:
    top, parent = await rig.page("Top"), await rig.page("Parent")
    await rig.page("Below", top)
    copy = (await rig.content.copy(top, parent.id, recursive=False)).document
    assert copy is not None
    assert await rig.content.count_children(copy.id) == 0


@pytest.mark.rule("CS69")
async def test_a_copy_that_cannot_be_is_refused(rig: Rig) -> None:
    page, home = await rig.page("Page"), await rig.page("Home")
    note = await rig.content.create("note", "Note", home.id)
    await rig.content.save(note)
    rig.recorder.forget()
    for parent_id in (4711, -20):
        with pytest.raises(ParentError):
            await rig.content.copy(page, parent_id)
    with pytest.raises(IdentityError):
        await rig.content.copy(await rig.content.create("page", "New"), home.id)
    assert (await rig.content.copy(note, -1)).result is OperationResult.FAILED_NOT_ALLOWED
    assert rig.recorder.told == []


@pytest.mark.rule("CS69")
async def test_a_copy_out_of_the_bin_is_not_in_it(rig: Rig) -> None:
    page = await rig.page()
    await rig.content.move_to_recycle_bin(page)
    copy = (await rig.content.copy(await rig.again(page), -1)).document
    assert copy is not None
    assert await places(rig, copy) == [(f"-1,{copy.id}", 1, 0, False)]


@pytest.mark.rule("CS70")
async def test_those_that_are_not_named_follow_in_their_order(rig: Rig) -> None:
    pages = [await rig.page(name) for name in "ABCD"]
    assert (await rig.content.sort([pages[3].id])).success
    assert await order_of(rig) == [("D", 0), ("A", 1), ("B", 2), ("C", 3)]


@pytest.mark.rule("CS70")
async def test_sorting_takes_the_order_and_nothing_else_from_what_is_given(rig: Rig) -> None:
    a, b = await rig.page("A", title="one"), await rig.page("B")
    a.set_value("title", "pending")
    await rig.content.sort([b, a])
    again = await rig.again(a)
    assert (again.get_value("title"), again.version, again.sort_order) == ("one", 1, 1)
    assert a.get_value("title") == "pending"
    assert (await rig.content.save(a)).success


@pytest.mark.rule("CS70")
async def test_what_is_in_order_already_is_told_but_not_written(rig: Rig) -> None:
    pages = [await rig.page(name) for name in "AB"]
    rig.clock.move(hours=1)
    await rig.content.sort(pages)
    assert rig.recorder.names() == ["Sorting", "Saving", "Saved", "Sorted"]
    assert (await rig.again(pages[0])).update_date == pages[0].update_date


@pytest.mark.rule("CS70")
async def test_a_handler_of_a_sort_can_change_documents(rig: Rig) -> None:
    async def mark(saving: ContentSavingNotification) -> None:
        saving.saved_entities[1].set_value("title", "sorted")

    pages = [await rig.page(name) for name in "AB"]
    rig.recorder.inside[ContentSavingNotification] = mark
    await rig.content.sort(pages)
    assert (await rig.again(pages[1])).get_value("title") == "sorted"


@pytest.mark.rule("CS71")
async def test_a_sort_that_makes_no_sense_is_refused(rig: Rig) -> None:
    a, b = await rig.page("A"), await rig.page("B")
    c = await rig.page("C", a)
    assert (await rig.content.sort([])).result is OperationResult.NO_OPERATION
    assert not OperationResult.NO_OPERATION.success
    cases: list[tuple[list[Document | int], type[ContentError]]] = [
        ([a, a], ContentError),
        ([b, c], ContentError),
        ([a.id, 4711], DocumentNotFoundError),
    ]
    for items, error in cases:
        with pytest.raises(error) as refused:
            await rig.content.sort(items)
        assert refused.value.field == "items"
    assert rig.recorder.told == []


@pytest.mark.rule("CS71")
async def test_without_events_sorting_tells_only_caches(rig: Rig) -> None:
    a, b = await rig.page("A"), await rig.published_page("B")
    rig.recorder.cancel_on("Sorting", "Saving")
    assert (await rig.content.sort([b, a], raise_events=False)).success
    assert rig.recorder.trace() == [("TreeChange", [("B", "REFRESH_NODE"), ("A", "REFRESH_NODE")])]


def quiet(rig: Rig) -> ContentService:
    return rig.service(ContentOptions(quiet_child_sort=True))


@pytest.mark.rule("CS72")
async def test_all_children_can_be_sorted_quietly(rig: Rig) -> None:
    parent = await rig.page("Parent")
    a, b = await rig.page("A", parent), await rig.page("B", parent)
    assert (await quiet(rig).sort_children(parent.id, [b.id, a.id])).success
    assert rig.recorder.trace() == [("TreeChange", [("Parent", "REFRESH_BRANCH")])]
    assert await order_of(rig, parent) == [("B", 0), ("A", 1)]
    rig.recorder.forget()
    other = await rig.page("Other")
    assert (await quiet(rig).sort_children(-1, [other.id, parent.id])).success
    assert rig.recorder.trace() == [("TreeChange", [("Other", "REFRESH_NODE"), ("Parent", "REFRESH_NODE")])]
    rig.recorder.forget()
    assert (await quiet(rig).sort_children(-1, [other.id, parent.id])).success
    assert rig.recorder.told == []
    with pytest.raises(ContentError):
        await quiet(rig).sort_children(parent.id, [other.id])
    assert (await quiet(rig).sort_children(parent.id, [])).result is OperationResult.NO_OPERATION


@pytest.mark.rule("CS72")
async def test_all_children_are_sorted_aloud_by_default(rig: Rig) -> None:
    a, b = await rig.page("A"), await rig.page("B")
    await rig.content.sort_children(-1, [b.id, a.id])
    assert rig.recorder.names() == ["Sorting", "Saving", "Saved", "Sorted", "TreeChange"]


@pytest.mark.rule("CS160")
async def test_a_sorted_document_stays_what_it_is(rig: Rig) -> None:
    one, other = await rig.article(), await rig.published_page("B", title="kept")
    before = [await rig.again(one), await rig.again(other)]
    rig.clock.move(hours=1)
    assert (await rig.content.sort([other.id, one.id], actor=COLLEAGUE)).success
    for was, now in zip(before, [await rig.again(one), await rig.again(other)], strict=True):
        assert (now.version, now.version_id, now.name, now.edited) == (
            was.version,
            was.version_id,
            was.name,
            was.edited,
        )
        assert (now.writer, now.update_date, now.sort_order) == (COLLEAGUE, rig.clock.now(), 1 - was.sort_order)
    assert (await rig.again(other)).get_value("title") == "kept"


@pytest.mark.rule("CS161")
async def test_who_is_placed_is_told_and_who_makes_room_is_not(rig: Rig) -> None:
    pages = [await rig.published_page(name) for name in "ABCDE"]
    a, b, _, d, e = pages
    rig.clock.move(hours=1)
    rig.recorder.forget()
    assert (await rig.content.place(-1, [Placing(d.id, before=b.id)], actor=COLLEAGUE)).success
    assert rig.recorder.trace() == [
        ("Sorting", ["D"]),
        ("Saving", ["D"]),
        ("Saved", ["D"], [("*",)]),
        ("Sorted", ["D"]),
        ("TreeChange", [("D", "REFRESH_NODE")]),
        ("Published", ["D"], [("*",)], None),
    ]
    assert await order_of(rig) == [("A", 0), ("D", 1), ("B", 2), ("C", 3), ("E", 4)]
    assert [(again.writer == COLLEAGUE, again.version) for again in [await rig.again(one) for one in pages]] == [
        (one is d, one.version) for one in pages
    ]
    await rig.content.delete(await rig.again(b))  # Leaves a gap, which stays where it is.
    await rig.content.place(-1, [Placing(e.id), Placing(a.id, after=d.id)])
    assert await order_of(rig) == [("E", 0), ("D", 1), ("A", 3), ("C", 4)]
    rig.recorder.forget()
    await rig.content.place(-1, [Placing(d.id, after=e.id)])
    assert rig.recorder.names() == ["Sorting", "Saving", "Saved", "Sorted"]


@pytest.mark.rule("CS161")
async def test_siblings_with_the_same_number_are_told_apart(rig: Rig) -> None:
    pages = [await rig.page(name) for name in "ABC"]
    async with rig.database.write() as scope:
        await scope.execute(update(documents).values(sort_order=7))
        scope.complete()
    await rig.content.place(-1, [Placing(pages[0].id, after=pages[1].id)])
    assert await order_of(rig) == [("B", 0), ("A", 1), ("C", 2)]


@pytest.mark.rule("CS161", "CS164")
async def test_a_placing_that_is_refused_leaves_everything(rig: Rig) -> None:
    a, b = await rig.page("A"), await rig.page("B")
    c = await rig.page("C", a)
    rig.recorder.forget()
    for placings in ([Placing(a.id, after=c.id)], [Placing(b.id), Placing(c.id)], [Placing(4711)]):
        with pytest.raises(SiblingsChangedError):
            await rig.content.place(-1, placings)
    assert rig.recorder.told == []
    for name in ("Sorting", "Saving"):
        rig.recorder.cancel_on(name)
        refused = await rig.content.place(-1, [Placing(b.id)])
        assert refused.result is OperationResult.FAILED_CANCELLED_BY_EVENT
    assert await order_of(rig) == [("A", 0), ("B", 1)]
    assert (await rig.content.place(-1, [])).result is OperationResult.NO_OPERATION


@pytest.mark.rule("CS162")
async def test_moving_and_placing_is_one_step(rig: Rig) -> None:
    one, two = await rig.page("One"), await rig.page("Two")
    a, b = await rig.page("A", one), await rig.page("B", two)
    for name in ("Moving", "Sorting", "Saving"):
        rig.recorder.start_again()
        rig.recorder.cancel_on(name)
        refused = await rig.content.move_beside(await rig.again(a), two.id, before=b.id)
        assert refused.result is OperationResult.FAILED_CANCELLED_BY_EVENT
        assert not {"Moved", "Saved", "Sorted", "TreeChange"} & set(rig.recorder.names())
    with pytest.raises(SiblingsChangedError):
        await rig.content.move_beside(await rig.again(a), two.id, before=one.id)
    assert (await order_of(rig, one), await order_of(rig, two)) == ([("A", 0)], [("B", 0)])
    rig.recorder.start_again()
    assert (await rig.content.move_beside(await rig.again(a), two.id, before=b.id)).success
    assert rig.recorder.names() == [
        "Moving",
        "Sorting",
        "Saving",
        "TreeChange",
        "Moved",
        "Saved",
        "Sorted",
        "TreeChange",
    ]
    assert await order_of(rig, two) == [("A", 0), ("B", 1)]


@pytest.mark.rule("CS164")
async def test_all_children_are_sorted_by_a_rule(rig: Rig) -> None:
    for name in ("b 10", "B 9", "a"):
        rig.clock.move(hours=1)
        await rig.page(name)
    rig.clock.move(hours=1)
    article = await rig.article(en_US="Zuletzt", de_DE="0")

    async def sorted_by(by: SortBy, **how: Any) -> list[str]:
        assert (await rig.content.sort_by(-1, by, **how)).success
        return [name for name, _ in await order_of(rig)]

    rig.recorder.forget()
    assert await sorted_by(SortBy.NAME) == ["a", "B 9", "b 10", "Zuletzt"]
    assert rig.recorder.names() == ["Sorting", "Saving", "Saved", "Sorted", "TreeChange"]
    assert await sorted_by(SortBy.NAME, culture="fr-FR", descending=True) == ["Zuletzt", "b 10", "B 9", "a"]
    assert await sorted_by(SortBy.NAME, culture="de-de") == ["Zuletzt", "a", "B 9", "b 10"]
    assert await sorted_by(SortBy.CREATED) == ["b 10", "B 9", "a", "Zuletzt"]
    rig.recorder.cancel_on("Sorting")
    assert not (await rig.content.sort_by(-1, SortBy.NAME)).success
    rig.recorder.start_again()
    assert (await quiet(rig).sort_by(-1, SortBy.NAME)).success
    assert rig.recorder.names() == ["TreeChange"]
    assert (await rig.content.sort_by(article.id, SortBy.NAME)).result is OperationResult.NO_OPERATION
    with pytest.raises(CultureError):
        await rig.content.sort_by(-1, SortBy.NAME, culture="xx-XX")


@pytest.mark.rule("CS65")
async def test_what_is_in_the_bin_is_not_published(rig: Rig) -> None:
    page: Any = await rig.page()
    await rig.content.move_to_recycle_bin(page)
    outcome = await rig.content.save_and_publish(page, actor=EDITOR)
    assert outcome.result is PublishResult.FAILED_PUBLISH_IS_TRASHED
