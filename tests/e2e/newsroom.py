"""The demo newsroom on a real server, and its people in real browsers."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
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
from uvicorn import Config

from copydesk.bootstrap import Copydesk
from copydesk.composition import Composer
from copydesk.content import Document
from copydesk.demo import PASSWORD, demo_settings, newsroom
from copydesk.rooms import Rooms
from copydesk.server_events.hub import SERVER_EVENT_HUB_PATH
from copydesk.settings import Settings, load_settings
from copydesk.signalr.uvicorn import SignalRServer, SignalRWebSocketProtocol
from tests.servers import free_port

PATIENCE = 15_000
"""How long a page may take to show something, milliseconds; this machine may be busy."""

SIZE = (1280, 800)

expect.set_options(timeout=PATIENCE)

_HUB = re.compile(SERVER_EVENT_HUB_PATH)
_EXPECTED_LOG = ("the server responded with a status of", "WebSocket", "net::ERR_")
"""What a browser logs about refusals and cuts, which are part of what is shown."""


class _Server(SignalRServer):
    def __init__(self, desk: Copydesk, port: int) -> None:
        config = Config(desk, port=port, ws=SignalRWebSocketProtocol, lifespan="off", log_config=None, access_log=False)
        super().__init__(config, desk.say_goodbye)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@dataclass
class Line:
    """The live line of a page, which can be cut like a cable."""

    page: Page
    _sockets: list[WebSocketRoute] = field(default_factory=list)

    async def lay(self) -> None:
        """Lead the page's sockets through here; before the page is opened."""
        await self.page.route_web_socket(_HUB, self._join)

    async def cut(self) -> None:
        """End the connection, and let no other come about."""
        await self.page.route(_HUB, _nobody_there)
        for socket_ in self._sockets:
            await socket_.close()
        self._sockets.clear()

    async def mend(self) -> None:
        """Let connections come about again, and tell the page that there is a network."""
        await self.page.unroute(_HUB, _nobody_there)
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

    async def sees(self, *names: str) -> None:
        """Wait until all these documents are in the tree."""
        for name in names:
            await expect(self.row(name)).to_be_visible()

    async def opens(self, *names: str) -> None:
        """Expand all but the last, and open that."""
        for name in names[:-1]:
            if await self.row(name).get_attribute("aria-expanded") == "false":
                await self.row(name).locator(".twist").click()
        await self.row(names[-1]).click()
        await expect(self.page.get_by_role("heading", name=names[-1], level=1)).to_be_visible()

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
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        visitor = Visitor(name, page, context, Line(page))
        await visitor.line.lay()
        visitor.watch(urlsplit(self.url).netloc)
        await page.goto(self.url + path)
        self.visitors.append(visitor)
        return visitor

    async def signed_in(
        self, name: str, *, path: str = "/", size: tuple[int, int] = SIZE, dark: bool = False
    ) -> Visitor:
        """Open a browser for one of the newsroom's people, such as `ada`, and sign in."""
        visitor = await self.visitor(name, path=path, size=size, dark=dark)
        await visitor.page.get_by_label("E-mail").fill(f"{name}@example.org")
        await visitor.page.get_by_label("Password").fill(PASSWORD)
        await visitor.page.get_by_role("button", name="Sign in").click()
        await expect(visitor.page.locator("cd-header")).to_be_visible()
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


def _settings(path: Path) -> Settings:
    return load_settings(database=f"sqlite:///{path}", **demo_settings("127.0.0.1"))


@asynccontextmanager
async def open_newsroom(
    template: Path, folder: Path, browser: Browser, *composers: Composer
) -> AsyncIterator[Newsroom]:
    """Serve a fresh newsroom; at the end no page may have done what pages must not."""
    path = folder / "newsroom.db"
    shutil.copy(template, path)
    port = free_port()
    async with Copydesk(_settings(path), newsroom, *composers) as desk:
        server = _Server(desk, port)
        serving = asyncio.create_task(server.serve())
        await server.ready.wait()
        room = Newsroom(f"http://127.0.0.1:{port}", desk.rooms, browser)
        try:
            yield room
        finally:
            for visitor in room.visitors:
                await visitor.context.close()
            server.should_exit = True
            await serving
    assert {visitor.name: visitor.faults for visitor in room.visitors if visitor.faults} == {}
