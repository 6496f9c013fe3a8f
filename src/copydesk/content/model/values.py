"""What a property can hold: plain JSON, never shared with callers, so that nobody can change it unseen."""

import math
import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from copydesk.content.errors import ValueTypeError
from copydesk.content.sentences import Sentences

__all__ = ["JsonValue", "ValueType", "clean_value", "detached", "same_value"]

JsonValue = Any
"""None, bool, int (64 bit), float (finite), str, and lists and string-keyed dicts of these."""

_LARGEST_INTEGER = 2**63
_DEEPEST = 64
_MOST_SHOWN = 40
"""Characters of a wrong value that a refusal quotes."""
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class ValueType(StrEnum):
    """What kind of value a property stores."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE_TIME = "date_time"
    JSON = "json"


def clean_value(value: Any, value_type: ValueType, field: str) -> JsonValue:
    """Return `value` as the property may keep it: checked, and detached from the caller's lists and dicts.

    Raises:
        ValueTypeError: the value is not of the type, or cannot be written as JSON; its `field` is the argument `field`.
    """
    if value is None:
        return None
    if not _ACCEPTS[value_type](value):
        raise ValueTypeError(_OF_OTHER_TYPE[value_type](property=field, given=_in_words(value)), field=field)
    return _plain(value, field, _DEEPEST)


def detached(value: JsonValue) -> JsonValue:
    """Return a copy of a list or dict, and anything else as it is."""
    if isinstance(value, list):
        return [detached(item) for item in value]
    if isinstance(value, dict):
        return {key: detached(item) for key, item in value.items()}
    return value


def same_value(one: JsonValue, other: JsonValue) -> bool:
    """Tell whether two values are written as the same JSON: unlike `==`, 1, 1.0 and true are three values."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same_value(item, other[key]) for key, item in one.items())
    return bool(one == other)


def _is_date_time(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_ACCEPTS: dict[ValueType, Callable[[Any], bool]] = {
    ValueType.TEXT: lambda value: isinstance(value, str),
    ValueType.INTEGER: lambda value: isinstance(value, int) and not isinstance(value, bool),
    ValueType.NUMBER: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    ValueType.BOOLEAN: lambda value: isinstance(value, bool),
    ValueType.DATE_TIME: _is_date_time,
    ValueType.JSON: lambda _: True,
}


_OF_OTHER_TYPE: dict[ValueType, Sentences] = {
    ValueType.TEXT: Sentences.VALUE_NO_TEXT,
    ValueType.INTEGER: Sentences.VALUE_NO_INTEGER,
    ValueType.NUMBER: Sentences.VALUE_NO_NUMBER,
    ValueType.BOOLEAN: Sentences.VALUE_NO_BOOLEAN,
    ValueType.DATE_TIME: Sentences.VALUE_NO_DATE,
}
"""What is said of a value that a type does not take; JSON takes all."""


def _in_words(value: Any) -> str:
    """Say what a value is to somebody who knows neither Python nor JSON."""
    match value:
        case list() | tuple():
            return "a list"
        case dict():
            return "a mapping of names to values"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{_cut(value)}"'
        case _:
            return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _plain(value: Any, field: str, depth: int) -> JsonValue:
    if depth == 0:
        raise ValueTypeError(Sentences.VALUE_TOO_DEEP(property=field, limit=_DEEPEST), field=field)
    if isinstance(value, list | tuple):
        return [_plain(item, field, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_plain_key(key, field): _plain(item, field, depth - 1) for key, item in value.items()}
    _check_scalar(value, field)
    return value


def _plain_key(key: Any, field: str) -> str:
    if not isinstance(key, str):
        raise ValueTypeError(Sentences.VALUE_KEY_NO_TEXT(property=field, key=repr(key)), field=field)
    _check_scalar(key, field)
    return key


def _check_scalar(value: Any, field: str) -> None:
    if isinstance(value, str):
        if not value.isascii() and _HALF_PAIR.search(value):
            raise ValueTypeError(Sentences.VALUE_HALF_CHARACTER(property=field), field=field)
        if "\0" in value:
            raise ValueTypeError(Sentences.VALUE_NUL(property=field), field=field)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueTypeError(Sentences.VALUE_NOT_FINITE(property=field, value=str(value)), field=field)
    elif isinstance(value, int):
        if not -_LARGEST_INTEGER <= value < _LARGEST_INTEGER:
            raise ValueTypeError(Sentences.VALUE_TOO_LARGE(property=field), field=field)
    elif value is not None:
        raise ValueTypeError(Sentences.VALUE_NO_JSON(property=field, value=_shown(value)), field=field)


def _shown(value: Any) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
