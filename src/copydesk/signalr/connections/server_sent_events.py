"""The transport that streams events down one response; the client's own messages come by POST."""

import re
from functools import partial
from typing import Any, ClassVar

from copydesk.signalr.connections.asgi import Message, Receive, Send
from copydesk.signalr.connections.connection import ConnectionLost
from copydesk.signalr.connections.sender import Sender
from copydesk.signalr.connections.served import PostedConnection
from copydesk.signalr.connections.watch import RequestWatch, until_disconnect
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = ["ServerSentEventsConnection", "event"]

_HEADERS = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-cache,no-store"),
    (b"pragma", b"no-cache"),
    (b"content-encoding", b"identity"),
    (b"x-accel-buffering", b"no"),  # Tells nginx not to hold events back.
)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_END: Message = {"type": "http.response.body", "body": b"", "more_body": False}


def event(data: bytes) -> bytes:
    """Return `data` as one event; each of its lines, however it ends, becomes a `data` field."""
    return b"".join(b"data: %b\r\n" % line for line in _LINE_END.split(data)) + b"\r\n"


class ServerSentEventsConnection(PostedConnection):
    """One client on a stream of events."""

    __slots__ = ("_sender", "_watch")

    transport: ClassVar[Transport] = Transport.SERVER_SENT_EVENTS
    supported_formats: ClassVar[frozenset[TransferFormat]] = frozenset({TransferFormat.TEXT})

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._sender: Sender | None = None
        self._watch = RequestWatch()

    @property
    def queued(self) -> int:
        """How many bytes wait for the peer."""
        return self._sender.queued if self._sender is not None else 0

    def write(self, data: bytes, *, lossy: bool = False) -> bool:
        """Send one event."""
        return bool(data) and self._sender is not None and self._sender.write(data, lossy=lossy)

    async def drain(self) -> None:
        """Wait while the response is backed up."""
        if self._sender is not None:
            await self._sender.drain()

    async def open(self, send: Send) -> None:
        """Begin the response; its first bytes are a comment, so that the client sees it open."""
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        await send({"type": "http.response.body", "body": b":\r\n", "more_body": True})
        self._sender = Sender(send, _envelope, self.options, self.clock, self.abort)

    async def serve(self, receive: Receive) -> None:
        """Hold the response open until the client leaves or the connection ends."""
        try:
            await self._watch.run(partial(until_disconnect, receive))
        finally:
            self._over(None)

    def stuck_for(self, now: float) -> float:
        """Return how long a write has been waiting."""
        return self._sender.stuck_for(now) if self._sender is not None else 0.0

    async def finish(self, *, failed: bool) -> None:  # noqa: ARG002 - a stream has no way to tell
        """Send what is queued and end the response."""
        self.inbox.end()
        if self._sender is not None and not self._closed:
            self._end_by(self.clock.monotonic() + self.options.close_timeout, "The peer did not read to the end.")
            await self._sender.finish(_END)
        self._over(None)
        self.finished = True

    def _over(self, error: ConnectionLost | None, *, drop: bool = False) -> None:
        super()._over(error, drop=drop)
        if self._sender is not None:
            self._sender.stop(_END)
        self._watch.interrupt()


def _envelope(data: bytes) -> Message:
    return {"type": "http.response.body", "body": event(data), "more_body": True}
