"""Order in the tree: by dragging, by keys and by the dialog, while somebody else looks on."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Route, expect

from copydesk.content import Document, DocumentType
from copydesk.system import random_key
from tests.e2e.accessibility import serious_findings
from tests.e2e.newsroom import PATIENCE, Newsroom, Visitor

FRONT, NEWS, SPORT, CULTURE = "The Harbour Post", "News", "Sport", "Culture"
FERRY, STORM = "Ferry returns to the north quay", "Storm damages the sea wall"
LEAVES = 600
"""More than come in one part, and than are drawn at once."""


def below(visitor: Visitor, level: int) -> Locator:
    return visitor.page.locator(f"[role=treeitem][aria-level='{level}'] .name")


async def begin(newsroom: Newsroom, name: str, *more: str) -> Visitor:
    visitor = await newsroom.signed_in(name, path="/umbraco/content")
    for level, parent in enumerate((FRONT, *more), start=2):
        await visitor.expands(parent)
        await expect(below(visitor, min(level, 3)).first).to_be_visible()
    return visitor


@pytest.mark.rule("OF27")
async def test_order_by_dragging_and_by_keys_with_somebody_looking_on(newsroom: Newsroom) -> None:
    ada, ben = await begin(newsroom, "ada"), await begin(newsroom, "ben")
    names = await below(ada, 2).all_inner_texts()
    first, second, last = names[0], names[1], names[-1]
    await ben.row(second).click()
    await ada.row(last).drag_to(ada.row(first), target_position={"x": 90, "y": 3})
    for visitor in (ada, ben):
        await expect(below(visitor, 2)).to_have_text([last, *names[:-1]])
    await expect(ben.row(second)).to_have_attribute("aria-selected", "true")

    tree = ada.page.get_by_role("tree")
    await ada.chooses(last)
    for _ in range(2):
        await ada.page.keyboard.press("Alt+ArrowDown")
    await expect(ada.page.get_by_role("status").filter(has_text="stands at place")).to_contain_text(
        f"{last} stands at place 3 of {len(names)} now"
    )
    for visitor in (ada, ben):
        await expect(below(visitor, 2)).to_have_text([first, second, last, *names[2:-1]])
    await ada.page.keyboard.press("Alt+ArrowUp")
    await expect(below(ben, 2)).to_have_text([first, last, second, *names[2:-1]])
    await expect(ada.row(last)).to_have_class(r"node focused ")

    dialog = ada.page.get_by_role("dialog")
    await ada.page.keyboard.press("F2")
    await expect(dialog).to_contain_text(f"Rename {last}")
    await ada.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(tree).to_be_focused()
    await ada.page.keyboard.press("Delete")
    await dialog.get_by_role("button", name="Move to the recycle bin").click()
    await expect(below(ada, 2)).to_have_text([first, second, *names[2:-1]])
    await expect(ada.row(second)).to_have_class(r"node focused ")
    await expect(tree).to_be_focused()


@pytest.mark.rule("OF27")
async def test_to_a_place_of_another_parent_or_not_at_all(newsroom: Newsroom) -> None:
    ada = await begin(newsroom, "ada", NEWS, SPORT)
    goal, other = [str(child.name) for child in await children_of(newsroom, SPORT)][:2]
    await ada.sees(FERRY, goal)
    await ada.row(FERRY).drag_to(ada.row(goal), target_position={"x": 90, "y": 3})
    after = ada.page.locator(f'[role=treeitem]:has-text("{FERRY}") + [role=treeitem]')
    await expect(after).to_contain_text(goal)
    assert [child.name for child in (await children_of(newsroom, SPORT))[:2]] == [FERRY, goal]

    async def too_late(route: Route) -> None:
        await newsroom.rooms.content.move_to_recycle_bin(await newsroom.document(other))
        await route.continue_()

    await ada.page.route("**/move", too_late)
    await ada.row(STORM).drag_to(ada.row(other), target_position={"x": 90, "y": 3})
    await expect(ada.page.get_by_role("log")).to_contain_text("does not stand there")
    await expect(ada.row(other)).to_have_count(0)
    await ada.sees(STORM)
    assert (await newsroom.document(STORM)).parent_id == (await newsroom.document(NEWS)).id


@pytest.mark.rule("OF27")
async def test_who_may_not_sort_is_told_so(newsroom: Newsroom) -> None:
    dario = await begin(newsroom, "dario")
    names = await below(dario, 2).all_inner_texts()
    await dario.chooses(names[1])
    await dario.page.keyboard.press("Alt+ArrowUp")
    await expect(dario.page.get_by_role("log")).to_contain_text(f"Sie dürfen {names[1]} nicht dorthin stellen")
    await expect(below(dario, 2)).to_have_text(names)


async def children_of(newsroom: Newsroom, name: str) -> tuple[Document, ...]:
    parent = await newsroom.document(name)
    return (await newsroom.rooms.content.children(parent.id)).items


async def plant(newsroom: Newsroom) -> None:
    """Put many leaves at the root, the last number first."""
    content = newsroom.rooms.content
    leaf = DocumentType("leaf", random_key(), allowed_children=frozenset({"leaf"}))
    await newsroom.rooms.document_types.save(leaf)
    for start in range(LEAVES, 0, -300):
        leaves = [await content.create("leaf", f"Leaf {number}") for number in range(start, start - 300, -1)]
        assert (await content.save_many(leaves)).success


@pytest.mark.rule("OF23", "OF51")
async def test_the_tree_opens_down_to_a_document_far_down_a_long_list(newsroom: Newsroom) -> None:
    await plant(newsroom)
    content = newsroom.rooms.content
    parent = next(leaf for leaf in (await content.children(take=2 * LEAVES)).items if leaf.name == "Leaf 2")
    found = await content.create("leaf", "Found", parent.id)
    assert (await content.save(found)).success
    ada = await newsroom.signed_in("ada", path=f"/umbraco/content/{found.key}")
    await expect(ada.row("Found")).to_be_in_viewport(timeout=2 * PATIENCE)
    await ada.page.get_by_role("tree").focus()
    await ada.page.keyboard.press("ArrowUp")
    await expect(ada.page.locator("[role=treeitem].focused .name")).to_have_text("Leaf 2")


@pytest.mark.rule("OF28", "OF29")
async def test_many_siblings_by_name_and_by_hand(newsroom: Newsroom) -> None:
    await plant(newsroom)
    ada = await newsroom.signed_in("ada", path="/umbraco/content")
    ben = await newsroom.signed_in("ben", path="/umbraco/content")
    await ben.sees(f"Leaf {LEAVES}")
    await ben.page.get_by_role("tree").focus()
    for _ in range(3):
        await ben.page.keyboard.press("PageDown")
    scrolled = await ben.page.get_by_role("tree").evaluate("tree => tree.scrollTop")
    focused = await ben.page.locator("[role=treeitem].focused .name").inner_text()
    assert scrolled > 0

    await ada.page.get_by_role("button", name="Sort the top").click()
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_label("By name").check()
    await dialog.get_by_label("Language of the names").select_option("de-DE")
    assert await serious_findings(ada.page) == []
    await dialog.get_by_role("button", name="Keep this order").click()
    await expect(dialog).to_have_count(0, timeout=4 * PATIENCE)
    second = ada.page.locator("[role=treeitem]").nth(1)
    await expect(second).to_contain_text("Leaf 1 ", timeout=2 * PATIENCE)
    first = (await newsroom.rooms.content.children(take=3)).items
    assert [child.name for child in first] == [FRONT, "Leaf 1", "Leaf 2"]  # The first one is “Die Hafenpost” in German.

    row = ben.page.locator("[role=treeitem]").filter(has_text="Leaf ").nth(20)
    await expect(row).to_contain_text(re.compile(r"Leaf \d{1,3}\b(?!\d)"), timeout=4 * PATIENCE)
    assert await ben.page.get_by_role("tree").evaluate("tree => tree.scrollTop") == scrolled
    assert focused

    let_go = asyncio.Event()

    async def all_but_the_first_part_late(route: Route) -> None:
        if "skip=0" not in route.request.url:
            await let_go.wait()
        await route.continue_()

    await ada.page.route("**/tree/document/root?*take=*", all_but_the_first_part_late)
    await ada.page.get_by_role("button", name="Sort the top").click()
    await expect(dialog.get_by_text("are here")).to_be_visible(timeout=4 * PATIENCE)
    assert await dialog.get_by_role("listitem").count() < 60
    await dialog.get_by_role("button", name="Move Leaf 2 up").focus()
    await ada.page.keyboard.press("Alt+End")
    await expect(dialog.get_by_role("button", name="Move Leaf 2 down")).to_be_focused()
    assert await serious_findings(ada.page) == []
    keep = dialog.locator("uui-button", has_text="Keep this order")
    await expect(keep).to_have_attribute("disabled", "")
    let_go.set()
    await expect(keep).not_to_have_attribute("disabled", "", timeout=4 * PATIENCE)
    await keep.click()
    await expect(dialog).to_have_count(0)
    last = (await newsroom.rooms.content.children(take=1, skip=LEAVES)).items[0]
    assert last.name == "Leaf 2"
