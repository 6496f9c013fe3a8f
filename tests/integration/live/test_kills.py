"""The server is killed with SIGKILL while clients write and listen: nothing acknowledged is lost, nobody misses any.

`pytest tests/integration/live/test_kills.py --rounds 50` goes on for longer.
"""

import asyncio
import random
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from copydesk.bootstrap import Copydesk
from copydesk.client import EventFeed, ServerEvent
from copydesk.content import DocumentType
from copydesk.identity.permissions import Section
from copydesk.journal import ChangeRecord
from copydesk.settings import Settings
from tests.integration.live.expectation import DOCUMENT, Rights, expected, whole_journal, without_time
from tests.integration.live.people import People
from tests.integration.live.processes import ServerProcess
from tests.integration.live.tabs import Tabs
from tests.integration.live.writers import Writer, writing

NOTE = DocumentType("note", UUID(int=9101))
OFTEN = [100] * 600
"""Delays of a client that tries to come back ten times a second, for a minute."""


class Follower:
    """A Python client that follows over all that happens."""

    def __init__(self, address: str, token: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self.live = asyncio.Event()
        self.losses = 0
        self._more = asyncio.Event()
        self._task = asyncio.create_task(self._follow(address, token))

    async def _follow(self, address: str, token: str) -> None:
        async with EventFeed(address, token, on_live=self.live.set, on_trouble=self._lost, pauses=(0.1,)) as feed:
            async for told in feed.follow():
                assert isinstance(told, ServerEvent), told
                self.heard.append(msgspec.json.decode(msgspec.json.encode(told)))
                self._more.set()

    def _lost(self, trouble: object) -> None:
        self.losses += 1

    async def has_heard(self, events: int) -> None:
        while len(self.heard) < events and not self._task.done():
            self._more.clear()
            waiting = asyncio.create_task(self._more.wait())
            await asyncio.wait([waiting, self._task], return_when=asyncio.FIRST_COMPLETED)

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])


async def prepared(settings: Settings) -> tuple[dict[str, tuple[str, Rights]], int]:
    """Make the services of the test, and return them with the position from which they listen."""
    async with Copydesk(settings) as desk:
        assert (await desk.rooms.document_types.save(NOTE))[0].success
        people = People(desk)
        services = {
            "writer": await people.service("writer", {Section.CONTENT}, {-1}),
            "everything": await people.service("everything", Section, {-1}),
            "nothing much": await people.service("nothing much", {Section.MEDIA}, ()),
        }
        return services, await desk.rooms.journal.settled()


async def killed_while_they_write(server: ServerProcess, writers: list[Writer], chance: random.Random) -> None:
    """Let a few writes be answered, kill the server at some point of the next ones, and start it again."""
    for _ in range(chance.randint(3, 12)):
        await chance.choice(writers).answered.acquire()
    at_some_point = asyncio.Event()
    asyncio.get_running_loop().call_later(chance.random() * 0.05, at_some_point.set)
    await at_some_point.wait()
    await server.kill()
    await server.start()


@pytest.mark.rule("SE54")
@pytest.mark.timeout(600)
async def test_kills_lose_nothing_that_was_acknowledged_and_nobody_misses_anything(
    settings: Settings, tmp_path: Path, tabs: Tabs, rounds: int
) -> None:
    services, before = await prepared(settings)
    server = ServerProcess(settings.database_url, tmp_path)
    chance = random.Random(rounds)
    try:
        await server.start()
        listeners: dict[str, list[Any]] = {name: [] for name in ("everything", "nothing much")}
        for name, listening in listeners.items():
            token = services[name][0]
            listening += [Follower(server.address, token), await tabs.tab(name, server.address, token, delays=OFTEN)]
            await listening[0].live.wait()
        writers = [Writer(number, server, services["writer"][0]) for number in range(1, 5)]
        async with writing(writers):
            for _ in range(rounds):
                await killed_while_they_write(server, writers, chance)
        async with Copydesk(settings) as desk:
            records = await whole_journal(desk.rooms.journal, before)
            await check_tables(desk, records, writers)
        for name, listening in listeners.items():
            wanted = expected(records, (0, services[name][1]))
            for each in listening:
                await each.has_heard(len(wanted))
                assert without_time(each.heard) == wanted
        assert all(listening[0].losses >= rounds for listening in listeners.values())
        for listening in listeners.values():
            await listening[0].leave()
    finally:
        await server.kill()


async def check_tables(desk: Copydesk, records: list[ChangeRecord], writers: list[Writer]) -> None:
    """Compare the tables with the journal, and both with what was acknowledged."""
    documents = (await desk.rooms.content.children(take=10_000)).items
    stored = {document.key: int((document.name or "").rpartition(" ")[2]) for document in documents}
    for writer in writers:
        for key, version in writer.acknowledged.items():
            assert stored.get(key, -1) >= version, f"an acknowledged write is lost: {key}"
    told = Counter((record.key, record.type) for record in records if record.source == DOCUMENT)
    assert {key for key, _ in told} == stored.keys()
    for key, version in stored.items():
        assert told[key, "Created"] == 1
        assert told[key, "Updated"] == version
    assert [record.position for record in records] == list(range(records[0].position, records[-1].position + 1))
