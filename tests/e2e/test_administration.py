"""The administration pages in browsers: what one changes, the other sees, and only those whose rights allow it."""

import pytest
from playwright.async_api import Page, expect

from copydesk.content.model import Language
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_editor import FERRY, FRONT, NEWS, teaser


async def fills(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        await page.get_by_label(label.replace("_", " "), exact=True).fill(value)


@pytest.mark.rule("OF60", "OF64")
async def test_a_language_is_added_and_appears_at_somebody_else(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/languages")
    other = await newsroom.signed_in("ada", path="/umbraco/settings/languages")
    await expect(other.page.get_by_role("link", name="German")).to_be_visible()
    await ada.page.get_by_role("link", name="Add a language").click()
    await ada.page.get_by_label("Culture code").fill("fr-FR")
    await ada.page.get_by_label("Fallback").select_option("en-US")
    await ada.page.get_by_role("button", name="Save").click()
    for visitor in (ada, other):
        row = visitor.page.get_by_role("row").filter(has_text="fr-FR")
        await expect(row.get_by_role("link", name="French (France)")).to_be_visible()
        await expect(row).to_contain_text("English")
    await ada.page.get_by_role("link", name="English", exact=True).click()
    await expect(ada.page.get_by_text("The default language cannot be deleted")).to_be_visible()
    await ada.page.get_by_role("link", name="French (France)").click()
    await ada.page.get_by_role("button", name="Delete").click()
    await ada.page.get_by_role("button", name="Delete").click()
    await expect(other.page.get_by_role("row").filter(has_text="fr-FR")).to_have_count(0)


@pytest.mark.rule("OF78", "SE5")
async def test_a_new_property_and_a_new_language_reach_an_open_document(newsroom: Newsroom) -> None:
    ben = await newsroom.signed_in("ben")
    await ben.opens(FRONT, NEWS, FERRY)
    await teaser(ben.page).fill("From Ben")
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/document-type")
    await ada.page.get_by_role("link", name="Article", exact=True).click()
    await ada.page.get_by_role("button", name="Add a property").click()
    await fills(ada.page, Label="Source")
    await ada.page.get_by_role("button", name="Save").click()
    source = ben.page.get_by_label("Source (English)", exact=True)
    await source.fill("A reader")
    assert (await newsroom.rooms.languages.save(Language("fr-FR", "French"))).success
    await ben.page.get_by_role("button", name="French").click()
    await expect(ben.page.get_by_label("Name (French)")).to_have_value("")
    await expect(teaser(ben.page)).to_have_value("From Ben")
    await expect(source).to_have_value("A reader")
    assert (await newsroom.rooms.languages.delete("fr-FR")).success
    await expect(ben.page.get_by_role("button", name="French")).to_have_count(0)
    await ben.page.get_by_role("button", name="Save", exact=True).click()
    await expect(ben.page.get_by_text("Unsaved changes")).to_have_count(0)
    assert (await newsroom.document(FERRY)).get_value("source", "en-US") == "A reader"


@pytest.mark.rule("OF61")
async def test_the_monitor_shows_each_event_and_waits_when_told_to(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/events")
    page = ada.page
    await expect(page.get_by_text("Listening.")).to_be_visible()
    article = await newsroom.document("Sport")
    await newsroom.rooms.content.save(article, actor=await newsroom.user("ben"))
    row = page.get_by_role("row").filter(has_text="Document").filter(has_text="Ben Okafor")
    await expect(row.first).to_contain_text("Updated")
    await row.first.get_by_role("button").click()
    await expect(page.get_by_label("The event as JSON")).to_contain_text(f'"key": "{article.key}"')
    await page.get_by_role("button", name="Pause").click()
    rows = await page.get_by_role("row").count()
    await newsroom.rooms.content.save(await newsroom.document("News"), actor=await newsroom.user("ben"))
    await expect(page.get_by_text("Paused. 1 have arrived meanwhile.")).to_be_visible()
    assert await page.get_by_role("row").count() == rows
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("row")).to_have_count(rows + 1)
    await page.get_by_label("Text in the event").fill(str(article.key))
    await expect(row).to_have_count(1)


@pytest.mark.rule("OF62")
async def test_a_new_user_signs_in_with_the_password_shown_once_and_sees_their_branch(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/users/user")
    page = ada.page
    await page.get_by_role("link", name="Add a user").click()
    await fills(page, Name="Nia Park")
    await page.get_by_label("E-mail").fill("nia@example.org")
    await page.get_by_label("Editors").check()
    await page.get_by_role("button", name="Add a start node").click()
    await page.get_by_role("button", name="Look below The Harbour Post").click()
    await page.get_by_role("button", name="Choose Sport").click()
    await page.get_by_role("button", name="Create the user").click()
    password = await page.get_by_label("Password for Nia Park").locator("code").inner_text()
    nia = await newsroom.visitor("nia")
    await nia.page.get_by_label("E-mail").fill("nia@example.org")
    await nia.page.get_by_label("Password").fill(password)
    await nia.page.get_by_role("button", name="Sign in").click()
    await expect(nia.page.locator("cd-header")).to_be_visible()
    await nia.sees("The Harbour Post")
    await page.get_by_role("button", name="Disable").click()
    await page.get_by_role("button", name="Disable").click()
    await expect(nia.page.get_by_role("heading", name="Copydesk")).to_be_visible()


@pytest.mark.rule("OF63")
async def test_a_right_withdrawn_while_the_page_is_open_closes_it(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/users/group")
    identity = newsroom.rooms.identity
    editors = next(group for group in await identity.groups.all() if group.alias == "editor")
    editors.sections |= {"users", "settings"}
    assert (await identity.groups.save(editors)).success
    ben = await newsroom.signed_in("ben", path="/umbraco/users/group")
    await expect(ben.page.get_by_role("link", name="Editors")).to_be_visible()
    await expect(ben.page.get_by_role("link", name="API keys")).to_have_count(0)
    await ada.page.get_by_role("link", name="Editors").click()
    await ada.page.get_by_role("group", name="Sections").get_by_label("Users").uncheck()
    await ada.page.get_by_role("button", name="Save").click()
    await expect(ben.page.get_by_role("alert")).to_contain_text("You may no longer see this page")
    await expect(ben.page.get_by_role("link", name="Settings")).to_be_visible()


@pytest.mark.rule("OF64", "OF65")
async def test_a_type_is_made_with_properties_and_a_stale_save_is_refused(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/document-type")
    other = await newsroom.signed_in("ada", path="/umbraco/settings/document-type")
    page = ada.page
    await page.get_by_role("link", name="Add a document type").click()
    await fills(page, Name="Press release")
    await expect(page.get_by_label("Alias")).to_have_value("pressRelease")
    for label, editor in (("Headline", "text"), ("Topic", "choice")):
        await page.get_by_role("button", name="Add a property").click()
        await fills(page, Label=label)
        await page.get_by_label("Editor", exact=True).select_option(editor)
    await page.get_by_label("Choices").fill("politics\nsport")
    await page.get_by_role("button", name="Move Topic up").click()
    await page.get_by_role("button", name="Create the type").click()
    await other.page.get_by_role("link", name="Press release").click()
    await expect(other.page.get_by_role("heading", name="Press release")).to_be_visible()
    await expect(other.page.locator("cd-property-list .name strong")).to_have_text(["Topic", "Headline"])
    await other.page.get_by_label("Description").fill("For the press")
    await fills(page, Name="Press note")
    await page.get_by_role("button", name="Save").click()
    await expect(other.page.get_by_role("alert")).to_contain_text("Ada Lindqvist has changed this")
    await other.page.get_by_role("button", name="Save").click()
    await expect(other.page.get_by_role("alert")).to_contain_text("Somebody else was faster")
    await other.page.get_by_role("button", name="Show the newest").click()
    await expect(other.page.get_by_label("Name", exact=True)).to_have_value("Press note")
    await other.page.get_by_role("button", name="Delete").click()
    await other.page.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("alert")).to_contain_text("has deleted this")


@pytest.mark.rule("OF65")
async def test_a_type_in_use_stays_and_faults_stand_at_their_field(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/settings/document-type")
    page = ada.page
    await page.get_by_role("link", name="Article").click()
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("alert")).to_contain_text("It cannot be deleted")
    await page.get_by_role("button", name="Add a property").click()
    await fills(page, Label="2nd title")
    await page.get_by_label("Alias").last.fill("2nd")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("cd-property-panel .error").first).to_contain_text("2nd")
    await expect(page.get_by_role("button", name="2nd title").first).to_contain_text("check")
