"""Languages, and the one spelling of their codes: `en-us`, `EN-US` and `en-US` are the culture `en-US`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from copydesk.content.errors import CultureError, TypeDefinitionError
from copydesk.content.sentences import Sentences

__all__ = ["ALL_CULTURES", "Language", "Languages", "is_culture", "normalize_culture"]

ALL_CULTURES = "*"
_CODE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_SCRIPT, _REGION = 4, 2


def is_culture(code: str) -> bool:
    """Tell whether `code` is a language tag such as `en`, `de-AT` or `zh-Hant-TW`."""
    return _CODE.match(code) is not None


@lru_cache(maxsize=1024)
def normalize_culture(code: str) -> str:
    """Return the culture code in its one spelling: language small, script capitalised, region in capitals.

    Raises:
        CultureError: the code is blank or is not a language tag such as `en`, `de-AT` or `zh-Hant-TW`.
    """
    if not is_culture(code):
        raise CultureError(Sentences.INVALID_CULTURE(code=code), field="culture")
    language, *rest = code.split("-")
    return "-".join([language.lower(), *map(_normalize_subtag, rest)])


def _normalize_subtag(subtag: str) -> str:
    if len(subtag) == _REGION:
        return subtag.upper()
    return subtag.capitalize() if len(subtag) == _SCRIPT and subtag.isalpha() else subtag.lower()


@dataclass(frozen=True, slots=True)
class Language:
    """One language that documents can be written in.

    Attributes:
        code: its culture code, in any spelling; kept in the normal one.
        name: what people call it.
        is_default: the one language whose name is a variant document's own name.
        is_mandatory: no variant document may be published without it.
        fallback: code of the language read instead where this one has no value.
    """

    code: str
    name: str = ""
    is_default: bool = False
    is_mandatory: bool = False
    fallback: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", normalize_culture(self.code))
        object.__setattr__(self, "name", self.name or self.code)
        if self.fallback is not None:
            object.__setattr__(self, "fallback", normalize_culture(self.fallback))


class Languages:
    """All languages of a tenant: one of them the default, every fallback among them, none running in a circle."""

    __slots__ = ("_by_code", "default", "mandatory")

    def __init__(self, languages: Iterable[Language]) -> None:
        listed = list(languages)
        self._by_code = {language.code: language for language in listed}
        if len(self._by_code) != len(listed):
            raise TypeDefinitionError(Sentences.SAME_ISO_CODE(), field="code")
        defaults = [language.code for language in listed if language.is_default]
        if len(defaults) != 1:
            raise TypeDefinitionError(Sentences.MISSING_DEFAULT(count=len(defaults)), field="is_default")
        self.default = defaults[0]
        self.mandatory = frozenset(language.code for language in listed if language.is_mandatory)
        for language in listed:
            self._check_fallback(language)

    def __iter__(self) -> Iterator[Language]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and bool(_CODE.match(code)) and normalize_culture(code) in self._by_code

    def __getitem__(self, code: str) -> Language:
        return self._by_code[self.require(code)]

    def require(self, code: str) -> str:
        """Return the normal spelling of `code`.

        Raises:
            CultureError: no language has this code.
        """
        normal = normalize_culture(code)
        if normal not in self._by_code:
            known = ", ".join(sorted(self._by_code))
            raise CultureError(Sentences.LANGUAGE_NOT_FOUND(code=code, known=known), field="culture")
        return normal

    def chain(self, code: str) -> tuple[str, ...]:
        """Return `code` and the languages to read instead, nearest first."""
        language: Language | None = self[code]
        chain: list[str] = []
        while language is not None and language.code not in chain:
            chain.append(language.code)
            language = self._by_code.get(language.fallback) if language.fallback else None
        return tuple(chain)

    def _check_fallback(self, language: Language) -> None:
        seen = {language.code}
        step = language
        while step.fallback is not None:
            if step.fallback not in self._by_code:
                said = Sentences.FALLBACK_NOT_FOUND(fallback=step.fallback, code=step.code)
                raise TypeDefinitionError(said, field="fallback")
            if step.fallback in seen:
                raise TypeDefinitionError(Sentences.FALLBACK_CIRCLE(code=language.code), field="fallback")
            seen.add(step.fallback)
            step = self._by_code[step.fallback]
