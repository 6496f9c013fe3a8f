"""Leaving a form with changes: by a link, by the way back, and by loading the page anew."""

import pytest
from playwright.async_api import Dialog, Locator, expect

from tests.e2e.accessibility import serious_findings
from tests.e2e.newsroom import Newsroom, Visitor

LANGUAGES = "/umbraco/settings/languages"


def question(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("dialog", name="Discard your changes?")


@pytest.mark.rule("OF69")
async def test_a_changed_form_is_not_left_without_a_word(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path=LANGUAGES)
    page = ada.page
    await page.get_by_role("link", name="German").first.click()
    name = page.get_by_label("Name", exact=True)
    await name.fill("Hochdeutsch")
    await page.get_by_role("link", name="Users").first.click()
    await expect(question(ada)).to_be_visible()
    assert await serious_findings(page) == []
    await page.keyboard.press("Escape")
    await expect(question(ada)).to_have_count(0)
    await expect(name).to_have_value("Hochdeutsch")

    await page.go_back()
    await expect(question(ada)).to_be_visible()
    await expect(page).to_have_url(f"{newsroom.url}{LANGUAGES}/de-DE")
    await question(ada).get_by_role("button", name="Stay here").click()
    await expect(name).to_have_value("Hochdeutsch")

    async with page.expect_event("dialog") as asked:
        await page.evaluate("() => void setTimeout(() => location.reload())")
    dialog: Dialog = await asked.value
    assert dialog.type == "beforeunload"
    await dialog.dismiss()
    await expect(name).to_have_value("Hochdeutsch")

    await page.go_back()
    await question(ada).get_by_role("button", name="Discard the changes").click()
    await expect(page).to_have_url(f"{newsroom.url}{LANGUAGES}")
    await page.go_forward()
    await expect(name).not_to_have_value("Hochdeutsch")


@pytest.mark.rule("OF69")
async def test_who_changed_nothing_is_not_asked(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/account")
    page = ada.page
    name = page.get_by_label("Name", exact=True)
    await expect(name).to_have_value("Ada Lindqvist")
    await name.fill("Ada B.")
    await name.fill("Ada Lindqvist")
    await page.get_by_role("link", name="Users").first.click()
    await expect(page.get_by_role("link", name="Ben Okafor")).to_be_visible()
    await page.go_back()
    await name.fill("Ada B.")
    await page.get_by_role("button", name="Save").click()
    await ada.is_told("Saved")
    await page.get_by_role("link", name="Users").first.click()
    await expect(page.get_by_role("link", name="Ben Okafor")).to_be_visible()
