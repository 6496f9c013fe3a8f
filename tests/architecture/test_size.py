"""A file over 400 lines or a function over 40 needs a reason in the file's first comment (DESIGN §6)."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
FILE_LINES, FUNCTION_LINES = 400, 40


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    if text.startswith("# Long because"):
        return
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert text.count("\n") <= FILE_LINES
    assert [node.name for node in functions if body_lines(node) > FUNCTION_LINES] == []
