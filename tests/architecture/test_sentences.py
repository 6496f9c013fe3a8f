"""Texts and codes stand together, are all used, and have German words (HT9, OF55)."""

import ast
import re
from collections.abc import Iterator
from http import HTTPStatus
from importlib import import_module
from pathlib import Path

import pytest

from copydesk.content import errors
from copydesk.content.importing.sentences import Sentences as ImportSentences
from copydesk.content.sentences import AuditComments
from copydesk.content.sentences import Sentences as ContentSentences
from copydesk.demo.house_style import HouseStyle
from copydesk.http.sentences import Sentences as HttpSentences
from copydesk.http.sentences import Validation
from copydesk.identity.sentences import Sentences as IdentitySentences
from copydesk.problems import ProblemSentences
from copydesk.sentences import SentenceTable

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TABLES = (
    AuditComments,
    ContentSentences,
    HouseStyle,
    HttpSentences,
    IdentitySentences,
    ImportSentences,
    ProblemSentences,
    Validation,
)
SENTENCES = [sentence for table in TABLES for sentence in table]
GERMAN = ROOT / "backoffice/src/i18n/said/de.ts"
ROOMS_OF_CONTENT = ("api", "delivery", "importing", "model", "service", "store")
OF_IMPORTS = ("FaultyNameError", "ImportRefusedError", "ImportStateError", "TooMuchError", "UnknownImportError")
PLACE_OF_TEXT = {**dict.fromkeys((*errors.__all__, *OF_IMPORTS, "UnreadablePage", "_Refused"), 0), "Rejection": 1}
"""Whoever says why → which of its arguments is the text."""
SPOKEN_OF = set(Validation) | {HttpSentences.of_status(status) for status in HTTPStatus}
"""Not said by name: the library's own texts, and what is chosen by status."""


def tables_in(tree: ast.Module) -> dict[str, type[SentenceTable]]:
    """Return the tables that a file imports or makes, by the names that they have there."""
    imported = [
        (alias.asname or alias.name, getattr(import_module(node.module), alias.name, None))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("copydesk")
        for alias in node.names
    ]
    own = [(table.__name__, table) for table in TABLES if any(_is_class(node, table) for node in tree.body)]
    return {name: found for name, found in (*imported, *own) if found in TABLES}


def _is_class(node: ast.stmt, table: type[SentenceTable]) -> bool:
    return isinstance(node, ast.ClassDef) and node.name == table.__name__ and node.name != "Sentences"


def spoken(path: Path) -> Iterator[tuple[SentenceTable, ast.Call | None]]:
    """Iterate over the sentences that a file names, each with its call where it is said at once."""
    tree = ast.parse(path.read_text())
    tables = tables_in(tree)
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in tables:
            table = tables[node.value.id]
            if node.attr in table.__members__:
                yield table[node.attr], calls.get(id(node))


def german() -> dict[str, str]:
    return dict(re.findall(r'^  (\w+): "(.*)",$', GERMAN.read_text(), re.MULTILINE))


def test_a_text_is_said_once_in_a_table() -> None:
    assert [name for table in TABLES for name, one in table.__members__.items() if one.name != name] == []


def test_a_sentence_is_given_exactly_what_it_names() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {sentence.name}"
        for path in SOURCES
        for sentence, call in spoken(path)
        if call is not None and {keyword.arg for keyword in call.keywords} != sentence.names
    ]
    assert wrong == []


def test_every_sentence_is_said_somewhere() -> None:
    said = {sentence for path in SOURCES for sentence, _ in spoken(path)}
    assert [f"{type(one).__module__}.{one.name}" for one in SENTENCES if one not in said | SPOKEN_OF] == []


@pytest.mark.rule("HT9")
def test_the_content_room_raises_and_reports_no_text_without_a_code() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if path.parts[-3:-2] == ("content",) and path.parts[-2] in ROOMS_OF_CONTENT
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACE_OF_TEXT
        if _is_bare(node.args[PLACE_OF_TEXT[node.func.id] :])
    ]
    assert bare == []


def _is_bare(said: list[ast.expr]) -> bool:
    """Tell whether a text has no code: it is missing, written down here, or was made of an exception."""
    made_here = bool(said) and isinstance(said[0], ast.Call) and getattr(said[0].func, "id", "") == "str"
    return not said or made_here or isinstance(said[0], ast.Constant | ast.JoinedStr)


@pytest.mark.rule("OF55")
def test_there_are_german_words_for_every_code_and_no_others() -> None:
    codes = {sentence.code for sentence in SENTENCES}
    assert sorted(codes - german().keys()) == []
    assert sorted(german().keys() - codes) == []


@pytest.mark.rule("OF55")
@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: f"{type(one).__module__.split('.')[1]}.{one.name}")
def test_german_words_name_only_what_the_sentence_names(sentence: SentenceTable) -> None:
    assert set(re.findall(r"\{(\w+)\}", german()[sentence.code])) <= sentence.names
