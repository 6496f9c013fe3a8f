"""The back office for everybody: by keyboard alone, at a phone's width, in dark, and read aloud."""

import pytest
from playwright.async_api import Route, expect

from copydesk.demo import PASSWORD
from tests.e2e.accessibility import PHONE, fits_in_width, reach, serious_findings
from tests.e2e.newsroom import Newsroom, becomes

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"


@pytest.mark.rule("OF50")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_finds_nothing_serious(newsroom: Newsroom, dark: bool) -> None:
    visitor = await newsroom.visitor("nobody", dark=dark)
    await expect(visitor.page.get_by_label("Password")).to_be_visible()
    assert await serious_findings(visitor.page) == []
    ada = await newsroom.signed_in("ada", dark=dark)
    await expect(ada.page.get_by_role("region", name="Changed lately").get_by_role("link").first).to_be_visible()
    assert await serious_findings(ada.page) == []
    await ada.opens(FRONT, NEWS, FERRY)
    await expect(ada.page.get_by_role("toolbar").first).to_be_visible()
    assert await serious_findings(ada.page) == []
    await ada.page.get_by_role("link", name="History").click()
    await ada.page.locator("cd-document-history li button").last.click()
    await expect(ada.page.get_by_role("region", name="What has changed since")).to_be_visible()
    assert await serious_findings(ada.page) == []
    await ada.page.get_by_role("link", name="Info").click()
    await expect(ada.page.get_by_role("table")).to_be_visible()
    assert await serious_findings(ada.page) == []
    await ada.acts(NEWS, "Create below")
    await expect(ada.page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()
    assert await serious_findings(ada.page) == []


@pytest.mark.rule("OF51")
async def test_the_main_path_by_keyboard_alone(newsroom: Newsroom) -> None:
    ada = await newsroom.visitor("ada")
    keys = ada.page.keyboard
    await expect(ada.page.get_by_label("E-mail")).to_be_focused()
    await keys.type("ada@example.org")
    await keys.press("Tab")
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await ada.sees(FRONT)
    await ada.page.reload()
    await ada.sees(FRONT)
    await keys.press("Tab")
    await expect(ada.page.get_by_role("link", name="Skip to content")).to_be_focused()
    await keys.press("Enter")
    tree = ada.page.get_by_role("tree", name="Documents")
    await reach(ada.page, tree, "Tab")
    await ada.sees(NEWS)  # The only root is open from the beginning.
    await keys.press("ArrowRight")
    await keys.press("ArrowRight")
    await ada.sees(FERRY)
    await keys.press("f")
    await keys.press("Enter")
    await expect(ada.page.get_by_role("heading", name=FERRY, level=1)).to_be_visible()
    field = ada.page.get_by_role("textbox", name="Teaser (English)")
    await reach(ada.page, field, "Tab")
    await keys.press("Control+a")
    await keys.type("By keyboard alone.")
    await keys.press("Control+s")
    await ada.is_told("Saved")
    assert (await newsroom.document(FERRY)).get_value("teaser", "en-US") == "By keyboard alone."
    await reach(ada.page, tree, "Shift+Tab")
    await keys.press("Shift+F10")
    await expect(ada.page.get_by_role("menuitem", name="Create below")).to_be_focused()
    await keys.press("End")
    await keys.press("Enter")
    await expect(ada.page.get_by_role("dialog")).to_contain_text(f"Move {FERRY} to the recycle bin?")
    await reach(ada.page, ada.page.get_by_role("dialog").get_by_role("button", name="Move to the recycle bin"))
    await keys.press("Enter")
    await expect(ada.row(FERRY)).to_have_count(0)


@pytest.mark.rule("OF52")
async def test_everything_is_in_reach_at_a_phones_width(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", size=PHONE)
    await ada.opens(FRONT, NEWS, FERRY)
    await expect(ada.page.get_by_role("textbox", name="Name (English)")).to_be_visible()
    await expect(ada.page.get_by_role("textbox", name="Name (German)")).to_have_count(0)
    await ada.page.get_by_role("button", name="German").click()
    await expect(ada.page.get_by_role("textbox", name="Name (German)")).to_be_visible()
    await expect(ada.page.get_by_role("button", name="Save and publish")).to_be_in_viewport()
    await fits_in_width(ada.page)
    await ada.page.get_by_role("link", name="Back to the tree").click()
    await ada.sees(FERRY)


@pytest.mark.rule("OF53")
async def test_language_and_appearance_are_chosen_and_kept(newsroom: Newsroom) -> None:
    dario = await newsroom.signed_in("dario")
    await expect(dario.page.get_by_role("link", name="Inhalte")).to_be_visible()
    background = "getComputedStyle(document.querySelector('cd-app')).backgroundColor"
    light = await dario.page.evaluate(background)
    await dario.page.get_by_role("button", name="DR: Konto von Dario Rossi").click()
    await dario.page.get_by_label("Darstellung").select_option("dark")
    await expect(dario.page.locator("cd-app")).not_to_have_css("background-color", light)
    dark = await dario.page.evaluate(background)
    await dario.page.get_by_label("Sprache").select_option("en")
    await expect(dario.page.get_by_role("link", name="Content", exact=True)).to_be_visible()
    await dario.page.reload()
    await expect(dario.page.get_by_role("link", name="Content", exact=True)).to_be_visible()
    await becomes(lambda: dario.page.evaluate(background), dark)


@pytest.mark.rule("OF12")
async def test_a_reload_and_a_second_tab_go_on_and_signing_out_ends_both(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.page.reload()
    await ada.sees(FRONT)
    second = await ada.context.new_page()
    await second.goto(newsroom.url)
    await expect(second.get_by_role("treeitem").first).to_be_visible()
    await ada.page.get_by_role("button", name="AL: account of Ada Lindqvist").click()
    await ada.page.get_by_role("button", name="Sign out").click()
    await expect(ada.page.get_by_label("Password")).to_be_visible()
    await expect(second.get_by_label("Password")).to_be_visible()


@pytest.mark.rule("OF12")
async def test_a_server_that_does_not_answer_ends_no_sign_in(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    current = "**/user/current"

    async def hiccup(route: Route) -> None:
        await route.fulfill(status=503)

    await ada.page.route(current, hiccup)
    await ada.page.reload()
    await expect(ada.page.get_by_role("alert")).to_contain_text("You are still signed in")
    await ada.page.unroute(current, hiccup)
    await ada.page.get_by_role("button", name="Try again").click()
    await ada.sees(FRONT)


@pytest.mark.rule("OF12")
async def test_a_wrong_password_is_told_at_the_door(newsroom: Newsroom) -> None:
    visitor = await newsroom.visitor("nobody")
    await visitor.page.get_by_label("E-mail").fill("ada@example.org")
    await visitor.page.get_by_label("Password").fill("guessed")
    await visitor.page.get_by_role("button", name="Sign in").click()
    await expect(visitor.page.get_by_role("alert")).to_have_text("E-mail or password is wrong.")
