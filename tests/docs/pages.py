"""The pages of the documentation, as their reader sees them: blocks in their order, headings, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["PAGES", "ROOT", "Block", "anchors", "blocks", "links", "page_id", "tables"]

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_FILE_NAME = re.compile(r"(?:#|//) (?P<name>\S+\.\w+)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        place: page and line, for messages.
        language: the first word behind the fence.
        terminal: the second word: in which terminal of the reader it is typed or seen; empty for the first one.
        text: what stands in it.
    """

    place: str
    language: str
    terminal: str
    text: str

    @property
    def file_name(self) -> str | None:
        """The file that its first line, a comment, says it is."""
        named = _FILE_NAME.match(self.text)
        return named["name"] if named else None


def page_id(page: Path) -> str:
    """Return the name of a page, as from the root of the project."""
    return str(page.relative_to(ROOT))


def _tokens(page: Path) -> list[Token]:
    return _MARKDOWN.parse(page.read_text())


def blocks(page: Path) -> Iterator[Block]:
    """Give the fenced blocks of a page, also those inside lists."""
    for token in _tokens(page):
        if token.type in {"fence", "code_block"}:
            language, _, terminal = token.info.strip().partition(" ")
            line = token.map[0] + 1 if token.map else 0
            yield Block(f"{page_id(page)}:{line}", language, terminal, token.content)


def links(page: Path) -> Iterator[str]:
    """Give where the links and pictures of a page lead."""
    for token in _tokens(page):
        for part in token.children or ():
            target = part.attrGet("href") or part.attrGet("src")
            if target is not None:
                yield str(target)


def anchors(page: Path) -> set[str]:
    """Return the names by which one can link to the headings of a page."""
    tokens = _tokens(page)
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def tables(page: Path) -> Iterator[list[list[str]]]:
    """Give the tables of a page: their rows, the heading first, each a list of cells as they are written."""
    rows: list[list[str]] = []
    for token in _tokens(page):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append("")
        elif token.type == "inline" and rows:
            rows[-1][-1] = token.content
        elif token.type == "table_close":
            yield rows
            rows = []
