"""The front matter of a page file: what it says under which name, and how that becomes what a property stores."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import yaml

from copydesk.content.errors import ContentError
from copydesk.content.importing.sentences import Sentences
from copydesk.content.importing.yaml_faults import fault_of, line_of
from copydesk.content.model import DocumentType, ValueType
from copydesk.content.model.values import JsonValue, clean_value
from copydesk.sentences import Said

__all__ = ["Entry", "UnreadablePage", "fitted", "is_front_matter_open", "read_front_matter", "split_front_matter"]

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENING: Final = re.compile(r"\A---[ \t]*\r?\n[^\s:#<>-][^:\n]*:(?:[ \t\r\n]|\Z)")
_TAG: Final = "tag:yaml.org,2002:"
_MOST_NESTED: Final = 50
_LARGEST_INTEGER: Final = 2**63
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}")
_BEFORE_OFFSET: Final = re.compile(r"(?<=\d)\s+(?=[+-]\d|Z)")


class UnreadablePage(Exception):  # noqa: N818 - names what the page is, as the report does
    """The page cannot be read; `said` is why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


class Entry(NamedTuple):
    """What front matter says under one name: what that means as YAML, and how it is written.

    `written` is None for lists, mappings and what is empty. Dates are texts, and so is a number that is too large.
    """

    value: Any
    written: str | None = None


class _Loader(yaml.SafeLoader):
    """YAML without aliases or deep nesting, so that a small file cannot unfold into a huge value."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise UnreadablePage(Sentences.FRONT_MATTER_ALIAS(line=self._line))
        if self._depth >= _MOST_NESTED:
            raise UnreadablePage(Sentences.FRONT_MATTER_NESTED(line=self._line, limit=_MOST_NESTED))
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    @property
    def _line(self) -> int:
        return line_of(self.peek_event().start_mark)  # type: ignore[no-untyped-call]

    def construct_bounded_int(self, node: yaml.ScalarNode) -> int | str:
        value = self.construct_yaml_int(node)
        return value if -_LARGEST_INTEGER <= value < _LARGEST_INTEGER else str(node.value)


def _or_as_written(construct: Callable[[Any, Any], object]) -> Callable[[_Loader, yaml.ScalarNode], object]:
    """Read what does not fit its kind, such as a number of thousands of digits, as the text that it is."""

    def constructed(loader: _Loader, node: yaml.ScalarNode) -> object:
        try:
            return construct(loader, node)
        except (ValueError, LookupError):
            return loader.construct_scalar(node)

    return constructed


_Loader.add_constructor(f"{_TAG}int", _or_as_written(_Loader.construct_bounded_int))
_Loader.add_constructor(f"{_TAG}float", _or_as_written(_Loader.construct_yaml_float))
_Loader.add_constructor(f"{_TAG}bool", _or_as_written(_Loader.construct_yaml_bool))
# A date means something only to a property of dates; to all others it is a text, and a wrong one spoils nothing.
_Loader.add_constructor(f"{_TAG}timestamp", _or_as_written(_Loader.construct_yaml_str))


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the front matter of a page, empty where there is none, and what comes after it."""
    found = _FRONT_MATTER.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def is_front_matter_open(text: str) -> bool:
    """Tell whether a page begins as front matter does, with a name and a colon, and never closes it."""
    return _FRONT_MATTER.match(text) is None and _OPENING.match(text) is not None


def read_front_matter(text: str) -> dict[str, Entry]:
    """Return what front matter says, by name.

    Raises:
        UnreadablePage: It is not YAML, or not a mapping of names.
    """
    loader = None
    try:
        loader = _Loader(text)
        return _entries(loader)
    except yaml.YAMLError as error:
        raise UnreadablePage(fault_of(error, text)) from error
    finally:
        if loader is not None:
            loader.dispose()


def _entries(loader: _Loader) -> dict[str, Entry]:
    node = loader.get_single_node()
    if node is None or node.tag == f"{_TAG}null":
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise UnreadablePage(Sentences.FRONT_MATTER_NO_MAPPING())
    return {str(name.value): _entry(loader, each) for name, each in node.value if isinstance(name, yaml.ScalarNode)}


def _entry(loader: _Loader, node: yaml.Node) -> Entry:
    value = loader.construct_object(node, deep=True)
    return Entry(value, str(node.value) if isinstance(node, yaml.ScalarNode) and value is not None else None)


def fitted(
    entries: Mapping[str, Entry], document_type: DocumentType
) -> tuple[dict[str, JsonValue], dict[str, ContentError]]:
    """Return what the properties of a type store of front matter, and why what does not fit does not, by alias."""
    values, unfit = dict[str, JsonValue](), dict[str, ContentError]()
    for alias, entry in entries.items():
        if (property_type := document_type.properties.get(alias)) is None:
            continue
        try:
            values[alias] = clean_value(_converted(entry, property_type.value_type), property_type.value_type, alias)
        except ContentError as error:
            unfit[alias] = error
    return values, unfit


def _converted(entry: Entry, value_type: ValueType) -> object:
    """Return what was meant as a value of this type; what cannot be one as it is."""
    if entry.written is None or value_type not in _CONVERSIONS:
        return entry.value
    try:
        return _CONVERSIONS[value_type](entry)
    except ValueError:
        return entry.value


def _as_integer(entry: Entry) -> object:
    text = isinstance(entry.value, str) and _INTEGER.fullmatch(entry.value)
    return int(entry.value) if text else entry.value


def _as_number(entry: Entry) -> object:
    return float(entry.value) if isinstance(entry.value, str) else entry.value


def _as_date_time(entry: Entry) -> str:
    """Read ISO 8601, also with spaces as in `2024-05-01 10:00 +0200`; without a time zone it is UTC."""
    found = datetime.fromisoformat(_BEFORE_OFFSET.sub("", (entry.written or "").strip()))
    return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).isoformat()


_CONVERSIONS: Final[Mapping[ValueType, Callable[[Entry], object]]] = {
    ValueType.TEXT: lambda entry: entry.written,
    ValueType.INTEGER: _as_integer,
    ValueType.NUMBER: _as_number,
    ValueType.DATE_TIME: _as_date_time,
}
