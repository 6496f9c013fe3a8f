"""A folder is imported in one browser, while another one watches the tree."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Route, expect

from copydesk.composition import Builder
from copydesk.content.notifications import ContentSavedNotification
from tests.e2e.accessibility import PHONE, fits_in_width, serious_findings
from tests.e2e.newsroom import Newsroom, Visitor, open_newsroom

FRONT = "The Harbour Post"
FILES = "**/import/*/files"


class Gate:
    """Holds the import after its second batch, with the page `Style`, until the test goes on."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    async def __call__(self, notification: ContentSavedNotification) -> None:
        if any(one.get_name("en-US") == "Style" for one in notification.saved_entities):
            await self.open.wait()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest_asyncio.fixture(loop_scope="session")
async def room(
    built: None, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, gate: Gate
) -> AsyncIterator[Newsroom]:
    def compose(builder: Builder) -> None:
        builder.handlers.add(ContentSavedNotification, gate)

    monkeypatch.chdir(tmp_path)
    async with open_newsroom(template, tmp_path, browser, compose) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in three languages that makes three batches, and has two files that cannot be taken."""
    root = tmp_path / "handbook"
    (root / "guide").mkdir(parents=True)
    (root / "more").mkdir()
    for number in range(30):
        (root / f"more/b{number:02}.md").write_text(f"# Appendix {number}")
    for number in range(24):
        (root / f"a{number:02}.md").write_text(f"# Chapter {number}")
    (root / "guide/index.md").write_text("# Guide")
    (root / "guide/index.de-DE.md").write_text("# Leitfaden")
    (root / "guide/index.fr.md").write_text("# Manuel")
    (root / "guide/style.html").write_text("<h1>Style</h1><script>alert(1)</script><p>Be brief.</p>")
    (root / "guide/wrong.md").write_text("---\ntitle: [\n---\n")
    (root / "photo.jpg").write_bytes(b"\xff")
    return root


async def asks(visitor: Visitor, folder: Path) -> Locator:
    """Open the dialog by the keyboard, and choose a folder."""
    await visitor.chooses(FRONT)
    await visitor.page.keyboard.press("Shift+F10")
    await expect(visitor.page.get_by_role("menuitem").first).to_be_focused()
    await visitor.page.keyboard.press("ArrowDown")
    await expect(visitor.page.get_by_role("menuitem", name="Import pages here…")).to_be_focused()
    await visitor.page.keyboard.press("Enter")
    dialog = visitor.page.get_by_role("dialog", name=f"Import pages below {FRONT}")
    await dialog.locator("input[type=file]").set_input_files(folder)
    await expect(dialog.get_by_text("Pages: 58, in files: 59")).to_be_visible()
    return dialog


async def _no_network(route: Route) -> None:
    await route.abort()


@pytest.mark.rule("OF90", "OF91", "OF92")
async def test_a_folder_is_imported_while_somebody_watches(room: Newsroom, folder: Path, gate: Gate) -> None:
    ada, ben = await room.signed_in("ada"), await room.signed_in("ben")
    await ben.opens(FRONT)
    dialog = await asks(ada, folder)
    await expect(dialog.get_by_text("French (fr): will be added")).to_be_visible()
    await expect(dialog.get_by_text("Files that will be left out: 1")).to_be_visible()
    await dialog.get_by_label("Document type of the pages").select_option("Page")
    await dialog.get_by_label("Publish the pages as well").check()
    assert await serious_findings(ada.page) == []

    await ada.page.route(FILES, _no_network)
    await dialog.get_by_role("button", name="Import").click()
    progress = ada.page.get_by_role("dialog", name="Import", exact=True)
    await expect(progress.get_by_text("The server cannot be reached.")).to_be_visible()
    await ada.page.unroute(FILES)
    await ada.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(progress.get_by_text("25 of 58 pages")).to_be_visible()
    assert await serious_findings(ada.page) == []
    await ben.sees("Chapter 3")
    await ben.page.get_by_role("tree").press("End")
    await ben.sees("Guide")

    await ada.page.reload()
    await ada.is_live()
    await expect(ada.page.get_by_text("Import is running")).to_be_visible()
    await ada.opens(FRONT)  # One goes on working meanwhile.
    gate.open.set()
    await expect(ada.page.get_by_text("Import done")).to_be_visible()
    await ada.page.get_by_role("button", name="Show: Import done").click()
    await expect(progress.get_by_text("The import is done")).to_be_visible()
    await expect(progress.locator("dl")).to_have_text("New57Changed0As they were0Pages left out1", use_inner_text=False)
    await expect(progress.get_by_text("guide/wrong.md: ")).to_be_visible()
    assert await serious_findings(ada.page) == []
    async with ada.page.expect_download() as downloading:
        await progress.get_by_role("button", name="Save the list").click()
    saved = folder.parent / "import.txt"
    await (await downloading.value).save_as(saved)
    assert saved.read_text().startswith("guide/wrong.md: the bracket in line 2 of its front matter")
    await progress.get_by_role("button", name="Discard the report").click()
    await expect(ada.page.get_by_text("Import done")).to_have_count(0)

    await ben.expands("Guide")
    await ben.sees("Style")
    guide = await room.document("Guide")
    assert {one: guide.get_name(one) for one in guide.published_cultures} == {
        "en-US": "Guide",
        "de-DE": "Leitfaden",
        "fr": "Manuel",
    }
    assert guide.creator == await room.user("ada")


@pytest.mark.rule("OF93", "OF94")
async def test_an_import_is_cancelled_and_says_so_on_a_phone_in_german(
    room: Newsroom, folder: Path, gate: Gate
) -> None:
    dario = await room.signed_in("dario", size=PHONE, dark=True)
    page = dario.page
    await dario.row(FRONT).click(button="right")
    await page.get_by_role("menuitem", name="Seiten hierher importieren …").click()
    dialog = page.get_by_role("dialog", name=f"Seiten unter {FRONT} importieren")
    await dialog.locator("input[type=file]").set_input_files(folder)
    await expect(dialog.get_by_text("Seiten: 58, in Dateien: 59")).to_be_visible()
    await expect(dialog.get_by_text("(fr): wird ausgelassen")).to_be_visible()
    await expect(dialog.get_by_label("Die Seiten auch veröffentlichen")).to_have_count(0)
    await dialog.get_by_label("Dokumenttyp der Seiten").select_option("Page")
    assert await serious_findings(page) == []
    await fits_in_width(page)
    await dialog.get_by_role("button", name="Importieren").click()

    progress = page.get_by_role("dialog", name="Import", exact=True)
    await expect(progress.get_by_text("25 von 58 Seiten")).to_be_visible()
    await progress.get_by_role("button", name="Import abbrechen").click()
    sure = page.get_by_role("dialog", name="Den Import abbrechen?")
    await sure.get_by_role("button", name="Abbrechen", exact=True).click()
    await expect(progress.get_by_text("25 von 58 Seiten")).to_be_visible()
    await progress.get_by_role("button", name="Import abbrechen").click()
    await sure.get_by_role("button", name="Import abbrechen").click()
    await expect(progress.get_by_text("Hält nach dem jetzigen Schritt an")).to_be_visible()
    gate.open.set()
    await expect(progress.get_by_text("Der Import wurde angehalten.")).to_be_visible()
    await expect(progress.locator("dl")).to_have_text(
        "Neu49Geändert0Unverändert0Ausgelassene Seiten1", use_inner_text=False
    )
    assert await serious_findings(page) == []
    assert (await room.document("Guide")).creator == await room.user("dario")
