"""Files that a browser sends, kept in a folder of the server until they are imported. No name leads out of it."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from copydesk.content.errors import ContentError

__all__ = ["FaultyNamesError", "ImportLimits", "StagedFolder", "TooMuchError", "place_of"]

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


class FaultyNamesError(ContentError):
    """Some files have names that cannot be taken.

    Attributes:
        faults: what is wrong, by the file's name.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name!r}: {fault}" for name, fault in faults.items()))
        self.faults = dict(faults)


class TooMuchError(ContentError):
    """A file, or all of them together, are more than the limit allows."""


def place_of(name: str) -> PurePosixPath:
    """Return the place in the folder that a file's name stands for, such as `news/today.de.md`.

    Raises:
        ValueError: the name is no place inside the folder; the text says why.
    """
    if _CONTROL.search(name):
        raise ValueError("it holds a control character")
    if "\\" in name:
        raise ValueError("it holds a backslash; separate folders by /")
    if _ABSOLUTE.match(name):
        raise ValueError("it is an absolute path; name the place inside the folder")
    parts = name.split("/")
    if not all(parts) or {".", ".."} & set(parts):
        raise ValueError("a part of it is empty, . or ..")
    if len(name.encode()) > _LONGEST_PATH or any(len(part.encode()) > _LONGEST_NAME for part in parts):
        raise ValueError(f"it is longer than {_LONGEST_PATH} bytes, or a part of it than {_LONGEST_NAME}")
    return PurePosixPath(name)


class StagedFolder:
    """The files of one import. Sending a file again replaces it.

    Args:
        limits: how much it may hold.
        parent: where its folder is made; without it, where the system keeps temporary files.
    """

    def __init__(self, limits: ImportLimits, parent: Path | None = None) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="copydesk-import-", dir=parent))
        self.limits = limits
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
        """
        placed = self._placed([name for name, _ in files])
        wanted = {placed[name]: content for name, content in files if not _is_hidden(placed[name])}
        self._check_size({place: len(content) for place, content in wanted.items()})
        for place, content in wanted.items():
            target = self.path / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self._note(place, len(content))

    def remove(self) -> None:
        """Remove everything. It works on the disk, so call it in a thread."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _placed(self, names: Sequence[str]) -> dict[str, PurePosixPath]:
        placed, faults = dict[str, PurePosixPath](), dict[str, str]()
        for name in names:
            try:
                if name in placed:
                    raise ValueError("it is given twice")  # noqa: TRY301 - one of several faults of a name
                placed[name] = place_of(name)
            except ValueError as error:
                faults[name] = str(error)
        faults |= dict.fromkeys(self._ambiguous(placed), "a file and a folder cannot have the same name")
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
                raise TooMuchError(f"{place} has {size:,} bytes; a file may have {limits.file_bytes:,}")
        then = {**self._sizes, **wanted}
        if len(then) > limits.files:
            raise TooMuchError(f"An import may have {limits.files:,} files; import the folder in parts")
        if sum(then.values()) > limits.total_bytes:
            raise TooMuchError(f"An import may have {limits.total_bytes:,} bytes; import the folder in parts")

    def _note(self, place: PurePosixPath, size: int) -> None:
        self._folders.update(_above(place))
        self._sizes[place] = size


def _above(place: PurePosixPath) -> tuple[PurePosixPath, ...]:
    return tuple(place.parents)[:-1]


def _is_hidden(place: PurePosixPath) -> bool:
    return any(part.startswith(".") for part in place.parts)
