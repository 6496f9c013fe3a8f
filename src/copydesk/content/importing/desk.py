"""What an import needs to stand before its first document: the languages of the folder, and a document type."""

from collections.abc import Callable, Iterable
from uuid import UUID

from babel import Locale

from copydesk.content.errors import ContentError, UnknownTypeError
from copydesk.content.model import DocumentType, Language, PropertyType, ValueType
from copydesk.content.model.variation import ContentVariation
from copydesk.content.service.types import DocumentTypeService, LanguageService

__all__ = ["BODY", "ImportRefusedError", "prepared_languages", "prepared_type"]

BODY = "body"
"""Alias of the property that takes a page's text."""


class ImportRefusedError(ContentError):
    """The import cannot begin."""


async def prepared_languages(service: LanguageService, found: Iterable[str], default: str) -> str:
    """Add the languages that are missing, and return the code of the default one.

    Args:
        service: keeps the languages.
        found: the cultures of the folder's files.
        default: becomes the default language where there is none yet; otherwise the present one stays.

    Raises:
        ImportRefusedError: a handler refused the languages.
    """
    present = await service.all()
    chosen = present.default if present is not None else default
    missing = [code for code in dict.fromkeys([chosen, *found]) if present is None or code not in present]
    languages = [Language(code, _name_of(code), is_default=present is None and code == chosen) for code in missing]
    if languages:
        outcome = await service.save(*languages)
        if not outcome.success:
            raise ImportRefusedError(f"The languages {', '.join(missing)} could not be added: {outcome.result.name}")
    return chosen


def _name_of(code: str) -> str:
    locale = Locale.parse(code, sep="-")
    return str(locale.get_display_name("en") or code)


async def prepared_type(service: DocumentTypeService, alias: str, new_key: Callable[[], UUID]) -> DocumentType:
    """Return the document type of the pages; where there is none with this alias, make one with a body.

    Raises:
        ImportRefusedError: the type has no text property `body`, or a handler refused the new type.
    """
    try:
        known = await service.get(alias)
    except UnknownTypeError:
        outcome, made = await service.save(_page_type(alias, new_key()))
        if not outcome.success:
            raise ImportRefusedError(f"The document type {alias!r} could not be made: {outcome.result.name}") from None
        return made
    body = known.properties.get(BODY)
    if body is None or body.value_type is not ValueType.TEXT:
        raise ImportRefusedError(f"The document type {alias!r} has no text property {BODY!r} for the pages' text")
    return known


def _page_type(alias: str, key: UUID) -> DocumentType:
    by_culture = ContentVariation.CULTURE
    body = PropertyType(BODY, "Body", ValueType.TEXT, by_culture, editor="richText")
    return DocumentType(
        alias, key, alias.capitalize(), by_culture, own_properties=(body,), allowed_children=frozenset({alias})
    )
