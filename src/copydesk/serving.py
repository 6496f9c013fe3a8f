"""The server under uvicorn: started, announced, and ended so that nobody is cut off in the middle."""

import socket
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from uvicorn import Config

from copydesk.bootstrap import Copydesk
from copydesk.composition import Composer
from copydesk.db import DatabaseError
from copydesk.logs import set_up_logs
from copydesk.settings import Settings
from copydesk.signalr.uvicorn import SignalRServer, SignalRWebSocketProtocol

__all__ = ["serve"]

_PATIENCE: Final = 10
"""How long a stop waits for requests under way, seconds."""


class _AnnouncedServer(SignalRServer):
    """Says where it listens, and on the first start with which password one comes in."""

    def __init__(self, config: Config, desk: Copydesk, announcements: Sequence[str]) -> None:
        super().__init__(config, desk.say_goodbye)
        self._desk = desk
        self._announcements = announcements

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    def _announce(self) -> None:
        say = Console(soft_wrap=True, highlight=False).print
        address, port = self.servers[0].sockets[0].getsockname()[:2]
        host = f"[{address}]" if ":" in address else address
        say(f"Copydesk is ready at http://{host}:{port}")
        for line in self._announcements:
            say(line, markup=False)
        first = self._desk.first_administrator
        if first is not None and self._desk.settings.administrator_password is None:
            say(f"First start: sign in as {first.user.email} with the password {first.password}", markup=False)
            say("It is shown only this once; `copydesk user reset-password` makes another.", markup=False)


def serve(settings: Settings, *composers: Composer, announcements: Sequence[str] = ()) -> bool:
    """Serve until the process is told to stop.

    Args:
        settings: how the server is set.
        composers: add to it.
        announcements: lines to show once it listens.

    Returns:
        Whether it could start.
    """
    set_up_logs(settings.log_format, settings.log_level)
    try:
        desk = Copydesk(settings, *composers)
    except DatabaseError as error:
        Console(stderr=True).print(f"[red]Error: {error}")
        return False
    config = Config(
        desk,
        host=settings.host,
        port=settings.port,
        ws=SignalRWebSocketProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
    )
    server = _AnnouncedServer(config, desk, announcements)
    server.run()
    return server.started
