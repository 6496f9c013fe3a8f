"""What editors send: names and values of a document, and how they are put into its draft."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from copydesk.content.api.errors import WrongCallError
from copydesk.content.api.settling import field_of_value
from copydesk.content.errors import ContentError, CultureError
from copydesk.content.model import Document, Languages
from copydesk.content.sentences import Sentences
from copydesk.problems import FieldError, all_wrong

__all__ = ["DocumentCreation", "DocumentDraft", "ValueBody", "VariantBody", "write_draft"]


class VariantBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The name in one culture, or the name without culture of a document that does not vary.

    A name of null takes the culture out of the draft.
    """

    name: str | None
    culture: str | None = None


class ValueBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The value of one property, in a culture and segment where it varies; null clears it."""

    alias: str
    value: Any
    culture: str | None = None
    segment: str | None = None


class DocumentDraft(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Changes of a draft: what is named here is set, everything else stays as it is."""

    variants: tuple[VariantBody, ...] = ()
    values: tuple[ValueBody, ...] = ()


class DocumentCreation(DocumentDraft, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A new document: its type, what it is to stand below (null: the root), its names and values.

    A key can be given, so that creating it twice makes one document.
    """

    type_alias: str
    parent_key: UUID | None = None
    key: UUID | None = None


def write_draft(document: Document, draft: DocumentDraft, languages: Languages | None) -> None:
    """Put changes into a document's draft.

    Raises:
        WrongCallError: names every field that is wrong.
    """
    names = [(_field_of_name(one), partial(_set_name, document, one, languages)) for one in draft.variants]
    values = [(_field_of(one), partial(_set_value, document, one, languages)) for one in draft.values]
    wrong = [*_given_twice([field for field, _ in (*names, *values)])]
    for field, change in (*names, *values):
        try:
            change()
        except ContentError as error:
            wrong.append(FieldError.of(field, error.said))
    if wrong:
        raise WrongCallError(all_wrong(wrong), errors=wrong)


def _given_twice(fields: Sequence[str]) -> Iterator[FieldError]:
    said = Sentences.FIELD_GIVEN_TWICE
    return (FieldError.of(field, said(field=field)) for field, count in Counter(fields).items() if count > 1)


def _set_name(document: Document, one: VariantBody, languages: Languages | None) -> None:
    document.set_name(one.name, _known(one.culture, languages))


def _set_value(document: Document, one: ValueBody, languages: Languages | None) -> None:
    document.set_value(one.alias, one.value, _known(one.culture, languages), one.segment)


def _known(culture: str | None, languages: Languages | None) -> str | None:
    if culture is None:
        return None
    if languages is None:
        raise CultureError(Sentences.NO_LANGUAGES_TO_NAME())
    return languages.require(culture)


def _field_of_name(one: VariantBody) -> str:
    return "name" if one.culture is None else f"name[{one.culture}]"


def _field_of(one: ValueBody) -> str:
    return field_of_value(one.alias, one.culture, one.segment)
