"""Blueprints in the back office: the list with its folders, the editor, and two who look at the same."""

import pytest
from playwright.async_api import Locator, Page, expect

from copydesk.content.model import Document
from tests.e2e.accessibility import PHONE, fits_in_width, serious_findings
from tests.e2e.newsroom import Newsroom, Visitor

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"
LIST = "/umbraco/settings/blueprint"
ALSO = "Name it in another language…"


def teaser(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Teaser (English)")


async def blueprint(newsroom: Newsroom, name: str = "Report") -> Document:
    made = await newsroom.rooms.content.create_blueprint(await newsroom.document(FERRY), name)
    assert (await newsroom.rooms.content.save_blueprint(made)).success
    return made


async def makes_folder(visitor: Visitor, name: str) -> None:
    await visitor.page.get_by_role("button", name="Add a folder").click()
    await visitor.page.get_by_label("Name of the folder").fill(name)
    await visitor.page.get_by_role("button", name="Create the folder").click()
    await expect(visitor.page.get_by_role("heading", name=name)).to_be_visible()


@pytest.mark.rule("OF100", "OF102", "MA91")
async def test_blueprints_and_folders_are_looked_after_and_others_see_it(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path=LIST)
    ben = await newsroom.signed_in("ben", path=LIST)
    page = ada.page
    await expect(ben.page.get_by_text("There is nothing yet.")).to_be_visible()
    await makes_folder(ada, "Sport")
    sport = ben.page.get_by_role("region", name="Sport")
    await expect(sport).to_contain_text("Nothing is in this folder.")
    await page.get_by_role("button", name="Rename the folder Sport").click()
    await page.get_by_label("Name of the folder").fill("Sport and leisure")
    await page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    sport = ben.page.get_by_role("region", name="Sport and leisure")
    await expect(sport).to_be_visible()
    await page.get_by_role("button", name="Add a blueprint").click()
    await page.get_by_label("Name", exact=True).fill("Match report")
    await page.get_by_label("Folder", exact=True).select_option("Sport and leisure")
    await page.get_by_role("button", name="Create the blueprint").click()
    await expect(page.get_by_role("heading", name="Match report", level=1)).to_be_visible()
    await expect(sport.get_by_role("link", name="Match report")).to_be_visible()
    await ben.page.get_by_role("button", name="Delete the folder Sport and leisure").click()
    await ben.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(ben.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Sport and leisure is not empty")
    await ben.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await ben.page.get_by_role("button", name="Move Match report").click()
    await ben.page.get_by_label("Folder", exact=True).select_option("At the top")
    await ben.page.get_by_role("dialog").get_by_role("button", name="Move").click()
    await expect(sport.get_by_role("link")).to_have_count(0)
    await expect(page.get_by_text("Ben Okafor moved this blueprint to another folder")).to_be_visible()
    await page.get_by_role("link", name="Back to the list").click()
    await page.get_by_role("button", name="Delete the folder Sport and leisure").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(sport).to_have_count(0)
    await page.get_by_role("link", name="Match report").click()
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    for one in (page, ben.page):
        await expect(one.get_by_text("There is nothing yet.")).to_be_visible()


@pytest.mark.rule("OF101", "OF102")
async def test_two_who_change_one_blueprint_and_a_stale_save(newsroom: Newsroom) -> None:
    made = await blueprint(newsroom)
    ada = await newsroom.signed_in("ada", path=f"{LIST}/{made.key}")
    ben = await newsroom.signed_in("ben", path=f"{LIST}/{made.key}")
    await expect(teaser(ben.page)).not_to_have_value("")
    await ada.page.get_by_role("textbox", name="Name (English)").fill("Harbour report")
    await teaser(ada.page).fill("What arrived, and when")
    await ada.page.get_by_role("button", name="Save", exact=True).click()
    await ada.is_told("Saved")
    await expect(teaser(ben.page)).to_have_value("What arrived, and when")
    await expect(ben.page.get_by_role("heading", name="Harbour report", level=1)).to_be_visible()
    await expect(ben.page.get_by_text("Ada Lindqvist saved this blueprint")).to_be_visible()
    await teaser(ben.page).fill("From Ben")
    await ada.page.get_by_role("textbox", name="Name (German)").fill("Hafenbericht")
    await teaser(ada.page).fill("From Ada")
    await ada.page.keyboard.press("Control+s")
    await expect(ben.page.get_by_text("Ada Lindqvist saved this blueprint while you were changing it")).to_be_visible()
    async with ben.page.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        await ben.page.get_by_role("button", name="Save", exact=True).click()
    assert (await answered.value).status == 412
    await ben.page.get_by_role("button", name="Show the difference and merge").click()
    dialog = ben.page.get_by_role("dialog")
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("button", name="Merge").click()
    await ben.page.get_by_role("button", name="Save", exact=True).click()
    await ben.is_told("Saved")
    await expect(teaser(ada.page)).to_have_value("From Ben")
    stored = await newsroom.rooms.content.blueprint_by_key(made.key)
    assert stored is not None
    assert (stored.get_value("teaser", "en-US"), stored.get_name("de-DE")) == ("From Ben", "Hafenbericht")


@pytest.mark.rule("OF102", "OF21")
async def test_the_dialog_of_the_tree_follows_blueprints(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS)
    await ada.acts(NEWS, "Create below")
    dialog = ada.page.get_by_role("dialog")
    await expect(dialog.get_by_label("Name (English)")).to_be_visible()
    await expect(dialog.get_by_label("Blueprint")).to_have_count(0)
    made = await blueprint(newsroom)
    await dialog.get_by_label("Blueprint").select_option("Report")
    await expect(dialog.get_by_label(ALSO)).to_have_count(0)
    assert (await newsroom.rooms.content.delete_blueprint(made)).success
    await expect(dialog.get_by_label("Blueprint")).to_have_count(0)
    await dialog.get_by_label(ALSO).select_option("German")
    await expect(dialog.get_by_label("Name (German)")).to_be_visible()


@pytest.mark.rule("OF103")
async def test_only_who_may_make_blueprints_finds_them(newsroom: Newsroom) -> None:
    await blueprint(newsroom)
    dario = await newsroom.signed_in("dario", path=LIST)
    await expect(dario.page.get_by_role("alert")).to_be_visible()
    await expect(dario.page.get_by_role("link", name="Einstellungen")).to_have_count(0)
    ben = await newsroom.signed_in("ben", path=LIST)
    await ben.page.get_by_role("link", name="Report").click()
    await expect(teaser(ben.page)).to_be_visible()
    identity = newsroom.rooms.identity
    editors = next(group for group in await identity.groups.all() if group.alias == "editor")
    editors.verbs -= {"Umb.Document.CreateBlueprint"}
    assert (await identity.groups.save(editors)).success
    await expect(ben.page.get_by_role("alert")).to_contain_text("You may no longer see this page")
    await expect(ben.page.get_by_role("link", name="Settings")).to_have_count(0)
    editors.verbs |= {"Umb.Document.CreateBlueprint"}
    assert (await identity.groups.save(editors)).success
    await ben.page.reload()
    await ben.is_live()
    await expect(teaser(ben.page)).to_be_visible()
    user = await identity.users.get(await newsroom.user("ben"))
    assert user is not None
    user.groups = frozenset(group.key for group in await identity.groups.all() if group.alias == "writer")
    assert (await identity.users.save(user)).success
    await expect(ben.page.get_by_role("alert")).to_contain_text("You may no longer see this page")


@pytest.mark.rule("OF50", "OF52")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_blueprints_are_good_on_a_phone(newsroom: Newsroom, dark: bool) -> None:
    made = await blueprint(newsroom)
    folder = await newsroom.rooms.content.create_blueprint_folder("Reports of the harbour and of everything beyond it")
    assert (await newsroom.rooms.content.move_blueprint(made, folder.id)).success
    ada = await newsroom.signed_in("ada", path=LIST, size=PHONE, dark=dark)
    await expect(ada.page.get_by_role("link", name="Report")).to_be_visible()
    assert await serious_findings(ada.page) == []
    await fits_in_width(ada.page)
    await ada.page.get_by_role("button", name="Move Report").click()
    await expect(ada.page.get_by_label("Folder", exact=True)).to_be_visible()
    assert await serious_findings(ada.page) == []
    await ada.page.keyboard.press("Escape")
    await ada.page.get_by_role("link", name="Report").click()
    await expect(teaser(ada.page)).to_be_visible()
    assert await serious_findings(ada.page) == []
    await fits_in_width(ada.page)
