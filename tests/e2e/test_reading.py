"""What the editor calls things, and how it shows them: languages, long names, deeds, differences."""

import re

import pytest
from playwright.async_api import expect

from copydesk.content import Language
from tests.e2e.accessibility import PHONE
from tests.e2e.newsroom import Newsroom, Visitor, becomes

FRONT, NEWS, SPORT = "The Harbour Post", "News", "Sport"
FERRY, STORM = "Ferry returns to the north quay", "Storm damages the sea wall"
LONG = "W" * 200
BELOW = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
OTHERS = ("fr-FR", "it-IT", "es-ES", "nl-NL", "da-DK", "sv-SE", "pl-PL")


@pytest.mark.rule("OF72")
async def test_languages_have_the_names_that_the_desk_gave_them(newsroom: Newsroom) -> None:
    languages, actor = newsroom.rooms.languages, await newsroom.user("ben")
    await languages.save(*(Language(code, "") for code in OTHERS), actor=actor)
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, STORM)
    heads = ada.page.locator(".head")
    await expect(heads).to_have_text(["English", "German"], use_inner_text=True)
    await expect(heads.get_by_text("published", exact=True)).to_have_count(2)
    await ada.page.locator("cd-document-editor .body").evaluate("body => body.scrollTop = body.scrollHeight")
    await expect(heads.first).to_be_in_viewport()
    await languages.save(Language("de-DE", "Deutsch"), actor=actor)
    await expect(heads.last).to_contain_text("Deutsch")
    await expect(ada.page.get_by_role("textbox", name="Teaser (Deutsch)")).to_have_count(1)
    await ada.page.locator("cd-document-editor .body").evaluate("body => body.scrollTop = 0")
    await ada.page.get_by_role("button", name=f"{len(OTHERS)} more…").click()
    await ada.page.get_by_label("Find a language").fill("ital")
    await ada.page.get_by_role("button", name="Italian (Italy) not written").click()
    await ada.page.keyboard.press("Escape")
    await expect(ada.page.get_by_role("textbox", name="Name (Italian (Italy))")).to_be_visible()
    await ada.acts(NEWS, "Create below")
    dialog = ada.page.get_by_role("dialog")
    await expect(dialog.get_by_role("textbox")).to_have_count(1)
    await dialog.get_by_label("Name it in another language…").select_option("Deutsch")
    await expect(dialog.get_by_role("textbox", name="Name (Deutsch)")).to_be_focused()


async def fits(visitor: Visitor) -> None:
    """Nothing leaves the window, and what one needs is in it."""
    await expect(visitor.page.get_by_role("button", name="Save and publish")).to_be_in_viewport(ratio=1)
    outside = """() => {
        const below = e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])];
        const all = root => [...root.querySelectorAll("*")].flatMap(below);
        const scrolls = e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
        const wide = e => scrolls(e) && e.scrollWidth > e.clientWidth + 1;
        const out = e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1;
        return all(document).filter(e => wide(e) || out(e)).map(e => `${e.localName}.${e.className}`);
    }"""
    await becomes(lambda: visitor.page.evaluate(outside), [])


@pytest.mark.rule("OF73")
@pytest.mark.parametrize("size", [(1280, 800), PHONE], ids=["desk", "phone"])
async def test_a_long_name_pushes_nothing_off_the_page(newsroom: Newsroom, size: tuple[int, int]) -> None:
    ferry = await newsroom.document(FERRY)
    for culture in ("en-US", "de-DE"):
        ferry.set_name(LONG, culture)
    assert (await newsroom.rooms.content.save(ferry, actor=await newsroom.user("ben"))).success
    ada = await newsroom.signed_in("ada", path=f"/umbraco/content/{ferry.key}", size=size)
    await expect(ada.page.get_by_role("heading", name=LONG, level=1)).to_be_visible()
    await expect(ada.page.get_by_role("textbox", name="Name (English)")).to_be_in_viewport()
    await fits(ada)
    for part in ("History", "Info"):
        await ada.page.get_by_role("link", name=part).click()
        await expect(ada.page.get_by_text("Ben Okafor").first).to_be_visible()
        await fits(ada)


@pytest.mark.rule("OF74", "OF75")
async def test_info_and_history_speak_in_words(newsroom: Newsroom) -> None:
    content, ben = newsroom.rooms.content, await newsroom.user("ben")
    storm = await newsroom.document(STORM)
    storm.set_value("priority", "lead")
    storm.set_value("tags", ["storm"])
    assert (await content.save_and_publish(storm, ["en-US"], actor=ben)).success
    assert (await content.move(await newsroom.document(STORM), (await newsroom.document(SPORT)).id, actor=ben)).success
    for number in range(60):
        storm = await newsroom.document(STORM)
        storm.set_value("teaser", f"Version {number}", "en-US")
        await content.save(storm, actor=ben)
    ada = await newsroom.signed_in("ada", path=f"/umbraco/content/{storm.key}/info")
    place = ada.page.get_by_role("list", name="Place")
    await expect(place).to_have_text(f"{FRONT}{SPORT}", use_inner_text=False)
    rows = ada.page.locator("tbody tr")
    await expect(rows).to_have_count(50)
    await expect(rows.first).to_contain_text("Saved: English")
    await expect(rows.first.locator("time")).to_have_attribute("title", re.compile(r"\b20\d\d\b"))
    await ada.page.get_by_role("button", name="Show older").click()
    await expect(rows.filter(has_text="Moved")).to_contain_text(
        f"from {FRONT} {BELOW} {NEWS} to {FRONT} {BELOW} {SPORT}"
    )
    await expect(rows.last).to_contain_text("Published: ")
    await expect(ada.page.get_by_role("button", name="Show older")).to_have_count(0)
    await ada.page.get_by_role("link", name="History").click()
    await ada.page.locator("cd-document-history li button").last.click()
    changed = ada.page.locator("cd-document-history section")
    priority = changed.filter(has=ada.page.get_by_role("heading", name="Priority"))
    await expect(priority.get_by_role("deletion")).to_have_text("normal")
    await expect(priority.get_by_role("insertion")).to_have_text("lead")
    tags = changed.filter(has=ada.page.get_by_role("heading", name="Tags"))
    await expect(tags.get_by_role("deletion")).not_to_have_count(0)
    await ada.page.get_by_role("link", name="Info").click()
    await place.get_by_role("link", name=SPORT).click()
    await expect(ada.page.get_by_role("heading", name=SPORT, level=1)).to_be_visible()
