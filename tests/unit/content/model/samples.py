"""Types, languages and documents that the tests of the content room share."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from copydesk.content.model import (
    ContentVariation,
    Document,
    DocumentType,
    Language,
    Languages,
    PropertyType,
    ValueType,
)

NOW = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)
LANGUAGES = Languages(
    [
        Language("en-US", "English", is_default=True),
        Language("de-DE", "German", fallback="en-US"),
        Language("fr-FR", "French", fallback="de-DE"),
    ]
)
BY_CULTURE = ContentVariation.CULTURE


def numbered_keys() -> Callable[[], UUID]:
    """Return a key factory whose keys are 1, 2, 3..."""
    count = 0

    def next_key() -> UUID:
        nonlocal count
        count += 1
        return UUID(int=count)

    return next_key


PAGE = DocumentType(
    "page",
    UUID(int=901),
    own_properties=(
        PropertyType("title", mandatory=True),
        PropertyType("views", value_type=ValueType.INTEGER),
        PropertyType("blocks", value_type=ValueType.JSON),
    ),
)
ARTICLE = DocumentType(
    "article",
    UUID(int=902),
    variation=ContentVariation.CULTURE_AND_SEGMENT,
    own_properties=(
        PropertyType("heading", variation=BY_CULTURE),
        PropertyType("teaser", variation=ContentVariation.CULTURE_AND_SEGMENT),
        PropertyType("section"),
    ),
)


def page(name: str = "Home") -> Document:
    """Return a new invariant document."""
    return Document(PAGE, keys=numbered_keys(), name=name)


def article(**names: str) -> Document:
    """Return a new variant document named in each culture, such as `en_US="Home"`."""
    document = Document(ARTICLE, keys=numbered_keys())
    for culture, name in (names or {"en_US": "Home"}).items():
        document.set_name(name, culture.replace("_", "-"))
    return document


def persisted(document: Document, document_id: int = 7) -> Document:
    """Return the document as it is right after its first save."""
    document.identify(document_id, document_id + 100)
    document.reset_dirty()
    return document
