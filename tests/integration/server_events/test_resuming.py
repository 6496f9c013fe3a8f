"""Coming back with a cursor: no gap, no repeat."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from copydesk.identity.model import User
from copydesk.journal import Retention, prune
from tests.integration.server_events.node import Client, Node
from tests.integration.server_events.test_events import EVERYWHERE

START = "c0"


async def the_editor(node: Node) -> User:
    return await node.user("ada", await node.group("editors", **EVERYWHERE))


async def until_told(client: Client, wanted: int) -> list[str]:
    """The keys of the next events, as many as wanted."""
    keys: list[str] = []
    while len(keys) < wanted:
        (event,) = await client.connection.called("notify")
        client.heard.append(event)
        keys.append(event["key"])
    return keys


@pytest.mark.rule("SE50")
async def test_a_client_hears_what_it_missed_and_then_what_comes(node: Node) -> None:
    editor = await the_editor(node)
    async with node.client(editor) as client:
        await node.page("One")
        _ = await client.events()
    two = await node.page("Two")
    async with node.client(editor, client.cursor) as back:
        three = await node.page("Three")
        assert [event["key"] for event in await back.events()] == [str(two.key), str(three.key)]


@pytest.mark.rule("SE50")
async def test_a_client_hears_only_what_it_may_see_today(node: Node) -> None:
    editor = await the_editor(node)
    north, south = await node.page("North"), await node.page("South")
    await node.page("Secret", north)
    open_page = await node.page("Open", south)
    (group,) = await node.identity.groups.find("editors")
    group.document_start_nodes = frozenset({south.id})
    await node.identity.groups.save(group)
    async with node.client(editor, START) as client:
        heard = [event["key"] for event in await client.events() if event["eventSource"].endswith(":Document")]
    assert heard == [str(south.key), str(open_page.key)]


@pytest.mark.rule("SE50")
@pytest.mark.timeout(400)
async def test_clients_that_come_and_go_under_load_hear_the_same_as_one_that_stays(
    node: Node, other_node: Node
) -> None:
    editor = await the_editor(node)
    pages, rounds = 24, 6

    async def write(writer: Node, first: int) -> None:
        for number in range(first, first + pages):
            await writer.page(f"Page {number}")

    async def come_and_go(stay: Node) -> list[str]:
        keys: list[str] = []
        async with stay.client(editor) as client:
            started.release()
            keys += await until_told(client, 1)
        while len(keys) < 2 * pages:
            previous = client
            async with stay.client(editor, previous.cursor, live=False) as client:
                keys += await until_told(client, min(rounds, 2 * pages - len(keys)))
        return keys

    started = asyncio.Semaphore(0)
    async with node.client(editor) as stays, asyncio.TaskGroup() as tasks:
        comers = [tasks.create_task(come_and_go(each)) for each in (node, other_node, node)]
        for _ in comers:
            await started.acquire()
        tasks.create_task(write(node, 0))
        tasks.create_task(write(other_node, 100))
        expected = await until_told(stays, 2 * pages)
    assert len(set(expected)) == 2 * pages
    assert [comer.result() for comer in comers] == [expected] * 3


@pytest.mark.rule("SE51")
async def test_a_connected_client_asks_for_what_it_missed(node: Node) -> None:
    editor = await the_editor(node)
    async with node.client(editor) as client:
        await node.page("One")
        _ = await client.events()
    two = await node.page("Two")
    async with node.client(editor) as back:
        three = await node.page("Three")
        assert await node.events.live.caught_up()
        await back.connection.invoke("Resume", client.cursor)
        assert await until_told(back, 2) == [str(three.key), str(two.key)]
        await back.connection.invoke("Resume", client.cursor)  # It has everything after this already.
        four = await node.page("Four")
        assert await until_told(back, 1) == [str(four.key)]
        assert await back.events() == []


@pytest.mark.rule("SE52")
@pytest.mark.parametrize(
    ("cursor", "reason"),
    [("c1", "tooFarBack"), ("cfffff", "unknownPosition"), ("7", "invalidCursor"), ("c-1", "invalidCursor")],
)
async def test_a_client_that_cannot_go_on_is_told_so(node: Node, cursor: str, reason: str) -> None:
    editor = await the_editor(node)
    await node.page("Home")
    _ = await node.events.live.caught_up()
    node.clock.pass_(days=1)
    retention = Retention(timedelta(hours=1), timedelta(hours=1))
    assert await prune(node.journal, retention, node.clock) > 0
    principal = await node.principal(editor)
    async with node.client(principal, cursor) as client:
        page = await node.page("Page")
        _ = await node.events.live.caught_up()
        (first, reset), (second, event) = client.calls()
        assert (first, reset["reason"]) == ("reset", reason)
        assert (second, event["key"]) == ("notify", str(page.key))
        assert int(reset["position"][1:], 16) < int(event["position"][1:], 16)


@pytest.mark.rule("HT6")
async def test_a_writer_is_answered_although_the_database_fails_meanwhile(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone() -> int:
        raise OperationalError("select", {}, OSError("the connection is lost"))

    monkeypatch.setattr(node.journal, "settled", gone)
    assert not await node.events.live.caught_up()
