"""The five-minute tour of README.md, word for word, in a fresh clone that was started with `make run`."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser import chromium
from tests.e2e.newsroom import Visitor

ROOT = Path(__file__).parents[2]
STARTING = 600
"""How long `make run` may take on a busy machine, with everything that it installs, seconds."""
ARTICLE = ("The Harbour Post", "News", "Storm damages the sea wall")
NEW_TEASER = "The sea took thirty metres in one night."


@dataclass
class Tour:
    """Where the tour is: the folder of the clone, what `make run` printed, and the windows that are open."""

    folder: Path
    address: str
    password: str
    browser: Browser
    windows: dict[str, Visitor] = field(default_factory=dict)

    async def sign_in(self, name: str) -> Visitor:
        context = await self.browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
        visitor = self.windows[name] = await Visitor.begin(name, context)
        await visitor.page.goto(self.address)
        await visitor.page.get_by_label("E-mail").fill(f"{name}@example.org")
        await visitor.page.get_by_label("Password").fill(self.password)
        await visitor.page.keyboard.press("Enter")
        await visitor.is_live()
        return visitor


def teaser(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("textbox", name="Teaser (English)")


async def publish(visitor: Visitor) -> None:
    await visitor.page.get_by_role("button", name="Save and publish").click()
    await visitor.page.get_by_role("dialog").get_by_role("button", name="Publish").click()


async def it_runs(tour: Tour) -> None:
    assert tour.password == "harbour-post-demo"


async def ada_opens_the_article(tour: Tour) -> None:
    ada = await tour.sign_in("ada")
    await ada.opens(*ARTICLE)


async def ben_changes_it(tour: Tour) -> None:
    ben = await tour.sign_in("ben")
    await ben.opens(*ARTICLE)
    await teaser(ben).fill(NEW_TEASER)
    await publish(ben)
    await ben.is_told("Published")


async def ada_sees_it(tour: Tour) -> None:
    ada = tour.windows["ada"]
    await expect(teaser(ada)).to_have_value(NEW_TEASER)
    await expect(ada.page.get_by_text("Ben Okafor published this document")).to_be_visible()


async def the_house_style_vetoes(tour: Tour) -> None:
    ada = tour.windows["ada"]
    await ada.page.get_by_role("textbox", name="Name (English)").fill("STORM DAMAGES THE SEA WALL")
    await publish(ada)
    await expect(ada.page.get_by_role("log")).to_contain_text("Write headlines in ordinary letters.")
    assert (tour.folder / "src/copydesk/demo/house_style.py").is_file()


async def clara_sees_sport_alone(tour: Tour) -> None:
    clara = await tour.sign_in("clara")
    await clara.opens("The Harbour Post", "Sport")
    await expect(clara.row("News")).to_have_count(0)


async def colleagues_work(tour: Tour) -> None:
    process = await started(tour.folder, "make", "activity", COPYDESK_URL=tour.address)
    try:
        said = await line_with(process, re.compile(r"^(?:Ben|Clara|Dario) \w+ \w+"))
        assert "reached" not in said[0]
    finally:
        await stopped(process)


STEPS: dict[str, Callable[[Tour], Awaitable[None]]] = {
    "Run `make run`. It prints an address, a password, and who may sign in with it. Open the address.": it_runs,
    "Sign in as `ada@example.org`. In the tree, open **The Harbour Post**, then **News**, then **Storm damages the sea "
    "wall**.": ada_opens_the_article,
    "Open a private window, sign in there as `ben@example.org`, and open the same article. Change its teaser, press "
    "**Save and publish**, then **Publish**.": ben_changes_it,
    "Look at Ada's window: the new teaser is there already, and a line says that Ben Okafor published it.": ada_sees_it,
    "As Ada, write the English name in CAPITALS and publish. It is refused, with the reason: the house style is a "
    "handler in `src/copydesk/demo/house_style.py` that vetoes.": the_house_style_vetoes,
    "In another private window, sign in as `clara@example.org`. Her part of the tree is **Sport**, and she sees "
    "nothing else.": clara_sees_sport_alone,
    "Run `make activity` in a second terminal and watch the tree: simulated colleagues edit and publish.": (
        colleagues_work
    ),
}


async def started(folder: Path, *command: str, **environment: str) -> asyncio.subprocess.Process:
    known = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "COPYDESK_DATABASE"}}
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={**known, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )


async def stopped(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGTERM)
    await process.wait()


async def line_with(process: asyncio.subprocess.Process, pattern: re.Pattern[str]) -> re.Match[str]:
    assert process.stdout is not None
    said = []
    async with asyncio.timeout(STARTING):
        async for line in process.stdout:
            said.append(line.decode())
            if found := pattern.search(said[-1].rstrip()):
                return found
    raise AssertionError("it ended:\n" + "".join(said))


@asynccontextmanager
async def a_fresh_clone_that_runs(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Clone the project, run it as README.md says, and give the address and the password that are printed."""
    clone = await asyncio.create_subprocess_exec("git", "clone", "--quiet", str(ROOT), str(folder))
    assert await clone.wait() == 0
    process = await started(folder, "make", "run", COPYDESK_PORT="0")
    try:
        address = await line_with(process, re.compile(r"^Copydesk is ready at (http://\S+)$"))
        password = await line_with(process, re.compile(r"Sign in with the password (\S+) as$"))
        yield address[1], password[1]
    finally:
        await stopped(process)


def test_readme_tells_exactly_these_steps() -> None:
    tour = (ROOT / "README.md").read_text().partition("## A five-minute tour")[2].partition("\n## ")[0]
    assert re.findall(r"^\d+\. (.*)$", tour, re.MULTILINE) == list(STEPS)


@pytest.mark.rule("BO14")
@pytest.mark.timeout(1500)
async def test_the_tour_works_in_a_fresh_clone(tmp_path: Path) -> None:
    folder = tmp_path / "copydesk"
    async with a_fresh_clone_that_runs(folder) as (address, password), chromium() as browser:
        tour = Tour(folder, address, password, browser)
        for step in STEPS.values():
            await step(tour)
