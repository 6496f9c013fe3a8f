"""The families: generic before/after pairs with the reference's payload names."""

from dataclasses import dataclass
from typing import Any

import pytest

from copydesk.notifications import (
    CancelableNotification,
    ContentTypeChange,
    ContentTypeChangeNotification,
    ContentTypeChangeTypes,
    CopiedNotification,
    CopyingNotification,
    CreatedNotification,
    CreatingNotification,
    DeletedNotification,
    DeletedVersionsNotification,
    DeletingNotification,
    DeletingVersionsNotification,
    EmptiedRecycleBinNotification,
    EmptyingRecycleBinNotification,
    EntityRefreshNotification,
    EventMessages,
    MovedNotification,
    MovedToRecycleBinNotification,
    MoveInfo,
    MovingNotification,
    MovingToRecycleBinNotification,
    NotAnEntitySequenceError,
    RolledBackNotification,
    RollingBackNotification,
    SavedNotification,
    SavingNotification,
    SortedNotification,
    SortingNotification,
    StatefulNotification,
    TreeChange,
    TreeChangeNotification,
    TreeChangeTypes,
)


@dataclass
class Page:
    name: str


PAGE = Page("home")
MOVE = MoveInfo(PAGE, "-1,7,12", new_parent_id=9)
PAIRS: list[tuple[type[Any], type[Any], str, Any, Any]] = [
    (CreatingNotification, CreatedNotification, "created_entity", PAGE, PAGE),
    (SavingNotification, SavedNotification, "saved_entities", [PAGE], (PAGE,)),
    (DeletingNotification, DeletedNotification, "deleted_entities", [PAGE], (PAGE,)),
    (SortingNotification, SortedNotification, "sorted_entities", [PAGE], (PAGE,)),
    (EmptyingRecycleBinNotification, EmptiedRecycleBinNotification, "deleted_entities", [PAGE], (PAGE,)),
    (RollingBackNotification, RolledBackNotification, "entity", PAGE, PAGE),
    (MovingNotification, MovedNotification, "move_info", [MOVE], (MOVE,)),
    (MovingToRecycleBinNotification, MovedToRecycleBinNotification, "move_info", [MOVE], (MOVE,)),
]


@pytest.mark.rule("NT6")
@pytest.mark.parametrize(("before", "after", "member", "given", "shown"), PAIRS)
def test_a_pair_has_the_same_payload_and_only_the_before_class_can_be_cancelled(
    before: type[Any], after: type[Any], member: str, given: Any, shown: Any
) -> None:
    messages = EventMessages()
    first = before(given, messages=messages)
    second = after(given, messages=messages).with_state_from(first)
    assert getattr(first, member) == getattr(second, member) == shown
    assert first.messages is second.messages is messages
    assert first.state is second.state
    assert first.cancel is False
    assert issubclass(before, CancelableNotification)
    assert not issubclass(after, CancelableNotification)


@pytest.mark.rule("NT6")
def test_copying_knows_both_entities_and_the_new_place() -> None:
    twin = Page("home")
    before = CopyingNotification(PAGE, twin, 9)
    after = CopiedNotification(PAGE, twin, 9, relate_to_original=True).with_state_from(before)
    assert (before.original, before.copy, before.parent_id, before.parent_key) == (PAGE, twin, 9, None)
    assert (after.original, after.copy, after.relate_to_original) == (PAGE, twin, True)
    assert isinstance(before, CancelableNotification)


@pytest.mark.rule("NT6")
def test_deleting_versions_says_which() -> None:
    before = DeletingVersionsNotification(12, specific_version=3, messages=(messages := EventMessages()))
    after = DeletedVersionsNotification(12, specific_version=3, messages=messages).with_state_from(before)
    assert (before.id, before.specific_version, before.delete_prior_versions, before.date_to_retain) == (
        12,
        3,
        False,
        None,
    )
    assert after.messages is before.messages is messages
    assert isinstance(before, CancelableNotification)
    assert isinstance(after, StatefulNotification)


@pytest.mark.rule("NT6")
def test_changes_and_refreshes_have_no_before_class() -> None:
    tree = TreeChangeNotification([TreeChange(PAGE, TreeChangeTypes.REFRESH_NODE | TreeChangeTypes.REMOVE)])
    types = ContentTypeChangeNotification([ContentTypeChange(PAGE, ContentTypeChangeTypes.CREATE)])
    assert tree.changes[0].item is PAGE
    assert tree.changes[0].change_types == 10
    assert types.changes[0].change_types == 1
    assert EntityRefreshNotification(PAGE).entity is PAGE


@pytest.mark.rule("NT6")
def test_a_pair_of_ones_own_takes_a_few_lines_and_may_add_fields() -> None:
    class PageSaving(SavingNotification[Page]):
        pass

    @dataclass(eq=False)
    class PagePublished(SavedNotification[Page]):
        include_descendants: bool
        cultures: tuple[str, ...] = ()

    assert PageSaving([PAGE]).saved_entities == (PAGE,)
    published = PagePublished([PAGE], True, messages=(messages := EventMessages()))
    assert published.saved_entities == (PAGE,)
    assert published.include_descendants
    assert published.messages is messages


@pytest.mark.rule("NT7")
@pytest.mark.parametrize("single", [PAGE, "home", None])
def test_a_single_entity_in_place_of_a_list_is_an_error_that_shows_the_way(single: Any) -> None:
    with pytest.raises(NotAnEntitySequenceError, match=r"write SavingNotification\(\[entity\]\)"):
        SavingNotification(single)


@pytest.mark.rule("NT7")
def test_a_list_changed_later_does_not_change_the_notification() -> None:
    pages = [PAGE]
    notification = SavingNotification(pages)
    pages.clear()
    assert notification.saved_entities == (PAGE,)
