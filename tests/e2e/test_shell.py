"""What all pages have around them: messages, addresses, dialogs, the focus and the title of the window."""

import re

import pytest
from playwright.async_api import Route, expect

from tests.e2e.accessibility import PHONE
from tests.e2e.newsroom import Newsroom, becomes

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"
NAME, TEASER = "Name (English)", "Teaser (English)"
RENAMED = "The ferry is back"
SHOUT = "FERRY RETURNS TO THE NORTH QUAY"

_DOCUMENT = re.compile(r"/document/[-0-9a-f]{36}$")


def titled(name: str) -> re.Pattern[str]:
    """Return what the window is called while this document is open."""
    return re.compile(f"^{re.escape(name)} . Content . Copydesk$")


async def _nobody_there(route: Route) -> None:
    await route.abort()


@pytest.mark.rule("OF13")
async def test_messages_are_out_of_the_way_and_leave_with_what_they_are_about(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", size=PHONE)
    page, log = ada.page, ada.page.get_by_role("log")
    await ada.opens(FRONT, NEWS, FERRY)
    save = page.get_by_role("button", name="Save", exact=True)
    await page.get_by_role("textbox", name=TEASER).fill("Said twice.")
    await save.click()
    await ada.is_told("Saved")
    await page.get_by_role("textbox", name=TEASER).fill("Said once.")
    await save.click()  # Nothing stands before the button.
    await ada.is_told("Saved")
    assert await log.locator(".notice").count() <= 1
    await page.get_by_role("textbox", name=NAME).fill(SHOUT)
    publish = page.get_by_role("button", name="Save and publish")
    for _ in range(2):
        await publish.click()
        await page.get_by_role("dialog").get_by_role("button", name="Publish").click()
        await expect(log.locator(".notice")).to_have_text(re.compile("House style"))
        await expect(publish).to_be_in_viewport(ratio=1)
    await page.get_by_role("link", name="Back to the tree").click()
    await expect(log.locator(".notice")).to_have_count(0)


@pytest.mark.rule("OF14")
@pytest.mark.parametrize("path", ["%E0%A4", "content/not-a-key", "content/0195c0de-0000-7000-8000-000000000000"])
async def test_an_address_that_leads_to_nothing_says_so(newsroom: Newsroom, path: str) -> None:
    ada = await newsroom.signed_in("ada", path=f"/umbraco/{path}")
    await expect(ada.page.get_by_role("heading", level=1)).to_have_text("There is nothing here.")
    await expect(ada.page.get_by_role("log").locator(".notice")).to_have_count(0)


@pytest.mark.rule("OF15", "OF16", "OF17")
async def test_dialogs_say_what_went_wrong_and_the_focus_finds_its_way(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    page, dialog = ada.page, ada.page.get_by_role("dialog")
    await ada.opens(FRONT, NEWS, FERRY)
    await expect(page).to_have_title(titled(FERRY))
    await expect(page.get_by_role("heading", name=FERRY, level=1)).to_be_focused()
    await page.get_by_role("textbox", name=TEASER).fill("Saved later.")
    tree = page.get_by_role("tree", name="Documents")
    await tree.focus()
    await page.keyboard.press("Shift+F10")
    await page.get_by_role("menuitem", name="Rename").press("Escape")
    await expect(tree).to_be_focused()
    await ada.acts(FERRY, "Rename")
    await dialog.get_by_label(NAME).press("Control+s")
    await dialog.get_by_label(NAME).press("Escape")
    await expect(dialog).to_have_count(0)
    assert (await newsroom.document(FERRY)).get_value("teaser", "en-US") != "Saved later."
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    await page.keyboard.press("Control+s")
    await ada.is_told("Nothing to save")
    await ada.acts(FERRY, "Rename")
    await dialog.get_by_label(NAME).fill(RENAMED)
    await page.route(_DOCUMENT, _nobody_there)
    await dialog.get_by_role("button", name="Rename").click()
    await expect(dialog.get_by_role("alert")).to_have_text("The server cannot be reached.")
    await expect(dialog.get_by_label(NAME)).to_have_value(RENAMED)
    await page.unroute(_DOCUMENT, _nobody_there)
    await dialog.get_by_role("button", name="Rename").click()
    await expect(page).to_have_title(titled(RENAMED))
    await expect(dialog).to_have_count(0)
    await becomes(ada.focus, f"Actions for {RENAMED}")


@pytest.mark.rule("OF18")
async def test_the_start_page_follows_what_is_changed_and_by_whom(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    page = ada.page
    await expect(page.get_by_role("heading", name="Content", level=1)).to_be_visible()
    recent = page.get_by_role("region", name="Changed lately").get_by_role("listitem")
    ferry = await newsroom.document(FERRY)
    ferry.set_value("teaser", "Twice a day.", "en-US")
    await newsroom.rooms.content.save(ferry, actor=await newsroom.user("ben"))
    await expect(recent.first).to_contain_text(FERRY)
    await expect(recent.first).to_contain_text("Ben Okafor")
    await recent.first.get_by_role("link").click()
    await page.get_by_role("textbox", name=TEASER).fill("Not saved yet.")
    await page.get_by_role("link", name="Content", exact=True).first.click()
    unsaved = page.get_by_role("region", name="Your unsaved changes")
    await unsaved.get_by_role("link", name=FERRY).click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await ada.is_told("Saved")
    await page.get_by_role("link", name="Content", exact=True).first.click()
    await expect(page.get_by_role("region", name="Changed last by you").get_by_role("link").first).to_have_text(FERRY)
    await expect(unsaved).to_have_count(0)


@pytest.mark.rule("OF77")
async def test_code_that_is_not_there_any_more_is_told_and_the_page_can_be_loaded_anew(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    page = ada.page
    gone = re.compile(r"/assets/admin-section-.*\.js$")

    async def not_there(route: Route) -> None:
        await route.fulfill(status=404)

    await page.route(gone, not_there)
    await page.get_by_role("link", name="Settings").click()
    told = page.get_by_role("log")
    await expect(told).to_contain_text("A part of this page could not be loaded.")
    await page.unroute(gone)
    await told.get_by_role("button", name="Load the page anew").click()
    await expect(page.get_by_role("heading", name="Document types")).to_be_visible()
