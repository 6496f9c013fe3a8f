"""Whether pages can be used by everybody: what axe finds, and what the keyboard reaches."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page

from tests.e2e.newsroom import becomes

AXE = Path(__file__).parents[2] / "backoffice/node_modules/axe-core/axe.min.js"
PHONE = (390, 800)


_CALM = """() => {
    const within = (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])];
    const all = (root) => [...root.querySelectorAll("*")].flatMap(within);
    const moves = (one) => one.getAnimations().some(({playState}) => playState === "running");
    return all(document).filter((one) => one.ariaBusy === "true" || moves(one)).map(({localName}) => localName);
}"""


async def serious_findings(page: Page) -> list[str]:
    """Return what axe finds on the page that is serious or critical, once everything is loaded and nothing moves."""
    await becomes(lambda: page.evaluate(_CALM), [])
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html']}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


async def fits_in_width(page: Page) -> None:
    """Wait until nothing of the page stands beside the window."""
    await becomes(lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth"), wanted=True)


async def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(100):
        if await target.evaluate("element => element.matches(':focus, :focus-within')"):
            return
        await page.keyboard.press(key)
    pytest.fail(f"{target} is not reached by {key}")
