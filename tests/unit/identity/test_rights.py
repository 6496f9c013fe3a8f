"""From users and groups to a permission profile, and what it allows."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from copydesk.identity import ANONYMOUS, NO_RIGHTS, PermissionProfile, PrincipalKind, Section, Tree, Verb
from copydesk.identity.model import (
    ApiKey,
    User,
    UserGroup,
    UserState,
    group_problems,
    normal_email,
    profile_of,
    service_principal,
    user_principal,
    user_problems,
)
from copydesk.identity.paths import ROOT

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
EDITORS = UserGroup(
    UUID(int=1),
    "editor",
    "Editors",
    NOW,
    NOW,
    sections=frozenset({Section.CONTENT, Section.MEDIA}),
    verbs=frozenset({Verb.BROWSE, Verb.UPDATE, Verb.PUBLISH}),
    node_verbs={10: frozenset({Verb.BROWSE}), 12: frozenset({Verb.BROWSE, Verb.DELETE})},
    document_start_nodes=frozenset({ROOT}),
    media_start_nodes=frozenset({ROOT}),
)
TYPISTS = UserGroup(
    UUID(int=2), "typist", "Typists", NOW, NOW, trees=frozenset({Tree.MEDIA_TYPES}), verbs=frozenset({Verb.CREATE})
)
ADMINS = UserGroup(UUID(int=3), "admin", "Administrators", NOW, NOW, sections=frozenset(Section))


def user(number: int = 1, **fields: Any) -> User:
    made = User(UUID(int=number), f"user{number}@example.org", f"User {number}", NOW, NOW)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


@pytest.mark.rule("ID7")
def test_a_section_brings_its_trees_and_a_tree_comes_alone() -> None:
    profile = profile_of(user(), [EDITORS, TYPISTS])
    assert profile.sections == {"content", "media"}
    assert profile.trees == {"documents", "media", "mediaTypes"}


@pytest.mark.rule("ID8")
def test_verbs_are_the_union_of_what_each_group_says_at_the_deepest_node() -> None:
    profile = profile_of(user(), [EDITORS, TYPISTS])
    everywhere = {Verb.BROWSE, Verb.UPDATE, Verb.PUBLISH, Verb.CREATE}
    assert profile.verbs == everywhere
    assert profile.verbs_at("-1,9") == everywhere
    assert profile.verbs_at("-1,10") == profile.verbs_at("-1,10,11") == {Verb.BROWSE, Verb.CREATE}
    assert profile.verbs_at("-1,10,12,13") == {Verb.BROWSE, Verb.DELETE, Verb.CREATE}
    assert profile.verbs_at(None) == frozenset()


@pytest.mark.rule("ID1", "ID8")
def test_a_verb_needs_the_start_node_too() -> None:
    confined = profile_of(user(document_start_nodes=frozenset({9})), [EDITORS])
    assert confined.may(Verb.PUBLISH, "-1,9,90")
    assert not confined.may(Verb.PUBLISH, "-1,8")
    assert not confined.may(Verb.CREATE, "-1,9")
    assert not confined.may(Verb.PUBLISH, None)
    assert confined.opens_media("-1,5")
    assert not confined.opens_media("")


@pytest.mark.rule("ID9")
def test_users_with_the_same_rights_share_a_profile() -> None:
    first, second = profile_of(user(1), [EDITORS, TYPISTS]), profile_of(user(2), [TYPISTS, EDITORS])
    assert first == second
    assert hash(first) == hash(second)
    assert {first: "one bucket"}[second] == "one bucket"


@pytest.mark.rule("ID9")
@pytest.mark.parametrize(
    "other",
    [
        profile_of(user(), [EDITORS]),
        profile_of(user(document_start_nodes=frozenset({5})), [EDITORS, TYPISTS]),
        profile_of(user(media_start_nodes=frozenset({5})), [EDITORS, TYPISTS]),
        profile_of(user(), [EDITORS, TYPISTS, ADMINS]),
        NO_RIGHTS,
    ],
)
def test_different_rights_make_different_profiles(other: PermissionProfile) -> None:
    assert profile_of(user(), [EDITORS, TYPISTS]) != other


@pytest.mark.rule("ID12")
@pytest.mark.parametrize("state", [UserState.DISABLED, UserState.LOCKED_OUT])
def test_who_may_not_come_in_has_no_rights(state: UserState) -> None:
    assert profile_of(user(state=state), [ADMINS]) is NO_RIGHTS


def test_the_principal_of_a_user_says_who_and_until_when() -> None:
    principal = user_principal(user(groups=frozenset({ADMINS.key})), [ADMINS], session=UUID(int=9), expires_at=NOW)
    assert (principal.kind, principal.key, principal.session) == (PrincipalKind.USER, UUID(int=1), UUID(int=9))
    assert principal.profile.administrator
    assert principal.expired(NOW)
    assert not ANONYMOUS.expired(NOW)


def test_a_service_has_the_rights_of_its_groups() -> None:
    principal = service_principal(ApiKey(UUID(int=7), "Importer", frozenset({EDITORS.key}), NOW), [EDITORS])
    assert principal.kind is PrincipalKind.SERVICE
    assert principal.profile == profile_of(user(), [EDITORS])


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"name": "n" * 256},
        {"email": "nobody"},
        {"email": "a@b@c"},
        {"email": "a b@c"},
        {"language": "en_US"},
        {"language": "en" + "-abc" * 9},
        {"name": "a\0b"},
        {"email": "a\ud800@b"},
    ],
)
def test_a_user_that_cannot_be_saved_is_told_why(fields: dict[str, Any]) -> None:
    assert user_problems(user()) == {}
    assert user_problems(user(**fields)).keys() == fields.keys()


@pytest.mark.parametrize("alias", ["", "1st", "a b", "a" * 256])
def test_a_group_that_cannot_be_saved_is_told_why(alias: str) -> None:
    assert group_problems(EDITORS) == {}
    problems = group_problems(UserGroup(UUID(int=4), alias, "", NOW, NOW))
    assert len(problems) == 2


def test_two_spellings_of_one_address_are_equal() -> None:
    assert normal_email(" Ada@Example.ORG ") == normal_email("ada@example.org")
