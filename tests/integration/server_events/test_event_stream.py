"""The plain stream of server-sent events."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from copydesk.identity.model import User
from copydesk.journal import Change
from copydesk.server_events import NO_KEY
from copydesk.server_events.cursors import cursor_of
from copydesk.server_events.event_stream import EventsApp, EventStreamOptions
from tests.integration.server_events.node import Node
from tests.integration.server_events.test_events import EVERYWHERE


class Reader:
    """A client that reads a stream."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.ended = asyncio.Event()
        self._parts: asyncio.Queue[bytes] = asyncio.Queue()
        self._leave = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        elif message["body"]:
            for part in message["body"].split(b"\n\n")[:-1] or [message["body"]]:
                self._parts.put_nowait(part)

    def leave(self) -> None:
        self._leave.set()

    async def part(self) -> bytes:
        return await self._parts.get()

    async def event(self) -> tuple[str, str, dict[str, Any]]:
        """Return id, name and data of the next event, past signs of life."""
        while b"\nevent: " not in (part := await self.part()):
            pass
        fields = dict(line.split(": ", 1) for line in part.decode().splitlines())
        return fields["id"], fields["event"], json.loads(fields["data"])


@contextlib.asynccontextmanager
async def reading(app: EventsApp, token: str = "", method: str = "GET", last: str = "") -> AsyncIterator[Reader]:
    reader = Reader()
    headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
    headers += [(b"last-event-id", last.encode())] if last else []
    scope = {"type": "http", "method": method, "path": "/events", "query_string": b"", "headers": headers}
    task = asyncio.create_task(app(scope, reader.receive, reader.send))
    task.add_done_callback(lambda _: reader.ended.set())
    try:
        yield reader
    finally:
        reader.leave()
        await task


async def the_editor(node: Node) -> User:
    return await node.user("ada", await node.group("editors", **EVERYWHERE))


async def live(node: Node) -> None:
    """Return when the stream hears live."""
    while not any(each.group for each in node.events.live.listeners.of(None)):
        await asyncio.wait([asyncio.create_task(node.events.live.caught_up())])


@pytest.mark.rule("SE60")
async def test_a_stream_gives_the_same_events_and_resumes(node: Node) -> None:
    editor = await the_editor(node)
    token = (await node.sign_in(editor)).access_token
    async with reading(node.events.events, token) as reader:
        await live(node)
        home = await node.page("Home")
        id_, name, event = await reader.event()
        assert (reader.status, reader.headers[b"content-type"]) == (200, b"text/event-stream")
        assert (name, event["eventType"], event["key"]) == ("notify", "Created", str(home.key))
        assert event["position"] == id_
    two = await node.page("Two")
    async with reading(node.events.events, token, last=id_) as reader:
        three = await node.page("Three")
        assert [(await reader.event())[2]["key"] for _ in range(2)] == [str(two.key), str(three.key)]
    assert len(node.events.live.listeners) == 0


@pytest.mark.rule("SE60", "SE52")
async def test_a_stream_that_cannot_go_on_is_reset(node: Node) -> None:
    token = (await node.sign_in(await the_editor(node))).access_token
    async with reading(node.events.events, token, last="nonsense") as reader:
        id_, name, data = await reader.event()
        assert (name, data) == ("reset", {"reason": "invalidCursor", "position": id_})


@pytest.mark.rule("SE60", "SE40")
async def test_a_stream_is_refused_to_those_who_may_not(node: Node) -> None:
    for token, method, status in [("", "GET", 401), ("nonsense", "GET", 401), ("", "POST", 405)]:
        async with reading(node.events.events, token, method) as reader:
            body = json.loads(await reader.part())
        assert (reader.status, body["status"]) == (status, status)
        assert reader.headers[b"content-type"] == b"application/problem+json"


@pytest.mark.rule("SE43")
async def test_a_stream_ends_with_the_sign_in(node: Node) -> None:
    editor = await the_editor(node)
    token = (await node.sign_in(editor)).access_token
    async with reading(node.events.events, token) as reader:
        await live(node)
        await node.identity.users.disable(editor.key)
        await reader.ended.wait()


@pytest.mark.rule("SE43")
async def test_a_stream_ends_with_its_token(node: Node) -> None:
    token = (await node.sign_in(await the_editor(node))).access_token
    app = EventsApp(
        node.events.live, node.identity.authenticator.authenticate, node.clock, EventStreamOptions(keep_alive=0.02)
    )
    async with reading(app, token) as reader:
        await live(node)
        node.clock.pass_(minutes=11)
        await reader.ended.wait()


@pytest.mark.rule("SE61")
async def test_a_quiet_stream_shows_signs_of_life(node: Node) -> None:
    token = (await node.sign_in(await the_editor(node))).access_token
    assert await node.events.live.caught_up()
    app = EventsApp(
        node.events.live, node.identity.authenticator.authenticate, node.clock, EventStreamOptions(keep_alive=0.01)
    )
    async with reading(app, token) as reader:
        place = f"id: {cursor_of(node.events.live.position)}".encode()
        assert [await reader.part() for _ in range(4)] == [b": here are the events", place, place, place]


@pytest.mark.rule("SE62")
async def test_a_quiet_stream_says_from_where_its_client_can_go_on(node: Node) -> None:
    token = (await node.sign_in(await the_editor(node))).access_token
    assert await node.events.live.caught_up()
    app = EventsApp(
        node.events.live, node.identity.authenticator.authenticate, node.clock, EventStreamOptions(keep_alive=0.01)
    )
    async with reading(app, token) as reader:
        await live(node)
        told = (await reader.part(), await reader.part())[1]
        hidden = Change(source="Nobody:Hears", type="Updated", key=NO_KEY)
        await node.journal.append([hidden])
        while (later := await reader.part()) == told:
            pass
    missed = await node.page("Missed")
    async with reading(node.events.events, token, last=later.decode().removeprefix("id: ")) as reader:
        assert (await reader.event())[2]["key"] == str(missed.key)
