"""The folder of a node: its own as long as it lives, and nobody's afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.content.importing.node_folder import NodeFolder

HELD = """
import sys
from pathlib import Path
from copydesk.content.importing.node_folder import NodeFolder
(NodeFolder(Path(sys.argv[1])).open() / "sent.md").write_text("# Sent")
print("held", flush=True)
sys.stdin.read()
"""


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.md"))


@pytest.mark.rule("IM31")
def test_what_a_killed_node_left_is_removed_by_the_next(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HELD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as node:
        assert node.stdout is not None
        assert node.stdout.readline() == b"held\n"
        neighbour = NodeFolder(tmp_path)
        neighbour.open()
        assert names_in(tmp_path) == ["sent.md"]
        node.kill()
    neighbour.close()
    next_one = NodeFolder(tmp_path)
    next_one.open()
    assert names_in(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 1
    next_one.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.rule("IM31")
def test_it_leaves_alone_what_belongs_to_nodes_that_live_and_to_others(tmp_path: Path) -> None:
    one, other = NodeFolder(tmp_path), NodeFolder(tmp_path)
    (one.open() / "one.md").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/kept.md").touch()
    (tmp_path / "copydesk-imports-link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "copydesk-imports-half").mkdir()
    (tmp_path / "copydesk-imports-half/removed.md").touch()
    assert other.open() != one.open()
    assert names_in(tmp_path) == ["kept.md", "one.md"]
    one.close()
    other.close()
    assert names_in(tmp_path) == ["kept.md"]


@pytest.mark.rule("IM31")
def test_it_can_be_opened_again(tmp_path: Path) -> None:
    folder = NodeFolder(tmp_path)
    assert folder.open() == folder.open()
    folder.close()
    folder.close()
    assert folder.open().is_dir()
    folder.close()
