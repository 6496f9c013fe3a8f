"""What the first view costs: bytes over the network, and the time until one can work. See bench/README."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from copydesk.content import Document, DocumentType
from copydesk.system import random_key
from tests.e2e.newsroom import Newsroom

MOST_BYTES = 350 * 1024
MOST_ROWS = 100
"""How many rows of a tree are drawn at most, however long it is; a number that no busy machine changes."""
_COST = """() => {
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const built = all.filter(({name}) => !name.includes('/management/') && !name.includes('EventHub'));
    return {bytes: built.reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0), milliseconds: performance.now()};
}"""


async def cost_of(page: Page) -> dict[str, Any]:
    cost: dict[str, Any] = await page.evaluate(_COST)
    return cost


@pytest.mark.rule("OF54")
async def test_the_first_view_is_small(newsroom: Newsroom) -> None:
    visitor = await newsroom.visitor("nobody")
    await expect(visitor.page.get_by_label("E-mail")).to_be_focused()
    door = await cost_of(visitor.page)
    ada = await newsroom.signed_in("ada")
    await ada.sees("The Harbour Post")
    fresh = await ada.context.new_page()  # A page of its own, so that the clock begins anew.
    await fresh.goto(newsroom.url)
    await expect(fresh.get_by_role("treeitem").first).to_be_visible()
    tree = await cost_of(fresh)
    print(f"sign-in: {door['bytes'] / 1024:.0f} KiB, {door['milliseconds']:.0f} ms to focus")
    print(f"tree, signed in: {tree['bytes'] / 1024:.0f} KiB, {tree['milliseconds']:.0f} ms to the first row")
    assert 0 < door["bytes"] <= MOST_BYTES
    assert 0 < tree["bytes"] <= MOST_BYTES


@pytest.mark.rule("OF26")
async def test_ten_thousand_siblings(newsroom: Newsroom) -> None:
    content = newsroom.rooms.content
    await newsroom.rooms.document_types.save(DocumentType("leaf", random_key()))
    for first in range(0, 10_000, 1000):
        leaves = [await leaf(newsroom, f"Leaf {number:05}") for number in range(first, first + 1000)]
        assert (await content.save_many(leaves)).success
    ada = await newsroom.signed_in("ada")
    await ada.sees("Leaf 00000")
    assert await ada.page.get_by_role("treeitem").count() < MOST_ROWS
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    await ada.row("Leaf 00000").focus()
    await ada.page.get_by_role("tree").focus()
    await ada.page.keyboard.press("End")
    await expect(ada.page.get_by_role("treeitem", name="Recycle bin")).to_be_visible()
    await ada.sees("Leaf 09999")
    assert len([url for url in asked if "/tree/document/root" in url]) <= 3
    last = (await content.children(take=1, skip=10_000)).items[0]
    last.set_name("The very last leaf")
    await content.save(last)
    await ada.sees("The very last leaf")
    drawn = await ada.page.evaluate(
        """async () => {
            const tree = document.querySelector('cd-app').renderRoot.querySelector('cd-content-section')
                .renderRoot.querySelector('cd-tree');
            const scroller = tree.renderRoot.querySelector('.scroll');
            const [times, rows] = [[], []];
            for (let top = 0; top < 6000; top += 300) {
                const before = performance.now();
                scroller.scrollTop = top;
                scroller.dispatchEvent(new Event('scroll'));
                await tree.updateComplete;
                times.push(performance.now() - before);
                rows.push(scroller.querySelectorAll('[role=treeitem]').length);
            }
            return {rows: Math.max(...rows), milliseconds: times.sort((a, b) => a - b)[times.length >> 1]};
        }"""
    )
    print(f"one step of scrolling through 10,000 siblings: {drawn['milliseconds']:.1f} ms")
    assert 0 < drawn["rows"] < MOST_ROWS


async def leaf(newsroom: Newsroom, name: str) -> Document:
    document = await newsroom.rooms.content.create("leaf")
    document.set_name(name)
    return document
