import pytest

from copydesk.content.errors import InvalidNameError
from copydesk.content.model.names import MAX_NAME_LENGTH, clean_name, name_key, similar_prefix, unique_name
from copydesk.content.model.paths import (
    ancestor_ids,
    child_path,
    is_in_recycle_bin,
    is_inside,
    level_of,
    rebase,
)


@pytest.mark.rule("CM3")
@pytest.mark.parametrize(
    ("path", "level"), [("-1", 0), ("-1,-20", 0), ("-1,5", 1), ("-1,-20,5", 1), ("-1,5,6", 2), ("-1,-20,5,6", 2)]
)
def test_level_counts_from_the_root_and_from_the_bin(path: str, level: int) -> None:
    assert level_of(path) == level


@pytest.mark.rule("CM3")
def test_paths_know_their_ancestors_and_follow_a_move() -> None:
    assert child_path("-1,5", 6) == "-1,5,6"
    assert ancestor_ids("-1,5,6,7") == (5, 6)
    assert ancestor_ids("-1,-20,6,7") == (6,)
    assert is_inside("-1,5,6", "-1,5")
    assert not is_inside("-1,55", "-1,5")
    assert not is_inside("-1,5", "-1,5")
    assert not is_in_recycle_bin("-1,-20")
    assert rebase("-1,5,6,7", "-1,5,6", "-1,-20,6") == "-1,-20,6,7"


@pytest.mark.rule("CM5")
@pytest.mark.parametrize(("one", "other"), [("Home", "hOME"), ("Straße", "STRASSE"), ("Caf\u00e9", "Cafe\u0301")])
def test_names_that_editors_call_the_same_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.rule("CM6")
@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Home", [], "Home"),
        ("Home", ["HOME"], "Home (1)"),
        ("Home", ["home", "Home (1)", "Home (3)"], "Home (2)"),
        ("Home (1)", ["home", "home (1)"], "Home (2)"),
        ("Home (1)", ["home (1)"], "Home (2)"),
        ("(1)", ["(1)"], "(1) (1)"),
        ("Home (01)", ["home (01)"], "Home (01) (1)"),
    ],
)
def test_a_taken_name_gets_the_first_free_number(name: str, taken: list[str], expected: str) -> None:
    assert unique_name(name, {name_key(one) for one in taken}) == expected


@pytest.mark.rule("CM6")
def test_a_numbered_name_never_grows_over_the_limit() -> None:
    longest = "x" * MAX_NAME_LENGTH
    numbered = unique_name(longest, {longest})
    assert len(numbered) == MAX_NAME_LENGTH
    assert numbered.endswith("x (1)")
    assert name_key(numbered).startswith(similar_prefix(longest))


@pytest.mark.rule("CM7")
@pytest.mark.parametrize("name", ["a\0b", "a\nb", "half \ud83d", "\x7f!"])
def test_names_without_text_characters_are_refused(name: str) -> None:
    with pytest.raises(InvalidNameError) as refused:
        clean_name(name)
    assert refused.value.field == "name"


@pytest.mark.rule("CM7")
def test_names_lose_the_space_around_them_and_keep_every_script() -> None:
    assert clean_name("  \u5341\u4e00\u6708 \U0001f4f0\n") == "\u5341\u4e00\u6708 \U0001f4f0"
