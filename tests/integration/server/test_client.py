"""The Python client against a whole server on a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from urllib.parse import urlsplit

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.client import EventFeed, FeedRefusedError, Reset, ServerEvent, Trouble
from copydesk.content import Document, DocumentType
from copydesk.serving import served
from copydesk.settings import Settings
from copydesk.system import random_key
from tests.servers import free_port

NOTE = DocumentType("note", random_key())


@asynccontextmanager
async def desk_on(settings: Settings, port: int = 0) -> AsyncIterator[tuple[Copydesk, str]]:
    async with Copydesk(settings) as desk, served(desk, port=port) as address:
        if desk.first_administrator is not None:
            await desk.rooms.document_types.save(NOTE)
        yield desk, address


async def token_of(desk: Copydesk) -> str:
    """The key of a service that may see everything."""
    administrators = await desk.rooms.identity.groups.find("admin")
    made = await desk.rooms.identity.api_keys.create("watcher", [group.key for group in administrators])
    assert made.shown is not None
    return str(made.shown)


async def note(desk: Copydesk, name: str) -> Document:
    document = await desk.rooms.content.create("note", name)
    assert (await desk.rooms.content.save(document)).success
    return document


@pytest.mark.rule("SE70", "BO11")
async def test_a_feed_survives_a_restart_of_the_server(settings: Settings) -> None:
    troubles: list[Trouble] = []
    down = asyncio.Event()

    def in_trouble(trouble: Trouble) -> None:
        troubles.append(trouble)
        down.set()

    async with desk_on(settings, free_port()) as (desk, address):
        token, live = await token_of(desk), asyncio.Event()
        feed = EventFeed(address, token, on_live=live.set, on_trouble=in_trouble, pauses=(0.05,))
        await feed.__aenter__()
        told = feed.follow()
        first = asyncio.ensure_future(anext(told))
        await live.wait()
        one = await note(desk, "One")
        assert key_of(await first) == one.key
        second = asyncio.ensure_future(anext(told))
    await down.wait()
    async with desk_on(settings, urlsplit(address).port or 0) as (desk, _):
        two, three = await note(desk, "Two"), await note(desk, "Three")
        assert key_of(await second) == two.key
        assert key_of(await anext(told)) == three.key
        await feed.__aexit__(None, None, None)
    assert troubles[0].pause == 0.05
    assert troubles[0].reason


def key_of(told: ServerEvent | Reset) -> object:
    assert isinstance(told, ServerEvent), told
    return told.key


@pytest.mark.rule("SE71")
async def test_a_feed_says_that_it_cannot_go_on(settings: Settings) -> None:
    async with (
        desk_on(settings) as (desk, address),
        EventFeed(address, await token_of(desk), cursor="cffffff") as feed,
        aclosing(feed.follow()) as told,
    ):
        reset = await anext(told)
        assert isinstance(reset, Reset)
        assert (reset.reason, reset.position) == ("unknownPosition", feed.cursor)
        page = await note(desk, "After")
        assert key_of(await anext(told)) == page.key


@pytest.mark.rule("SE72")
async def test_a_feed_asks_for_a_token_before_each_connection(settings: Settings) -> None:
    async with desk_on(settings) as (desk, address):
        good = await token_of(desk)
        asked: list[str] = []

        async def token() -> str:
            asked.append(good)
            return good

        def on_live() -> None:
            if len(asked) == 1:
                desk.rooms.events.events.close()

        async with EventFeed(address, token, on_live=on_live, pauses=(0.01,)) as feed, aclosing(feed.follow()) as told:
            waiting = asyncio.ensure_future(anext(told))
            while len(asked) < 2:
                await asyncio.wait([waiting], timeout=0.01)
            page = await note(desk, "After")
            assert key_of(await waiting) == page.key


@pytest.mark.rule("SE72")
async def test_a_feed_that_is_refused_ends_with_an_error(settings: Settings) -> None:
    async with desk_on(settings) as (_, address), EventFeed(address, "nonsense") as feed:
        with pytest.raises(FeedRefusedError, match="401") as refused:
            await anext(aiter(feed.follow()))
        assert refused.value.status == 401
