"""What uvicorn can do better for SignalR, if one lets it: a WebSocket class and a server that says goodbye.

Both are optional; without them everything works, with the differences that `docs/signalr-hosting.md` lists.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from uvicorn import Config, Server
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame
from websockets.http11 import Request

from copydesk.signalr.connections.websocket import READY_FRAME_EXTENSION

__all__ = ["SignalRServer", "SignalRWebSocketProtocol"]

_EMPTY_CLOSE = b"\x88\x00"
_NORMAL_CLOSE = b"\x88\x02" + CloseCode.NORMAL_CLOSURE.to_bytes(2)


class SignalRWebSocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's sans-I/O WebSocket class, closer to what SignalR clients know.

    - A close frame without a code is answered with 1000, as Kestrel does, not with an empty one.
    - A socket that is lost is reported as 1006, so that it can be told from one that was closed.
    - A refused upgrade is not logged as an error.
    - Applications are offered the ready-frame extension (`connections.websocket.READY_FRAME_EXTENSION`).
    - permessage-deflate is not negotiated: it triples the memory of a connection and costs a compression per connection
      and message. A subclass with `compress = True` leaves it to uvicorn's setting.

    Use it with `uvicorn.run(app, ws=SignalRWebSocketProtocol)`, or on the command line with
    `--ws copydesk.signalr.uvicorn:SignalRWebSocketProtocol`.
    """

    compress: ClassVar[bool] = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if not self.compress:
            self.conn.available_extensions = []

    def handle_connect(self, event: Request) -> None:
        """Begin the request, with the extension in its scope."""
        super().handle_connect(event)
        if self.response.status_code == 101:  # noqa: PLR2004 - Switching Protocols
            extension = {"write": self.write_ready_frame, "abort": self.transport.abort}
            self.scope["extensions"][READY_FRAME_EXTENSION] = extension  # type: ignore[assignment] # any extension may

    async def send(self, message: ASGISendEvent) -> None:
        """Send as uvicorn does, and remember that a refusal completes the handshake, which uvicorn logs as an error."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True

    def write_ready_frame(self, frame: bytes) -> bool:
        """Put a finished frame into the socket buffer; `False` if it is backed up or the socket is not open."""
        if self.close_sent or not self.handshake_complete or not self.writable.is_set() or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    def handle_close(self, event: Frame) -> None:
        """Answer an empty close with 1000; all other closes as uvicorn does."""
        received = self.conn.close_rcvd
        if received is not None and received.code == CloseCode.NO_STATUS_RCVD and not self.close_sent:
            self.conn.writes = [_NORMAL_CLOSE if data == _EMPTY_CLOSE else data for data in self.conn.writes]
        super().handle_close(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Report a socket that went away without a close frame."""
        if self.handshake_complete and not self.close_sent and self.conn.close_rcvd is None:
            self.queue.put_nowait({"type": "websocket.disconnect", "code": CloseCode.ABNORMAL_CLOSURE, "reason": None})
        super().connection_lost(exc)


class SignalRServer(Server):
    """A uvicorn server that lets connections end properly before it closes their sockets.

    uvicorn itself closes every WebSocket first, waits for open responses (streams of events never end by themselves),
    and tells the application last.

    Args:
        config: of the server.
        close: called when the server begins to shut down, such as `hub_app.close`.
    """

    def __init__(self, config: Config, *close: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._close = close

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let the application say goodbye, and shut down."""
        for server in self.servers:
            server.close()
        await asyncio.gather(*(close() for close in self._close))
        await super().shutdown(sockets)
