"""The transport of last resort: one response carries all that was written since the one before."""

import asyncio
from enum import Enum, auto
from functools import partial
from typing import Any, ClassVar

from copydesk.signalr.connections.asgi import Receive, Send, answer
from copydesk.signalr.connections.connection import ConnectionLost
from copydesk.signalr.connections.outgoing import OutgoingQueue
from copydesk.signalr.connections.served import PostedConnection
from copydesk.signalr.connections.watch import RequestWatch, until_disconnect
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = ["LongPollingConnection"]

_HEADERS = [
    (b"cache-control", b"no-cache, no-store"),
    (b"pragma", b"no-cache"),
    (b"expires", b"Thu, 01 Jan 1970 00:00:00 GMT"),
]


class _Handler(Enum):
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()


class _Poll:
    """One open GET.

    Attributes:
        over: set once it has been answered, so that the next one may begin.
        answering_since: when its answer began to be sent.
    """

    __slots__ = ("answering_since", "deadline", "over", "superseded", "watch")

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.watch = RequestWatch()
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.superseded = False
        self.answering_since: float | None = None


class LongPollingConnection(PostedConnection):
    """One client that asks again and again."""

    __slots__ = ("_begun", "_delivered", "_handler", "_idle_since", "_poll", "_queue", "_taking_over")

    transport: ClassVar[Transport] = Transport.LONG_POLLING
    supported_formats: ClassVar[frozenset[TransferFormat]] = frozenset(TransferFormat)
    has_inherent_keep_alive: ClassVar[bool] = True

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._queue = OutgoingQueue(self.options.transport_max_buffer_size, self.options.send_queue_limit)
        self._begun = False
        self._handler = _Handler.RUNNING
        self._poll: _Poll | None = None
        self._taking_over = False
        self._delivered: asyncio.Future[None] | None = None
        self._idle_since = self.clock.monotonic()

    @property
    def queued(self) -> int:
        """How many bytes wait for the next poll."""
        return self._queue.size

    def write(self, data: bytes, *, lossy: bool = False) -> bool:
        """Keep bytes for the poll that is open or the one that comes next."""
        if self._closed or self._handler is not _Handler.RUNNING or not data:
            return False
        self._queue.push(data, lossy=lossy)
        if self._queue.overflowing:
            self.abort(f"The peer polls too slowly: more than {self.options.send_queue_limit} bytes wait for it.")
            return False
        self._call_back()
        return True

    async def drain(self) -> None:
        """Wait while too much waits for the next poll."""
        await self._queue.drain()

    async def serve(self, receive: Receive, send: Send) -> None:
        """Answer one poll; it ends the one that is open, and of two that come meanwhile only one can."""
        if self._taking_over:
            await answer(send, 409, headers=_HEADERS)
            return
        if self._poll is not None:
            await self._supersede(self._poll)
        self._poll = poll = _Poll(self.clock.monotonic() + self.options.poll_timeout)
        try:
            await self._answer(poll, receive, send)
        except (OSError, RuntimeError) as error:  # What servers raise when the client is gone.
            self.abort(f"A poll could not be answered: {type(error).__name__}.")
        finally:
            self._poll, self._idle_since = None, self.clock.monotonic()
            poll.over.set_result(None)

    def terminate(self) -> None:
        """End the connection because the client said so (`DELETE`)."""
        self._over(None)

    def stuck_for(self, now: float) -> float:
        """Return how long the answer to a poll has been on its way."""
        since = self._poll.answering_since if self._poll is not None else None
        return now - since if since is not None else 0.0

    def tick(self, now: float) -> None:
        """End a poll that had no data for long, and the connection when nobody polls."""
        if self._poll is None:
            if now - self._idle_since >= self.options.disconnect_timeout:
                self.abort("The client stopped polling: no poll came within the disconnect timeout.")
        elif now >= self._poll.deadline:
            self._call_back()
        super().tick(now)

    async def finish(self, *, failed: bool) -> None:
        """Let polls fetch what is left and learn of the end."""
        self._handler = _Handler.FAILED if failed else _Handler.DONE
        self.inbox.end()
        if not self._closed:
            self._delivered = asyncio.get_running_loop().create_future()
            self._call_back()
            await self._delivered
        self._over(None)
        self.finished = True

    async def _supersede(self, poll: _Poll) -> None:
        self._taking_over = True
        try:
            poll.superseded = True
            poll.watch.interrupt()
            await asyncio.wait([poll.over])
        finally:
            self._taking_over = False

    async def _answer(self, poll: _Poll, receive: Receive, send: Send) -> None:
        if not self._begun:  # The client waits for this answer before it sends anything.
            self._begun = True
            await self._send(poll, send, 200)
            return
        if not self._has_news() and await poll.watch.run(partial(until_disconnect, receive)):
            return  # The client left; what is queued stays for its next poll.
        await self._send(poll, send, *self._outcome(poll))

    def _has_news(self) -> bool:
        return bool(self._queue) or self._closed or self._handler is not _Handler.RUNNING

    def _outcome(self, poll: _Poll) -> tuple[int, bytes]:
        if poll.superseded or self._closed:
            return 204, b""
        if self._queue:
            return 200, self._queue.take()
        if self._handler is _Handler.RUNNING:
            return 200, b""
        self._deliver()
        return (500 if self._handler is _Handler.FAILED else 204), b""

    async def _send(self, poll: _Poll, send: Send, status: int, body: bytes = b"") -> None:
        poll.answering_since = self.clock.monotonic()
        await answer(send, status, body, "application/octet-stream" if body else "text/plain", _HEADERS)

    def _call_back(self) -> None:
        if self._poll is not None:
            self._poll.watch.interrupt()

    def _deliver(self) -> None:
        if self._delivered is not None and not self._delivered.done():
            self._delivered.set_result(None)

    def _over(self, error: ConnectionLost | None, *, drop: bool = False) -> None:
        super()._over(error, drop=drop)
        self._queue.clear()
        self._deliver()
        self._call_back()
