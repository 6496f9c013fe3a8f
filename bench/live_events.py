"""From a committed change to the screens: how long it takes, and what it costs beside a bare broadcast.

Usage: RATE=20 python bench/live_events.py [connections ...]

A whole server runs in one process, raw WebSocket clients in another, on one machine. The connections share 50
permission profiles, all of which may see the document that changes. In the same run, over the same connections:
- `bare`: the hub sends the same bytes to all; nobody is asked anything.
- `authorised`: a record of the journal is told, which asks each profile.
- `written`: a document is saved; recorded, committed, read from the journal, and told.
The cost is the server's processor time for an event, less what an idle server uses. The delay is from just before the
commit (for `bare` and `authorised`: before the telling) to the arrival at each client, at RATE events a second (20).
"""

import asyncio
import contextlib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from litestar import get, post
from litestar.params import FromPath, FromQuery

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder
from copydesk.content import Document, DocumentType
from copydesk.identity.http_access import PUBLIC
from copydesk.identity.permissions import Section, Verb
from copydesk.journal import Attribution, attributed_to
from copydesk.server_events.outlets import event_of
from copydesk.settings import load_settings
from copydesk.signalr.uvicorn import SignalRWebSocketProtocol
from copydesk.system import random_key

PROFILES = 50
RATE = float(os.environ.get("RATE", "20"))
ROUNDS = 5
EVENTS_A_ROUND = 40
PING = b'{"type":6}\x1e'
HANDSHAKE = b'{"protocol":"json","version":1}\x1e'
ORIGIN = re.compile(rb'"origin":"([0-9.]+)"')


# ------------------------------------------------------------ the server


class Subject:
    """The server, and what the benchmark lets it do."""

    def __init__(self, folder: str) -> None:
        self.desk = Copydesk(load_settings(database=f"sqlite:///{folder}/desk.db"), self._compose)
        self.committing: dict[str, float] = {}
        self.page: Document

    def _compose(self, builder: Builder) -> None:
        builder.routes += [self._tokens(), self._run()]
        builder.on_start.append(self._prepare)

    async def _prepare(self) -> None:
        rooms = self.desk.rooms
        await rooms.document_types.save(DocumentType("note", random_key()))
        self.page = await rooms.content.create("note", "Note")
        await rooms.content.save(self.page)
        self.tokens: list[str] = []
        for number in range(PROFILES):
            group = rooms.identity.groups.new_group(f"profile-{number}", f"Profile {number}")
            group.sections, group.verbs = frozenset({Section.CONTENT}), frozenset({Verb.BROWSE})
            group.document_start_nodes = frozenset({self.page.id, 5000 + number})
            await rooms.identity.groups.save(group)
            self.tokens.append(str((await rooms.identity.api_keys.create(f"service {number}", [group.key])).shown))

        async def note(*_: object) -> None:
            self.committing[self._origin] = time.time()

        rooms.database.before_commit(note)

    def _tokens(self) -> Any:
        @get("/bench/tokens", opt=PUBLIC, sync_to_thread=False)
        def tokens() -> list[str]:
            return self.tokens

        return tokens

    def _run(self) -> Any:
        @post("/bench/{what:str}", opt=PUBLIC)
        async def run(what: FromPath[str], events: FromQuery[int]) -> dict[str, Any]:
            live, journal = self.desk.rooms.events.live, self.desk.rooms.journal
            everybody = self.desk.rooms.events.hub.hub_context.clients.all
            (record,) = [each for each in await journal.read(0) if each.key == self.page.key][:1]
            self.committing.clear()
            before, loop = time.process_time(), asyncio.get_running_loop()
            for number in range(events):
                begun, self._origin = loop.time(), f"{time.time():.6f}"
                self.committing[self._origin] = float(self._origin)
                match what:
                    case "bare":
                        await everybody.send("notify", event_of(replace(record, origin=self._origin)))
                    case "authorised":
                        await live._tell(replace(record, origin=self._origin))  # noqa: SLF001 - this is measured
                    case "written":
                        self.page.name = f"Note {number}"
                        with attributed_to(Attribution(origin=self._origin)):
                            await self.desk.rooms.content.save(self.page)
                await asyncio.sleep(max(0.0, 1 / RATE - (loop.time() - begun)))
            return {"cpu": time.process_time() - before, "committing": self.committing}

        return run

    _origin = ""


def serve(port: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        uvicorn.run(
            Subject(folder).desk, port=port, ws=SignalRWebSocketProtocol, log_level="critical", ws_ping_interval=None,
            backlog=4096,
        )  # fmt: skip


# ------------------------------------------------------------ the clients


class Client(asyncio.Protocol):
    """One WebSocket that notes when each event arrives."""

    def __init__(self, path: str, arrived: dict[str, list[float]]) -> None:
        self._path = path
        self._arrived = arrived
        self._rest = b""
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport: Any = transport
        self._transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        """Note each event by its origin."""
        now = time.time()
        data = self._rest + data
        if not self.ready.done():
            self._greet(data)
            return
        end = 0
        for found in ORIGIN.finditer(data):
            self._arrived[found[1].decode()].append(now)
            end = found.end()
        self._rest = data[max(end, len(data) - 64) :]

    def write(self, message: bytes) -> None:
        """Send a short text frame."""
        self._transport.write(bytes((0x81, 0x80 | len(message))) + b"\0\0\0\0" + message)

    def _greet(self, data: bytes) -> None:
        self._rest = data
        if data.endswith(b"\r\n\r\n"):
            self.write(HANDSHAKE)
        elif data.endswith(b"{}\x1e"):
            self._rest = b""
            self.ready.set_result(None)


async def clients(count: int, address: str) -> None:
    """Open the connections, say so, and tell of the delays of each run that standard input names."""
    tokens = json.loads(sys.stdin.readline())
    loop, arrived = asyncio.get_running_loop(), defaultdict[str, list[float]](list)
    where, left, every = urlsplit(address), iter(range(count)), list[Client]()

    async def opened() -> None:
        for number in left:
            path = f"/umbraco/serverEventHub?access_token={tokens[number % PROFILES]}"
            _, client = await loop.create_connection(partial(Client, path, arrived), where.hostname, where.port)
            await client.ready
            every.append(client)

    async def stay() -> None:
        while True:
            await asyncio.sleep(8)
            for client in every:
                client.write(PING)

    staying = loop.create_task(stay())
    await asyncio.gather(*(opened() for _ in range(32)))
    print("ready", flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        committing = json.loads(line)
        deadline = loop.time() + 10
        while any(len(arrived[origin]) < count for origin in committing) and loop.time() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        delays = sorted((arrival - begun) * 1000 for origin, begun in committing.items() for arrival in arrived[origin])
        expected = count * len(committing)
        middle = [delays[len(delays) // 2], delays[len(delays) * 99 // 100]]
        print(json.dumps({"delays": middle, "missing": expected - len(delays)}), flush=True)
    staying.cancel()


# ------------------------------------------------------------ the figures


def ask(address: str, method: str, path: str) -> Any:
    with contextlib.closing(HTTPConnection(urlsplit(address).netloc)) as connection:
        connection.request(method, path)
        return json.load(connection.getresponse())


def measure(count: int, address: str) -> None:
    arguments = [sys.executable, __file__, "--clients", str(count), address]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.stdin.write(f"{json.dumps(ask(address, 'GET', '/bench/tokens'))}\n")
        process.stdin.flush()
        process.stdout.readline()
        costs, delays = defaultdict[str, list[float]](list), defaultdict[str, list[list[float]]](list)
        for _ in range(ROUNDS):
            for what in ("idle", "bare", "authorised", "written"):
                done = ask(address, "POST", f"/bench/{what}?events={EVENTS_A_ROUND}")
                costs[what].append(done["cpu"] / EVENTS_A_ROUND * 1e3)
                if what != "idle":
                    process.stdin.write(f"{json.dumps(done['committing'])}\n")
                    process.stdin.flush()
                    told = json.loads(process.stdout.readline())
                    delays[what].append(told["delays"])
                    if told["missing"]:
                        print(f"{what}: {told['missing']} arrivals are missing")
        idle = statistics.median(costs["idle"])
        bare = statistics.median(costs["bare"]) - idle
        for what, found in delays.items():
            cost = statistics.median(costs[what]) - idle
            p50, p99 = (statistics.median(one) for one in zip(*found, strict=True))
            print(f"{count:6} {what:12}{cost:10.2f} ms{cost / bare:8.2f}{p50:10.1f} ms{p99:10.1f} ms")
        process.kill()


def main(counts: list[int]) -> None:
    port = 18000 + os.getpid() % 1000
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                ask(address, "GET", "/health/live")
                break
            except OSError:
                time.sleep(0.2)
        print(f"{'':6} {'':12}{'cost':>13}{'of bare':>8}{'p50':>13}{'p99':>13}")
        for count in counts:
            measure(count, address)
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    match sys.argv[1:]:
        case ["--serve", port]:
            serve(int(port))
        case ["--clients", count, address]:
            asyncio.run(clients(int(count), address))
        case counts:
            main([int(count) for count in counts] or [1000, 5000])
