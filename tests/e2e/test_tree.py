"""The document tree in browsers: it follows what others do, and shows to each only what is theirs."""

import pytest
from playwright.async_api import expect

from tests.e2e.newsroom import Newsroom


@pytest.mark.rule("OF10", "OF20")
async def test_a_change_of_one_appears_in_the_tree_of_the_other(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada")
    await expect(ada.page.locator("cd-header").get_by_role("status")).to_have_text("Live")
    await ada.sees("The Harbour Post", "News", "Sport", "Culture")
    sport = await newsroom.document("Sport")
    sport.set_name("Sports", "en-US")
    await newsroom.rooms.content.save(sport, actor=await newsroom.user("ben"))
    await ada.sees("Sports")
    await expect(ada.row("Sports")).to_contain_text("changed by somebody else")
    await newsroom.rooms.content.move_to_recycle_bin(await newsroom.document("Culture"))
    await expect(ada.row("Culture")).to_have_count(0)
