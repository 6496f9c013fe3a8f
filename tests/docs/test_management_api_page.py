"""The page of the HTTP APIs has every route, with who may use it, what it takes and what it answers; and no other."""

import pytest
import pytest_asyncio

from copydesk.bootstrap import Copydesk
from copydesk.identity import Verb
from copydesk.settings import load_settings
from tests.docs.pages import ROOT, tables
from tests.docs.routes import Door, doors

PAGE = ROOT / "docs/reference/management-api.md"
NOTHING = "–"  # noqa: RUF001 - as the page writes it
LET_IN = "BackOfficeAccess"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def built(tmp_path_factory: pytest.TempPathFactory) -> set[Door]:
    url = f"sqlite:///{tmp_path_factory.mktemp('routes')}/desk.db"
    async with Copydesk(load_settings(database=url, composers=())) as desk:
        assert desk._application is not None
        return {door for door in doors(desk._application.litestar) if door.group}


def policies_by_word() -> dict[str, frozenset[str]]:
    (words,) = [rows for heading, *rows in tables(PAGE) if heading[0] == "word"]
    return {
        word: frozenset() if policy == NOTHING else frozenset({LET_IN, policy.strip("`")}) for word, policy, _ in words
    }


def rows() -> list[tuple[str, list[str]]]:
    """Return each row of a route, with the heading above its table."""
    groups = [line.removeprefix("### ") for line in PAGE.read_text().splitlines() if line.startswith("### ")]
    found = [rows for heading, *rows in tables(PAGE) if heading[0] == "route"]
    return [(group, row) for group, table in zip(groups, found, strict=True) for row in table]


def described() -> set[Door]:
    by_word = policies_by_word()
    found = set()
    for group, (route, who, takes, answers, _) in rows():
        policies = frozenset[str]().union(*(by_word[word] for word in who.partition(";")[0].split(", ")))
        found.add(Door(group, route.strip("`"), policies, "" if takes == NOTHING else takes, answers))
    return found


def test_the_page_has_every_route_as_it_is(built: set[Door]) -> None:
    missing = sorted(map(str, built - described()))
    assert not missing, "give these a row in docs/reference/management-api.md:\n" + "\n".join(missing)


def test_the_page_has_no_other_route(built: set[Door]) -> None:
    assert sorted(map(str, described() - built)) == []


def test_what_each_does_is_said_and_permissions_are_called_by_their_names() -> None:
    verbs = {str(verb).rpartition(".")[2] for verb in Verb}
    for _, (route, who, _, _, does) in rows():
        assert does, route
        permissions = {word.strip(",") for word in who.partition(";")[2].split() if word[0].isupper()}
        assert permissions <= verbs, route
