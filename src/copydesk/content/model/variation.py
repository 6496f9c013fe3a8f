"""By what a document type or property varies, and which culture and segment a value may therefore have."""

from enum import IntFlag

from copydesk.content.errors import VariationError
from copydesk.content.sentences import Sentences

__all__ = ["ContentVariation", "check_variation"]


class ContentVariation(IntFlag):
    """By what something varies. The numbers are those of the reference."""

    NOTHING = 0
    CULTURE = 1
    SEGMENT = 2
    CULTURE_AND_SEGMENT = 3

    @property
    def by_culture(self) -> bool:
        """Whether each culture has its own value."""
        return bool(self & ContentVariation.CULTURE)

    @property
    def by_segment(self) -> bool:
        """Whether segments may have their own values; the default segment is None."""
        return bool(self & ContentVariation.SEGMENT)

    def takes(self, culture: str | None, segment: str | None) -> bool:
        """Tell whether a value for exactly this culture and segment can exist."""
        return (culture is not None) == self.by_culture and (segment is None or self.by_segment)


def check_variation(variation: ContentVariation, culture: str | None, segment: str | None, field: str) -> None:
    """Refuse a culture or segment that does not go with `variation`.

    Raises:
        VariationError: says which one is missing or too much; its `field` is the argument `field`.
    """
    if variation.takes(culture, segment):
        return
    if variation.by_culture and culture is None:
        raise VariationError(Sentences.CULTURE_MISSING(property=field), field=field)
    if not variation.by_culture and culture is not None:
        said = Sentences.CONTENT_TYPE_CULTURE_VARIANCE_MISMATCH(property=field, culture=culture)
        raise VariationError(said, field=field)
    said = Sentences.CONTENT_TYPE_SEGMENT_VARIANCE_MISMATCH(property=field, segment=segment or "")
    raise VariationError(said, field=field)
