"""A newsroom for each test, with the back office as it is built from the sources."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.e2e.newsroom import Newsroom, open_newsroom, print_template

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built() -> None:
    """The back office is built, or built anew when its sources are newer; only one worker does it."""
    lock = ROOT / "backoffice" / "node_modules"
    if not lock.is_dir():
        pytest.skip("the Node packages of the back office are not installed")
    subprocess.run(["flock", str(lock), str(ROOT / "scripts/back-office")], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def template(server_folder: Path) -> Path:
    path = server_folder / "newsroom-template.db"
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, print_template(path)).result()
    return path


@pytest.fixture
async def newsroom(
    built: None, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newsroom]:
    monkeypatch.chdir(tmp_path)  # No settings file of the developer is read.
    async with chromium() as browser, open_newsroom(template, tmp_path, browser) as room:
        yield room
