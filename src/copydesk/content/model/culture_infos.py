"""Which cultures a document is available or published in, and what became of them since the last reset."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from copydesk.content.model.dirty import Trackable

__all__ = ["CultureChange", "CultureInfo", "CultureInfos"]


class CultureInfo(NamedTuple):
    """A document's name in one culture, and when it was last written; None while that is still to be saved."""

    name: str
    date: datetime | None


class CultureChange(StrEnum):
    """What can become of a culture. The values are the key prefixes of the reference's change tracking."""

    ADDED = "_addedCulture_"
    UPDATED = "_updatedCulture_"
    REMOVED = "_removedCulture_"
    PUBLISHED = "_publishedCulture_"
    CHANGED = "_changedCulture_"
    UNPUBLISHED = "_unpublishedCulture_"

    def key(self, culture: str) -> str:
        """Return the name under which a document's dirty tracking keeps this change of `culture`."""
        return self.value + culture


class CultureInfos(Mapping[str, CultureInfo]):
    """The cultures of a draft or of what is published. Every change is marked at its owner.

    An added culture is marked as added and as updated. Removing a culture cancels that, and adding it again cancels the
    removal.
    """

    __slots__ = ("_added", "_entries", "_owner", "_removed", "_updated")

    def __init__(
        self,
        owner: Trackable,
        entries: dict[str, CultureInfo],
        added: CultureChange,
        updated: CultureChange,
        removed: CultureChange,
    ) -> None:
        self._owner, self._entries = owner, entries
        self._added, self._updated, self._removed = added, updated, removed

    @classmethod
    def of_draft(cls, owner: Trackable, entries: dict[str, CultureInfo]) -> "CultureInfos":
        """Make the infos whose changes are called added, updated and removed."""
        return cls(owner, entries, CultureChange.ADDED, CultureChange.UPDATED, CultureChange.REMOVED)

    @classmethod
    def of_published(cls, owner: Trackable, entries: dict[str, CultureInfo]) -> "CultureInfos":
        """Make the infos whose changes are called published, changed and unpublished."""
        return cls(owner, entries, CultureChange.PUBLISHED, CultureChange.CHANGED, CultureChange.UNPUBLISHED)

    def __getitem__(self, culture: str) -> CultureInfo:
        return self._entries[culture]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, culture: str, name: str, date: datetime | None) -> None:
        """Add or update a culture."""
        self._owner.unmark(self._removed.key(culture))
        if culture not in self._entries:
            self._owner.mark(self._added.key(culture))
        self._owner.mark(self._updated.key(culture))
        self._entries[culture] = CultureInfo(name, date)

    def touch(self, culture: str) -> None:
        """Mark a culture as updated, if it is there; saving dates it."""
        entry = self._entries.get(culture)
        if entry is not None:
            self.put(culture, entry.name, None)

    def remove(self, culture: str) -> bool:
        """Take a culture away. Return whether it was there."""
        if self._entries.pop(culture, None) is None:
            return False
        self._owner.unmark(self._added.key(culture))
        self._owner.unmark(self._updated.key(culture))
        self._owner.mark(self._removed.key(culture))
        return True

    def clear(self) -> None:
        """Take every culture away."""
        for culture in list(self._entries):
            self.remove(culture)

    def restore(self, entries: Mapping[str, CultureInfo]) -> None:
        """Put back what `dict(infos)` returned earlier, marking nothing."""
        self._entries = dict(entries)

    def stamp(self, date: datetime) -> None:
        """Date every culture that waits for it, marking nothing."""
        for culture, entry in self._entries.items():
            if entry.date is None:
                self._entries[culture] = CultureInfo(entry.name, date)

    def changed(self) -> tuple[str, ...]:
        """Return the cultures added or updated since the last reset, sorted."""
        return tuple(sorted(c for c in self._entries if self._owner.is_property_dirty(self._updated.key(c))))

    def removed(self) -> tuple[str, ...]:
        """Return the cultures removed since the last reset, sorted."""
        prefix = self._removed.value
        dirty = self._owner.dirty_properties()
        return tuple(sorted(key[len(prefix) :] for key in dirty if key.startswith(prefix)))
