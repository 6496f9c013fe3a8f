"""The page of notifications names every one, and what it says of each is so."""

import pkgutil
import re
from dataclasses import dataclass
from importlib import import_module

import pytest
import pytest_asyncio

import copydesk
from copydesk import notifications as bus
from copydesk.content.aliases import ALIASES
from copydesk.content.notifications import Captured
from copydesk.notifications import CancelableNotification, Notification, ObjectNotification, StatefulNotification
from tests.docs.deeds import Deeds, done_on
from tests.docs.pages import ROOT, tables

PAGE = ROOT / "docs/reference/notifications.md"
NOTHING = "–"  # noqa: RUF001 - as the page writes it


@dataclass(frozen=True)
class Pair:
    """One row: the class before, the class after, and the other cells."""

    before: str | None
    after: str | None
    carries: str
    live: str
    version_8: str

    @property
    def names(self) -> list[str]:
        return [name for name in (self.before, self.after) if name]


def name_in(cell: str) -> str | None:
    return None if cell == NOTHING else re.split(r"\W", cell)[0] + "Notification"


def pairs(*, families: bool) -> list[Pair]:
    found = []
    for heading, *rows in tables(PAGE):
        if heading[0].startswith("before") and (len(heading) == 3) is families:
            cells = ([*row, NOTHING, NOTHING][:5] for row in rows)
            found += [Pair(name_in(row[0]), name_in(row[1]), *row[2:]) for row in cells]
    return found


def told_on_the_page() -> dict[str, tuple[list[str], list[str]]]:
    """Return operation → what is told before, what is told after."""
    rows = [row for heading, *rows in tables(PAGE) if heading[0].startswith("operation") for row in rows]
    parts = {row[0].replace("`", ""): row[1].partition("‖") for row in rows}
    return {operation: (names_in(before), names_in(after)) for operation, (before, _, after) in parts.items()}


def names_in(text: str) -> list[str]:
    return [f"{name}Notification" for name in re.findall(r"\b[A-Z][a-zA-Z]+", text)]


def of_the_rooms() -> dict[str, type[Notification]]:
    modules = (module.name for module in pkgutil.walk_packages(copydesk.__path__, "copydesk."))
    rooms = (import_module(name) for name in modules if name.endswith("notifications") and name.count(".") > 1)
    return {name: getattr(room, name) for room in rooms for name in room.__all__ if name.endswith("Notification")}


def of_the_bus() -> dict[str, type[Notification]]:
    found = {name: getattr(bus, name) for name in bus.__all__ if name.endswith("Notification")}
    return {name: each for name, each in found.items() if each is not Notification}


@pytest.fixture(scope="module")
def known() -> dict[str, type[Notification]]:
    return of_the_rooms() | of_the_bus()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def deeds(tmp_path_factory: pytest.TempPathFactory) -> Deeds:
    return await done_on(tmp_path_factory.mktemp("deeds"), set(of_the_rooms().values()))


@pytest.mark.parametrize("families", [False, True], ids=["rooms", "families"])
def test_every_notification_stands_on_the_page_once_and_no_other(families: bool) -> None:
    named = [name for pair in pairs(families=families) for name in pair.names]
    assert sorted(named) == sorted(of_the_bus() if families else of_the_rooms())


@pytest.mark.parametrize("pair", pairs(families=False) + pairs(families=True), ids=lambda pair: "/".join(pair.names))
def test_before_means_that_it_may_be_cancelled(pair: Pair, known: dict[str, type[Notification]]) -> None:
    assert pair.before is None or issubclass(known[pair.before], CancelableNotification)
    assert pair.after is None or not issubclass(known[pair.after], CancelableNotification)


@pytest.mark.parametrize("pair", pairs(families=False) + pairs(families=True), ids=lambda pair: "/".join(pair.names))
def test_what_it_carries_is_there_and_nothing_is_left_out(pair: Pair, known: dict[str, type[Notification]]) -> None:
    said = {code.partition("(")[0] for code in re.findall(r"`([^`]+)`", pair.carries)} - {"original_path"}
    if pair.before == "CancelableNotification":  # The row of the bases, whose members every other row leaves out.
        assert said == public(CancelableNotification) | public(StatefulNotification)
        return
    common = public(CancelableNotification) | public(ObjectNotification) | public(Captured) | {"target"}
    carried = {member for name in pair.names for member in public(known[name])}
    assert said & carried == said
    assert carried - common == said


def public(notification: type[Notification]) -> set[str]:
    return set(getattr(notification, "__dataclass_fields__", ())) | {
        name for name in dir(notification) if not name.startswith("_")
    }


def test_version_8_is_complete() -> None:
    said: dict[str, str] = {}
    for pair in pairs(families=False):
        old = [] if pair.version_8 == NOTHING else pair.version_8.split(", ")
        said |= dict(zip(old, pair.names, strict=bool(old)))
    assert said == {old: new.__name__ for old, new in ALIASES.items()}


def test_the_live_events_are_those_that_were_told(deeds: Deeds) -> None:
    said = {pair.names[-1]: live_events(pair.live) for pair in pairs(families=False)}
    assert {name: events for name, events in said.items() if events} == deeds.live


def live_events(cell: str) -> set[str]:
    return set(re.findall(r"\w+: \w+", cell))


def test_the_order_is_the_one_in_which_they_were_told(deeds: Deeds) -> None:
    assert {operation: before + after for operation, (before, after) in told_on_the_page().items()} == deeds.told


def test_what_stands_before_the_bar_is_told_before_the_commit(known: dict[str, type[Notification]]) -> None:
    for operation, (before, after) in told_on_the_page().items():
        assert all(issubclass(known[name], CancelableNotification) for name in before), operation
        assert not any(issubclass(known[name], CancelableNotification) for name in after), operation
