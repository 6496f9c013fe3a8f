"""Files that a browser sends, kept in a folder of the server until they are imported. No name leads out of it."""

import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from copydesk.content.errors import ContentError
from copydesk.content.importing.sentences import Sentences
from copydesk.sentences import Said

__all__ = [
    "FaultyNameError",
    "FaultyNamesError",
    "ImportLimits",
    "ImportStateError",
    "StagedFolder",
    "TooMuchError",
    "place_of",
]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_ABSOLUTE: Final = re.compile(r"/|[A-Za-z]:/")
_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 1024


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """How much an import may be.

    Attributes:
        open_per_user: how many imports one user may have that are not at their end.
        files: how many files one has, at most.
        file_bytes: how large a file is, at most.
        total_bytes: how large all its files are together, at most.
        idle_minutes: after so long without a sign of the owner, files are removed whose import was not started.
        report_hours: so long a report is kept that nobody looks at.
    """

    open_per_user: int = 3
    files: int = 20_000
    file_bytes: int = 4 * 1024 * 1024
    total_bytes: int = 512 * 1024 * 1024
    idle_minutes: float = 60
    report_hours: float = 24


class ImportStateError(ContentError):
    """This cannot be done to an import in this state."""


class FaultyNameError(ValueError):
    """A file has a name that cannot be taken; `said` is why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


class FaultyNamesError(ContentError):
    """Some files have names that cannot be taken.

    Attributes:
        faults: what is wrong, by the file's name.
    """

    def __init__(self, faults: Mapping[str, Said]) -> None:
        told = "; ".join(f"{name!r}: {fault}" for name, fault in faults.items())
        super().__init__(Sentences.FAULTY_NAMES(faults=told))
        self.faults = dict(faults)


class TooMuchError(ContentError):
    """A file, or all of them together, are more than the limit allows."""


def place_of(name: str) -> PurePosixPath:
    """Return the place in the folder that a file's name stands for, such as `news/today.de.md`.

    Raises:
        FaultyNameError: the name is no place inside the folder.
    """
    if _CONTROL.search(name):
        raise FaultyNameError(Sentences.NAME_WITH_CONTROL_CHARACTER())
    if "\\" in name:
        raise FaultyNameError(Sentences.NAME_WITH_BACKSLASH())
    if _ABSOLUTE.match(name):
        raise FaultyNameError(Sentences.NAME_IS_ABSOLUTE())
    parts = name.split("/")
    if not all(parts) or {".", ".."} & set(parts):
        raise FaultyNameError(Sentences.NAME_WITH_EMPTY_PART())
    if len(name.encode()) > _LONGEST_PATH or any(len(part.encode()) > _LONGEST_NAME for part in parts):
        raise FaultyNameError(Sentences.FILE_NAME_TOO_LONG(limit=_LONGEST_PATH, part_limit=_LONGEST_NAME))
    return PurePosixPath(name)


class StagedFolder:
    """The files of one import. Sending a file again replaces it.

    Args:
        limits: how much it may hold.
        parent: where its folder is made.
    """

    def __init__(self, limits: ImportLimits, parent: Path) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="import-", dir=parent))
        self.limits = limits
        self._guard = threading.Lock()
        self._removed = False
        self._sizes: dict[PurePosixPath, int] = {}
        self._folders = set[PurePosixPath]()

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self._sizes)

    @property
    def size(self) -> int:
        """How large they are together, bytes."""
        return sum(self._sizes.values())

    def put(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Keep files: all of them, or none. It writes to the disk, so call it in a thread.

        Args:
            files: name and content of each. Hidden files, and those in hidden folders, are passed over.

        Raises:
            FaultyNamesError: some cannot be called so.
            TooMuchError: they are too many or too large.
            ImportStateError: the folder is removed already.
            OSError: the disk does not take them.
        """
        with self._guard:
            if self._removed:
                raise ImportStateError(Sentences.SERVER_STOPPING())
            self._put(files)

    def remove(self) -> None:
        """Remove everything, and take no more. It works on the disk, so call it in a thread."""
        with self._guard:
            self._removed = True
            shutil.rmtree(self.path, ignore_errors=True)

    def _put(self, files: Sequence[tuple[str, bytes]]) -> None:
        placed = self._placed([name for name, _ in files])
        wanted = {placed[name]: content for name, content in files if not _is_hidden(placed[name])}
        self._check_size({place: len(content) for place, content in wanted.items()})
        with TemporaryDirectory(prefix=".", dir=self.path) as name:
            arrived = {place: Path(name) / str(number) for number, place in enumerate(wanted)}
            for place, content in wanted.items():
                arrived[place].write_bytes(content)
            self._put_in_place(arrived)
        for place, content in wanted.items():
            self._note(place, len(content))

    def _put_in_place(self, arrived: Mapping[PurePosixPath, Path]) -> None:
        try:
            for place, path in arrived.items():
                (self.path / place).parent.mkdir(parents=True, exist_ok=True)
                path.replace(self.path / place)
        except OSError:
            self._take_back(arrived)
            raise

    def _take_back(self, places: Iterable[PurePosixPath]) -> None:
        """Remove files that were not there before, and the folders that came with them."""
        new = [place for place in places if place not in self._sizes]
        folders = {above for place in new for above in _above(place)} - self._folders
        with suppress(OSError):
            for place in new:
                (self.path / place).unlink(missing_ok=True)
            for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
                shutil.rmtree(self.path / folder, ignore_errors=True)

    def _placed(self, names: Sequence[str]) -> dict[str, PurePosixPath]:
        placed, faults = dict[str, PurePosixPath](), dict[str, Said]()
        for name in names:
            if name in placed:
                faults[name] = Sentences.FILE_GIVEN_TWICE()
                continue
            try:
                placed[name] = place_of(name)
            except FaultyNameError as error:
                faults[name] = error.said
        faults |= dict.fromkeys(self._ambiguous(placed), Sentences.FILE_AND_FOLDER())
        if faults:
            raise FaultyNamesError(faults)
        return placed

    def _ambiguous(self, placed: Mapping[str, PurePosixPath]) -> Iterator[str]:
        files, folders = {*placed.values()}, {above for place in placed.values() for above in _above(place)}
        for name, place in placed.items():
            below_a_file = any(above in files or above in self._sizes for above in _above(place))
            if place in folders or place in self._folders or below_a_file:
                yield name

    def _check_size(self, wanted: Mapping[PurePosixPath, int]) -> None:
        limits = self.limits
        for place, size in wanted.items():
            if size > limits.file_bytes:
                raise TooMuchError(Sentences.FILE_TOO_LARGE(file=str(place), size=size, limit=limits.file_bytes))
        then = {**self._sizes, **wanted}
        if len(then) > limits.files:
            raise TooMuchError(Sentences.TOO_MANY_FILES(limit=limits.files))
        if sum(then.values()) > limits.total_bytes:
            raise TooMuchError(Sentences.FILES_TOO_LARGE(limit=limits.total_bytes))

    def _note(self, place: PurePosixPath, size: int) -> None:
        self._folders.update(_above(place))
        self._sizes[place] = size


def _above(place: PurePosixPath) -> tuple[PurePosixPath, ...]:
    return tuple(place.parents)[:-1]


def _is_hidden(place: PurePosixPath) -> bool:
    return any(part.startswith(".") for part in place.parts)
