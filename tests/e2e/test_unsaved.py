"""What is written and not saved survives what oneself, others and the network do meanwhile."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from copydesk.demo import PASSWORD
from tests.e2e.newsroom import Newsroom, Visitor, becomes
from tests.e2e.test_editor import FERRY, FRONT, NEWS, STORM, somebody_writes, teaser

DOCUMENT = "**/management/api/v1/document/*"
UNSAVED = "Unsaved changes"


async def more(page: Page, action: str) -> None:
    await page.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("menuitem", name=action).click()


async def still_unsaved(visitor: Visitor, text: str) -> None:
    await expect(visitor.page.get_by_text(UNSAVED)).to_be_visible()
    await expect(teaser(visitor.page)).to_have_value(text)


@pytest.mark.rule("OF43")
async def test_other_writes_leave_what_is_typed(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    dialog = ada.page.get_by_role("dialog")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("From Ada")
    await more(ada.page, "Schedule")
    await dialog.get_by_role("button", name="Save").click()
    await ada.is_told("The dates are kept")
    await still_unsaved(ada, "From Ada")
    await more(ada.page, "Unpublish")
    await dialog.get_by_role("button", name="Unpublish").click()
    await ada.is_told("Taken down")
    await still_unsaved(ada, "From Ada")
    await somebody_writes(newsroom, FERRY, "teaser", str((await newsroom.document(FERRY)).get_value("teaser", "en-US")))
    await expect(ada.page.get_by_text("Ben Okafor saved this document")).to_be_visible()
    await still_unsaved(ada, "From Ada")
    await more(ada.page, "Publish with descendants")
    await expect(dialog).to_contain_text("Your unsaved changes are saved first")
    await dialog.get_by_role("button", name="Publish with descendants").click()
    await ada.is_told("published")
    await expect(ada.page.get_by_text(UNSAVED)).to_have_count(0)
    assert (await newsroom.document(FERRY)).get_value("teaser", "en-US", published=True) == "From Ada"


@pytest.mark.rule("OF43")
async def test_what_is_typed_while_a_save_is_on_its_way_stays(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    sent, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == "PUT":
            sent.set()
            await go_on.wait()
        await route.continue_()

    await ada.page.route(DOCUMENT, hold)
    await teaser(ada.page).fill("first")
    await ada.page.keyboard.press("Control+s")
    await sent.wait()
    await teaser(ada.page).fill("first and more")
    go_on.set()
    await ada.is_told("Saved")
    await still_unsaved(ada, "first and more")
    assert (await newsroom.document(FERRY)).get_value("teaser", "en-US") == "first"
    await ada.page.get_by_role("link", name="History").click()
    await ada.page.get_by_role("list").get_by_role("button").last.click()
    await ada.page.get_by_role("button", name="Go back to this version").click()
    await expect(ada.page.get_by_role("dialog")).to_contain_text("is lost")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await ada.page.get_by_role("link", name="Content", exact=True).last.click()
    await still_unsaved(ada, "first and more")


@pytest.mark.rule("OF43")
async def test_a_merge_is_asked_again_when_a_third_version_comes(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("From Ada")
    document = await newsroom.document(FERRY)
    document.set_value("tags", ["ferry"])
    await newsroom.rooms.content.save(document, actor=await newsroom.user("ben"))
    await ada.page.get_by_role("button", name="Show the difference and merge").click()
    dialog = ada.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Tags")
    version = "key => document.querySelector('cd-app').services.store.state.documents[key].newer?.document.version"
    before = await ada.page.evaluate(version, str(document.key))
    await somebody_writes(newsroom, FERRY, "teaser", "From Ben")
    await becomes(lambda: ada.page.evaluate(version, str(document.key)), before + 1)
    await dialog.get_by_role("button", name="Merge").click()
    await expect(dialog.get_by_text("saved once more")).to_be_visible()
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("button", name="Merge").click()
    await expect(dialog).to_have_count(0)
    await still_unsaved(ada, "From Ada")


@pytest.mark.rule("OF49")
async def test_a_document_that_is_deleted_meanwhile_gives_the_text_back(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    await teaser(ada.page).fill("Not to be lost")
    # Who does not hear of the deletion cannot tell whose it was.
    await expect(ada.page.locator("cd-header").get_by_role("status")).to_have_text("Live")
    document = await newsroom.document(FERRY)
    await newsroom.rooms.content.delete(document, actor=await newsroom.user("ben"))
    gone = ada.page.locator("cd-document-gone")
    await expect(gone).to_contain_text("Ben Okafor deleted this document")
    await expect(gone).to_contain_text("Not to be lost")
    await gone.get_by_role("button", name="Forget my changes").click()
    await expect(gone).not_to_contain_text("Not to be lost")


@pytest.mark.rule("OF49")
async def test_unsaved_changes_wait_for_their_user_and_for_the_network(newsroom: Newsroom) -> None:
    ben = await newsroom.signed_in("ben")
    await ben.opens(FRONT, NEWS, FERRY)
    await teaser(ben.page).fill("From Ben")
    await ben.page.route(DOCUMENT, lambda route: route.abort())
    await ben.row(STORM).click()
    await expect(ben.page.get_by_role("heading", name="This document could not be read.")).to_be_visible()
    await ben.page.unroute(DOCUMENT)
    await ben.page.get_by_role("button", name="Try again").click()
    await expect(ben.page.get_by_role("heading", name=STORM, level=1)).to_be_visible()
    await ben.page.get_by_role("button", name="Account").or_(ben.page.get_by_role("button", name="Ben Okafor")).click()
    await ben.page.get_by_role("button", name="Sign out").click()
    await expect(ben.page.get_by_role("dialog")).to_contain_text("is not saved")
    await ben.page.get_by_role("dialog").get_by_role("button", name="Stay here").click()
    users, key = newsroom.rooms.identity.users, await newsroom.user("ben")
    assert (await users.disable(key)).success
    await expect(ben.page.get_by_label("Password")).to_be_visible()
    assert (await users.enable(key)).success
    await ben.page.get_by_label("E-mail").fill("ben@example.org")
    await ben.page.get_by_label("Password").fill(PASSWORD)
    await ben.page.keyboard.press("Enter")
    await ben.opens(FRONT, NEWS, FERRY)
    await still_unsaved(ben, "From Ben")
