"""Names of documents: what they may hold, when two are the same, and how a taken one is made unique."""

import re
import unicodedata
from collections.abc import Collection

from copydesk.content.errors import InvalidNameError
from copydesk.content.sentences import Sentences

__all__ = ["MAX_NAME_LENGTH", "clean_name", "is_numbered", "name_key", "similar_prefix", "slug", "unique_name"]

MAX_NAME_LENGTH = 255
_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "'": "", "\u2019": ""}
)
_NO_WORDS = "document"
_NUMBERED = re.compile(r"^(?P<base>.*\S)\s\((?P<number>[1-9]\d{0,8})\)$", re.DOTALL)


def clean_name(name: str, field: str = "name") -> str:
    """Return `name` without the white space around it.

    Raises:
        InvalidNameError: it is not text, or holds a character that no database text can hold.
    """
    if not isinstance(name, str):
        raise InvalidNameError(Sentences.NAME_NO_TEXT(type=type(name).__name__), field=field)
    if not name.isprintable() and any(unicodedata.category(char) in {"Cc", "Cs"} for char in name.strip()):
        raise InvalidNameError(Sentences.NAME_CONTROL_CHARACTERS(name=name), field=field)
    return name.strip()


def name_key(name: str) -> str:
    """Return what two names have in common when editors would call them the same: case and composition do not count."""
    return unicodedata.normalize("NFC", name).casefold()


def slug(name: str) -> str:
    """Return what stands for a name in an address: small letters and digits of any script, joined by hyphens."""
    spelt = unicodedata.normalize("NFC", name).lower().translate(_SPELT)
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", plain)).split()
    return "-".join(words) or _NO_WORDS


def similar_prefix(name: str) -> str:
    """Return the beginning that the keys of all numbered forms of `name` share."""
    base, room = _base_of(name), MAX_NAME_LENGTH - len(" (999999999)")
    return name_key(f"{base} (") if len(base) <= room else name_key(base[:room].rstrip())


def unique_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, or, when its key is among `taken`, the name with the first free suffix ` (1)`, ` (2)`...

    Args:
        name: the wished name, at most `MAX_NAME_LENGTH` characters; so is the answer.
        taken: the keys (`name_key`) of the siblings' names.
    """
    if name_key(name) not in taken:
        return name
    base = _base_of(name)
    number = 1
    while name_key(candidate := _numbered(base, number)) in taken:
        number += 1
    return candidate


def is_numbered(name: str, wished: str) -> bool:
    """Tell whether `name` is `wished` with the number that it gets where siblings have it already."""
    match = _NUMBERED.match(name)
    return match is not None and name == _numbered(wished, int(match["number"]))


def _base_of(name: str) -> str:
    match = _NUMBERED.match(name)
    return match["base"] if match else name


def _numbered(base: str, number: int) -> str:
    suffix = f" ({number})"
    return base[: MAX_NAME_LENGTH - len(suffix)].rstrip() + suffix
