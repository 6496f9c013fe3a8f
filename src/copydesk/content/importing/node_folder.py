"""The folder in which one node keeps the files of its imports, and which does not outlive it."""

import os
import shutil
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

__all__ = ["NodeFolder"]

_PREFIX: Final = "copydesk-imports-"
_LOCK: Final = ".lock"


class NodeFolder:
    """The folder of one process, among those of others.

    The process holds a lock in it, which the system takes away when the process ends, however it ends. By that, the
    next one to come knows the folders that nobody needs any more, and removes them; but not on Windows, which has no
    such locks.

    Args:
        parent: where it is made; without it, where the system keeps temporary files.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent
        self._guard = threading.Lock()
        self._path: Path | None = None
        self._held = -1

    def open(self) -> Path:
        """Return the folder. The first time it is made, and others are cleared away, so call it in a thread."""
        with self._guard:
            if self._path is None:
                parent = self._parent or Path(tempfile.gettempdir())
                _remove_abandoned(parent)
                self._path, self._held = _made_and_held(parent)
            return self._path

    def close(self) -> None:
        """Remove the folder and all that is in it. It works on the disk, so call it in a thread."""
        with self._guard:
            if self._path is not None:
                shutil.rmtree(self._path, ignore_errors=True)
                os.close(self._held)
                self._path = None


def _made_and_held(parent: Path) -> tuple[Path, int]:
    """Make a folder and lock it; it has its name only then, so that nobody takes it for an abandoned one."""
    made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=parent))
    held = os.open(made / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    _try_lock(held)
    return made.rename(parent / made.name.removeprefix(".")), held


def _remove_abandoned(parent: Path) -> None:
    if sys.platform == "win32":
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # It may be gone meanwhile, or somebody else's.
            if folder.lstat().st_uid == os.geteuid() and not folder.is_symlink():
                _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:  # Whoever removed it did not come to the end.
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        _try_lock(lock)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _try_lock(file: int) -> None:
    """Lock a file.

    Raises:
        BlockingIOError: another process, or another part of this one, holds it.
    """
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
