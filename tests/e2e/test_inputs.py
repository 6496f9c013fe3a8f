"""The inputs of the editor in browsers: they lose nothing, and say what they need."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.newsroom import Newsroom
from tests.e2e.test_editor import FERRY, FRONT, NEWS, somebody_writes, teaser

RICH = (
    '<h4 id="times">Times</h4><p>H<sub>2</sub>O</p>'
    "<table><thead><tr><th>Out</th></tr></thead><tbody><tr><td>8:00</td></tr></tbody></table>"
    '<figure><img src="/ferry.png" alt="The ferry"><figcaption>At the quay</figcaption></figure>'
    "<dl><dt>Quay</dt><dd>Where ships lie</dd></dl>"
)


def body(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text (English)")


def focused(page: Page) -> Locator:
    """The field one is in, whatever element it belongs to."""
    return page.locator("cd-document-fields :focus").last


async def _text(newsroom: Newsroom) -> str:
    return str((await newsroom.document(FERRY)).get_value("body", "en-US"))


@pytest.mark.rule("OF37")
@pytest.mark.rule("OF59")
async def test_rich_text_keeps_what_it_was_given(newsroom: Newsroom) -> None:
    await somebody_writes(newsroom, FERRY, "body", RICH)
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    page = ada.page
    await expect(body(page)).to_have_attribute("dir", "auto")
    await body(page).get_by_text("Times").click()
    await page.keyboard.press("End")
    await page.keyboard.type("!")
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    assert await _text(newsroom) == RICH.replace("Times", "Times!").replace(
        'src="/ferry.png" alt="The ferry"', 'alt="The ferry" src="/ferry.png"'
    )

    await somebody_writes(newsroom, FERRY, "body", "<p>Film</p><video src='/a.mp4'></video>")
    await expect(page.get_by_role("note")).to_contain_text("does not know: video")
    await expect(body(page)).to_have_attribute("contenteditable", "false")
    await page.get_by_role("button", name="Edit as HTML").click()
    await body(page).fill('<p>Film</p><video src="/b.mp4"></video>')
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    await expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    assert await _text(newsroom) == '<p>Film</p><video src="/b.mp4"></video>'
    await body(page).fill("<p>Film</p>")
    await page.get_by_role("button", name="HTML", exact=True).first.click()

    await body(page).get_by_text("Film").dblclick()
    await page.get_by_role("button", name="Link", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Address").fill("javascript:alert(1)")
    await expect(dialog.locator("#fault")).to_contain_text("runs something")
    await dialog.get_by_label("Address").fill("example.org/film")
    await page.keyboard.press("Enter")
    await expect(body(page).get_by_role("link")).to_have_attribute("href", "https://example.org/film")
    await page.get_by_role("button", name="Link", exact=True).first.click()
    await dialog.get_by_role("button", name="Choose a document").click()
    picker = page.get_by_role("dialog", name="Choose a document")
    await picker.get_by_role("treeitem").filter(has_text=FRONT).click()
    await picker.get_by_role("button", name="Choose", exact=True).click()
    await expect(dialog).to_contain_text(f"Leads to the document {FRONT}")
    await dialog.get_by_role("button", name="Link", exact=True).click()
    front = await newsroom.document(FRONT)
    await expect(body(page).get_by_role("link")).to_have_attribute("href", f"/{{localLink:{front.key}}}")


@pytest.mark.rule("OF38")
@pytest.mark.rule("OF39")
async def test_fields_count_as_typed_and_say_what_is_wrong(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    page = ada.page
    await page.get_by_role("spinbutton", name="Reading time").fill("77")
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    await expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    await page.get_by_role("group", name="Tags").get_by_role("textbox").press_sequentially("quay")
    await page.keyboard.press("Control+s")
    await ada.is_told("Saved")
    await expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    document = await newsroom.document(FERRY)
    assert document.get_value("readingMinutes") == 77
    tags = document.get_value("tags")
    assert isinstance(tags, list)
    assert tags[-1] == "quay"

    layout = page.get_by_role("textbox", name="Layout")
    await layout.fill('{"wide": ')
    await teaser(page).click()
    saved = page.get_by_role("log").get_by_text("Saved")
    before = await saved.count()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(layout).to_be_focused()
    await expect(page.locator(".fault")).to_contain_text("This is not JSON yet.")
    await expect(page.get_by_text("Unsaved changes")).to_be_visible()
    assert await saved.count() <= before
    await page.get_by_role("link", name="History").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(layout).to_be_focused()
    await expect(layout).to_have_value('{"wide": ')
    await layout.fill('{"wide": true}')

    german = page.get_by_role("group", name="Languages side by side").get_by_role("button", name="German")
    await expect(teaser(page)).to_have_attribute("aria-required", "true")
    await expect(teaser(page)).to_have_accessible_description(
        "needed to publish. One or two sentences that make readers want more."
    )
    await page.get_by_role("textbox", name="Teaser (German").fill("")
    await german.click()
    await expect(german).to_have_attribute("aria-pressed", "false")
    await page.get_by_role("button", name="Save and publish").click()
    await expect(page.get_by_role("dialog").get_by_role("checkbox").first).to_be_visible()
    for box in await page.get_by_role("dialog").get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("textbox", name="Teaser (German")).to_be_focused()
    await expect(page.get_by_role("textbox", name="Teaser (German")).to_have_attribute("aria-invalid", "true")
    await expect(german).to_contain_text("to mend")
    await expect(page.get_by_role("log")).to_contain_text("Teaser (German")
    await expect(page.get_by_role("log")).not_to_contain_text("values.")
