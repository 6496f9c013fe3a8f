"""Coming back with a cursor: no gap, no repeat."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from copydesk.identity.model import User
from copydesk.journal import ChangeRecord, Retention, TooFarBackError, prune
from copydesk.signalr import HubError
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


@pytest.mark.rule("SE57")
async def test_a_connection_cannot_ask_again_and_again(node: Node) -> None:
    editor = await the_editor(node)
    await node.page("Home")
    async with node.client(editor) as client:
        lock = node.events.live.listeners.of(None)[0].turn
        async with lock:  # It is being told.
            await client.connection.invoke("Resume", START)
            await client.connection.invoke("Resume", START)
            with pytest.raises(HubError, match="being told already"):
                await client.connection.invoke("Resume", START)


@pytest.mark.rule("SE56")
async def test_who_was_catching_up_when_the_reader_ended_comes_back_and_hears_everything(node: Node) -> None:
    editor = await the_editor(node)
    principal = await node.principal(editor)
    home = await node.page("Home")
    async with node.client(principal) as client:
        async with node.events.live.listeners.of(None)[0].turn:
            await client.connection.invoke("Resume", START)
            node.running.cancel()
            await asyncio.wait([node.running])
        assert (await client.connection.peer.closed).allow_reconnect
    node.run_again()
    async with node.client(principal, START) as back:
        heard = [event["key"] for event in await back.events()]
        assert str(home.key) in heard


@pytest.mark.rule("SE46")
async def test_a_slow_client_holds_nobody_up_when_the_reader_loses_its_place(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = await the_editor(node)
    read, lost = node.journal.read, asyncio.Event()

    async def lose_place(after: int, most: int | None = None) -> list[ChangeRecord]:
        if not lost.is_set():
            lost.set()
            raise TooFarBackError(after, after + 1)
        return await read(after, most)

    async with node.client(editor) as slow, node.client(editor) as quick:
        monkeypatch.setattr(slow.connection.connection, "drain", asyncio.Event().wait)
        monkeypatch.setattr(node.journal, "read", lose_place)
        await lost.wait()
        (reset,) = await quick.connection.called("reset")
        assert reset["reason"] == "tooFarBack"
        page = await node.page("Page")
        (event,) = await quick.connection.called("notify")
        assert event["key"] == str(page.key)
        (reset,) = await slow.connection.called("reset")
        assert reset["reason"] == "tooFarBack"
