"""A newsroom for each test, and one browser for all, with the back office as it is built from the sources."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from pytest_asyncio import is_async_test

from tests.browser import chromium
from tests.e2e.newsroom import Newsroom, open_newsroom, print_template

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
TIMEOUT = 600
"""How long a test may take, with all that it needs first, seconds; most that hang give up much earlier."""


@pytest.fixture(scope="session")
def built() -> None:
    """The back office is built, or built anew when its sources are newer."""
    if not (ROOT / "backoffice" / "node_modules").is_dir():
        pytest.skip("the Node packages of the back office are not installed")
    subprocess.run([str(ROOT / "scripts/back-office")], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def template(server_folder: Path) -> Path:
    path = server_folder / "newsroom-template.db"
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, print_template(path)).result()
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all tests of a worker run in one event loop, so that they share a browser: starting one takes seconds.

    Each may take long, the first one of a worker longest: it waits for the back office to be built.
    """
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.timeout(TIMEOUT), append=True)
            if is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def newsroom(
    built: None, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> AsyncIterator[Newsroom]:
    monkeypatch.chdir(tmp_path)  # No settings file of the developer is read.
    async with open_newsroom(template, tmp_path, browser) as room:
        yield room
