"""Memory per idle WebSocket connection, and what a connect costs: the endpoint and a hub against bare ASGI.

Usage: python bench/signalr_connections.py [connections] [bare|endpoint|hub ...]

Each subject runs in a server process of its own (uvicorn, uvloop, the SignalR WebSocket class); the client is a third
process that opens raw sockets. Memory is what the server's resident set grows by, after a garbage collection; the cost
of a connect (upgrade and one message each way) is the server's processor time. The figures that matter are those
relative to the bare ASGI application, measured in the same run.
"""

import asyncio
import base64
import contextlib
import gc
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import uvicorn

from copydesk.signalr import Hub, HubApp
from copydesk.signalr.connections import Connection, ConnectionEndpoint
from copydesk.signalr.uvicorn import SignalRWebSocketProtocol

HANDSHAKE = b'{"protocol":"json","version":1}\x1e'
AT_ONCE = 64

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


async def bare(scope: Message, receive: Receive, send: Send) -> None:
    """The least that an ASGI application does to hold a WebSocket open."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "text": "{}\x1e"})


async def idle(connection: Connection) -> None:
    """Answer like a handshake and wait for the end."""
    while await connection.receive() is not None:
        connection.write(b"{}\x1e")


class EmptyHub(Hub):
    """A hub that does nothing."""


SUBJECTS: dict[str, Callable[[], App]] = {
    "bare": lambda: bare,
    "endpoint": lambda: ConnectionEndpoint(idle),
    "hub": lambda: HubApp(EmptyHub),
}


def resident_kib() -> int:
    """Return the resident set of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def serve(subject: str, port: int) -> None:
    """Run a server that answers `GET /figures` itself."""
    app = SUBJECTS[subject]()

    async def measured(scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/figures":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            figures = f"{time.process_time()} {resident_kib()}"
            await send({"type": "http.response.body", "body": figures.encode()})
        elif scope["type"] != "lifespan":
            await app(scope, receive, send)

    uvicorn.run(
        measured, port=port, ws=SignalRWebSocketProtocol, log_level="critical", lifespan="off", ws_ping_interval=None,
        backlog=4096,
    )  # fmt: skip


async def open_one(loop: asyncio.AbstractEventLoop, port: int) -> socket.socket:
    """Open one WebSocket, exchange one message on it, and leave it open."""
    one = socket.socket()
    one.setblocking(False)  # noqa: FBT003 - its signature
    await loop.sock_connect(one, ("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    await loop.sock_sendall(
        one,
        (
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nUser-Agent: bench\r\n\r\n"
        ).encode(),
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += await loop.sock_recv(one, 4096)
    if not answer.startswith(b"HTTP/1.1 101"):
        raise RuntimeError(f"The upgrade failed: {answer!r}")
    await loop.sock_sendall(one, bytes((0x81, 0x80 | len(HANDSHAKE))) + b"\0\0\0\0" + HANDSHAKE)
    reply = answer.partition(b"\r\n\r\n")[2]
    while not reply.endswith(b"\x1e"):
        reply += await loop.sock_recv(one, 4096)
    return one


async def open_all(count: int, port: int) -> list[socket.socket]:
    """Open `count` connections, some at a time."""
    loop = asyncio.get_running_loop()
    left = iter(range(count))
    opened: list[socket.socket] = []

    async def worker() -> None:
        opened.extend([await open_one(loop, port) for _ in left])

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return opened


def figures_of(port: int) -> tuple[float, int]:
    """Return the server's processor time in seconds and its resident set in KiB."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/figures", timeout=60) as answer:
        seconds, kib = answer.read().split()
    return float(seconds), int(kib)


def client(count: int, port: int) -> None:
    """Warm the server up, open the connections, and print bytes and processor microseconds for each."""
    for one in asyncio.run(open_all(100, port)):
        one.close()
    time.sleep(1)
    cpu_before, kib_before = figures_of(port)
    opened = asyncio.run(open_all(count, port))
    cpu, kib = figures_of(port)
    print((kib - kib_before) * 1024 / count, (cpu - cpu_before) * 1e6 / count)
    for one in opened:
        one.close()


def measure(subject: str, count: int) -> tuple[float, float]:
    """Run one subject; return bytes and processor microseconds per connection."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen([sys.executable, __file__, "--serve", subject, str(port)])
    try:
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.02)
        arguments = [sys.executable, __file__, "--client", str(count), str(port)]
        output = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    finally:
        server.kill()
        server.wait()
    memory, cost = output.split()
    return float(memory), float(cost)


def main(arguments: list[str]) -> None:
    """Measure the subjects and print a table."""
    count = int(arguments[0]) if arguments else 5000
    print(f"{count} connections     KiB each    above bare    us to connect    of bare    connects/s on one core")
    bare_memory = bare_cost = 0.0
    for subject in arguments[1:] or list(SUBJECTS):
        memory, cost = measure(subject, count)
        bare_memory, bare_cost = (bare_memory or memory), (bare_cost or cost)
        above, ratio = (memory - bare_memory) / 1024, cost / bare_cost
        print(f"{subject:20}{memory / 1024:10.1f}{above:14.1f}{cost:17.0f}{ratio:11.2f}{1e6 / cost:26.0f}")


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    match sys.argv[1:]:
        case ["--serve", subject, port]:
            serve(subject, int(port))
        case ["--client", count, port]:
            client(int(count), int(port))
        case arguments:
            main(arguments)
