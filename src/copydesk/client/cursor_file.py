"""The place of a client, kept in a file: what a program needs to go on where it stopped, also after a crash."""

from pathlib import Path

__all__ = ["CursorFile"]


class CursorFile:
    """Keeps a cursor. It is always whole: a new one takes the place of the old one at once.

    Args:
        path: the file; it need not be there yet, its folder must.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str | None:
        """Return the cursor; None when none was written yet."""
        try:
            return self._path.read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def write(self, cursor: str | None) -> None:
        """Keep a cursor."""
        if cursor is not None:
            beside = self._path.with_name(f"{self._path.name}.new")
            beside.write_text(f"{cursor}\n", encoding="ascii")
            beside.replace(self._path)
