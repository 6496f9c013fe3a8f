"""Makes the pictures of the documentation from the running back office: `make docs`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import chromium  # noqa: E402 - the tests are no package that is installed
from tests.e2e.newsroom import Newsroom, open_newsroom, print_template  # noqa: E402

IMAGES = ROOT / "docs" / "images"
ARTICLE = ("The Harbour Post", "News", "Storm damages the sea wall")


async def picture(room: Newsroom, name: str, *, dark: bool = False) -> None:
    """Show an article beside the tree."""
    ada = await room.signed_in("ada", dark=dark)
    await ada.opens(*ARTICLE)
    await ada.page.get_by_role("textbox", name="Text (English)").wait_for()
    await ada.page.screenshot(path=IMAGES / f"{name}.png")


async def pictures(folder: Path, browser: Browser) -> None:
    """Make all of them."""
    template = folder / "template.db"
    await print_template(template)
    async with open_newsroom(template, folder, browser) as room:
        await picture(room, "editor")
        await picture(room, "editor-dark", dark=True)


async def main() -> None:
    """Make the pictures with a newsroom of their own."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with chromium() as browser:
            await pictures(Path(folder), browser)


asyncio.run(main())
