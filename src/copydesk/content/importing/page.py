"""Reading one page file: front matter, title and body."""

from dataclasses import dataclass, field
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from copydesk.content.importing.folder import PageFile, PageFormat
from copydesk.content.importing.front_matter import (
    Entry,
    UnreadablePage,
    is_front_matter_open,
    read_front_matter,
    split_front_matter,
)
from copydesk.content.importing.sentences import Sentences

__all__ = ["PageText", "UnreadablePage", "read_page"]


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page file says.

    `title` is the front matter's `title`, else the document's own (`<title>` or first heading), else `None`. `body` is
    clean HTML: no scripts, no event attributes. `fields` are the other entries of the front matter;
    `open_front_matter` tells whether that is not closed, and so a part of the text.
    """

    title: str | None
    body: str
    fields: dict[str, Entry] = field(default_factory=dict)
    open_front_matter: bool = False


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
    is_open = is_front_matter_open(text)
    front_matter, text = split_front_matter(text)
    fields = read_front_matter(front_matter)
    title, body = _READERS[file.format](text)
    own_title = fields.pop("title", Entry(None))
    if own_title.value is not None and own_title.written is None:
        raise UnreadablePage(Sentences.TITLE_NO_TEXT())
    return PageText(own_title.written or title, nh3.clean(body), fields, is_open)


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
