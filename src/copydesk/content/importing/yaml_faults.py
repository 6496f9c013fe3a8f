"""What is wrong with the YAML of front matter, in words for somebody who writes pages."""

from typing import Final

import yaml
from yaml.reader import ReaderError

from copydesk.content.importing.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["fault_of", "line_of"]

_FIRST_LINE: Final = 2
"""In which line of the file the front matter begins: after the one that opens it."""
_BY_PROBLEM: Final = {
    "mapping values are not allowed here": Sentences.FRONT_MATTER_COLON,
    "could not find expected ':'": Sentences.FRONT_MATTER_NO_COLON,
}
_BY_CONTEXT: Final = {
    "while scanning a simple key": Sentences.FRONT_MATTER_NO_COLON,
    "while parsing a flow sequence": Sentences.FRONT_MATTER_BRACKET,
    "while parsing a flow node": Sentences.FRONT_MATTER_BRACKET,
    "while parsing a flow mapping": Sentences.FRONT_MATTER_BRACKET,
}
"""By what the library says of the fault, and of what it was reading, in this order."""
_NO_BEGINNING: Final = "that cannot start any token"


def line_of(mark: yaml.Mark) -> int:
    """Return the line of the file, counted from 1, in which a place of its front matter is."""
    return int(mark.line) + _FIRST_LINE


def fault_of(error: yaml.YAMLError, text: str) -> Said:
    """Return what is wrong with front matter, and in which line of its file."""
    if isinstance(error, ReaderError):
        return Sentences.FRONT_MATTER_CHARACTER(line=text[: error.position].count("\n") + _FIRST_LINE)
    if not isinstance(error, yaml.MarkedYAMLError):
        return Sentences.FRONT_MATTER_NOT_YAML(line=_FIRST_LINE)
    mark = error.context_mark or error.problem_mark
    lines = text.splitlines()
    last = max(len(lines) - 1, 0) + _FIRST_LINE  # What is not closed is missed after it.
    line = min(line_of(mark), last) if mark is not None else _FIRST_LINE
    problem, context = error.problem or "", error.context or ""
    if problem.endswith(_NO_BEGINNING) and error.problem_mark is not None:
        return _wrong_sign(lines, error.problem_mark)
    if "end of stream" in problem and "quoted scalar" in context:
        return Sentences.FRONT_MATTER_QUOTATION(line=line)
    return (_BY_PROBLEM.get(problem) or _BY_CONTEXT.get(context) or Sentences.FRONT_MATTER_NOT_YAML)(line=line)


def _wrong_sign(lines: list[str], mark: yaml.Mark) -> Said:
    sign = lines[mark.line][mark.column]
    line = line_of(mark)
    return Sentences.FRONT_MATTER_TAB(line=line) if sign == "\t" else Sentences.FRONT_MATTER_SIGN(line=line, sign=sign)
