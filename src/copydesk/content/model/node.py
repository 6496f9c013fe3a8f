"""What every node of a content tree has: identity, a place, names and values by culture, a memory of changes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from copydesk.content.errors import IdentityError, VariationError
from copydesk.content.model.culture_infos import CultureInfos
from copydesk.content.model.cultures import normalize_culture
from copydesk.content.model.dirty import Trackable, Tracked
from copydesk.content.model.document_types import DocumentType
from copydesk.content.model.names import clean_name
from copydesk.content.model.paths import ROOT_ID
from copydesk.content.model.properties import Property, Slots, Variant
from copydesk.content.model.values import JsonValue, clean_value
from copydesk.content.model.variation import ContentVariation, check_variation
from copydesk.content.sentences import Sentences

__all__ = ["ContentNode", "Place"]


class Place(NamedTuple):
    """Where a node stands in the tree."""

    parent_id: int
    path: str
    level: int
    sort_order: int
    trashed: bool = False


class ContentNode(Trackable):
    """A node of a content tree: new until it is saved, then with an id.

    Args:
        document_type: what it is.
        parent_id: the id of what it is to stand below; the root without it.
        keys: makes the stable key, the first time it is asked for.
        key: the stable key, when it is already known, as in an import.
    """

    __slots__ = (
        "_create_date",
        "_creator",
        "_id",
        "_key",
        "_keys",
        "_level",
        "_name",
        "_parent_id",
        "_path",
        "_properties",
        "_sort_order",
        "_trashed",
        "_update_date",
        "_writer",
        "culture_infos",
        "type",
        "version",
        "version_id",
    )

    sort_order = Tracked[int]("Its place among its siblings, counted from 0; -1 asks for the place after the last.")
    creator = Tracked[UUID | None]("The key of the user who saved it first; None before that.")
    writer = Tracked[UUID | None]("The key of the user who saved it last; None before that.")
    create_date = Tracked[datetime | None]("When it was first saved. A new one may be given an earlier date.")
    update_date = Tracked[datetime | None]("When it was last changed. A new one may be given an earlier date.")

    def __init__(
        self,
        document_type: DocumentType,
        parent_id: int = ROOT_ID,
        *,
        keys: Callable[[], UUID],
        key: UUID | None = None,
    ) -> None:
        super().__init__()
        self.type = document_type
        self._keys, self._key = keys, key
        self._id = 0
        self._parent_id, self._path, self._level, self._sort_order = parent_id, "", 0, -1
        self._trashed = False
        self._name = ""
        self._creator: UUID | None = None
        self._writer: UUID | None = None
        self._create_date: datetime | None = None
        self._update_date: datetime | None = None
        self.culture_infos = CultureInfos.of_draft(self, {})
        self._properties: dict[str, Property] = {}
        self.version_id = 0
        self.version = 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._id} {self.type.alias} {self.name!r}>"

    # ------------------------------------------------------------ identity and place

    @property
    def id(self) -> int:
        """The number the database gave it; 0 before it is saved."""
        return self._id

    @property
    def has_identity(self) -> bool:
        """Whether it was saved before."""
        return self._id != 0

    @property
    def key(self) -> UUID:
        """The stable key, the same before and after the first save."""
        if self._key is None:
            self._key = self._keys()
        return self._key

    @key.setter
    def key(self, key: UUID) -> None:
        if self.has_identity and key != self._key:
            raise IdentityError(Sentences.KEY_FIXED(), field="key")
        if not key.int:
            raise IdentityError(Sentences.INVALID_KEY(), field="key")
        self._key = key

    @property
    def parent_id(self) -> int:
        """The id of what it stands below. A new node can be given another one; a saved one is moved by the service."""
        return self._parent_id

    @parent_id.setter
    def parent_id(self, parent_id: int) -> None:
        if self.has_identity and parent_id != self._parent_id:
            raise IdentityError(Sentences.PARENT_FIXED(), field="parent_id")
        self._parent_id = parent_id

    @property
    def path(self) -> str:
        """The ids from the root to it, joined by commas; empty before it is saved."""
        return self._path

    @property
    def level(self) -> int:
        """How many steps below the root, or the recycle bin, it stands."""
        return self._level

    @property
    def trashed(self) -> bool:
        """Whether it is in the recycle bin."""
        return self._trashed

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self._parent_id, self._path, self._level, self._sort_order, self._trashed)

    def identify(self, node_id: int, version_id: int) -> None:
        """Give a new node the ids its first save made for it."""
        self._id, self.version_id = node_id, version_id
        self.mark("id")

    def identify_as(self, other: Self) -> None:
        """Take over the ids of `other`, marking nothing."""
        self._id, self.version_id, self.version = other.id, other.version_id, other.version

    def put_at(self, place: Place, *, track: bool = True) -> None:
        """Note where the service has put it."""
        if track:
            for name, old, new in zip(Place._fields, self.place, place, strict=True):
                if old != new:
                    self.mark(name)
        self._parent_id, self._path, self._level, self._sort_order, self._trashed = place

    # ------------------------------------------------------------ names and cultures

    @property
    def name(self) -> str:
        """Its name; for a node that varies by culture, the one its last save took from the default or first culture."""
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self.set_name(name)

    def get_name(self, culture: str | None = None) -> str | None:
        """Return the draft's name, or the one in `culture`; None when it is not available there."""
        if culture is None:
            return self._name
        entry = self.culture_infos.get(normalize_culture(culture))
        return entry.name if entry else None

    def set_name(self, name: str | None, culture: str | None = None) -> None:
        """Set the name, or the one in `culture`; a blank one makes the node unavailable in that culture.

        Raises:
            VariationError: the culture is missing on a type that varies by culture, or given on one that does not.
            InvalidNameError: the name holds control characters.
        """
        check_variation(self.type.variation & ContentVariation.CULTURE, culture, None, "name")
        cleaned = clean_name(name) if name is not None else ""
        if culture is None:
            self.rename(cleaned)
            return
        culture = normalize_culture(culture)
        if not cleaned:
            self.culture_infos.remove(culture)
        elif self.get_name(culture) != cleaned:
            self.culture_infos.put(culture, cleaned, None)

    def rename(self, name: str) -> None:
        """Set the node's own name, which for a node that varies by culture only a save does."""
        if name != self._name:
            self._name = name
            self.mark("name")

    @property
    def available_cultures(self) -> tuple[str, ...]:
        """The cultures it has a name in."""
        return tuple(self.culture_infos)

    def is_culture_available(self, culture: str) -> bool:
        """Tell whether it has a name in `culture`."""
        return normalize_culture(culture) in self.culture_infos

    # ------------------------------------------------------------ properties

    @property
    def properties(self) -> Mapping[str, Property]:
        """Its properties that have or had a value, by alias."""
        return self._properties

    def get_value(
        self, alias: str, culture: str | None = None, segment: str | None = None, *, published: bool = False
    ) -> JsonValue:
        """Return the draft or published value of a property; None when there is none.

        Raises:
            UnknownPropertyError: the type has no such property.
        """
        self.type.property_type(alias)
        found = self._properties.get(alias)
        culture = normalize_culture(culture) if culture is not None else None
        return found.value(culture, segment, published=published) if found else None

    def set_value(self, alias: str, value: JsonValue, culture: str | None = None, segment: str | None = None) -> None:
        """Set a property's draft value; None clears it. A value of a culture re-dates that culture, if it is available.

        Raises:
            UnknownPropertyError: the type has no such property.
            VariationError: the culture or segment does not go with the property.
            ValueTypeError: the value is not of the property's type.
        """
        property_type = self.type.property_type(alias)
        check_variation(property_type.variation, culture, segment, alias)
        _check_segment(segment, alias)
        culture = normalize_culture(culture) if culture is not None else None
        cleaned = clean_value(value, property_type.value_type, alias)
        found = self._properties.get(alias)
        if found is None:
            if cleaned is None:
                return
            found = self._properties[alias] = Property(property_type)
        if found.put(Variant(culture, segment), cleaned, track=self._tracking) and culture is not None:
            self.culture_infos.touch(culture)

    def load_property(self, alias: str, draft: Slots, published: Slots) -> None:
        """Take over stored values of one property; those of a property that the type lost are left out."""
        property_type = self.type.properties.get(alias)
        if property_type is not None:
            self._properties[alias] = Property(property_type, draft, published)

    def dirty_aliases(self) -> tuple[str, ...]:
        """Return the aliases of the properties whose draft changed since the last reset."""
        return tuple(alias for alias, found in self._properties.items() if found.is_dirty())

    # ------------------------------------------------------------ dirty tracking

    def is_dirty(self) -> bool:
        """Tell whether anything changed since the last reset: an attribute, a culture, or a property's value."""
        return super().is_dirty() or any(found.is_dirty() for found in self._properties.values())

    def was_dirty(self) -> bool:
        """Tell whether anything had changed when the last remembering reset was made."""
        return super().was_dirty() or any(found.was_dirty() for found in self._properties.values())

    def reset_dirty(self, *, remember: bool = True) -> None:
        """Forget what changed, also in the properties, as `Trackable.reset_dirty`."""
        super().reset_dirty(remember=remember)
        for found in self._properties.values():
            found.reset_dirty(remember=remember)

    def changed_cultures(self) -> tuple[str, ...]:
        """Return what a save would report as saved: the changed cultures, or `*` when only what has none changed."""
        changed = self.culture_infos.changed()
        return changed or (("*",) if self.is_dirty() else ())

    def take_over(self, other: Self) -> None:
        """Become like `other` in everything but identity, marking nothing."""
        self.put_at(other.place, track=False)
        self._name = other.name
        self._creator, self._writer = other.creator, other.writer
        self._create_date, self._update_date = other.create_date, other.update_date
        self.culture_infos.restore(other.culture_infos)
        self._properties = {alias: found.clone() for alias, found in other.properties.items()}


def _check_segment(segment: str | None, alias: str) -> None:
    if segment is not None and (not segment.strip() or "|" in segment or not segment.isprintable()):
        raise VariationError(Sentences.INVALID_SEGMENT(segment=segment), field=alias)
