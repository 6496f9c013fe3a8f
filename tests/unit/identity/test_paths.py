"""The path-access rule against a naive walk over a tree."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.identity.paths import (
    DOCUMENT_BIN,
    MEDIA_BIN,
    ROOT,
    PathAccess,
    combine_start_nodes,
    has_path_access,
    parse_path,
    path_access,
)


@dataclass(frozen=True)
class Forest:
    """A tree as parent links, in which node n's parent is the root, the bin, or an earlier node."""

    parents: tuple[int, ...]

    @property
    def nodes(self) -> list[int]:
        return [ROOT, DOCUMENT_BIN, *range(1, len(self.parents) + 1)]

    def parent(self, node: int) -> int | None:
        if node == ROOT:
            return None
        return ROOT if node == DOCUMENT_BIN else self.parents[node - 1]

    def up(self, node: int) -> list[int]:
        above = self.parent(node)
        return [node] if above is None else [node, *self.up(above)]

    def path(self, node: int) -> str:
        return ",".join(str(each) for each in reversed(self.up(node)))


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    size = draw(st.integers(1, 14))
    parents = [draw(st.sampled_from([ROOT, DOCUMENT_BIN, *range(1, node)])) for node in range(1, size + 1)]
    return Forest(tuple(parents))


def naive(forest: Forest, node: int, start_nodes: frozenset[int]) -> PathAccess:
    if ROOT in start_nodes:
        return PathAccess.FULL
    if DOCUMENT_BIN in forest.up(node) or not start_nodes:
        return PathAccess.NONE
    if any(each in start_nodes for each in forest.up(node)):
        return PathAccess.FULL
    return PathAccess.VISIBLE if any(node in forest.up(start) for start in start_nodes) else PathAccess.NONE


@pytest.mark.rule("ID2", "ID3", "ID4")
@given(st.data())
def test_the_rule_agrees_with_a_walk_up_the_tree(data: st.DataObject) -> None:
    forest = data.draw(forests())
    node = data.draw(st.sampled_from(forest.nodes))
    start_nodes = data.draw(st.frozensets(st.sampled_from(forest.nodes)))
    start_paths = [forest.path(start) for start in start_nodes]
    assert path_access(forest.path(node), start_nodes, DOCUMENT_BIN, start_paths) is naive(forest, node, start_nodes)
    expected = naive(forest, node, start_nodes) is PathAccess.FULL
    assert has_path_access(forest.path(node), start_nodes, DOCUMENT_BIN) is expected


@pytest.mark.rule("ID1")
@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        " ",
        "5",
        "1,5",
        "-1,",
        ",-1",
        "-1,,5",
        "-1, 5",
        "-1,a",
        "-1,5,",
        "--1",
        "-1;5",
        "-1,\u0665",
        "-1,5\n",
        "1" * 5000,
    ],
)
def test_what_is_not_a_path_opens_for_nobody(path: str | None) -> None:
    assert parse_path(path) is None
    assert not has_path_access(path, {ROOT}, DOCUMENT_BIN)
    assert path_access(path, {ROOT, 5}, DOCUMENT_BIN, ["-1,5"]) is PathAccess.NONE


@pytest.mark.rule("ID1")
@given(st.one_of(st.text(), st.from_regex(r"[-,0-9 ]*")))
def test_any_text_is_a_path_or_opens_nothing(text: str) -> None:
    ids = parse_path(text)
    assert has_path_access(text, {ROOT}, DOCUMENT_BIN) is (ids is not None)
    if ids is not None:
        assert ids[0] == ROOT


@pytest.mark.rule("ID2")
def test_an_id_is_not_found_inside_a_longer_one() -> None:
    assert not has_path_access("-1,155,1550", {55, 15, 5}, DOCUMENT_BIN)


@pytest.mark.rule("ID3")
def test_each_tree_has_its_own_bin() -> None:
    assert not has_path_access("-1,-21,7", {7}, MEDIA_BIN)
    assert has_path_access("-1,-21,7", {7}, DOCUMENT_BIN)
    assert has_path_access("-1,-21,7", {ROOT}, MEDIA_BIN)


@pytest.mark.rule("ID5")
def test_own_start_nodes_confine_and_add() -> None:
    paths = {10: "-1,10", 11: "-1,10,11", 20: "-1,20"}
    assert combine_start_nodes(frozenset(), {ROOT}, paths) == {ROOT}
    assert combine_start_nodes({11}, {ROOT}, paths) == {11}
    assert combine_start_nodes({11}, {10, 20}, paths) == {11, 20}
    assert combine_start_nodes({10}, {11}, paths) == {10, 11}
    assert combine_start_nodes({ROOT}, {10}, paths) == {ROOT, 10}
    assert combine_start_nodes({20}, frozenset(), paths) == {20}


@pytest.mark.rule("ID5")
@given(st.data())
def test_combined_start_nodes_agree_with_a_walk_up_the_tree(data: st.DataObject) -> None:
    forest = data.draw(forests())
    own = data.draw(st.frozensets(st.sampled_from(forest.nodes)))
    of_groups = data.draw(st.frozensets(st.sampled_from(forest.nodes)))
    confined = {each for node in own for each in forest.up(node)}
    paths = {node: forest.path(node) for node in own | of_groups}
    kept = set() if DOCUMENT_BIN in confined else of_groups - confined
    assert combine_start_nodes(own, of_groups, paths) == own | kept


@pytest.mark.rule("ID6")
@pytest.mark.parametrize("paths", [None, {}, {99: "rubbish"}, {99: "-1,-20,99", 10: "-1,10"}, {99: "-1,-21,7,99"}])
def test_a_start_node_that_is_gone_does_not_widen_rights(paths: dict[int, str] | None) -> None:
    combined = combine_start_nodes({99}, {ROOT, 10}, paths)
    assert combined == {99}
    assert not has_path_access("-1,20", combined, DOCUMENT_BIN)
