"""Runs, duplicates and branches, without a database."""

from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from copydesk.journal import Audience, Change
from copydesk.notifications import Notification
from copydesk.server_events import ChangeTable
from copydesk.server_events.branches import gathered, tops_of
from copydesk.server_events.errors import ChangeTableError


@dataclass
class Saved(Notification):
    key: int
    cultures: tuple[str, ...] | None = None


class Other(Saved):
    """Another class of notification."""


def changes_of(told: Saved) -> list[Change]:
    return [Change(source="s", type=f"by {type(told).__name__}", key=UUID(int=told.key), cultures=told.cultures)]


def table() -> ChangeTable:
    rows = ChangeTable()
    rows.add(Saved, changes_of)
    rows.add(Other, changes_of)
    return rows


def told(*notifications: Saved) -> list[tuple[str, int, tuple[str, ...] | None]]:
    return [
        (change.type, change.key.int, change.cultures)
        for change in table().changes(notifications)
        if isinstance(change, Change)
    ]


@pytest.mark.rule("SE22")
def test_in_a_run_each_entity_is_told_of_once() -> None:
    assert told(Saved(1), Saved(2), Saved(1), Other(1), Saved(1)) == [
        ("by Saved", 1, None),
        ("by Saved", 2, None),
        ("by Other", 1, None),
        ("by Saved", 1, None),
    ]


@pytest.mark.rule("SE22")
def test_the_cultures_of_a_run_are_united() -> None:
    assert told(Saved(1, ("da",)), Saved(1, ("en", "da"))) == [("by Saved", 1, ("da", "en"))]
    assert told(Saved(1, ("da",)), Saved(1)) == [("by Saved", 1, None)]


@pytest.mark.rule("SE22")
def test_one_row_for_each_class_and_for_that_very_class() -> None:
    with pytest.raises(ChangeTableError, match="Saved has a row in the change table already"):
        table().add(Saved, changes_of)

    class Derived(Saved):
        pass

    assert told(Derived(1)) == []


def at(path: str | None, type_: str = "Moved", audience: Audience = Audience.SOURCE) -> Change:
    user = UUID(int=1) if audience is Audience.USER else None
    return Change(source="s", type=type_, key=UUID(int=2), path=path, audience=audience, user=user)


@pytest.mark.rule("SE26")
def test_the_top_of_a_large_branch_stands_for_all_below() -> None:
    small = [at("-1,9"), at("-1,9,1"), at("-1,9,1,2")]
    large = [at("-1,5,1,7"), at("-1,5,1"), at("-1,5,2"), at("-1,5")]
    others = [at("-1,5,1,8", "Deleted"), at("-1,55"), at(None), at("-1,5,3", audience=Audience.USER)]
    marked = gathered([*small, *large, *others], most=2)
    assert [change.branch_path for change in marked] == [None] * 3 + ["-1,5"] * 3 + [None] * 5
    assert [change.whole_branch for change in marked] == [False] * 6 + [True] + [False] * 4


@pytest.mark.rule("SE26")
def test_what_came_from_elsewhere_does_not_belong_to_the_branch() -> None:
    def moved(path: str, before: str) -> Change:
        return replace(at(path), original_path=before)

    branch = [moved("-1,5", "-1,1,5"), moved("-1,5,2", "-1,1,5,2"), moved("-1,5,2,3", "-1,1,5,2,3")]
    came = moved("-1,5,7", "-1,8,7")
    marked = gathered([*branch, came], most=1)
    assert [change.branch_path for change in marked] == [None, "-1,5", "-1,5", None]
    assert [tops_of(change) for change in marked] == [[], ["-1,5", "-1,1,5"], ["-1,5", "-1,1,5"], []]
