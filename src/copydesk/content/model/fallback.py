"""Reading a value in the nearest language that has one."""

from copydesk.content.model.cultures import Languages
from copydesk.content.model.node import ContentNode
from copydesk.content.model.values import JsonValue

__all__ = ["value_with_fallback"]


def value_with_fallback(
    node: ContentNode,
    alias: str,
    culture: str,
    languages: Languages,
    segment: str | None = None,
    *,
    published: bool = False,
) -> JsonValue:
    """Return the value in `culture`, or in the first of its fallback languages that has one; None when none has.

    A value of the segment is looked for before the default segment, in each language. A property that does not vary by
    culture has one value for all.

    Raises:
        UnknownPropertyError: the type has no such property.
        CultureError: no language has this code.
    """
    chain = languages.chain(culture)
    cultures = chain if node.type.property_type(alias).variation.by_culture else (None,)
    segments = (segment, None) if segment is not None else (None,)
    for one in cultures:
        for each in segments:
            value = node.get_value(alias, one, each, published=published)
            if value is not None:
                return value
    return None
