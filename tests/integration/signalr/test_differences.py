"""Where the servers differ; `docs/signalr-hosting.md` lists the same."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import websockets

from tests.integration.signalr.servers import RawSocket, Server

EMPTY, NORMAL = b"", struct.pack("!H", 1000)
CLOSE, TEXT = 8, 1


@asynccontextmanager
async def opened(
    server: Server, path: str = "/echo", headers: str = "", receive_buffer: int | None = None
) -> AsyncIterator[RawSocket]:
    socket = await asyncio.to_thread(server.upgrade, path, headers, receive_buffer)
    try:
        yield socket
    finally:
        socket.close()


async def how_it_ends(server: Server, kind: str) -> tuple[bytes | None, str]:
    """Return what the server answers to a way of closing, and what the handler is told."""
    async with opened(server, f"/echo?name={kind}") as socket:
        socket.send(TEXT, b"x")
        assert socket.receive() == (TEXT, b"x")
        reply = None
        if kind == "vanish":
            socket.vanish()
        else:
            socket.send(CLOSE, EMPTY if kind == "empty" else NORMAL)
            reply = (await asyncio.to_thread(socket.receive))[1]
    return reply, await server.end_of(kind)


LOST = "The peer vanished."
ENDINGS = {
    "uvicorn": {"normal": (NORMAL, "ended"), "empty": (EMPTY, "ended"), "vanish": (None, LOST)},
    "uvicorn with the SignalR class": {
        "normal": (NORMAL, "ended"),
        "empty": (NORMAL, "ended"),
        "vanish": (None, LOST),
    },
    "hypercorn": {"normal": (NORMAL, LOST), "empty": (EMPTY, LOST), "vanish": (None, LOST)},
    "granian": {"normal": (NORMAL, "ended"), "empty": (EMPTY, LOST), "vanish": (None, LOST)},
}


@pytest.mark.rule("ST90", "ST91", "ST25")
@pytest.mark.parametrize("kind", ["normal", "empty", "vanish"])
async def test_how_closes_are_answered_and_reported(server: Server, kind: str) -> None:
    assert await how_it_ends(server, kind) == ENDINGS[server.name][kind]


@pytest.mark.rule("ST91")
async def test_compression_is_negotiated_by_stock_uvicorn_only(stock: Server, improved: Server) -> None:
    offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n"
    async with opened(stock, headers=offer) as by_stock, opened(improved, headers=offer) as by_improved:
        assert b"permessage-deflate" in by_stock.head
        assert b"permessage-deflate" not in by_improved.head


@pytest.mark.rule("ST91", "ST55")
async def test_the_class_serves_large_and_small_frames(improved: Server) -> None:
    async with websockets.connect(improved.web_socket_url("/echo")) as socket:
        for size in (1, 125, 126, 65_535, 65_536, 300_000):
            await socket.send("x" * size)
            received = 0
            while received < size:
                received += len(await socket.recv())
            assert received == size


@pytest.mark.rule("ST91")
async def test_a_refused_upgrade_is_no_error_in_the_log(improved: Server) -> None:
    async with opened(improved, "/private") as socket:
        assert socket.status == 401
    await improved.token()
    assert "ERROR" not in improved.log.read_text()


@pytest.mark.rule("ST92")
async def test_a_huge_frame_is_refused(server: Server) -> None:
    """Some servers look at the announced length, some at what has come; 20 MiB are more than any takes."""

    def push() -> None:
        with suppress(OSError):
            socket.socket.sendall(struct.pack("!BBQ", 0x82, 0x80 | 127, 1 << 40) + bytes(4 + 20 * 1024 * 1024))

    async with opened(server, "/echo?name=huge") as socket:
        await asyncio.to_thread(push)
        with suppress(OSError):
            opcode, payload = await asyncio.to_thread(socket.receive)
            assert (opcode, payload) in {(CLOSE, struct.pack("!H", 1009) + payload[2:]), (CLOSE, b""), (-1, b"")}
    assert await server.end_of("huge")
    assert await server.token()


@pytest.mark.rule("ST92")
async def test_a_compression_bomb_is_stopped_at_the_frame_limit(stock: Server) -> None:
    deflate = zlib.compressobj(9, wbits=-12)
    bomb = b"".join(deflate.compress(b"\0" * 1024 * 1024) for _ in range(17)) + deflate.flush(zlib.Z_SYNC_FLUSH)
    assert len(bomb) < 30_000
    async with opened(stock, headers="Sec-WebSocket-Extensions: permessage-deflate\r\n") as socket:
        socket.send(TEXT, bomb[:-4], compressed=True)
        opcode, payload = await asyncio.to_thread(socket.receive)
        assert (opcode, payload[:2]) == (CLOSE, struct.pack("!H", 1009))


@pytest.mark.rule("ST52", "ST92")
async def test_a_client_that_does_not_read_is_disconnected(server: Server) -> None:
    async with opened(server, "/flood?name=lazy", receive_buffer=4096) as socket:
        socket.send(TEXT, b"go")
        assert await server.end_of("lazy") == "The peer reads too slowly: more than 1048576 bytes are waiting for it."
