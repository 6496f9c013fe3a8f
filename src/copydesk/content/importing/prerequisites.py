"""What an import needs to stand before its first document: the languages of the folder, and a document type."""

from collections.abc import Callable, Iterable
from uuid import UUID

from babel import Locale

from copydesk.content.errors import ContentError, UnknownTypeError
from copydesk.content.importing.sentences import Sentences
from copydesk.content.model import ROOT_ID, DocumentType, Language, PropertyType, ValueType
from copydesk.content.model.paths import is_in_recycle_bin
from copydesk.content.model.variation import ContentVariation
from copydesk.content.results import said_of
from copydesk.content.sentences import Sentences as ContentSentences
from copydesk.content.service import SYSTEM_USER, ContentService
from copydesk.content.service.types import DocumentTypeService, LanguageService
from copydesk.sentences import Said

__all__ = [
    "BODY",
    "ImportRefusedError",
    "check_parent",
    "prepared_languages",
    "prepared_type",
    "text_properties",
    "text_property",
]

BODY = "body"
"""Alias of the property that takes a page's text, where no other one is named."""
_RICH_TEXT = "richText"


class ImportRefusedError(ContentError):
    """The import cannot begin."""


async def check_parent(service: ContentService, parent_id: int) -> None:
    """Look whether documents can stand below a document, or the root, as far as that is a matter of the place alone.

    Raises:
        ImportRefusedError: there is no such document, or it is in the recycle bin.
    """
    if parent_id == ROOT_ID:
        return
    places = await service.places([parent_id])
    if parent_id not in places:
        raise ImportRefusedError(ContentSentences.PARENT_NOT_FOUND(parent=parent_id), field="parent_id")
    if is_in_recycle_bin(places[parent_id][1]):
        raise ImportRefusedError(ContentSentences.PARENT_TRASHED(parent=parent_id), field="parent_id")


async def prepared_languages(
    service: LanguageService, found: Iterable[str], default: str, *, actor: UUID = SYSTEM_USER
) -> str:
    """Add the languages that are missing, and return the code of the default one.

    Args:
        service: keeps the languages.
        found: the cultures of the folder's files.
        default: becomes the default language where there is none yet; otherwise the present one stays.
        actor: who adds them.

    Raises:
        ImportRefusedError: a handler refused the languages.
    """
    present = await service.all()
    chosen = present.default if present is not None else default
    missing = [code for code in dict.fromkeys([chosen, *found]) if present is None or code not in present]
    languages = [Language(code, _name_of(code), is_default=present is None and code == chosen) for code in missing]
    if languages:
        outcome = await service.save(*languages, actor=actor)
        if not outcome.success:
            said = Sentences.LANGUAGES_NOT_ADDED(languages=", ".join(missing), result=said_of(outcome))
            raise ImportRefusedError(said)
    return chosen


def _name_of(code: str) -> str:
    locale = Locale.parse(code, sep="-")
    return str(locale.get_display_name("en") or code)


async def prepared_type(service: DocumentTypeService, alias: str, new_key: Callable[[], UUID]) -> DocumentType:
    """Return the document type of the pages; where there is none with this alias, make one with a body.

    What takes the pages' text in a type that was there before, `text_property` says.

    Raises:
        ImportRefusedError: a handler refused the new type.
    """
    try:
        known = await service.get(alias)
    except UnknownTypeError:
        outcome, made = await service.save(_page_type(alias, new_key()))
        if not outcome.success:
            raise ImportRefusedError(Sentences.TYPE_NOT_MADE(type=alias, result=said_of(outcome))) from None
        return made
    return known


def text_properties(document_type: DocumentType) -> tuple[PropertyType, ...]:
    """Return the properties that can take a page's text, the one that is taken without a choice first."""
    texts = [one for one in document_type.properties.values() if one.value_type is ValueType.TEXT]
    return tuple(sorted(texts, key=lambda one: (one.alias != BODY, one.chosen_editor != _RICH_TEXT)))


def text_property(document_type: DocumentType, alias: str | None = None) -> str:
    """Return the alias of the property that takes the pages' text.

    Args:
        document_type: the pages' document type.
        alias: the property that was asked for; without one it is `body`, or the type's first rich text.

    Raises:
        ImportRefusedError: there is no such text property.
    """
    found = text_properties(document_type)
    if alias is None and found and (found[0].alias == BODY or found[0].chosen_editor == _RICH_TEXT):
        return found[0].alias
    if alias is not None and any(one.alias == alias for one in found):
        return alias
    raise ImportRefusedError(_no_text_property(document_type.alias, alias or BODY, found), field="text_alias")


def _no_text_property(type_alias: str, alias: str, others: Iterable[PropertyType]) -> Said:
    if choice := ", ".join(one.alias for one in others):
        return Sentences.NO_SUCH_TEXT_PROPERTY(type=type_alias, property=alias, choice=choice)
    return Sentences.NO_TEXT_PROPERTY(type=type_alias, property=alias)


def _page_type(alias: str, key: UUID) -> DocumentType:
    by_culture = ContentVariation.CULTURE
    body = PropertyType(BODY, "Body", ValueType.TEXT, by_culture, editor="richText")
    return DocumentType(
        alias, key, alias.capitalize(), by_culture, own_properties=(body,), allowed_children=frozenset({alias})
    )
