"""`examples/chat.py`, run as its docstring says and used in two windows."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.servers import free_port

EXAMPLE = Path(__file__).parents[2] / "examples/chat.py"


@asynccontextmanager
async def running(port: int) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(EXAMPLE), "--port", str(port), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        while b"Uvicorn running" not in (line := await process.stderr.readline()):
            assert line, "the example ended"
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def say(page: Page, user: str, text: str) -> None:
    await page.get_by_label("Name").fill(user)
    await page.get_by_label("Message").fill(text)
    await page.get_by_role("button", name="Send").click()


async def is_connected(page: Page) -> None:
    await expect(page.get_by_role("status")).to_have_text("connected")


@pytest_asyncio.fixture(loop_scope="session")
async def pages(browser: Browser) -> AsyncIterator[tuple[Page, Page]]:
    opened = await browser.new_page(), await browser.new_page()
    yield opened
    for page in opened:
        await page.context.close()


async def test_two_windows_talk_and_come_back_after_a_restart(pages: tuple[Page, Page]) -> None:
    port = free_port()
    ada, bob = pages
    async with running(port):
        for page in pages:
            await page.goto(f"http://127.0.0.1:{port}/")
            await is_connected(page)
        await say(ada, "Ada", "hello, <b>Bob</b>")
        await say(bob, "Bob", "你好")
        for page in pages:
            await expect(page.get_by_role("listitem")).to_have_text(["Ada: hello, <b>Bob</b>", "Bob: 你好"])
    for page in pages:
        await expect(page.get_by_role("status")).to_have_text("reconnecting")
        await expect(page.get_by_role("button", name="Send")).to_be_disabled()
    async with running(port):
        for page in pages:
            await is_connected(page)
        await say(bob, "Bob", "still here?")
        await expect(ada.get_by_role("listitem").last).to_have_text("Bob: still here?")
