"""Finding the pages of a folder: folders are the tree, a language suffix (`page.de.md`) is a culture."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from babel import Locale, UnknownLocaleError

from copydesk.content.importing.sentences import Sentences

__all__ = ["Folder", "PageFile", "PageFormat", "Rejection", "SourcePage", "culture_of", "find_pages"]

_INDEX_NAMES = frozenset({"index", "_index"})


class PageFormat(StrEnum):
    """How a page file is written."""

    MARKDOWN = "markdown"
    HTML = "html"


_FORMATS = {
    ".md": PageFormat.MARKDOWN,
    ".markdown": PageFormat.MARKDOWN,
    ".html": PageFormat.HTML,
    ".htm": PageFormat.HTML,
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file or folder that could not be taken, or not as it is, and why.

    Attributes:
        path: its place in the folder.
        reason: why: a sentence with its code, or a handler's own words.
        because: the texts that a `reason` quotes, one by one.
        taken: whether it was taken all the same, only not as it is.
    """

    path: PurePosixPath
    reason: str
    because: tuple[str, ...] = ()
    taken: bool = False


@dataclass(frozen=True, slots=True)
class PageFile:
    """One language version of a page: its file, format, culture (`None`: the default language) and size in bytes."""

    path: Path
    format: PageFormat
    culture: str | None
    size: int = 0


@dataclass(slots=True)
class SourcePage:
    """One document to be: a page file in its languages, a folder, or both (a folder with an index page).

    `position` is the path below the imported folder, without suffixes; it identifies the page over repeated imports.
    """

    position: PurePosixPath
    files: list[PageFile] = field(default_factory=list)
    is_folder: bool = False

    @property
    def depth(self) -> int:
        """The number of pages above this one."""
        return len(self.position.parts) - 1

    @property
    def slug(self) -> str:
        """The last part of the position; the name of a page whose text has no title."""
        return self.position.name

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder to import, with the limit in bytes above which a file is left out."""

    path: Path
    max_file_size: int = 4 * 1024 * 1024


def culture_of(suffix: str) -> str | None:
    """Return the culture that a file name's suffix names (`de`, `pt-br` → `pt-BR`), or `None` when it names none."""
    try:
        locale = Locale.parse(suffix.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return None
    return "-".join(part for part in (locale.language, locale.script, locale.territory) if part)


def find_pages(folder: Folder) -> Iterator[SourcePage | Rejection]:
    """Walk the folder, parents before children, siblings by name; only one directory is held in memory at a time.

    Hidden files and folders are passed over silently; everything else that is not a page is a `Rejection`.

    Raises:
        NotADirectoryError: The path is not a directory.
    """
    if not folder.path.is_dir():
        raise NotADirectoryError(f"{folder.path} is not a folder. Give the folder that holds the pages.")
    return _walk(folder, folder.path, PurePosixPath())


def _walk(folder: Folder, directory: Path, position: PurePosixPath) -> Iterator[SourcePage | Rejection]:
    try:
        pages, rejections = _pages_of(folder, directory, position)
    except OSError as error:
        yield Rejection(position, Sentences.NOT_OPENED(fault=str(error)))
        return
    yield from rejections
    for name in sorted(pages):
        page = pages[name]
        yield page
        if page.is_folder:
            yield from _walk(folder, directory / name, page.position)


def _pages_of(
    folder: Folder, directory: Path, position: PurePosixPath
) -> tuple[dict[str, SourcePage], list[Rejection]]:
    pages: dict[str, SourcePage] = {}
    rejections: list[Rejection] = []
    for entry in _visible_entries(directory):
        place = position / entry.name
        if entry.is_symlink():
            rejections.append(Rejection(place, Sentences.IS_LINK()))
        elif entry.is_dir(follow_symlinks=False):
            page = pages.setdefault(entry.name, SourcePage(place))
            page.is_folder = True
            page.files.extend(_index_files(folder, Path(entry.path), place, rejections))
        elif (file := _page_file(folder, entry, place, rejections)) is not None and not _is_index(file, position):
            name = _stem(file)
            pages.setdefault(name, SourcePage(position / name)).files.append(file)
    for page in pages.values():
        page.files, doubles = _one_per_culture(page)
        rejections.extend(doubles)
    return pages, rejections


def _visible_entries(directory: Path) -> list[os.DirEntry[str]]:
    with os.scandir(directory) as entries:
        return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)


def _index_files(
    folder: Folder, directory: Path, position: PurePosixPath, rejections: list[Rejection]
) -> Iterator[PageFile]:
    try:
        entries = _visible_entries(directory)
    except OSError:  # Told when it is the turn of what lies in it.
        return
    for entry in entries:
        stem = entry.name.partition(".")[0]
        if stem in _INDEX_NAMES and entry.is_file(follow_symlinks=False):
            file = _page_file(folder, entry, position / entry.name, rejections)
            if file is not None and _stem(file) in _INDEX_NAMES:
                yield file


def _is_index(file: PageFile, position: PurePosixPath) -> bool:
    return bool(position.parts) and _stem(file) in _INDEX_NAMES


def _page_file(
    folder: Folder, entry: os.DirEntry[str], position: PurePosixPath, rejections: list[Rejection]
) -> PageFile | None:
    path = Path(entry.path)
    if (form := _FORMATS.get(path.suffix.lower())) is None:
        known = ", ".join(sorted(_FORMATS))
        rejections.append(Rejection(position, Sentences.WRONG_ENDING(ending=path.suffix, known=known)))
        return None
    if (size := entry.stat(follow_symlinks=False).st_size) > folder.max_file_size:
        said = Sentences.ABOVE_LIMIT(size=size, limit=folder.max_file_size)
        rejections.append(Rejection(position, said))
        return None
    return PageFile(path, form, culture_of(Path(path.stem).suffix.removeprefix(".")), size)


def _stem(file: PageFile) -> str:
    return file.path.stem if file.culture is None else Path(file.path.stem).stem


def _one_per_culture(page: SourcePage) -> tuple[list[PageFile], list[Rejection]]:
    versions: dict[str | None, list[PageFile]] = defaultdict(list)
    for file in page.files:
        versions[file.culture].append(file)
    doubles = [
        Rejection(page.position.parent / file.path.name, Sentences.SAME_PAGE_TWICE(other=files[0].path.name))
        for files in versions.values()
        for file in files[1:]
    ]
    return [files[0] for files in versions.values()], doubles
