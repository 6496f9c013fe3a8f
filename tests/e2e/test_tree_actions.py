"""What can be done with documents in the tree, by menu, by mouse and by keys."""

import pytest
from playwright.async_api import expect

from tests.e2e.newsroom import Newsroom, becomes

FRONT, NEWS, SPORT = "The Harbour Post", "News", "Sport"
FERRY, STORM = "Ferry returns to the north quay", "Storm damages the sea wall"


@pytest.mark.rule("OF21", "OF76")
async def test_create_rename_and_copy(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS)
    await ada.acts(NEWS, "Create below")
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_label("Name (English)").fill("A whale in the harbour")
    await dialog.get_by_role("button", name="Create").click()
    await expect(ada.page.get_by_role("heading", name="A whale in the harbour", level=1)).to_be_visible()
    await ada.sees("A whale in the harbour")
    await ada.acts("A whale in the harbour", "Rename")
    await dialog.get_by_label("Name (English)").fill("Two whales in the harbour")
    await dialog.get_by_role("button", name="Rename").click()
    await ada.sees("Two whales in the harbour")
    await ada.acts("Two whales in the harbour", "Copy")
    await dialog.get_by_role("treeitem", name=NEWS).click()
    await dialog.get_by_role("button", name="Copy").click()
    await expect(dialog).to_have_count(0)  # It has a tree, too.
    await ada.sees("Two whales in the harbour (1)")
    assert (await newsroom.document("Two whales in the harbour (1)")).creator == await newsroom.user("ada")
    await ada.page.get_by_role("log").get_by_role("button", name="Show the copy").click()
    await expect(ada.page.get_by_role("heading", name="Two whales in the harbour (1)", level=1)).to_be_visible()


@pytest.mark.rule("OF21", "OF76")
async def test_move_by_dialog_and_by_mouse(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS)
    await ada.expands(NEWS)
    order = await below_news(newsroom)
    assert order[-1] != STORM
    await ada.acts(FERRY, "Move")
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_role("treeitem", name=SPORT).click()
    await dialog.get_by_role("button", name="Move").click()
    await expect(dialog).to_have_count(0)  # It has a tree, too.
    await expect(ada.row(FERRY)).to_have_count(0)
    await ada.row(STORM).drag_to(ada.row(SPORT))
    await expect(ada.row(STORM)).to_have_count(0)
    await ada.expands(SPORT)  # It opens by itself, when the document that is dragged rests on it for long.
    await ada.sees(FERRY, STORM)
    sport = await newsroom.document(SPORT)
    for name in (FERRY, STORM):
        assert (await newsroom.document(name)).parent_id == sport.id
    moved = ada.page.get_by_role("log").locator(".notice", has_text=f"Moved to {SPORT}: {STORM}")
    await moved.get_by_role("button", name="Undo").click()
    await ada.is_told(f"{STORM} is where it was")
    order.remove(FERRY)
    assert await below_news(newsroom) == order


async def below_news(newsroom: Newsroom) -> list[str]:
    """Give the names of what stands below the news, in its order."""
    news = await newsroom.document(NEWS)
    return [one.name for one in (await newsroom.rooms.content.child_summaries(news.id)).items]


@pytest.mark.rule("OF21", "OF76")
async def test_trash_restore_delete_and_empty(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS)
    await ada.expands(NEWS)
    dialog = ada.page.get_by_role("dialog")
    for name in (FERRY, STORM):
        await ada.acts(name, "Move to the recycle bin")
        await dialog.get_by_role("button", name="Move to the recycle bin").click()
        await expect(ada.row(name)).to_have_count(0)
    bin_ = ada.page.get_by_role("treeitem", name="Recycle bin")
    await bin_.click()
    await ada.sees(FERRY, STORM)
    await ada.row(FERRY).click()
    await expect(ada.page.get_by_text("This document is in the recycle bin.")).to_be_visible()
    await expect(ada.page.get_by_role("textbox", name="Teaser (English)")).to_have_attribute("readonly", "")
    await ada.page.get_by_role("button", name="Restore", exact=True).click()
    await expect(ada.row(FERRY)).to_have_attribute("aria-level", "3")
    await ada.opens(STORM)
    await ada.acts(STORM, "Delete for good")
    await dialog.get_by_role("button", name="Delete for good").click()
    await expect(ada.row(STORM)).to_have_count(0)
    await ada.is_told(f"{STORM} was deleted")
    await expect(ada.page.get_by_role("heading", name="Content", level=1)).to_be_visible()
    await bin_.get_by_role("button", name="Actions for Recycle bin").click()
    await ada.page.get_by_role("menuitem", name="Empty the recycle bin").click()
    await dialog.get_by_role("button", name="Empty the recycle bin").click()
    await expect(ada.row("Bridge closed for one weekend")).to_have_count(0)
    await becomes(lambda: in_the_bin(newsroom), 0)


async def in_the_bin(newsroom: Newsroom) -> int:
    return (await newsroom.rooms.content.recycle_bin()).total


@pytest.mark.rule("OF21")
async def test_sort(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT)
    await ada.acts(FRONT, "Sort what is below")
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_role("button", name=f"Move {SPORT} up").click()
    await dialog.get_by_role("button", name="Keep this order").click()
    second = ada.page.locator("[role=treeitem][aria-level='2']").first
    await expect(second).to_contain_text(SPORT)


@pytest.mark.rule("OF22")
async def test_the_menu_has_only_what_the_user_may_do(newsroom: Newsroom) -> None:
    dario = await newsroom.signed_in("dario", path="/umbraco/content")
    await dario.sees(FRONT)
    await dario.row(FRONT).click(button="right")
    items = dario.page.get_by_role("menuitem")
    await expect(items.first).to_be_visible()
    await expect(items.filter(has_text="In den Papierkorb legen")).to_have_count(0)


@pytest.mark.rule("OF19", "OF23")
async def test_documents_are_found_by_name(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    search = ada.page.get_by_role("combobox", name="Find documents")
    options = ada.page.get_by_role("listbox", name="Found documents").get_by_role("option")
    await search.fill("whale watching")
    await expect(ada.page.get_by_text("No document has this in its name.")).to_be_visible()
    await search.fill("sea wall")
    await expect(options).to_contain_text(f"{FRONT} / {NEWS}")
    await search.press("Escape")
    await expect(options).to_have_count(0)
    await search.press("ArrowDown")
    await expect(options).to_have_count(1)
    await search.press("ArrowDown")
    await expect(options).to_have_attribute("aria-selected", "true")
    await search.press("Enter")
    await expect(options).to_have_count(0)
    await expect(ada.page.get_by_role("heading", name=STORM, level=1)).to_be_visible()
    await ada.sees(STORM)


@pytest.mark.rule("OF33", "OF34")
async def test_history_compares_and_goes_back(newsroom: Newsroom) -> None:
    storm = await newsroom.document(STORM)
    before = str(storm.get_value("teaser", "en-US"))
    storm.set_value("teaser", "All is mended.", "en-US")
    await newsroom.rooms.content.save_and_publish(storm, ["en-US"], actor=await newsroom.user("ben"))
    ada = await newsroom.signed_in("ada")
    await ada.opens(FRONT, NEWS, STORM)
    await ada.page.get_by_role("link", name="History").click()
    versions = ada.page.locator("cd-document-history li button")
    await expect(versions.first).to_contain_text("Ben Okafor")
    await versions.last.click()
    await expect(ada.page.get_by_role("heading", name="Teaser (English)")).to_be_visible()
    await ada.page.get_by_role("button", name="Go back to this version").click()
    await ada.is_told("The draft is as it was")
    assert (await newsroom.document(STORM)).get_value("teaser", "en-US") == before
    await ada.page.get_by_role("link", name="Info").click()
    await expect(ada.page.get_by_text(str(storm.key))).to_be_visible()
    await expect(ada.page.get_by_role("row").filter(has_text="Ben Okafor").first).to_be_visible()
