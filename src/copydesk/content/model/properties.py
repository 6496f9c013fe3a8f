"""The values of one property of one document: a draft and a published slot for each culture and segment."""

from collections.abc import Iterator
from typing import NamedTuple

from copydesk.content.model.property_types import PropertyType
from copydesk.content.model.values import JsonValue, detached, same_value

__all__ = ["INVARIANT", "Property", "Slots", "Variant", "detached_slots"]


class Variant(NamedTuple):
    """The culture and segment a value belongs to; None is the invariant culture and the default segment."""

    culture: str | None = None
    segment: str | None = None


INVARIANT = Variant()
Slots = dict[Variant, JsonValue]


class Property:
    """One property of one document. Set its values through the document, which keeps its cultures in step."""

    __slots__ = ("_dirty", "_were_dirty", "draft", "published", "type")

    def __init__(self, property_type: PropertyType, draft: Slots | None = None, published: Slots | None = None) -> None:
        self.type = property_type
        self.draft: Slots = draft if draft is not None else {}
        self.published: Slots = published if published is not None else {}
        self._dirty: set[Variant] = set()
        self._were_dirty: set[Variant] = set()

    @property
    def alias(self) -> str:
        """The alias of its type."""
        return self.type.alias

    def value(self, culture: str | None = None, segment: str | None = None, *, published: bool = False) -> JsonValue:
        """Return the draft or published value of exactly this culture and segment, or None."""
        slots = self.published if published else self.draft
        return detached(slots.get(Variant(culture, segment)))

    def variants(self) -> Iterator[Variant]:
        """Iterate over the cultures and segments that have a draft or a published value."""
        yield from self.draft
        yield from (variant for variant in self.published if variant not in self.draft)

    def is_dirty(self, culture: str | None = None) -> bool:
        """Tell whether a draft value changed since the last reset: any, or one of `culture`."""
        return bool(self._dirty) if culture is None else any(variant.culture == culture for variant in self._dirty)

    def dirty_cultures(self) -> set[str]:
        """Return the cultures whose draft values changed since the last reset."""
        return {variant.culture for variant in self._dirty if variant.culture is not None}

    def was_dirty(self, culture: str | None = None) -> bool:
        """Tell whether a draft value had changed when the last remembering reset was made: any, or one of `culture`."""
        were = self._were_dirty
        return bool(were) if culture is None else any(variant.culture == culture for variant in were)

    def put(self, variant: Variant, value: JsonValue, *, track: bool = True) -> bool:
        """Set a draft value that was checked before; None clears it. Return whether that changed anything."""
        if same_value(self.draft.get(variant), value):
            return False
        if value is None:
            del self.draft[variant]
        else:
            self.draft[variant] = value
        if track:
            self._dirty.add(variant)
        return True

    def publish(self, culture: str | None) -> None:
        """Copy draft values to the published slot: of one culture, of all for `*`, of the invariant one for None."""
        for variant in list(self.variants()):
            if culture in ("*", variant.culture) and self.type.variation.takes(*variant):
                self._publish_one(variant)

    def unpublish(self, culture: str | None) -> None:
        """Empty the published slot of one culture, or of all for `*`."""
        self.published = {
            variant: value for variant, value in self.published.items() if culture not in ("*", variant.culture)
        }

    def differing(self) -> Iterator[Variant]:
        """Iterate over the cultures and segments whose draft value is not the published one."""
        return (
            variant
            for variant in self.variants()
            if self.type.variation.takes(*variant)
            and not same_value(self.draft.get(variant), self.published.get(variant))
        )

    def reset_dirty(self, *, remember: bool) -> None:
        """Forget which values changed, as `Trackable.reset_dirty`."""
        if self._dirty or self._were_dirty:
            self._were_dirty = self._dirty if remember else set()
            self._dirty = set()

    def clone(self) -> "Property":
        """Return a clean copy that shares nothing that can change."""
        return Property(self.type, detached_slots(self.draft), detached_slots(self.published))

    def _publish_one(self, variant: Variant) -> None:
        if variant in self.draft:
            self.published[variant] = self.draft[variant]
        else:
            self.published.pop(variant, None)


def detached_slots(slots: Slots) -> Slots:
    """Return a copy of `slots` that shares no list or dict with it."""
    return {variant: detached(value) for variant, value in slots.items()}
