"""The WebSocket transport, with stateful reconnect: one connection may outlive its socket."""

import asyncio
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import Any, ClassVar

from copydesk.signalr.connections.asgi import Message, Receive, Scope, Send
from copydesk.signalr.connections.connection import ConnectionLost, Reattached
from copydesk.signalr.connections.frames import FrameMemo
from copydesk.signalr.connections.sender import Sender
from copydesk.signalr.connections.served import ServedConnection
from copydesk.signalr.connections.watch import RequestWatch
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = ["READY_FRAME_EXTENSION", "Ending", "Socket", "WebSocketConnection", "ending_of"]

READY_FRAME_EXTENSION = "copydesk.ready_frame"
"""An ASGI extension: `write(frame) -> bool` puts a finished frame into the socket buffer unless that is backed up, and
`abort()` drops the socket with all that waits in its buffer. See `copydesk.signalr.uvicorn`."""

_frames = FrameMemo()
_FAILURES = {
    1002: "The peer broke the WebSocket protocol.",
    1007: "The peer sent text that is not UTF-8.",
    1009: "The peer sent a frame that is larger than the server takes.",
    1012: "The server is shutting down.",
}
_REASON_LIMIT = 123  # RFC 6455: a close frame has room for this many bytes of reason.


class Ending(Enum):
    """How a socket ended: the peer said goodbye, broke a rule, or was just gone (then it may come back)."""

    GRACEFUL = auto()
    FAILED = auto()
    VANISHED = auto()


def ending_of(event: Message) -> Ending:
    """Read a `websocket.disconnect` event.

    A close frame is graceful whatever its code. A socket that was lost shows as 1006 or, on uvicorn, as a 1005 that
    has no reason, not even an empty one.
    """
    code = event.get("code", 1005)
    if code in _FAILURES:
        return Ending.FAILED
    if code == 1006 or (code == 1005 and event.get("reason") is None):  # noqa: PLR2004 - codes of RFC 6455
        return Ending.VANISHED
    return Ending.GRACEFUL


class Socket:
    """One WebSocket, from accept to its end.

    Args:
        sender: the way out.
        abort: drops the socket with what is in its buffer, if the server can.
    """

    __slots__ = ("_abort", "sender", "watch")

    def __init__(self, sender: Sender, abort: Callable[[], None] | None) -> None:
        self.sender = sender
        self.watch = RequestWatch()
        self._abort = abort

    def drop(self, reason: str, now: float) -> None:
        """Use the socket no more: say so if the peer still reads, and let its request end."""
        stuck = self.sender.stuck_for(now) > 0
        self.sender.stop({"type": "websocket.close", "code": 1011, "reason": _shorten(reason)})
        if stuck and self._abort is not None:
            self._abort()
        self.watch.interrupt()


class WebSocketConnection(ServedConnection):
    """One client on a WebSocket, or on several, one after the other."""

    __slots__ = ("_detached_at", "_gone", "_reconnects", "_resuming", "_socket")

    transport: ClassVar[Transport] = Transport.WEB_SOCKETS
    supported_formats: ClassVar[frozenset[TransferFormat]] = frozenset(TransferFormat)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._socket: Socket | None = None
        self._gone: asyncio.Future[None] | None = None
        self._reconnects = self.identity.stateful
        self._resuming = False
        self._detached_at: float | None = None

    @property
    def reconnects(self) -> bool:
        """Whether a new socket may take over."""
        return self._reconnects and not self._closed

    def disable_reconnect(self) -> None:
        """Let the connection end with its socket, at once if it has none."""
        self._reconnects = False
        if self._detached_at is not None:
            self._over(ConnectionLost("The socket was lost and reconnecting was turned off."))

    @property
    def queued(self) -> int:
        """How many bytes wait for the peer."""
        return self._socket.sender.queued if self._socket is not None else 0

    def write(self, data: bytes, *, lossy: bool = False) -> bool:
        """Send one frame, unless there is no socket or the peer still waits for the resend."""
        if self._socket is None or self._resuming or not data:
            return False
        return self._socket.sender.write(data, lossy=lossy)

    async def drain(self) -> None:
        """Wait while the socket is backed up."""
        if self._socket is not None:
            await self._socket.sender.drain()

    async def receive(self) -> bytes | Reattached | None:
        """Wait for frames; taking the mark of a new socket opens the way out to it."""
        received = await self.inbox.take()
        if isinstance(received, Reattached):
            self._resuming = False
        return received

    def attach(self, scope: Scope, send: Send) -> Socket:
        """Make an accepted WebSocket the one that is used, in place of any before it."""
        socket = self._new_socket(scope, send)
        reattaching = self._socket is not None or self._detached_at is not None
        if self._socket is not None:
            self._socket.drop("Another socket took over.", self.clock.monotonic())
        self._socket, self._detached_at = socket, None
        if reattaching:
            self._resume(socket)
        return socket

    async def serve(self, socket: Socket, receive: Receive) -> None:
        """Read a socket until it ends or is no longer used."""
        ending = Ending.VANISHED
        try:
            event = await socket.watch.run(partial(self._read, socket, receive))
            ending = ending_of(event) if event is not None else Ending.VANISHED
            self._detach(socket, ending, event)
        finally:
            self._detach(socket, ending, None)

    def stuck_for(self, now: float) -> float:
        """Return how long a write has been waiting."""
        return self._socket.sender.stuck_for(now) if self._socket is not None else 0.0

    def tick(self, now: float) -> None:
        """End what has waited too long, for a new socket too."""
        if self._detached_at is not None and now - self._detached_at >= self.options.disconnect_timeout:
            self._over(ConnectionLost("The socket was lost and no new one came within the disconnect timeout."))
        super().tick(now)

    async def finish(self, *, failed: bool) -> None:
        """Close with 1000, or 1011 after a failure, and wait for the peer."""
        self._reconnects = False
        self.inbox.end()
        if self._socket is not None:
            self._end_by(self.clock.monotonic() + self.options.close_timeout, "The peer did not answer the close.")
            self._gone = asyncio.get_running_loop().create_future()
            await self._socket.sender.finish({"type": "websocket.close", "code": 1011 if failed else 1000})
            await self._gone
        self._over(None)
        self.finished = True

    async def _read(self, socket: Socket, receive: Receive) -> Message | None:
        while not socket.watch.interrupted:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return event
            if event["type"] == "websocket.receive":
                self.inbox.push(event.get("bytes") or (event.get("text") or "").encode())
                await self.inbox.room()
        return None

    def _new_socket(self, scope: Scope, send: Send) -> Socket:
        extension = (scope.get("extensions") or {}).get(READY_FRAME_EXTENSION) or {}
        write = extension.get("write")
        shortcut = None if write is None else lambda data: write(_frames.frame(data, text=self._is_text))
        sender = Sender(send, self._envelope, self.options, self.clock, self.abort, shortcut, self._cannot_send)
        return Socket(sender, extension.get("abort"))

    def _cannot_send(self, reason: str) -> None:
        """A socket that may have a successor is judged by how its reader ends, which may be a moment later."""
        if not self.reconnects:
            self.abort(reason)

    @property
    def _is_text(self) -> bool:
        return self.transfer_format is TransferFormat.TEXT

    def _envelope(self, data: bytes) -> Message:
        if self._is_text:
            return {"type": "websocket.send", "text": data.decode()}
        return {"type": "websocket.send", "bytes": data}

    def _resume(self, socket: Socket) -> None:
        self.inbox.restart()
        opening = self.tell(lambda listener: listener.reattached())
        self._resuming = opening is None
        if opening:
            socket.sender.write(opening)

    def _detach(self, socket: Socket, ending: Ending, event: Message | None) -> None:
        if self._socket is not socket:
            return
        self._socket = None
        socket.sender.stop()
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)
        if ending is Ending.VANISHED and self.reconnects:
            self._detached_at = self.clock.monotonic()
            self.tell(lambda listener: listener.detached())
        else:
            self._over(_loss(ending, event))

    def _over(self, error: ConnectionLost | None, *, drop: bool = False) -> None:
        self._detached_at = None
        super()._over(error, drop=drop)
        if self._socket is not None:
            self._socket.drop(str(error or ""), self.clock.monotonic())


def _loss(ending: Ending, event: Message | None) -> ConnectionLost | None:
    if ending is Ending.GRACEFUL:
        return None
    code = event.get("code") if event is not None else None
    return ConnectionLost(_FAILURES.get(code or 0, "The peer vanished."))


def _shorten(reason: str) -> str:
    return reason.encode()[:_REASON_LIMIT].decode(errors="ignore")
