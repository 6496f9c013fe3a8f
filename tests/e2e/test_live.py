"""Who sees what while others work, and what happens when the line is cut."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from copydesk.demo import PASSWORD
from tests.e2e.newsroom import HUB, Newsroom, open_newsroom

FRONT, NEWS, SPORT, FERRY = "The Harbour Post", "News", "Sport", "Ferry returns to the north quay"
ROWERS = "Rowers win the spring regatta"

TALL = (1280, 2600)
"""A window in which every row of the tree is in sight."""


@pytest.mark.rule("OF24")
async def test_a_user_with_a_start_node_sees_only_their_branch_move(newsroom: Newsroom) -> None:
    clara = await newsroom.signed_in("clara")
    await clara.sees(SPORT)
    for count in (0, 1):  # What stands above her start node closes and opens, but has nothing to edit.
        await clara.row(FRONT).click()
        await expect(clara.row(SPORT)).to_have_count(count)
    await expect(clara.row(NEWS)).to_have_count(0)
    await clara.row(SPORT).locator(".twist").click()
    await clara.sees(ROWERS)
    asked: list[str] = []
    clara.page.on("request", lambda request: asked.append(request.url))
    ferry, rowers = await newsroom.document(FERRY), await newsroom.document(ROWERS)
    ferry.set_name("Ferry is late", "en-US")
    rowers.set_name("Rowers lose", "en-US")
    await newsroom.rooms.content.save(ferry)
    await newsroom.rooms.content.save(rowers)
    await clara.sees("Rowers lose")
    sport = await newsroom.document(SPORT)
    assert len([url for url in asked if "/tree/" in url]) == len([url for url in asked if str(sport.key) in url]) == 1


@pytest.mark.rule("OF11")
async def test_rights_that_are_withdrawn_close_the_page(newsroom: Newsroom) -> None:
    ben = await newsroom.signed_in("ben")
    await ben.opens(FRONT, NEWS, FERRY)
    users = newsroom.rooms.identity.users
    user = await users.get(await newsroom.user("ben"))
    assert user is not None
    sport = await newsroom.document(SPORT)
    groups = await newsroom.rooms.identity.groups.get_many(user.groups)
    for group in groups:
        assert (await newsroom.rooms.identity.groups.save(replace(group, document_start_nodes=frozenset()))).success
    assert (await users.save(replace(user, document_start_nodes=frozenset({sport.id})))).success
    await expect(ben.page.get_by_text("This document is not there any more, or no longer for you.")).to_be_visible()
    await expect(ben.row(NEWS)).to_have_count(0)
    await ben.sees(SPORT)
    assert (await users.save(replace(user, groups=frozenset()))).success
    await expect(ben.page.get_by_role("alert")).to_contain_text("Your user groups open no section")


@pytest.mark.rule("OF11")
async def test_rights_that_are_withdrawn_before_the_line_is_there_are_gone(newsroom: Newsroom) -> None:
    ben = await newsroom.visitor("ben")
    withdrawn = asyncio.Event()

    async def hold(route: Route) -> None:
        await withdrawn.wait()
        await route.continue_()

    await ben.page.route(HUB, hold)
    await ben.page.get_by_label("E-mail").fill("ben@example.org")
    await ben.page.get_by_label("Password").fill(PASSWORD)
    await ben.page.get_by_role("button", name="Sign in").click()
    settings = ben.page.get_by_role("link", name="Settings")
    await expect(settings).to_be_visible()
    identity = newsroom.rooms.identity
    user = await identity.users.get(await newsroom.user("ben"))
    assert user is not None
    writers = await identity.groups.find("writer")
    assert (await identity.users.save(replace(user, groups=frozenset(group.key for group in writers)))).success
    withdrawn.set()
    await ben.is_live()
    await expect(settings).to_have_count(0)
    await ben.sees(FRONT)


@pytest.mark.rule("OF11")
async def test_who_is_disabled_is_signed_out_at_once(newsroom: Newsroom) -> None:
    ben = await newsroom.signed_in("ben")
    await ben.sees(FRONT)
    assert (await newsroom.rooms.identity.users.disable(await newsroom.user("ben"))).success
    await expect(ben.page.get_by_label("Password")).to_be_visible()
    await expect(ben.page.get_by_role("status")).to_contain_text("You were signed out")


@pytest.mark.rule("OF12")
async def test_who_signs_out_everywhere_is_out_in_an_idle_browser(newsroom: Newsroom) -> None:
    idle = await newsroom.signed_in("ben")
    await idle.sees(FRONT)
    ben = await newsroom.signed_in("ben", path="/umbraco/account")
    for _ in range(2):  # The second is asked for: one means it.
        await ben.page.get_by_role("button", name="Sign out everywhere").click()
    for visitor in (ben, idle):
        await expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest_asyncio.fixture(loop_scope="session")
async def hasty(
    built: None, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> AsyncIterator[Newsroom]:
    """A newsroom whose access tokens end after five seconds."""
    monkeypatch.chdir(tmp_path)
    async with open_newsroom(template, tmp_path, browser, sign_in={"access_token_minutes": 5 / 60}) as opened:
        yield opened


@pytest.mark.rule("OF25")
async def test_the_line_of_an_idle_page_outlives_its_token(hasty: Newsroom) -> None:
    ben = await hasty.signed_in("ben")
    await ben.opens(FRONT, NEWS)
    for number in range(2):
        async with ben.page.expect_response(lambda answer: bool(HUB.search(answer.url)) and answer.status == 401):
            pass  # The token has ended, and nothing else on the page asks for another one.
        await ben.is_live()
        front = await hasty.document(FRONT)
        front.set_name(f"The Harbour Post {number}", "en-US")
        assert (await hasty.rooms.content.save(front)).success
        await ben.sees(f"The Harbour Post {number}")
        front.set_name(FRONT, "en-US")
        assert (await hasty.rooms.content.save(front)).success


@pytest.mark.rule("OF25")
async def test_what_happened_while_the_line_was_cut_is_caught_up_on(newsroom: Newsroom) -> None:
    ada, ben = [await newsroom.signed_in(name, size=TALL) for name in ("ada", "ben")]
    for visitor in (ada, ben):
        await visitor.opens(FRONT, NEWS)
        await visitor.expands(NEWS)
        await visitor.sees(FERRY)
    await ada.line.cut()
    banner = ada.page.locator("cd-live-banner")
    await expect(banner).to_contain_text("What others do is not shown")
    news = await newsroom.document(NEWS)
    content = newsroom.rooms.content
    for number in range(50):
        page = await content.create("article", parent_id=news.id)
        page.set_name(f"Story {number:02}", "en-US")
        await content.save(page, actor=await newsroom.user("ben"))
        if number % 5 == 4:
            await content.move_to_recycle_bin(page)
    await expect(ben.row("Story 48")).to_be_visible()
    assert await ada.row("Story 48").count() == 0
    await ada.line.mend()
    await ada.is_live()
    await expect(banner).to_have_text("")
    below = (await content.children(news.id)).items
    for visitor in (ben, ada):
        rows = visitor.page.locator("[role=treeitem][aria-level='3'] .name")
        await expect(rows).to_have_text([str(child.name) for child in below])
