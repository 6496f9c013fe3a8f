"""Frames of server-sent events, cut in any place."""

from pathlib import Path

import pytest

from copydesk.client.cursor_file import CursorFile
from copydesk.client.parsing import Frame, FrameParser

WIRE = (
    b": here are the events\n\nid: c1\n\nid: c2\r\nevent: notify\r\ndata: {}\r\n\r\n"
    b'event: reset\ndata: {"a":\ndata: "\xc3\xa4"}\nretry: 5\n\ndata: cut off\n'
)
FRAMES = [
    Frame("message", "", "c1"),
    Frame("notify", "{}", "c2"),
    Frame("reset", '{"a":\n"ä"}', "c2"),
]


@pytest.mark.rule("SE70")
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_frames_are_put_together_from_pieces_of_any_size(size: int) -> None:
    parser = FrameParser()
    pieces = [WIRE[begin : begin + size] for begin in range(0, len(WIRE), size)]
    assert [frame for piece in pieces for frame in parser.feed(piece)] == FRAMES


@pytest.mark.rule("SE71")
def test_a_cursor_file_remembers_the_last_cursor(tmp_path: Path) -> None:
    file = CursorFile(tmp_path / "cursor")
    assert file.read() is None
    file.write(None)
    assert file.read() is None
    for cursor in ("c1", "c2"):
        file.write(cursor)
    assert CursorFile(tmp_path / "cursor").read() == "c2"
    assert [path.name for path in tmp_path.iterdir()] == ["cursor"]
