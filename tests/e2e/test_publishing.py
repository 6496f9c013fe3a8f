"""Publishing in all its ways, and beginning from a blueprint."""

from datetime import timedelta

import pytest
from playwright.async_api import Locator, expect

from copydesk.system import utc_now
from tests.e2e.newsroom import Newsroom, Visitor

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"
DRAFT = "Water to be shut off on Tuesday"


async def chooses(visitor: Visitor, action: str) -> Locator:
    """Choose an action from the menu below the document, and return the dialog that asks for more."""
    await visitor.page.get_by_role("button", name="More", exact=True).click()
    await visitor.page.get_by_role("menuitem", name=action).click()
    return visitor.page.get_by_role("dialog")


@pytest.mark.rule("OF35")
async def test_a_culture_is_taken_down_and_the_other_stays(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, FERRY)
    dialog = await chooses(ada, "Unpublish")
    await dialog.get_by_role("checkbox", name="English").uncheck()
    await dialog.get_by_role("button", name="Unpublish").click()
    await ada.is_told("Taken down")
    await expect(ada.page.get_by_role("button", name="German draft")).to_be_visible()
    document = await newsroom.document(FERRY)
    assert (document.published, set(document.publish_infos)) == (True, {"en-US"})


@pytest.mark.rule("OF35")
async def test_a_branch_is_published_with_what_never_was(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS)
    assert not (await newsroom.document(DRAFT)).published
    dialog = await chooses(ada, "Publish with descendants")
    await dialog.get_by_role("checkbox", name="Include what was never published").check()
    await dialog.get_by_role("button", name="Publish with descendants").click()
    await ada.is_told("documents published")
    assert (await newsroom.document(DRAFT)).published


@pytest.mark.rule("OF35")
async def test_dates_are_kept(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, DRAFT)
    dialog = await chooses(ada, "Schedule")
    due = (utc_now() + timedelta(days=3)).replace(second=0, microsecond=0)
    local = await ada.page.evaluate(
        "iso => { const at = new Date(iso); return new Date(at - at.getTimezoneOffset() * 6e4).toISOString(); }",
        due.isoformat(),
    )
    german = dialog.get_by_role("group", name="German")
    await german.get_by_label("Publish at").fill(local[:16])
    await dialog.get_by_role("button", name="Save").click()
    await ada.is_told("The dates are kept")
    document = await newsroom.document(DRAFT)
    schedule = await newsroom.rooms.content.schedule_of(document.id)
    assert [(culture, str(action), at) for culture, action, at in schedule] == [("de-DE", "Release", due)]


@pytest.mark.rule("OF36")
async def test_who_may_not_publish_hands_it_on(newsroom: Newsroom) -> None:
    dario = await newsroom.signed_in("dario")
    await dario.opens(FRONT, NEWS, DRAFT)
    await expect(dario.page.get_by_role("button", name="Speichern", exact=True)).to_be_visible()
    await expect(dario.page.get_by_role("button", name="Speichern und veröffentlichen")).to_have_count(0)
    await dario.page.get_by_role("button", name="Mehr", exact=True).click()
    await dario.page.get_by_role("menuitem", name="Zur Freigabe vorlegen").click()
    await dario.is_told("Zur Freigabe vorgelegt")


@pytest.mark.rule("OF21")
async def test_a_document_begins_from_a_blueprint(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS)
    await ada.expands(NEWS)
    await ada.acts(FERRY, "Make a blueprint")
    await ada.is_told("is a blueprint now")
    await ada.acts(NEWS, "Create below")
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_label("Blueprint").select_option(FERRY)
    await dialog.get_by_label("Name (English)").fill("Another ferry")
    await dialog.get_by_role("button", name="Create").click()
    await expect(ada.page.get_by_role("heading", name="Another ferry", level=1)).to_be_visible()
    made, original = await newsroom.document("Another ferry"), await newsroom.document(FERRY)
    assert made.get_value("teaser", "en-US") == original.get_value("teaser", "en-US")
