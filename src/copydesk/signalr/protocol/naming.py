"""Property names of payload objects: what they are called on the wire."""

from enum import StrEnum
from itertools import takewhile

__all__ = ["PayloadNames", "fold_name", "wire_name"]


class PayloadNames(StrEnum):
    """How the fields of structs, dataclasses and attrs classes are named when they are written."""

    DECLARED = "declared"
    """As they stand in the class."""
    CAMEL = "camel"
    """`user_name` and `UserName` become `userName`."""
    PASCAL = "pascal"
    """`user_name` and `userName` become `UserName`, as .NET declares its properties."""


def wire_name(attribute: str, encode_name: str, names: PayloadNames) -> str:
    """Return what a field is called on the wire; a name given with `rename` or `field(name=...)` stays as it is."""
    if encode_name != attribute or names is PayloadNames.DECLARED:
        return encode_name
    first, *others = attribute.strip("_").split("_")
    head = _lower_head(first) if names is PayloadNames.CAMEL else first[:1].upper() + first[1:]
    return (head + "".join(part[:1].upper() + part[1:] for part in others)) or attribute


def fold_name(name: str) -> str:
    """Return what two names have in common that differ only in case and underscores."""
    return name.replace("_", "").lower()


def _lower_head(word: str) -> str:
    """Lower the leading capitals, but not the one that begins the next word: `ID` to `id`, `IOPort` to `ioPort`."""
    capitals = sum(1 for _ in takewhile(str.isupper, word))
    count = capitals if capitals in {1, len(word)} else max(capitals - 1, 0)
    return word[:count].lower() + word[count:]
