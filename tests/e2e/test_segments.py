"""Values for some readers only: written beside another editor, published, and delivered to those readers."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.accessibility import PHONE, fits_in_width, serious_findings
from tests.e2e.newsroom import Newsroom

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"
CULTURE, MAPS = "Culture", "A library of forgotten maps"
ADD = "Teaser (English): add a value for a segment"


def teaser(page: Page, segment: str = "") -> Locator:
    of = f"English, {segment}" if segment else "English"
    return page.get_by_role("textbox", name=f"Teaser ({of})")


async def adds(page: Page, segment: str) -> None:
    await page.get_by_role("button", name=ADD).click()
    await page.get_by_role("menuitem", name=segment).click()


async def delivered(newsroom: Newsroom, page: Page, name: str, **asked: str) -> Any:
    key = (await newsroom.document(name)).key
    url = f"{newsroom.url}/umbraco/delivery/api/v1/content/item/{key}"
    answer = await page.request.get(url, params={"culture": "en-US", **asked})
    return (await answer.json())["properties"]["teaser"]


@pytest.mark.rule("OF44", "OF45", "DA20")
async def test_a_value_for_a_segment_is_written_published_and_delivered(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    ben = await newsroom.signed_in("ben")
    page = ada.page
    for visitor in (ada, ben):
        await visitor.opens(FRONT, NEWS, FERRY)
    await expect(teaser(page)).not_to_have_value("")
    everybody = await teaser(page).input_value()
    await adds(page, "Subscribers")
    await expect(teaser(page, "Subscribers")).to_be_focused()
    await expect(page.get_by_text("these readers get the one for everybody, too")).to_be_visible()
    await page.keyboard.type("Sail with us on Sunday.")
    await expect(page.get_by_text("Everybody else gets the value above.")).to_be_visible()
    await expect(page.get_by_text("Unsaved changes")).to_be_visible()
    await page.get_by_role("button", name="Save", exact=True).click()
    await ada.is_told("Saved")
    await expect(teaser(ben.page, "Subscribers")).to_have_value("Sail with us on Sunday.")
    assert await delivered(newsroom, page, FERRY, segment="subscribers") == everybody
    await page.get_by_role("button", name="Save and publish").click()
    await page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await ada.is_told("Published")
    assert await delivered(newsroom, page, FERRY, segment="subscribers") == "Sail with us on Sunday."
    assert await delivered(newsroom, page, FERRY) == everybody


@pytest.mark.rule("OF44", "OF46")
async def test_a_segment_is_merged_cleared_and_gone_back_to(newsroom: Newsroom) -> None:
    ferry = await newsroom.document(FERRY)
    ferry.set_value("teaser", "Sail with us on Sunday.", "en-US", "subscribers")
    assert (await newsroom.rooms.content.save_and_publish(ferry, ["en-US"])).success
    path = f"/umbraco/content/{ferry.key}"
    ada, ben = await newsroom.signed_in("ada", path=path), await newsroom.signed_in("ben", path=path)
    page = ada.page
    await teaser(page, "Subscribers").fill("From Ada")
    await teaser(ben.page, "Subscribers").fill("From Ben")
    await ben.page.keyboard.press("Control+s")
    await page.get_by_role("button", name="Show the difference and merge").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("group", name="Teaser (English, Subscribers)")).to_be_visible()
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("button", name="Merge").click()
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    await expect(teaser(ben.page, "Subscribers")).to_have_value("From Ada")
    await page.get_by_role("button", name="Clear Teaser (English, Subscribers)").click()
    await expect(page.get_by_role("button", name=ADD)).to_be_focused()
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    await expect(teaser(ben.page, "Subscribers")).to_have_count(0)
    await page.get_by_role("link", name="History").click()
    await page.locator("cd-document-history li button").last.click()
    comparison = page.get_by_role("region", name="What has changed since")
    await expect(comparison).not_to_contain_text("Subscribers")
    await page.locator("cd-document-history li button").filter(has_text="published").first.click()
    await expect(comparison).to_contain_text("Teaser (English, Subscribers)")
    await page.get_by_role("button", name="Go back to this version").click()
    await expect(teaser(ben.page, "Subscribers")).to_have_value("Sail with us on Sunday.")


@pytest.mark.rule("OF45", "OF48")
async def test_faults_stand_at_the_segment_and_foreign_segments_are_shown(newsroom: Newsroom) -> None:
    ferry = await newsroom.document(FERRY)
    ferry.set_value("teaser", "For those on board", "en-US", "passengers")
    assert (await newsroom.rooms.content.save(ferry)).success
    article = await newsroom.rooms.document_types.get("article")
    ada = await newsroom.signed_in("ada", path=f"/umbraco/settings/document-type/{article.key}")
    page = ada.page
    await expect(page.get_by_label("Varies by segment")).to_be_checked()
    await page.get_by_role("button", name=re.compile("^Teaser ")).click()
    await page.get_by_text("Rules and settings").click()
    await page.get_by_label("Pattern").fill("^[A-Z]")
    await page.get_by_role("button", name="Save").click()
    await ada.is_told("Saved")
    await page.get_by_role("link", name="Content", exact=True).click()
    await ada.opens(FRONT, NEWS, FERRY)
    await expect(teaser(page, "passengers")).to_have_value("For those on board")
    await teaser(page, "passengers").fill("for those on board")
    await page.get_by_role("button", name="Save and publish").click()
    await page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await expect(teaser(page, "passengers")).to_have_attribute("aria-invalid", "true")
    await expect(teaser(page)).to_have_attribute("aria-invalid", "false")
    await page.get_by_role("button", name="Clear Teaser (English, passengers)").click()
    await expect(teaser(page, "passengers")).to_have_count(0)


@pytest.mark.rule("OF47")
async def test_a_new_type_says_that_it_varies_by_segment(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/document-type/new")
    page = ada.page
    await page.get_by_label("Name", exact=True).fill("Offer")
    await page.get_by_role("button", name="Add a property").click()
    await page.get_by_label("Label").fill("Price")
    await expect(page.get_by_label("Varies by segment")).to_have_count(1)
    await page.get_by_label("Varies by segment").check()
    await page.locator("cd-property-panel").get_by_label("Varies by segment").check()
    await page.get_by_role("button", name="Create the type").click()
    await expect(page.get_by_role("heading", name="Offer")).to_be_visible()
    offer = await newsroom.rooms.document_types.get("offer")
    assert offer.variation.by_segment
    assert offer.properties["price"].variation.by_segment


@pytest.mark.rule("OF50", "OF52", "OF44")
async def test_values_for_segments_are_good_on_a_phone_in_the_dark(newsroom: Newsroom) -> None:
    key = (await newsroom.document(MAPS)).key
    ada = await newsroom.signed_in("ada", path=f"/umbraco/content/{key}", size=PHONE, dark=True)
    await expect(teaser(ada.page, "Subscribers")).to_have_value(
        "Subscribers may turn the pages with us on Saturday at three."
    )
    assert await serious_findings(ada.page) == []
    await fits_in_width(ada.page)
