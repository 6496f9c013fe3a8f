"""What the server says to people, so that programs can tell it and say it in another language.

A room keeps its sentences in one table: the English text with what it names in braces, under a name that is the code.

    class Sentences(SentenceTable):
        TOO_LONG = "{name} has more than {limit} characters"

    Sentences.TOO_LONG(name="Title", limit=255)  # a text, whose code is `TooLong`
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from string import Formatter
from types import MappingProxyType
from typing import Annotated, Final, Self, TypeAlias
from uuid import UUID

__all__ = ["CODE_MARK", "Code", "Parameters", "Said", "SentenceTable", "codes_of", "recognised", "told"]

CODE_MARK: Final = "code"
"""By which a field of a wire type is known to hold a code, so that the description of the API can list them."""
Code: TypeAlias = Annotated[str, CODE_MARK]
"""Which sentence it is, such as `PathNotPublished`; the same in every version, whatever the text."""
Parameters: TypeAlias = Mapping[str, str | int]
"""What a sentence names, by the names in its braces."""

_NOTHING: Final[Parameters] = MappingProxyType({})


class Said(str):
    """A text that knows which sentence it is.

    Attributes:
        code: which one.
        parameters: what it names.
    """

    __slots__ = ("code", "parameters")

    code: Code
    parameters: Parameters

    def __new__(cls, text: str, code: Code, parameters: Parameters = _NOTHING) -> Self:
        """Make the text."""
        made = super().__new__(cls, text)
        made.code = code
        made.parameters = parameters
        return made


class SentenceTable(Enum):
    """The sentences of one room; its members are called with what they name.

    A member is its English text, or its text and its code where several texts stand for the same case.
    """

    def __init__(self, template: str, code: str = "") -> None:
        self.template = template
        self.code: Code = code or self.name.title().replace("_", "")

    def __call__(self, **named: str | int | UUID) -> Said:
        """Say it.

        Raises:
            KeyError: something that the sentence names was not given.
        """
        text = self.template.format(**named)
        return Said(text, self.code, {name: one if isinstance(one, int) else str(one) for name, one in named.items()})

    @cached_property
    def names(self) -> frozenset[str]:
        """What the sentence names."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.template) if name)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the sentence and what it names in a text."""
        parts = (
            re.escape(text) + (f"(?P<{name}>.*)" if name else "")
            for text, name, _, _ in Formatter().parse(self.template)
        )
        return re.compile("".join(parts), re.DOTALL)


def told(text: str) -> tuple[Code | None, Parameters]:
    """Return which sentence a text is, and what it names; None and nothing when it comes from no table."""
    return (text.code, text.parameters) if isinstance(text, Said) else (None, _NOTHING)


def codes_of(tables: Iterable[type[SentenceTable]]) -> list[Code]:
    """Return the codes of all sentences, sorted."""
    return sorted({sentence.code for table in tables for sentence in table})


def recognised(table: type[SentenceTable], text: str) -> Said:
    """Return a text that others wrote as the first sentence of the table that it is.

    Raises:
        LookupError: it is none of them.
    """
    for sentence in table:
        if found := sentence.pattern.fullmatch(text):
            return Said(text, sentence.code, found.groupdict())
    raise LookupError(f"{text!r} is no sentence of {table.__qualname__}")
