"""Who may edit whom."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from copydesk.identity.editing import editing_problems
from copydesk.identity.model import User, UserGroup, UserState, user_principal
from copydesk.identity.paths import ROOT

NOW = datetime(2026, 1, 2, tzinfo=UTC)
EVERYWHERE = frozenset({ROOT})


def group(number: int, alias: str) -> UserGroup:
    return UserGroup(
        UUID(int=number), alias, alias, NOW, NOW, document_start_nodes=EVERYWHERE, media_start_nodes=EVERYWHERE
    )


ADMINS, EDITORS, WRITERS = GROUPS = group(1, "admin"), group(2, "editor"), group(3, "writer")
PATHS = {11: "-1,10,11", 12: "-1,10,11,12", 20: "-1,20"}


def user(*groups: UserGroup, **fields: Any) -> User:
    made = User(UUID(int=9), "ada@example.org", "Ada", NOW, NOW, groups=frozenset(each.key for each in groups))
    return replace(made, **fields)


def problems(actor: User, before: User | None, after: User) -> tuple[str, ...]:
    members = [each for each in GROUPS if each.key in actor.groups]
    return editing_problems(user_principal(actor, members, PATHS), before, after, GROUPS, PATHS)


EDITOR = user(EDITORS)
CONFINED = user(EDITORS, document_start_nodes=frozenset({11}), media_start_nodes=frozenset({11}))


@pytest.mark.rule("ID93")
def test_administrators_may_do_everything() -> None:
    assert problems(user(ADMINS), user(ADMINS), user(EDITORS, WRITERS, document_start_nodes=frozenset({20}))) == ()
    assert problems(user(ADMINS), None, user(ADMINS)) == ()


@pytest.mark.rule("ID93")
def test_nobody_else_may_touch_an_administrator() -> None:
    assert problems(EDITOR, user(ADMINS, EDITORS), user(ADMINS, EDITORS)) == (
        "Only administrators may edit an administrator.",
    )
    assert "groups" in problems(EDITOR, user(EDITORS), user(ADMINS, EDITORS))[0]
    assert "groups" in problems(EDITOR, None, user(ADMINS))[0]


@pytest.mark.rule("ID93")
def test_groups_are_given_only_by_their_members_and_may_stay() -> None:
    assert problems(EDITOR, user(WRITERS), user(WRITERS, EDITORS)) == ()
    assert problems(EDITOR, user(WRITERS), user()) == ()
    assert "groups" in problems(EDITOR, user(), user(WRITERS))[0]


@pytest.mark.rule("ID93")
@pytest.mark.parametrize(
    ("before", "after", "opened"),
    [
        (None, frozenset({11}), set[str]()),
        (None, frozenset({12}), set[str]()),
        (None, frozenset({20}), {"documents", "media"}),
        (None, frozenset({99}), {"documents", "media"}),
        (None, EVERYWHERE, {"documents", "media"}),
        (None, frozenset[int](), {"documents", "media"}),
        (frozenset({20}), frozenset({20}), set[str]()),
        (frozenset({20}), frozenset[int](), {"documents", "media"}),
        (frozenset[int](), frozenset({20}), {"documents", "media"}),
        (EVERYWHERE, EVERYWHERE, set[str]()),
    ],
)
def test_who_is_confined_opens_nothing_beyond(
    before: frozenset[int] | None, after: frozenset[int], opened: set[str]
) -> None:
    old = None if before is None else user(EDITORS, document_start_nodes=before, media_start_nodes=before)
    new = user(EDITORS, document_start_nodes=after, media_start_nodes=after)
    found = problems(CONFINED, old, new)
    assert {word for word in ("documents", "media") if any(word in problem for problem in found)} == opened


@pytest.mark.rule("ID93")
def test_a_disabled_user_does_not_hide_what_they_would_get() -> None:
    disabled = user(EDITORS, state=UserState.DISABLED, document_start_nodes=EVERYWHERE, media_start_nodes=EVERYWHERE)
    assert problems(CONFINED, None, disabled) != ()
