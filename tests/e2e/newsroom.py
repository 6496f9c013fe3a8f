"""The demo newsroom on a real server, and its people in real browsers."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    WebSocketRoute,
    expect,
)

from copydesk.bootstrap import Copydesk
from copydesk.composition import Composer
from copydesk.content import Document
from copydesk.demo import PASSWORD, demo_settings, newsroom
from copydesk.rooms import Rooms
from copydesk.server_events.hub import SERVER_EVENT_HUB_PATH
from copydesk.serving import served
from copydesk.settings import Settings, load_settings
from copydesk.signalr.clock import SystemClock

PATIENCE = 60_000
"""How long a page may take to show something, milliseconds; this machine may be busy."""

SIZE = (1280, 800)

expect.set_options(timeout=PATIENCE)

HUB = re.compile(SERVER_EVENT_HUB_PATH)
_EXPECTED_LOG = ("the server responded with a status of", "WebSocket", "net::ERR_")
"""What a browser logs about refusals and cuts, which are part of what is shown."""


_NOTICES = """(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) {
        const root = attach.call(this, how);
        const tell = ({addedNodes}) => [...addedNodes].filter(({className}) => className?.startsWith("notice"))
            .forEach((notice) => notice.closest("[role=log]") && isTold(notice.textContent));
        const watch = new MutationObserver((changes) => changes.forEach(tell));
        if (this.localName === "cd-notices") watch.observe(root, {childList: true, subtree: true});
        return root;
    };
})()"""
"""Tells the test of each message as it appears in the log of the page: many leave by themselves, perhaps unseen."""

_FOCUSED = """() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.ariaLabel || element?.localName;
}"""

T = TypeVar("T")


async def becomes(ask: Callable[[], Awaitable[T]], wanted: T) -> None:
    """Ask again and again until the answer is this one; the last answer fails the test after `PATIENCE`."""
    clock = SystemClock()
    until = clock.monotonic() + PATIENCE / 1000
    while (answer := await ask()) != wanted:
        assert clock.monotonic() < until, f"{answer!r} instead of {wanted!r}"
        await clock.sleep(0.05)


@dataclass
class Line:
    """The live line of a page, which can be cut like a cable."""

    page: Page
    _sockets: list[WebSocketRoute] = field(default_factory=list)

    async def lay(self) -> None:
        """Lead the page's sockets through here; before the page is opened."""
        await self.page.route_web_socket(HUB, self._join)

    async def cut(self) -> None:
        """End the connection, and let no other come about."""
        await self.page.route(HUB, _nobody_there)
        for socket_ in self._sockets:
            await socket_.close()
        self._sockets.clear()

    async def mend(self) -> None:
        """Let connections come about again, and tell the page that there is a network."""
        await self.page.unroute(HUB, _nobody_there)
        await self.page.evaluate("dispatchEvent(new Event('online'))")

    def _join(self, socket_: WebSocketRoute) -> None:
        socket_.connect_to_server()
        self._sockets.append(socket_)


async def _nobody_there(route: Route) -> None:
    await route.abort()


@dataclass
class Visitor:
    """Somebody with a browser of their own."""

    name: str
    page: Page
    context: BrowserContext
    line: Line
    faults: list[str] = field(default_factory=list)
    _told: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    @classmethod
    async def begin(cls, name: str, context: BrowserContext) -> Self:
        """Open an empty page for somebody."""
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(PATIENCE)
        visitor = cls(name, page, context, Line(page))
        await page.expose_function("isTold", visitor._told.put_nowait)
        await page.add_init_script(_NOTICES)
        await visitor.line.lay()
        return visitor

    def watch(self, host: str) -> None:
        """Note what a page must never do."""

        def logged(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(known in message.text for known in _EXPECTED_LOG):
                self.faults.append(message.text)

        def asked(request: Request) -> None:
            if urlsplit(request.url).netloc not in (host, ""):
                self.faults.append(f"asked {request.url}")

        self.page.on("console", logged)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", asked)

    async def is_live(self) -> None:
        """Wait until the page hears what others do: what they did before, it shows without their names."""
        await expect(self.page.locator("cd-header .live")).to_have_class(re.compile(r"\bconnected\b"))

    async def is_told(self, text: str) -> None:
        """Wait for the next message with this text; one that has left by itself meanwhile counts, too."""
        told = list[str]()
        try:
            async with asyncio.timeout(PATIENCE / 1000):
                while not told or text not in told[-1]:
                    told.append(await self._told.get())
        except TimeoutError:
            raise AssertionError(f"{self.name} is not told {text!r}, but {told}") from None

    async def sees(self, *names: str) -> None:
        """Wait until all these documents are in the tree."""
        for name in names:
            await expect(self.row(name)).to_be_visible()

    async def opens(self, *names: str) -> None:
        """Expand all but the last, and open that."""
        await self.expands(*names[:-1])
        await self.row(names[-1]).click()
        await expect(self.page.get_by_role("heading", name=names[-1], level=1)).to_be_visible()

    async def expands(self, *names: str) -> None:
        """See to it that these are open in the tree, also when the page opens them by itself at the same moment."""
        for name in names:
            await self.row(name).evaluate(
                "row => row.ariaExpanded === 'false' && row.querySelector('.twist').click()",
            )
            await expect(self.row(name)).to_have_attribute("aria-expanded", "true")

    async def chooses(self, name: str) -> None:
        """Open a document, and go back to its row with the keyboard."""
        await self.row(name).click()
        await expect(self.page.get_by_role("heading", name=name, level=1)).to_be_focused()
        await self.page.get_by_role("tree").focus()

    async def focus(self) -> str:
        """Return the label of what has the focus."""
        return str(await self.page.evaluate(_FOCUSED))

    def row(self, name: str) -> Locator:
        return self.page.get_by_role("treeitem").filter(has=self.page.get_by_text(name, exact=True))

    async def acts(self, name: str, action: str) -> None:
        """Choose an action from a document's menu."""
        await self.row(name).hover()
        await self.row(name).get_by_role("button").click()
        await self.page.get_by_role("menuitem", name=action, exact=True).click()


@dataclass
class Newsroom:
    """The running server."""

    url: str
    rooms: Rooms
    browser: Browser
    visitors: list[Visitor] = field(default_factory=list)

    async def visitor(self, name: str, *, path: str = "/", size: tuple[int, int] = SIZE, dark: bool = False) -> Visitor:
        """Open a browser for somebody who has not signed in."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", locale="en-US"
        )
        visitor = await Visitor.begin(name, context)
        visitor.watch(urlsplit(self.url).netloc)
        self.visitors.append(visitor)
        await visitor.page.goto(self.url + path)
        return visitor

    async def signed_in(
        self, name: str, *, path: str = "/", size: tuple[int, int] = SIZE, dark: bool = False
    ) -> Visitor:
        """Open a browser for one of the newsroom's people, such as `ada`, sign in, and wait until the page is live."""
        visitor = await self.visitor(name, path=path, size=size, dark=dark)
        await visitor.page.get_by_label("E-mail").fill(f"{name}@example.org")
        await visitor.page.get_by_label("Password").fill(PASSWORD)
        await visitor.page.get_by_role("button", name="Sign in").click()
        await visitor.is_live()
        return visitor

    async def user(self, name: str) -> UUID:
        """Return the key of one of the newsroom's people."""
        user = await self.rooms.identity.users.find(f"{name}@example.org")
        assert user is not None
        return user.key

    async def document(self, name: str) -> Document:
        """Return the document that has this English name."""
        found = await self.rooms.content.of_types(["article", "section", "page", "front"], take=500)
        return next(document for document in found.items if document.name == name)


async def print_template(path: Path) -> None:
    """Make the newsroom's database once, to be copied for each test."""
    async with Copydesk(_settings(path), newsroom):
        pass


def _settings(path: Path, **more: Any) -> Settings:
    return load_settings(database=f"sqlite:///{path}", **demo_settings("127.0.0.1"), **more)


@asynccontextmanager
async def open_newsroom(
    template: Path, folder: Path, browser: Browser, *composers: Composer, **settings: Any
) -> AsyncIterator[Newsroom]:
    """Serve a fresh newsroom, with these settings besides; at the end no page may have done what pages must not."""
    path = folder / "newsroom.db"
    shutil.copy(template, path)
    async with Copydesk(_settings(path, **settings), newsroom, *composers) as desk, served(desk) as address:
        room = Newsroom(address, desk.rooms, browser)
        try:
            yield room
        finally:
            for visitor in room.visitors:
                await visitor.context.close()
    assert {visitor.name: visitor.faults for visitor in room.visitors if visitor.faults} == {}
