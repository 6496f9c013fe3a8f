"""The documentation's Python: a snippet with its output below it is run; of any other, the imports are."""

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SNIPPET = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<output>.*?)^```$)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Snippet:
    place: str
    code: str
    output: str | None


def snippets() -> list[Snippet]:
    return [
        Snippet(f"{page.relative_to(ROOT)}:{text[: found.start()].count(chr(10)) + 1}", found["code"], found["output"])
        for page in PAGES
        for text in [page.read_text()]
        for found in SNIPPET.finditer(text)
    ]


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, check=False)


@pytest.mark.parametrize("snippet", [s for s in snippets() if s.output is not None], ids=lambda snippet: snippet.place)
def test_a_snippet_prints_what_stands_below_it(snippet: Snippet) -> None:
    ran = run(snippet.code)
    assert ran.stderr == ""
    assert ran.stdout == snippet.output


@pytest.mark.parametrize("snippet", [s for s in snippets() if s.output is None], ids=lambda snippet: snippet.place)
def test_what_a_snippet_imports_is_there(snippet: Snippet) -> None:
    imports = [node for node in ast.walk(ast.parse(snippet.code)) if isinstance(node, ast.Import | ast.ImportFrom)]
    ran = run("\n".join(ast.unparse(node) for node in imports))
    assert ran.stderr == ""


def test_the_readme_has_one_example_of_less_than_30_lines_and_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    (example,) = [snippet for snippet in snippets() if snippet.place.startswith("README.md")]
    assert example.output
    assert example.code.count("\n") < 30
    assert "make run " in readme
    assert "make test " in readme
