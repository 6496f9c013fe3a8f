"""The folder that sent files are kept in: no name leads out of it, and it holds no more than it may."""

from errno import ENOSPC
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.content.importing.staging import (
    FaultyNamesError,
    ImportLimits,
    ImportStateError,
    StagedFolder,
    TooMuchError,
    place_of,
)

SMALL = ImportLimits(files=3, file_bytes=10, total_bytes=20)
ODD = st.text(alphabet=st.sampled_from("a.B/\\ \x00:é\ud800\n~%"), max_size=12)


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def staged(tmp_path: Path) -> StagedFolder:
    return StagedFolder(SMALL, tmp_path)


@pytest.mark.rule("IM22")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty, . or .."),
        ("a/../../b.md", "empty, . or .."),
        ("./a.md", "empty, . or .."),
        ("a/", "empty, . or .."),
        ("/a.md", "absolute"),
        ("c:/a.md", "absolute"),
        ("a\\b.md", "backslash"),
        ("a\x00.md", "control character"),
        ("a\ud800.md", "control character"),
        ("é" * 128, "longer than"),
        ("a/" * 512 + "a", "longer than"),
    ],
)
def test_a_name_that_is_no_place_in_the_folder_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        place_of(name)


@pytest.mark.rule("IM22")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(names=st.lists(st.one_of(ODD, st.text(max_size=8)), max_size=4))
def test_whatever_it_is_called_nothing_is_written_beside_the_folder(tmp_path: Path, names: list[str]) -> None:
    staged = StagedFolder(ImportLimits(), tmp_path)
    try:
        staged.put([(name, b"x") for name in names])
    except FaultyNamesError:
        assert files_in(staged.path) == set()
    else:
        shown = {name for name in names if not any(part.startswith(".") for part in name.split("/"))}
        assert files_in(staged.path) == shown
    finally:
        staged.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.rule("IM22")
def test_a_file_and_a_folder_of_one_name_are_refused_in_one_request_and_over_two(staged: StagedFolder) -> None:
    staged.put([("a/b.md", b"")])
    for names in (["a"], ["a/b.md/c.md"], ["x.md", "x.md/y.md"], ["twice.md", "twice.md"]):
        with pytest.raises(FaultyNamesError) as refused:
            staged.put([(name, b"") for name in names])
        assert set(refused.value.faults) <= set(names)
    assert files_in(staged.path) == {"a/b.md"}


@pytest.mark.rule("IM23")
def test_what_is_too_much_is_refused_as_a_whole(staged: StagedFolder) -> None:
    staged.put([("a.md", b"x" * 8)])
    one_too_large = [("b.md", b"x" * 11)]
    too_many = [("b.md", b""), ("c.md", b""), ("d.md", b"")]
    too_large_together = [("b.md", b"x" * 7), ("c.md", b"x" * 7)]
    for files in (one_too_large, too_many, too_large_together):
        with pytest.raises(TooMuchError):
            staged.put(files)
    assert (staged.files, staged.size) == (1, 8)


@pytest.mark.rule("IM20")
def test_a_file_that_is_sent_again_takes_the_place_of_the_first(staged: StagedFolder) -> None:
    staged.put([("a.md", b"x" * 10), ("b.md", b"x" * 10)])
    staged.put([("a.md", b"y"), (".hidden/c.md", b"z" * 10)])
    assert (staged.files, staged.size) == (2, 11)
    assert (staged.path / "a.md").read_bytes() == b"y"


@pytest.mark.rule("IM23")
@pytest.mark.parametrize("fails", ["write_bytes", "replace"])
def test_an_upload_that_the_disk_does_not_take_leaves_nothing_behind(
    staged: StagedFolder, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    staged.put([("a.md", b"before")])
    real, calls = getattr(Path, fails), count(1)

    def full(path: Path, given: object) -> object:
        if next(calls) == 2:
            real(path, b"bef") if fails == "write_bytes" else None
            raise OSError(ENOSPC, "No space left on device")
        return real(path, given)

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(Path, fails, full)
        staged.put([("new/b.md", b"b"), ("c.md", b"c")])
    assert [path.name for path in staged.path.iterdir()] == ["a.md"]
    assert (staged.files, staged.size, (staged.path / "a.md").read_bytes()) == (1, 6, b"before")
    staged.put([("new/b.md", b"b"), ("c.md", b"c")])
    assert files_in(staged.path) == {"a.md", "new/b.md", "c.md"}


@pytest.mark.rule("IM31")
def test_a_folder_that_is_removed_takes_no_more(staged: StagedFolder) -> None:
    staged.put([("a.md", b"x")])
    staged.remove()
    with pytest.raises(ImportStateError, match="stopping"):
        staged.put([("b.md", b"x")])
    assert not staged.path.exists()
