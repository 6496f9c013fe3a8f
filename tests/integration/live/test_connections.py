"""What the official client does by itself, against a whole server: tokens, coming back, own events."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.content import DocumentType
from copydesk.identity.permissions import Section
from copydesk.serving import served
from copydesk.settings import Settings, load_settings
from tests.integration.live.people import People
from tests.integration.live.tabs import Tabs, positions
from tests.servers import free_port

NOTE = DocumentType("note", UUID(int=9101))


async def note(desk: Copydesk, name: str = "Note") -> UUID:
    document = await desk.rooms.content.create("note", name)
    assert (await desk.rooms.content.save(document)).success
    return document.key


@pytest.fixture
async def token(desk: Copydesk, people: People) -> str:
    await desk.rooms.document_types.save(NOTE)
    user, _ = await people.user("ann", Section, {-1})
    return await people.token(user)


@pytest.mark.rule("SE40", "SE41")
async def test_a_token_may_come_in_the_header_or_in_the_query(
    desk: Copydesk, address: str, tabs: Tabs, token: str
) -> None:
    header = await tabs.tab("header", address, token)
    query = await tabs.tab("query", address, "", query=f"?access_token={token}", raw=True)
    refused = await tabs.tab("refused", address, "nonsense", live=False)
    assert "401" in await refused.until("failed")
    key = await note(desk)
    assert [(await tab.hears("Created"))["key"] for tab in (header, query)] == [str(key)] * 2
    assert "asked" in [what for what, _ in header.said]


@pytest.mark.rule("BO8", "SE44")
async def test_an_own_event_is_there_before_the_answer(desk: Copydesk, address: str, tabs: Tabs, token: str) -> None:
    for transport in ("WebSockets", "ServerSentEvents"):
        tab = await tabs.tab(transport, address, token, transport=transport)
        for number in range(1, 6):
            path, body = "/umbraco/management/api/v1/document", {"typeAlias": "note", "variants": [{"name": "Note"}]}
            await tab.order("write", url=f"{address}{path}", body=body)
            answer = await tab.until("answered", number)
            await tab.has_heard(number)
            # The first event of a new connection may be read some milliseconds after the answer that follows it.
            assert answer == {"status": 201, "heard": number if number > 1 else answer["heard"]}
            assert tab.heard[-1]["origin"] == transport


@asynccontextmanager
async def desk_on(settings: Settings, port: int = 0) -> AsyncIterator[tuple[Copydesk, str]]:
    async with Copydesk(settings) as desk, served(desk, port=port) as address:
        yield desk, address


@pytest.mark.rule("SE50", "SE53")
async def test_the_stock_client_comes_back_after_a_restart_and_misses_nothing(settings: Settings, tabs: Tabs) -> None:
    async with desk_on(settings, free_port()) as (desk, address):
        await desk.rooms.document_types.save(NOTE)
        token, _ = await People(desk).service("watcher", Section, {-1})
        begun = await tabs.tab("begun", address, token, delays="stock")
        keys = [await note(desk)]
        await begun.has_heard(1)
        quiet = await tabs.tab("quiet", address, token, delays="stock")
    async with Copydesk(settings) as desk:
        keys += [await note(desk), await note(desk)]
    async with desk_on(settings, urlsplit(address).port or 0) as (desk, _):
        for tab in (begun, quiet):
            await tab.until("reconnected")
        keys.append(await note(desk))
        await begun.has_heard(4)
        await quiet.has_heard(3)
    assert [event["key"] for event in begun.heard] == [str(key) for key in keys]
    assert positions(quiet.heard) == positions(begun.heard)[1:]
    said = [what for what, _ in begun.said]
    assert "asked" in said[said.index("reconnecting") : said.index("reconnected")]


@pytest.mark.rule("SE43", "SE50")
async def test_a_token_ends_and_the_next_one_goes_on_without_a_gap(settings: Settings, tabs: Tabs) -> None:
    short = load_settings(database=settings.database_url, sign_in={"access_token_minutes": 6 / 60})
    async with desk_on(short) as (desk, address):
        await desk.rooms.document_types.save(NOTE)
        people = People(desk)
        user, _ = await people.user("ann", Section, {-1})
        fresh, _ = await people.service("fresh", Section, {-1})
        tab = await tabs.tab("short", address, await people.token(user), delays=[300] * 20)
        await tab.order("token", token=fresh)  # Asked for when the connection with the first one has ended.
        keys: list[str] = []
        while "reconnected" not in [what for what, _ in tab.said]:
            keys.append(str(await note(desk)))
        keys.append(str(await note(desk)))
        await tab.has_heard(len(keys))
    assert [event["key"] for event in tab.heard] == keys
    assert "reconnecting" in [what for what, _ in tab.said]
