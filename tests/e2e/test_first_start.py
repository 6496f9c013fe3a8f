"""An empty desk leads to its first document."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from copydesk.bootstrap import Copydesk
from copydesk.content import DocumentType
from copydesk.demo import PASSWORD
from copydesk.serving import served
from copydesk.settings import load_settings
from copydesk.system import random_key
from tests.e2e.newsroom import Newsroom


@pytest.mark.rule("OF80")
async def test_an_empty_desk_leads_to_its_first_document(
    built: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(
        database=f"sqlite:///{tmp_path}/desk.db", administrator="ada@example.org", administrator_password=PASSWORD
    )
    async with Copydesk(settings) as desk, served(desk) as address:
        ada = await Newsroom(address, desk.rooms, browser).signed_in("ada")
        page = ada.page
        await expect(page.get_by_role("heading", name="This desk is empty")).to_be_visible()
        await page.get_by_role("link", name="Add the languages you write in").click()
        await page.get_by_role("link", name="Add a language").click()
        await page.get_by_label("Culture code").fill("en-US")
        await page.get_by_label("Default").check()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("row").filter(has_text="en-US")).to_be_visible()
        await page.get_by_role("link", name="Content", exact=True).click()
        steps = page.get_by_role("listitem")
        await expect(steps.filter(has_text="Add the languages")).to_have_class("done")
        await expect(steps.filter(has_text="Make a document type")).not_to_have_class("done")
        await desk.rooms.document_types.save(DocumentType("note", random_key(), "Note"))
        await expect(steps.filter(has_text="Make a document type")).to_have_class("done")
        await page.get_by_role("button", name="Create at the top").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill("The first note")
        await dialog.get_by_role("button", name="Create").click()
        await expect(page.get_by_role("heading", name="The first note", level=1)).to_be_visible()
        assert await desk.rooms.content.count() == 1
        await ada.context.close()
