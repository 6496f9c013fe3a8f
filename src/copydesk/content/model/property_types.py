"""The definition of one property: what it stores, by what it varies, and what a publishable value looks like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import jsonschema
import referencing

from copydesk.content.errors import TypeDefinitionError
from copydesk.content.model.values import JsonValue, ValueType
from copydesk.content.model.variation import ContentVariation
from copydesk.content.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["ALIAS", "EDITORS", "PropertyType"]

ALIAS = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,127}\Z")

EDITORS: Final[Mapping[str, frozenset[ValueType]]] = MappingProxyType(
    {
        "text": frozenset({ValueType.TEXT}),
        "textarea": frozenset({ValueType.TEXT}),
        "richText": frozenset({ValueType.TEXT}),
        "number": frozenset({ValueType.INTEGER, ValueType.NUMBER}),
        "decimal": frozenset({ValueType.NUMBER}),
        "boolean": frozenset({ValueType.BOOLEAN}),
        "date": frozenset({ValueType.TEXT, ValueType.DATE_TIME}),
        "dateTime": frozenset({ValueType.DATE_TIME}),
        "choice": frozenset({ValueType.TEXT, ValueType.INTEGER, ValueType.JSON}),
        "tags": frozenset({ValueType.JSON}),
        "contentPicker": frozenset({ValueType.TEXT, ValueType.JSON}),
        "json": frozenset({ValueType.JSON}),
    }
)
"""The editors of the back office, and what each can store. Other names are for packages that bring their own."""

_EDITOR_OF: Final[Mapping[ValueType, str]] = {
    ValueType.TEXT: "text",
    ValueType.INTEGER: "number",
    ValueType.NUMBER: "decimal",
    ValueType.BOOLEAN: "boolean",
    ValueType.DATE_TIME: "dateTime",
    ValueType.JSON: "json",
}


@dataclass(frozen=True, slots=True)
class PropertyType:
    """One property of a document type.

    Attributes:
        alias: its name in code, unique within the document type: a letter, then letters, digits or underscores.
        name: its label.
        value_type: what kind of value it stores.
        variation: by what it varies; never more than its document type.
        mandatory: a value is needed to publish.
        pattern: a regular expression that must be found in a text value to publish it.
        schema: a JSON Schema (draft 2020-12) a value must meet to be published; nothing outside it is fetched.
        message: what to tell the editor instead of the built-in text when a value is refused.
        description: what to tell editors about it.
        group: the heading it stands under in the editor; those without one come first.
        editor: with what it is edited, an open name such as `richText`; the editor of its value type without one.
        settings: what that editor wants to know, such as the options of a choice.
    """

    alias: str
    name: str = ""
    value_type: ValueType = ValueType.TEXT
    variation: ContentVariation = ContentVariation.NOTHING
    mandatory: bool = False
    pattern: str | None = None
    schema: dict[str, Any] | None = None
    message: str | None = None
    description: str = ""
    group: str = ""
    editor: str = ""
    settings: dict[str, Any] | None = None
    _regex: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _validator: jsonschema.Draft202012Validator | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not ALIAS.match(self.alias):
            raise TypeDefinitionError(Sentences.INVALID_PROPERTY_TYPE_ALIAS(alias=self.alias), field="alias")
        if self.value_type not in EDITORS.get(self.editor, ValueType):
            text = Sentences.INVALID_EDITOR(editor=self.editor, property=self.alias, stored=self.value_type.value)
            raise TypeDefinitionError(text, field="editor")
        object.__setattr__(self, "name", self.name or self.alias)
        object.__setattr__(self, "_regex", self._compiled_pattern())
        object.__setattr__(self, "_validator", self._compiled_schema())

    @property
    def chosen_editor(self) -> str:
        """With what it is edited: its own editor, or the one of its value type."""
        return self.editor or _EDITOR_OF[self.value_type]

    def problem_with(self, value: JsonValue) -> tuple[str, Said] | None:
        """Return the code (`mandatory`, `pattern`, `schema`) and text of the first reason not to publish `value`."""
        if _is_empty(value):
            return ("mandatory", self._said(Sentences.VALUE_MANDATORY(name=self.name))) if self.mandatory else None
        if self._regex is not None and isinstance(value, str) and not self._regex.search(value):
            return "pattern", self._said(Sentences.VALUE_PATTERN(name=self.name, pattern=self.pattern or ""))
        if self._validator is not None and (fault := _schema_fault(self._validator, self.name, value)):
            return "schema", self._said(fault)
        return None

    def _said(self, usual: Said) -> Said:
        return Sentences.VALUE_REFUSED(message=self.message) if self.message else usual

    def _compiled_pattern(self) -> re.Pattern[str] | None:
        try:
            return None if self.pattern is None else re.compile(self.pattern)
        except re.error as error:
            text = Sentences.INVALID_PATTERN(property=self.alias, fault=str(error))
            raise TypeDefinitionError(text, field="pattern") from error

    def _compiled_schema(self) -> jsonschema.Draft202012Validator | None:
        if self.schema is None:
            return None
        try:
            jsonschema.Draft202012Validator.check_schema(self.schema)
        except jsonschema.SchemaError as error:
            text = Sentences.INVALID_SCHEMA(property=self.alias, fault=error.message)
            raise TypeDefinitionError(text, field="schema") from error
        return jsonschema.Draft202012Validator(self.schema, registry=referencing.Registry())


def _schema_fault(validator: jsonschema.Draft202012Validator, name: str, value: JsonValue) -> Said | None:
    try:
        error = jsonschema.exceptions.best_match(validator.iter_errors(value))
    except referencing.exceptions.Unresolvable as missing:
        return Sentences.VALUE_SCHEMA_REFERENCE(name=name, reference=missing.ref)
    if error is None:
        return None
    return Sentences.VALUE_SCHEMA(name=name, path=error.json_path[1:], fault=error.message)


def _is_empty(value: JsonValue) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())
