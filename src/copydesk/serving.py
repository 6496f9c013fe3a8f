"""The server under uvicorn: started, announced, and ended so that nobody is cut off in the middle."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

from rich.console import Console
from uvicorn import Config

from copydesk.bootstrap import Copydesk
from copydesk.composition import Composer
from copydesk.db import DatabaseError
from copydesk.logs import set_up_logs
from copydesk.settings import Settings
from copydesk.signalr.uvicorn import SignalRServer, SignalRWebSocketProtocol

__all__ = ["serve", "served"]

_PATIENCE: Final = 10
"""How long a stop waits for requests under way, seconds."""


class _AnnouncedServer(SignalRServer):
    """Says where it listens, and on the first start with which password one comes in."""

    def __init__(self, config: Config, desk: Copydesk, announcements: Callable[[], Sequence[str]]) -> None:
        super().__init__(config, desk.say_goodbye)
        self._desk = desk
        self._announcements = announcements

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    def _announce(self) -> None:
        say = Console(soft_wrap=True, highlight=False).print
        say(f"Copydesk is ready at {_address(*self.servers[0].sockets[0].getsockname()[:2])}")
        for line in self._announcements():
            say(line, markup=False)
        first = self._desk.first_administrator
        if first is not None and self._desk.settings.administrator_password is None:
            say(f"First start: sign in as {first.user.email} with the password {first.password}", markup=False)
            say("It is shown only this once; `copydesk user reset-password` makes another.", markup=False)


def serve(settings: Settings, *composers: Composer, announcements: Callable[[], Sequence[str]] = tuple) -> bool:
    """Serve until the process is told to stop.

    Args:
        settings: how the server is set.
        composers: add to it.
        announcements: asked for lines to show once it listens.

    Returns:
        Whether it could start.
    """
    set_up_logs(settings.log_format, settings.log_level)
    try:
        desk = Copydesk(settings, *composers)
    except DatabaseError as error:
        Console(stderr=True).print(f"[red]Error: {error}")
        return False
    config = _config(desk, host=settings.host, port=settings.port, lifespan="on")
    server = _AnnouncedServer(config, desk, announcements)
    server.run()
    return server.started


@asynccontextmanager
async def served(desk: Copydesk, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve an open server beside whatever else this program does, and give its address.

        async with Copydesk(settings, compose) as desk, served(desk) as address: ...

    Args:
        desk: the server; it is open before and stays open after.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.

    Raises:
        OSError: nobody can listen there.
    """
    with socket.create_server((host, port)) as listening:
        server = _GuestServer(_config(desk, lifespan="off"), desk.say_goodbye)
        task = asyncio.get_running_loop().create_task(server.serve([listening]), name="served")
        try:
            await server.ready.wait()
            yield _address(*listening.getsockname()[:2])
        finally:
            server.should_exit = True
            await task


class _GuestServer(SignalRServer):
    """Leaves the signals of the process to the program that it is a guest in."""

    def __init__(self, config: Config, *close: Any) -> None:
        super().__init__(config, *close)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(desk: Copydesk, **given: Any) -> Config:
    return Config(
        desk,
        ws=SignalRWebSocketProtocol,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
        forwarded_allow_ips=list(desk.settings.trusted_proxies),
        server_header=False,
        **given,
    )


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
