"""An editor who reads German: every refusal of the server is said in German, and so is the rest of the page."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, Response, expect

from copydesk.content import DocumentType, PropertyType
from copydesk.demo import PASSWORD
from copydesk.problems import MEDIA_TYPE
from copydesk.system import random_key
from tests.e2e.newsroom import Newsroom, Visitor

FRONT, NEWS, FERRY = "The Harbour Post", "News", "Ferry returns to the north quay"
EVERYTHING = """() => {
    const texts = [];
    const walk = (root) => root.querySelectorAll("*").forEach((one) => {
        if (one.shadowRoot) { texts.push(one.shadowRoot.textContent); walk(one.shadowRoot); }
        for (const name of ["title", "aria-label", "placeholder"]) texts.push(one.getAttribute(name) ?? "");
    });
    walk(document);
    return texts.join("\\n");
}"""


class Heard:
    """What the server said in its refusals, none of which may stand on the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._refusals: list[Response] = []
        page.on("response", self._listen)

    def _listen(self, response: Response) -> None:
        if response.headers.get("content-type", "").startswith(MEDIA_TYPE):
            self._refusals.append(response)

    async def nothing_of(self, *at_least: str) -> None:
        """Check that the server said these, and that nothing that it said is on the page."""
        heard = [text for refusal in self._refusals for text in _texts_in(await refusal.json())]
        assert [text for text in at_least if not any(text in one for one in heard)] == []
        page = await self._page.evaluate(EVERYTHING)
        assert [text for text in heard if text in page] == []


def _texts_in(problem: dict[str, Any]) -> list[str]:
    said = [problem, *problem.get("errors", ()), *problem.get("messages", ())]
    return [one[name] for one in said for name in ("detail", "message", "category") if one.get(name)]


async def german(newsroom: Newsroom, path: str = "/") -> Visitor:
    """Open a browser whose page is German, before anybody has signed in."""
    visitor = await newsroom.visitor("ada", path=path)
    await visitor.page.evaluate("localStorage.setItem('copydesk.language', 'de')")
    await visitor.page.reload()
    return visitor


async def enters(visitor: Visitor, password: str = PASSWORD) -> None:
    await visitor.page.get_by_label("E-Mail").fill("ada@example.org")
    await visitor.page.get_by_label("Passwort").fill(password)
    await visitor.page.get_by_role("button", name="Anmelden").click()


async def publishes(page: Page) -> None:
    await page.get_by_role("button", name="Speichern und veröffentlichen").click()
    await page.get_by_role("dialog").get_by_role("button", name="Veröffentlichen").click()


def notice(page: Page) -> Locator:
    return page.get_by_role("log").locator(".notice.danger").last


@pytest.mark.rule("OF53", "OF55", "OF57")
async def test_what_is_refused_is_said_in_german(newsroom: Newsroom) -> None:
    ada = await german(newsroom)
    page, heard = ada.page, Heard(ada.page)
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await page.get_by_role("button", name="Anmelden").click()
    await expect(page.get_by_role("alert")).to_contain_text("Geben Sie Ihre E-Mail-Adresse")
    await enters(ada, "not the password")
    await expect(page.get_by_role("alert")).to_contain_text("E-Mail oder Passwort ist falsch.")
    await heard.nothing_of("This did not let you in")

    await enters(ada)
    await ada.opens(FRONT, NEWS, FERRY)
    await page.get_by_role("textbox", name="Teaser (English)").fill("")
    await publishes(page)
    await expect(page.locator(".fault")).to_have_text("„Teaser“ darf nicht leer sein.")
    await heard.nothing_of("Teaser needs a value", "Some values may not be published")
    await page.get_by_role("button", name="Schließen").click()
    await expect(page.get_by_text("Ungespeicherte Änderungen")).to_have_count(0)  # The draft was saved.

    await page.get_by_role("textbox", name="Teaser (English)").fill("She sails")
    await page.get_by_role("textbox", name="Name (English)").fill("FERRY IS BACK")
    await publishes(page)
    await expect(notice(page)).to_contain_text("Hausregeln")
    await expect(notice(page)).to_contain_text("„FERRY IS BACK“ schreit.")
    await heard.nothing_of("shouts", "House style")

    await page.get_by_role("link", name="Info").click()
    await expect(page.get_by_role("row").last).to_contain_text("Veröffentlicht: German")


@pytest.mark.rule("OF55", "OF57")
async def test_a_wrong_alias_and_a_stale_save_are_told_in_german(newsroom: Newsroom) -> None:
    ada = await german(newsroom, "/umbraco/settings/document-type")
    page, heard = ada.page, Heard(ada.page)
    await enters(ada)
    await page.get_by_role("link", name="Dokumenttyp hinzufügen").click()
    await page.get_by_label("Name", exact=True).fill("Notiz")
    await page.get_by_label("Alias").fill("2 Notizen")
    await page.get_by_role("button", name="Typ anlegen").click()
    await expect(page.get_by_text("„2 Notizen“ ist kein Alias")).to_be_visible()
    await heard.nothing_of("is not an alias")

    await page.get_by_label("Alias").fill("notiz")
    await page.get_by_role("button", name="Typ anlegen").click()
    await expect(page.get_by_role("heading", name="Notiz")).to_be_visible()
    types = newsroom.rooms.document_types
    stored, ben = await types.get("notiz"), await newsroom.user("ben")
    await page.get_by_label("Beschreibung").fill("Kurz")
    changed = DocumentType("notiz", stored.key, "Note", id=stored.id, version=stored.version)
    outcome, _ = await types.save(changed, actor=ben)
    assert outcome.success
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_role("alert")).to_contain_text("Jemand war schneller: Ben Okafor")
    await heard.nothing_of("read it again")


@pytest.mark.rule("OF56")
async def test_what_a_site_says_itself_stays_as_it_is(newsroom: Newsroom) -> None:
    rooms = newsroom.rooms
    title = PropertyType("title", "Title", mandatory=True, message="Ask the chief for a title!")
    await rooms.document_types.save(DocumentType("release", random_key(), "Release", own_properties=(title,)))
    made = await rooms.content.create("release", "Quay closed")
    assert (await rooms.content.save(made)).success
    ada = await german(newsroom, f"/umbraco/content/{made.key}")
    await enters(ada)
    await ada.page.get_by_role("button", name="Speichern und veröffentlichen").click()
    await expect(ada.page.locator(".fault")).to_have_text("Ask the chief for a title!")
