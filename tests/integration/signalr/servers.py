"""Starts ASGI servers in processes of their own and speaks to them."""

import base64
import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.servers import START_SECONDS, free_port

ROOT = Path(__file__).parents[3]
APP = "tests.integration.signalr.apps:app"
SIGNALR_CLASS = "copydesk.signalr.uvicorn:SignalRWebSocketProtocol"
COMMANDS = {
    "uvicorn": ["uvicorn", APP, "--port", "{port}"],
    "uvicorn with the SignalR class": ["uvicorn", APP, "--port", "{port}", "--ws", SIGNALR_CLASS],
    "hypercorn": ["hypercorn", APP, "--bind", "127.0.0.1:{port}"],
    "granian": ["granian", APP, "--interface", "asgi", "--host", "127.0.0.1", "--port", "{port}"],
    "the SignalR server": ["apps"],
}


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def web_socket_url(self, path: str) -> str:
        return f"ws://127.0.0.1:{self.port}{path}"

    def client(self) -> httpx.AsyncClient:
        everything = httpx.Limits(max_connections=100)
        return httpx.AsyncClient(base_url=self.url, timeout=60, verify=False, limits=everything)  # noqa: S501 - no TLS

    async def token(self, path: str = "/echo", query: str = "negotiateVersion=1") -> str:
        async with self.client() as client:
            return str((await client.post(f"{path}/negotiate?{query}")).json()["connectionToken"])

    async def end_of(self, name: str) -> str:
        """Wait until the connection whose first request had `?name=` has ended, and return how."""
        async with self.client() as client:
            return (await client.get(f"/ends/{name}")).text

    def upgrade(self, path: str, headers: str = "", receive_buffer: int | None = None) -> "RawSocket":
        return RawSocket(self.port, path, headers, receive_buffer)


class RawSocket:
    """A WebSocket client that does what no library would."""

    def __init__(self, port: int, path: str, headers: str, receive_buffer: int | None) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n".encode()
        )
        self.head = b""
        while not self.head.endswith(b"\r\n\r\n"):
            byte = self.socket.recv(1)
            if not byte:
                break
            self.head += byte

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    def send(self, opcode: int, payload: bytes, *, compressed: bool = False) -> None:
        length = len(payload)
        first = 0x80 | (0x40 if compressed else 0) | opcode
        if length < 126:
            head = struct.pack("!BB", first, 0x80 | length)
        elif length < 65536:
            head = struct.pack("!BBH", first, 0x80 | 126, length)
        else:
            head = struct.pack("!BBQ", first, 0x80 | 127, length)
        self.socket.sendall(head + b"\0\0\0\0" + payload)  # A mask of zeros leaves the payload as it is.

    def receive(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame, or (-1, b"") at the end."""
        head = self._exactly(2)
        if not head:
            return -1, b""
        length = head[1]
        if length == 126:
            length = struct.unpack("!H", self._exactly(2))[0]
        elif length == 127:
            length = struct.unpack("!Q", self._exactly(8))[0]
        return head[0] & 15, self._exactly(length)

    def vanish(self) -> None:
        """Reset the connection, as a machine does that lost its network and came back."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self) -> None:
        self.socket.close()

    def _exactly(self, length: int) -> bytes:
        data = b""
        with contextlib.suppress(ConnectionResetError):
            while len(data) < length and (part := self.socket.recv(length - len(data))):
                data += part
        return data


@contextlib.contextmanager
def running(name: str, folder: Path, **environment: str) -> Iterator[Server]:
    """Run one of `COMMANDS` until the end of the block."""
    port = free_port()
    module, *arguments = (part.format(port=port) for part in COMMANDS[name])
    module = f"tests.integration.signalr.{module}" if module == "apps" else module
    log = folder / f"{module}-{port}.log"
    variables: dict[str, Any] = {**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT), **environment}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=output,
            start_new_session=True,  # granian has workers; they end with their group.
        )
    try:
        _wait_for(port, process, log)
        yield Server(name, port, process, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 50):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)  # Nothing but its port tells when a server is ready.
    raise AssertionError(f"the server did not start:\n{log.read_text()}")
