"""Whether a document's draft is fit to be published: every mandatory value there, every value as its type asks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from copydesk.content.model.cultures import ALL_CULTURES
from copydesk.content.model.document import CultureImpact, Document
from copydesk.content.model.properties import Property, Variant
from copydesk.content.model.property_types import PropertyType
from copydesk.sentences import Said

__all__ = ["InvalidProperty", "invalid_properties"]


@dataclass(frozen=True, slots=True)
class InvalidProperty:
    """A value that stops publishing.

    Attributes:
        alias: the property.
        culture: the culture of the value, None when it has none.
        segment: the segment of the value, None for the default one.
        code: `mandatory`, `pattern` or `schema`.
        message: what to tell the editor.
    """

    alias: str
    culture: str | None
    segment: str | None
    code: str
    message: Said


def invalid_properties(document: Document, impact: CultureImpact) -> tuple[InvalidProperty, ...]:
    """Return every value that `impact` covers and that may not be published, in the order of the type's properties."""
    cultures = document.available_cultures if impact.culture == ALL_CULTURES else (impact.culture,)
    found: list[InvalidProperty] = []
    for alias, property_type in document.type.properties.items():
        held = document.properties.get(alias)
        for variant in _variants(property_type, held, cultures, impact):
            problem = property_type.problem_with(held.draft.get(variant) if held else None)
            if problem is not None:
                found.append(InvalidProperty(alias, *variant, *problem))
    return tuple(found)


def _variants(
    property_type: PropertyType, held: Property | None, cultures: Collection[str | None], impact: CultureImpact
) -> Iterator[Variant]:
    wanted = cultures if property_type.variation.by_culture else (None,) if impact.covers(None) else ()
    for culture in wanted:
        yield Variant(culture)
        if held is not None:
            yield from (variant for variant in held.draft if variant.culture == culture and variant.segment is not None)
