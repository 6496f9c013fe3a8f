"""The administration for everybody: read aloud, in dark, at a phone's width, and by keyboard alone."""

import pytest
from playwright.async_api import expect

from tests.e2e.accessibility import PHONE, fits_in_width, reach, serious_findings
from tests.e2e.newsroom import SIZE, Newsroom, Visitor

PAGES = {
    "settings/document-type": "Article",
    "settings/languages": "German",
    "settings/events": "",
    "users/user": "Clara Weiss",
    "users/group": "Editors",
    "users/api-key": "",
    "account": "",
}
"""Addresses, and the link that leads on from there to one thing."""


async def is_good(visitor: Visitor) -> None:
    await expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    assert await serious_findings(visitor.page) == []
    await fits_in_width(visitor.page)


@pytest.mark.rule("OF50", "OF52")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark on a phone"])
async def test_axe_finds_nothing_serious_and_nothing_is_out_of_reach(newsroom: Newsroom, dark: bool) -> None:
    ada = await newsroom.signed_in("ada", dark=dark, size=PHONE if dark else SIZE)
    for path, link in PAGES.items():
        await ada.page.goto(f"{newsroom.url}/umbraco/{path}")
        if link:
            await expect(ada.page.get_by_role("link", name=link)).to_be_visible()
        await is_good(ada)
        if link:
            await ada.page.get_by_role("link", name=link).click()
            await expect(ada.page.get_by_role("button", name="Save")).to_be_visible()
            await is_good(ada)
    await ada.page.goto(f"{newsroom.url}/umbraco/settings/document-type/new")
    await ada.page.get_by_role("button", name="Add a property").click()
    await is_good(ada)
    await ada.page.goto(f"{newsroom.url}/umbraco/users/user/new")
    await ada.page.get_by_role("button", name="Add a start node").click()
    await expect(ada.page.get_by_role("button", name="Choose The Harbour Post")).to_be_visible()
    await is_good(ada)


@pytest.mark.rule("OF51")
async def test_a_type_with_ordered_properties_by_keyboard_alone(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/document-type")
    page, keys = ada.page, ada.page.keyboard
    await reach(page, page.get_by_role("link", name="Add a document type"))
    await keys.press("Enter")
    await reach(page, page.get_by_label("Name", exact=True))
    await keys.type("Recipe")
    for label in ("Duration", "Portions"):
        await reach(page, page.get_by_role("button", name="Add a property"))
        await keys.press("Enter")
        await expect(page.get_by_label("Label")).to_be_focused()
        await keys.type(label)
    await reach(page, page.get_by_role("button", name="Portions Text"), "Shift+Tab")
    await keys.press("Alt+ArrowUp")
    await expect(page.get_by_role("status").filter(has_text="Portions is now number 1 of 2")).to_be_attached()
    await reach(page, page.get_by_label("Name", exact=True), "Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("heading", name="Recipe")).to_be_visible()
    await expect(page.locator("cd-property-list .name strong")).to_have_text(["Portions", "Duration"])
