"""The editor in browsers: writing, publishing, and two who change one document."""

import pytest
from playwright.async_api import Locator, Page, expect

from copydesk.content import Document
from tests.e2e.newsroom import Newsroom

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"
STORM = "Storm damages the sea wall"


def teaser(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Teaser (English)")


async def somebody_writes(newsroom: Newsroom, name: str, alias: str, value: str, who: str = "ben") -> Document:
    document = await newsroom.document(name)
    document.set_value(alias, value, "en-US")
    assert (await newsroom.rooms.content.save(document, actor=await newsroom.user(who))).success
    return document


@pytest.mark.rule("OF30")
async def test_what_is_written_is_saved_and_published(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("She sails again.")
    await expect(ada.page.get_by_text("Unsaved changes")).to_be_visible()
    await ada.page.get_by_role("textbox", name="Text (English)").click()
    await ada.page.keyboard.type("Twice a day. ")
    await ada.page.get_by_role("button", name="Save", exact=True).click()
    await ada.is_told("Saved")
    await expect(ada.page.get_by_text("Unsaved changes")).to_have_count(0)
    document = await newsroom.document(FERRY)
    assert document.get_value("teaser", "en-US") == "She sails again."
    assert "Twice a day." in str(document.get_value("body", "en-US"))
    assert document.get_value("teaser", "en-US", published=True) != "She sails again."
    await expect(ada.row(FERRY)).to_contain_text("has unpublished changes")
    await ada.page.get_by_role("button", name="Save and publish").click()
    await ada.page.get_by_role("checkbox", name="German").uncheck()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await ada.is_told("Published")
    assert (await newsroom.document(FERRY)).get_value("teaser", "en-US", published=True) == "She sails again."


@pytest.mark.rule("OF31")
async def test_a_refusal_stands_at_the_field(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("")
    await ada.page.get_by_role("button", name="Save and publish").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await expect(teaser(ada.page)).to_have_attribute("aria-invalid", "true")
    await expect(ada.page.locator(".fault")).to_contain_text("Teaser")


@pytest.mark.rule("OF32")
async def test_a_veto_says_who_and_why(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await ada.page.get_by_role("textbox", name="Name (English)").fill("FERRY IS BACK")
    await ada.page.get_by_role("button", name="Save and publish").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    notice = ada.page.get_by_role("log").locator(".notice.danger")
    await expect(notice).to_contain_text("House style")
    await expect(notice).to_contain_text("Write headlines in ordinary letters.")


@pytest.mark.rule("OF40")
async def test_an_untouched_document_shows_at_once_what_another_saved(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await expect(teaser(ada.page)).not_to_have_value("")
    await somebody_writes(newsroom, FERRY, "teaser", "From Ben")
    await expect(teaser(ada.page)).to_have_value("From Ben")
    await expect(ada.page.get_by_text("Ben Okafor saved this document")).to_be_visible()


@pytest.mark.rule("OF41")
async def test_two_who_change_one_document_merge_field_by_field(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("From Ada")
    document = await newsroom.document(FERRY)
    document.set_value("teaser", "From Ben", "en-US")
    document.set_value("tags", ["ferry"])
    await newsroom.rooms.content.save(document, actor=await newsroom.user("ben"))
    await expect(ada.page.get_by_text("Ben Okafor saved this document while you were changing it")).to_be_visible()
    await expect(teaser(ada.page)).to_have_value("From Ada")
    await ada.page.get_by_role("button", name="Show the difference and merge").click()
    dialog = ada.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Both of you changed this")
    await expect(dialog.get_by_role("button", name="Merge")).to_be_disabled()
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("button", name="Merge").click()
    await ada.page.get_by_role("button", name="Save", exact=True).click()
    await ada.is_told("Saved")
    merged = await newsroom.document(FERRY)
    assert (merged.get_value("teaser", "en-US"), merged.get_value("tags")) == ("From Ada", ["ferry"])


@pytest.mark.rule("OF42")
async def test_a_stale_save_is_refused_with_the_same_choice(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("From Ada")
    await somebody_writes(newsroom, FERRY, "teaser", "From Ben")
    async with ada.page.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        await ada.page.get_by_role("button", name="Save", exact=True).click()
    assert (await answered.value).status == 412
    await expect(ada.page.get_by_role("button", name="Show the difference and merge")).to_be_visible()
    assert (await newsroom.document(FERRY)).get_value("teaser", "en-US") == "From Ben"
    await ada.page.get_by_role("button", name="Drop my changes").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Drop my changes").click()
    await expect(teaser(ada.page)).to_have_value("From Ben")


@pytest.mark.rule("OF37")
async def test_foreign_html_never_runs(newsroom: Newsroom) -> None:
    await somebody_writes(
        newsroom,
        FERRY,
        "body",
        '<p>Ferry</p><img src="x" onerror="window.ran = 1"><script>window.ran = 1</script>'
        '<p><a href="javascript:window.ran = 1" style="color: red">Timetable</a></p>',
    )
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    text = ada.page.get_by_role("textbox", name="Text (English)")
    await expect(text).to_contain_text("Timetable")
    shown = await text.inner_html()
    assert not {part for part in ("onerror", "<script", "javascript:", "color: red") if part in shown}
    assert await ada.page.evaluate("window.ran") is None
    # The policy reports what the editor only reads, before it drops it.
    ada.faults[:] = [fault for fault in ada.faults if "Content Security Policy" not in fault]
