"""Which documents a folder of files becomes."""

import os
from pathlib import Path, PurePosixPath

import pytest

from copydesk.content.importing.folder import Folder, Rejection, SourcePage, culture_of, find_pages


def folder_with(root: Path, *paths: str) -> Folder:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("text")
    return Folder(root, max_file_size=1000)


def found(folder: Folder) -> dict[str, set[str | None]]:
    pages = (page for page in find_pages(folder) if isinstance(page, SourcePage))
    return {str(page.position): {file.culture for file in page.files} for page in pages}


def rejected(folder: Folder) -> dict[str, str]:
    return {str(item.path): item.reason for item in find_pages(folder) if isinstance(item, Rejection)}


def test_files_of_one_name_are_one_page_in_several_languages(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "about.md", "about.de.md", "about.pt-br.html")
    assert found(folder) == {"about": {None, "de", "pt-BR"}}


def test_a_suffix_that_is_no_language_belongs_to_the_name(tmp_path: Path) -> None:
    assert found(folder_with(tmp_path, "ls.1.html", "ls.1.de.html")) == {"ls.1": {None, "de"}}


def test_folders_are_pages_and_come_before_what_they_hold(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "b/c/deep.md", "b/a.md", "a.md")
    assert list(found(folder)) == ["a", "b", "b/a", "b/c", "b/c/deep"]


def test_an_index_file_is_the_text_of_its_folder(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "news/index.md", "news/_index.de.md", "news/today.md")
    assert found(folder) == {"news": {None, "de"}, "news/today": {None}}


def test_an_index_file_of_the_imported_folder_itself_is_a_page(tmp_path: Path) -> None:
    assert found(folder_with(tmp_path, "index.md")) == {"index": {None}}


def test_a_folder_and_a_file_of_one_name_are_one_page(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "news.md", "news/today.md")
    assert found(folder) == {"news": {None}, "news/today": {None}}


def test_what_cannot_be_taken_is_reported_with_its_reason(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "photo.jpg", "twice.md", "twice.html", ".hidden.md", "sub/index.txt")
    (tmp_path / "large.md").write_text("x" * 1001)
    os.symlink(tmp_path / "twice.md", tmp_path / "link.md")
    reasons = rejected(folder)
    assert set(reasons) == {"photo.jpg", "twice.md", "large.md", "link.md", "sub/index.txt"}
    assert "'.jpg' is not one of .htm" in reasons["photo.jpg"]
    assert "twice.html is the same page in the same language" in reasons["twice.md"]
    assert "1,001 bytes are above the limit of 1,000" in reasons["large.md"]
    assert "is a link" in reasons["link.md"]


@pytest.mark.rule("IM12")
def test_a_folder_that_cannot_be_opened_keeps_no_other_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, "a.md", "shut/b.md", "z/c.md")
    scandir = os.scandir

    def refused(path: Path) -> object:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("os.scandir", refused)
    assert list(found(folder)) == ["a", "shut", "z", "z/c"]
    assert rejected(folder) == {"shut": "[Errno 13] Permission denied"}


def test_a_path_that_is_no_folder_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="is not a folder"):
        next(find_pages(Folder(tmp_path / "nowhere")))


def test_depth_and_slug_come_from_the_position() -> None:
    page = SourcePage(PurePosixPath("a/b/c"))
    assert (page.depth, page.slug) == (2, "c")


@pytest.mark.parametrize(
    ("suffix", "culture"),
    [
        ("de", "de"),
        ("pt-br", "pt-BR"),
        ("zh_hans_cn", "zh-Hans-CN"),
        ("1", None),
        ("v2", None),
        ("", None),
        ("py", None),
    ],
)
def test_cultures_are_known_languages(suffix: str, culture: str | None) -> None:
    assert culture_of(suffix) == culture
