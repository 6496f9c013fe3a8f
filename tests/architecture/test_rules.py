"""Every rule in `specs/` is shown by a test that carries its id, and every carried id is a rule."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULE = re.compile(r"^- \*\*([A-Z]{2}\d+[a-z]?)\*\* ", re.MULTILINE)


def rules() -> Counter[str]:
    return Counter(rule for page in (ROOT / "specs").glob("*.md") for rule in RULE.findall(page.read_text()))


def marks() -> set[str]:
    return {mark for file in (ROOT / "tests").rglob("*.py") for mark in _marks_of(ast.parse(file.read_text()))}


def _marks_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "rule":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def test_no_rule_is_stated_twice() -> None:
    assert [rule for rule, count in rules().items() if count > 1] == []


def test_every_rule_has_a_test() -> None:
    assert sorted(rules().keys() - marks()) == []


def test_every_mark_names_a_rule() -> None:
    assert sorted(marks() - rules().keys()) == []
