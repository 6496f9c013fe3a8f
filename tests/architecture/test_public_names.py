"""Every public name is in `__all__` and has a docstring."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
MODULES = sorted(
    path for path in (SRC / "copydesk").rglob("*.py") if not path.stem.startswith("_") or path.stem == "__init__"
)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def exported(tree: ast.Module) -> set[str] | None:
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            return set(ast.literal_eval(value)) if value is not None else None
    return None


def public_definitions(tree: ast.Module) -> Iterator[Definition]:
    return (node for node in tree.body if isinstance(node, Definition) and not node.name.startswith("_"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_public_names_are_exported_and_documented(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = exported(tree)
    definitions = list(public_definitions(tree))
    if path.stem == "__main__" or ("migrations" in path.parts and "versions" in path.parts):
        return
    assert names is not None, f"{path} has no __all__"
    assert sorted(node.name for node in definitions if node.name not in names) == []
    assert sorted(node.name for node in definitions if not ast.get_docstring(node)) == []
