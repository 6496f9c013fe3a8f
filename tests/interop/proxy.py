"""A TCP proxy that misbehaves on demand, to show what clients and server do when the network does."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Self

__all__ = ["Direction", "TcpProxy"]

_CHUNK = 64 * 1024


class Direction(StrEnum):
    """Which way bytes flow."""

    TO_SERVER = "to-server"
    TO_CLIENT = "to-client"


class _Link:
    """One client's connection, joined to its own connection to the server."""

    def __init__(self, client: tuple[asyncio.StreamReader, asyncio.StreamWriter], gate: asyncio.Event) -> None:
        self._client_reader, self._client_writer = client
        self._server_writer: asyncio.StreamWriter | None = None
        self._finished: set[asyncio.StreamWriter] = set()
        self._gate = gate

    async def run(self, host: str, port: int) -> None:
        reader, self._server_writer = await asyncio.open_connection(host, port)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(self._client_reader, self._server_writer))
                group.create_task(self._pump(reader, self._client_writer))
        except* OSError:
            pass
        finally:
            self.cut()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(_CHUNK):
            await self._gate.wait()
            if writer not in self._finished:
                writer.write(data)
                await writer.drain()
        await self._gate.wait()
        self._finish(writer)

    def half_close(self, direction: Direction) -> None:
        self._finish(self._server_writer if direction is Direction.TO_SERVER else self._client_writer)

    def _finish(self, writer: asyncio.StreamWriter | None) -> None:
        """Send FIN; the other direction stays open, and what is still read for this one is lost."""
        if writer is None or writer.is_closing():
            return
        self._finished.add(writer)
        with suppress(OSError):
            writer.write_eof()

    def cut(self) -> None:
        for writer in (self._client_writer, self._server_writer):
            if writer is not None:
                _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Send RST, as a middlebox that forgot the connection does."""
    raw: socket.socket | None = writer.get_extra_info("socket")
    with suppress(OSError):
        if raw is not None and not writer.is_closing():
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


class TcpProxy:
    """Passes bytes between clients and one server until it is told to do worse.

    Args:
        host: where the server listens.
        port: the server's port.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._links: set[_Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Event()
        self._gate.set()
        self._server: asyncio.Server | None = None
        self._changed = asyncio.Condition()
        self.accepted = 0
        self.refusing = False

    @property
    def port(self) -> int:
        """The port that clients connect to."""
        if self._server is None:
            raise RuntimeError("The proxy is not running: use it in `async with`.")
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def open_links(self) -> int:
        """How many connections pass through now."""
        return len(self._links)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in (tasks := list(self._tasks)):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = _Link((reader, writer), self._gate)
        if self.refusing:
            link.cut()
            return
        self.accepted += 1
        task = asyncio.create_task(self._carry(link))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, link: _Link) -> None:
        await self._note(lambda: self._links.add(link))
        try:
            await link.run(*self._target)
        except OSError:
            link.cut()
        finally:
            await self._note(lambda: self._links.discard(link))

    async def _note(self, change: Callable[[], object]) -> None:
        async with self._changed:
            change()
            self._changed.notify_all()

    async def wait_for_links(self, count: int) -> None:
        """Return once exactly `count` connections pass through."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._links) == count)

    def cut(self) -> None:
        """Reset every connection, on both sides."""
        for link in list(self._links):
            link.cut()

    def stall(self) -> None:
        """Pass nothing on, in either direction, but keep every connection open."""
        self._gate.clear()

    def resume(self) -> None:
        """Pass everything on again, what was held back first."""
        self._gate.set()

    def refuse(self) -> None:
        """Reset new connections at once; those that exist go on."""
        self.refusing = True

    def accept(self) -> None:
        """Let new connections in again."""
        self.refusing = False

    def half_close(self, direction: Direction = Direction.TO_SERVER) -> None:
        """End one direction of every connection (FIN); the other goes on."""
        for link in list(self._links):
            link.half_close(direction)
