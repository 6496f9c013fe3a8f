"""A page walked as its reader would: what it says to write is written, what it says to type is typed.

| block | what the reader does with it |
|---|---|
| its first line is a comment with a file name | writes that file (`/etc/...` beside the folder of the page) |
| `python` without a name | runs it |
| `sh` | types it, and waits for its end; `sh listener` is another terminal, in which a command may stay |
| `sql` | gives it to psql |
| `text` | has seen this: all that the block above printed; in another terminal these lines, in this order |

Typing into a terminal in which something runs presses Ctrl+C first. A terminal keeps what was exported in it.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from copydesk.settings import load_settings
from tests.docs.pages import Block, blocks, page_id
from tests.docs.surroundings import NEEDS, Place, nginx_running
from tests.docs.terminals import Terminal, pattern_of

__all__ = ["LANGUAGES", "Session", "walked"]


@dataclass
class Session:
    """Where a reader is.

    Attributes:
        folder: the folder in which the reader began, empty.
        place: its ports, and what every terminal starts with.
        words: placeholders of the page, and what they are here.
        terminals: the open ones, by name.
        unused: files that were written and that nothing has named since.
        last: the block that was dealt with last.
    """

    folder: Path
    place: Place
    words: Mapping[str, str]
    stack: AsyncExitStack
    terminals: dict[str, Terminal] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)
    last: Block | None = None

    async def walk(self, block: Block) -> None:
        """Do what a reader does with a block."""
        try:
            step = LANGUAGES[block.language]
        except KeyError:
            pytest.fail(f"{block.place}: nobody executes the language {block.language!r}; see tests/docs/session.py")
        try:
            await step(self, block)
        except AssertionError as error:
            raise AssertionError(f"{block.place}: {error}") from error
        self.last = block

    def here(self, text: str) -> str:
        """Put what is here in the place of the page's placeholders."""
        for word in sorted(self.words, key=len, reverse=True):
            text = text.replace(word, self.words[word])
        return text

    async def terminal(self, name: str) -> Terminal:
        """Return the terminal of this name, opened when it is used first."""
        if name not in self.terminals:
            opening = Terminal.open(self.folder, self.place.environment)
            self.terminals[name] = await self.stack.enter_async_context(opening)
        return self.terminals[name]

    async def type(self, command: str, terminal: str = "") -> None:
        """Type a command; in the first terminal its end is waited for."""
        self._uses(command)
        opened = await self.terminal(terminal)
        await opened.type(command)
        if not terminal:
            await opened.ended()

    def write(self, name: str, text: str) -> Path:
        """Write a file of the page."""
        path = self.folder.parent / name.lstrip("/") if name.startswith("/") else self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.here(text))
        self._uses(text, but=path.stem)
        if path.suffix in {".py", ".mjs"}:
            self.unused.add(path.stem)
        return path

    def _uses(self, text: str, but: str = "") -> None:
        self.unused -= {stem for stem in self.unused if stem != but and re.search(rf"\b{stem}\b", text)}

    def check_use(self) -> None:
        """Fail for a program that the page never runs."""
        assert not self.unused, f"nothing on this page runs {sorted(self.unused)}"


async def _python(session: Session, block: Block) -> None:
    if block.file_name:
        compile(session.write(block.file_name, block.text).read_text(), block.file_name, "exec")
        return
    session.write("snippet.py", block.text)
    await session.type("python snippet.py")


async def _file(session: Session, block: Block) -> None:
    assert block.file_name, "say in a comment on its first line which file this is"
    session.write(block.file_name, block.text)


async def _toml(session: Session, block: Block) -> None:
    await _file(session, block)
    assert block.file_name == "copydesk.toml"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(session.folder)
        load_settings()


async def _sh(session: Session, block: Block) -> None:
    await session.type(session.here(block.text), block.terminal)


async def _sql(session: Session, block: Block) -> None:
    session.write("statements.sql", block.text)
    await session.type("psql --quiet --set ON_ERROR_STOP=1 --file statements.sql")


async def _text(session: Session, block: Block) -> None:
    assert session.last is not None, "nothing stands before this output"
    name = block.terminal or session.last.terminal
    terminal = await session.terminal(name)
    expected = session.here(block.text)
    if name:
        for line in expected.splitlines():
            await terminal.shows(line)
    else:
        printed = await terminal.ended()
        assert re.fullmatch(pattern_of(expected), printed), f"it printed\n{printed}\nand not\n{expected}"


Step = Callable[[Session, Block], Awaitable[None]]

LANGUAGES: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "js": _file,
        "nginx": _file,
        "python": _python,
        "sh": _sh,
        "sql": _sql,
        "text": _text,
        "toml": _toml,
    }
)
"""What is done with a block of each language; a block in another one fails its page."""


@asynccontextmanager
async def walked(page: Path, folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Session]:
    """Walk a page in an empty folder, and go on from its end; then every terminal is closed, and what runs stopped."""
    place = Place.new(folder, page_id(page), request)
    (folder / "desk").mkdir()
    async with AsyncExitStack() as stack:
        if "nginx" in NEEDS.get(page_id(page), ()):
            await stack.enter_async_context(nginx_running(place))
        session = Session(folder / "desk", place, place.words(page_id(page)), stack)
        for block in blocks(page):
            await session.walk(block)
        session.check_use()
        yield session
