"""What a payload type is made of."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import msgspec
from msgspec import inspect

__all__ = ["is_object_class", "parts_of", "reachable_types"]

_PARTS = ("type", "key_type", "value_type", "item_type")
_PART_LISTS = ("item_types", "types")


def is_object_class(cls: type) -> bool:
    """Tell whether instances are written as objects with named properties: structs, dataclasses, attrs classes."""
    return issubclass(cls, msgspec.Struct) or is_dataclass(cls) or hasattr(cls, "__attrs_attrs__")


def parts_of(info: inspect.Type) -> list[inspect.Type]:
    """Return the types right below `info`: of its fields, items, keys and values, or of the members of a union."""
    parts = [field.type for field in getattr(info, "fields", ())]
    parts += [getattr(info, name) for name in _PARTS if hasattr(info, name)]
    for name in _PART_LISTS:
        parts += getattr(info, name, ())
    return parts


def reachable_types(info: inspect.Type) -> Iterator[inspect.Type]:
    """Go through `info` and everything below it; each class comes once, so that recursive types end."""
    seen: set[Any] = set()
    waiting = [info]
    while waiting:
        found = waiting.pop()
        cls = getattr(found, "cls", None)
        if cls is None or cls not in seen:
            seen.add(cls)
            yield found
            waiting += parts_of(found)
