"""Reading one page file: front matter, title and body."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import nh3
import yaml
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from copydesk.content.importing.folder import PageFile, PageFormat
from copydesk.content.importing.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["PageText", "UnreadablePage", "read_page"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

_MOST_NESTED = 50


class _Loader(yaml.SafeLoader):
    """YAML without aliases or deep nesting, so that a small file cannot unfold into a huge value."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not taken; write the value out")
        if self._depth >= _MOST_NESTED:
            raise yaml.YAMLError(f"values are nested more than {_MOST_NESTED} deep")
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


class UnreadablePage(Exception):  # noqa: N818 - names what the page is, as the report does
    """The page cannot be read; `said` is why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page file says.

    `title` is the front matter's `title`, else the document's own (`<title>` or first heading), else `None`. `body` is
    clean HTML: no scripts, no event attributes. `fields` are the other entries of the front matter.
    """

    title: str | None
    body: str
    fields: dict[str, object] = field(default_factory=dict)


def read_page(file: PageFile) -> PageText:
    """Read a page file.

    Raises:
        UnreadablePage: It is not UTF-8, or its front matter is not a YAML mapping.
        OSError: The file cannot be opened.
    """
    try:
        text = file.path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadablePage(Sentences.NOT_UTF8(byte=error.start)) from error
    fields, text = _split_front_matter(text)
    title, body = _READERS[file.format](text)
    own_title = fields.pop("title", None)
    if isinstance(own_title, list | dict):
        raise UnreadablePage(Sentences.TITLE_NO_TEXT())
    return PageText(str(own_title) if own_title is not None else title, nh3.clean(body), fields)


def _split_front_matter(text: str) -> tuple[dict[str, object], str]:
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    try:
        fields = yaml.load(found[1], _Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise UnreadablePage(Sentences.FRONT_MATTER_NOT_YAML(fault=" ".join(str(error).split()))) from error
    if not isinstance(fields, dict | None):
        raise UnreadablePage(Sentences.FRONT_MATTER_NO_MAPPING())
    return {str(name): value for name, value in (fields or {}).items()}, text[found.end() :]


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def _read_markdown(text: str) -> tuple[str | None, str]:
    return _read_html(_markdown().render(text))


def _read_html(text: str) -> tuple[str | None, str]:
    tree = LexborHTMLParser(text)
    body = tree.body
    title = tree.css_first("title") or tree.css_first("h1")
    name = " ".join(title.text().split()) if title is not None else None
    return name or None, (body.inner_html or "") if body is not None else ""


_READERS = {PageFormat.MARKDOWN: _read_markdown, PageFormat.HTML: _read_html}
