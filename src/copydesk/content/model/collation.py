"""The order in which people look for names: letters without their marks first, numbers by their value."""

import re
import unicodedata
from typing import Final, TypeAlias

__all__ = ["NameOrder", "name_order"]

_Part: TypeAlias = tuple[int, int, str]
NameOrder: TypeAlias = tuple[tuple[_Part, ...], str]

_DIGITS = re.compile(r"(\d+)")
_TEXT, _NUMBER = 1, 0
_AFTER_Z: Final = {
    "da": "æøå",
    "et": "šžõäöü",
    "fi": "åäö",
    "nb": "æøå",
    "nn": "æøå",
    "no": "æøå",
    "sv": "åäö",
}
"""Letters with a place of their own at the end of the alphabet, by language."""
_LAST: Final = 0xF0000
"""Characters from here on sort after every letter; nobody's name holds them."""
_SPELT: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"})


def name_order(name: str, culture: str | None = None) -> NameOrder:
    """Return what names are compared by: `Item 9` comes before `Item 10`, and `Ärger` beside `Arger`.

    Args:
        name: the name.
        culture: the culture in whose order they stand; without it letters with marks stand beside those without.
    """
    folded = unicodedata.normalize("NFC", name).casefold().strip()
    own = _AFTER_Z.get((culture or "").partition("-")[0].lower(), "")
    spelt = folded.translate({ord(letter): chr(_LAST + place) for place, letter in enumerate(own)}).translate(_SPELT)
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(char))
    return tuple(_part(part) for part in _DIGITS.split(plain) if part), folded


def _part(text: str) -> _Part:
    if not text.isdecimal():
        return (_TEXT, 0, text)
    digits = text.lstrip("0")
    return (_NUMBER, len(digits), "".join(str(int(digit)) for digit in digits))
