"""Every example runs as it is, and prints what its first lines say it prints."""

import ast
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
PRINTS = re.compile(r"prints:\n\n((?:    .*\n?|\n)+)", re.MULTILINE)


def promised(example: Path) -> str | None:
    found = PRINTS.search(ast.get_docstring(ast.parse(example.read_text())) or "")
    return textwrap.dedent(found[1]).rstrip() if found else None


@pytest.mark.parametrize("example", [path for path in EXAMPLES if promised(path)], ids=lambda path: path.stem)
def test_the_example_prints_what_it_promises(example: Path) -> None:
    ran = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.rstrip() == promised(example)


def test_every_example_is_run_by_a_test() -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    assert [path.name for path in EXAMPLES if not promised(path) and path.name not in tests] == []


def test_without_its_completion_the_room_is_never_said_to_be_clean(tmp_path: Path) -> None:
    source = (ROOT / "examples/clean_your_room.py").read_text()
    incomplete = tmp_path / "clean_your_room.py"
    incomplete.write_text(source.replace("            scope.complete()\n", "            pass\n"))
    ran = subprocess.run([sys.executable, str(incomplete)], capture_output=True, text=True, check=True)
    assert "scope.complete()" in source
    assert "cleaning has begun" in ran.stdout
    assert "removed" not in ran.stdout
