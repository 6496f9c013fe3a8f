"""Document types on the wire, and how they are read from there."""

from typing import Any
from uuid import UUID

import msgspec

from copydesk.content.api.errors import WrongCallError
from copydesk.content.api.limits import Line, Text
from copydesk.content.errors import ContentError
from copydesk.content.model import ContentVariation, DocumentType, PropertyType, ValueType
from copydesk.content.sentences import Sentences
from copydesk.problems import FieldError, ProblemMessage, all_wrong

__all__ = [
    "DocumentTypeAnswer",
    "DocumentTypeBody",
    "DocumentTypeItem",
    "DocumentTypePage",
    "InheritedProperty",
    "PropertyBody",
    "PropertyEditor",
    "read_type",
    "shown_type",
    "type_item",
]


class PropertyBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A property of a document type.

    `pattern` is a regular expression, `schema` a JSON Schema (draft 2020-12); both must be met to publish a value, and
    `message` is told when they are not. `configuration` is what the editor wants to know, such as the choices.
    """

    alias: str
    label: str = ""
    description: str = ""
    group: str = ""
    editor: str = ""
    value_type: ValueType = ValueType.TEXT
    varies_by_culture: bool = False
    varies_by_segment: bool = False
    mandatory: bool = False
    pattern: str | None = None
    schema: dict[str, Any] | None = None
    message: str | None = None
    configuration: dict[str, Any] | None = None


class InheritedProperty(PropertyBody, frozen=True, rename="camel", kw_only=True):
    """A property that comes from a composition, whose alias is `origin`."""

    origin: str


class DocumentTypeBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A document type. Compositions and allowed children are named by their aliases."""

    alias: str
    name: Line = ""
    icon: str = ""
    description: Text = ""
    varies_by_culture: bool = False
    varies_by_segment: bool = False
    allowed_at_root: bool = True
    allowed_children: tuple[str, ...] = ()
    compositions: tuple[str, ...] = ()
    properties: tuple[PropertyBody, ...] = ()


class DocumentTypeAnswer(DocumentTypeBody, frozen=True, rename="camel", kw_only=True):
    """A document type as it is stored, with what it has from its compositions."""

    key: UUID
    version: int
    inherited_properties: tuple[InheritedProperty, ...] = ()
    messages: tuple[ProblemMessage, ...] = ()


class DocumentTypeItem(msgspec.Struct, frozen=True, rename="camel"):
    """What lists show of a document type."""

    key: UUID
    alias: str
    name: str
    icon: str
    description: str
    varies_by_culture: bool
    allowed_at_root: bool


class DocumentTypePage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of the list of document types."""

    items: tuple[DocumentTypeItem, ...]
    total: int


class PropertyEditor(msgspec.Struct, frozen=True, rename="camel"):
    """With what properties are edited, and which value types it can store."""

    alias: str
    value_types: tuple[ValueType, ...]


def type_item(one: DocumentType) -> DocumentTypeItem:
    """Show a type in a list."""
    return DocumentTypeItem(
        one.key, one.alias, one.name, one.icon, one.description, one.varies_by_culture, one.allowed_at_root
    )


def shown_type(one: DocumentType, messages: tuple[ProblemMessage, ...] = ()) -> DocumentTypeAnswer:
    """Show a type in full."""
    return DocumentTypeAnswer(
        key=one.key,
        version=one.version,
        alias=one.alias,
        name=one.name,
        icon=one.icon,
        description=one.description,
        varies_by_culture=one.variation.by_culture,
        varies_by_segment=one.variation.by_segment,
        allowed_at_root=one.allowed_at_root,
        allowed_children=tuple(sorted(one.allowed_children)),
        compositions=tuple(part.alias for part in one.compositions),
        properties=tuple(PropertyBody(**_property(own)) for own in one.own_properties),
        inherited_properties=tuple(
            InheritedProperty(origin=part.alias, **_property(one.properties[alias]))
            for part in one.compositions
            for alias in part.properties
        ),
        messages=messages,
    )


def _property(own: PropertyType) -> dict[str, Any]:
    return {
        "alias": own.alias,
        "label": own.name,
        "description": own.description,
        "group": own.group,
        "editor": own.chosen_editor,
        "value_type": own.value_type,
        "varies_by_culture": own.variation.by_culture,
        "varies_by_segment": own.variation.by_segment,
        "mandatory": own.mandatory,
        "pattern": own.pattern,
        "schema": own.schema,
        "message": own.message,
        "configuration": own.settings,
    }


def read_type(
    body: DocumentTypeBody, key: UUID, known: dict[str, DocumentType], stored: DocumentType | None = None
) -> DocumentType:
    """Make the type that a body describes.

    Args:
        body: the description.
        key: the type's stable key.
        known: all types, by alias.
        stored: what is stored of it, unless it is new.

    Raises:
        WrongCallError: names every field that is wrong.
    """
    wrong = [
        FieldError.of(f"{field}[{number}]", Sentences.ALIAS_NOT_FOUND(alias=alias))
        for field, aliases in (("compositions", body.compositions), ("allowedChildren", body.allowed_children))
        for number, alias in enumerate(aliases)
        if alias not in known and alias != body.alias
    ]
    wrong += [
        FieldError.of(f"compositions[{number}]", Sentences.INVALID_COMPOSITION(type=alias))
        for number, alias in enumerate(body.compositions)
        if alias == body.alias
    ]
    properties = [_read_property(own, f"properties[{number}]", wrong) for number, own in enumerate(body.properties)]
    if wrong:
        raise WrongCallError(all_wrong(wrong), errors=wrong)
    try:
        return DocumentType(
            body.alias,
            key,
            body.name,
            _variation(body),
            tuple(own for own in properties if own is not None),
            tuple(known[alias] for alias in body.compositions),
            frozenset(body.allowed_children),
            body.allowed_at_root,
            stored.id if stored else 0,
            stored.version if stored else 0,
            body.icon,
            body.description,
        )
    except ContentError as error:
        raise WrongCallError(error.said, errors=[FieldError.of(_field_of(error, body), error.said)]) from error


def _read_property(own: PropertyBody, field: str, wrong: list[FieldError]) -> PropertyType | None:
    try:
        return PropertyType(
            own.alias,
            own.label,
            own.value_type,
            _variation(own),
            mandatory=own.mandatory,
            pattern=own.pattern,
            schema=own.schema,
            message=own.message,
            description=own.description,
            group=own.group,
            editor=own.editor,
            settings=own.configuration,
        )
    except ContentError as error:
        wrong.append(FieldError.of(f"{field}.{error.field}", error.said))
        return None


def _variation(body: PropertyBody | DocumentTypeBody) -> ContentVariation:
    by_culture = ContentVariation.CULTURE if body.varies_by_culture else ContentVariation.NOTHING
    by_segment = ContentVariation.SEGMENT if body.varies_by_segment else ContentVariation.NOTHING
    return by_culture | by_segment


def _field_of(error: ContentError, body: DocumentTypeBody) -> str:
    """Return the field of the body that a type's definition blames: one of its own, or one of its properties."""
    aliases = [own.alias for own in body.properties]
    if error.field in aliases:
        return f"properties[{len(aliases) - 1 - aliases[::-1].index(error.field)}]"
    return error.field or ""
