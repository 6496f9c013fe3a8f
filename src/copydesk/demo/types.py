"""The document types of the demo newsroom: one of each editor that the back office has."""

from typing import Final

from copydesk.content import DocumentType
from copydesk.content.model import ContentVariation, PropertyType, ValueType
from copydesk.system import random_key

__all__ = ["newsroom_types"]

_BY_CULTURE: Final = ContentVariation.CULTURE
_BY_BOTH: Final = ContentVariation.CULTURE_AND_SEGMENT
_PRIORITIES: Final = ["normal", "high", "breaking"]


def newsroom_types() -> tuple[DocumentType, ...]:
    """Return the types, each after those that it allows below it."""
    return (_article(), _section(), _page(), _front())


def _article() -> DocumentType:
    text = (
        PropertyType(
            "teaser",
            "Teaser",
            variation=_BY_BOTH,
            mandatory=True,
            description="One or two sentences that make readers want more.",
            group="Text",
            editor="textarea",
        ),
        PropertyType("body", "Text", variation=_BY_CULTURE, group="Text", editor="richText"),
    )
    about = (
        PropertyType("date", "Date", ValueType.DATE_TIME, group="About", editor="date"),
        PropertyType("priority", "Priority", group="About", editor="choice", settings={"options": _PRIORITIES}),
        PropertyType("tags", "Tags", ValueType.JSON, group="About", editor="tags"),
        PropertyType(
            "readingMinutes",
            "Reading time",
            ValueType.INTEGER,
            description="In minutes.",
            group="About",
            editor="number",
        ),
        PropertyType("related", "Read also", ValueType.JSON, group="About", editor="contentPicker"),
        PropertyType("layout", "Layout", ValueType.JSON, group="About", editor="json"),
    )
    return DocumentType(
        "article", random_key(), "Article", _BY_BOTH, (*text, *about), icon="newspaper", allowed_at_root=False
    )


def _section() -> DocumentType:
    below = frozenset({"article"})
    return DocumentType(
        "section", random_key(), "Section", _BY_CULTURE, icon="list", allowed_at_root=False, allowed_children=below
    )


def _page() -> DocumentType:
    text = PropertyType("text", "Text", variation=_BY_CULTURE, editor="richText")
    return DocumentType(
        "page",
        random_key(),
        "Page",
        _BY_CULTURE,
        (text,),
        icon="document",
        allowed_at_root=False,
        allowed_children=frozenset({"page"}),
    )


def _front() -> DocumentType:
    welcome = PropertyType("welcome", "Welcome", variation=_BY_CULTURE, editor="textarea")
    below = frozenset({"section", "page"})
    return DocumentType(
        "front", random_key(), "Front page", _BY_CULTURE, (welcome,), icon="home", allowed_children=below
    )
