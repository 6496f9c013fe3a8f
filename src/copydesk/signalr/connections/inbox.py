"""What came from the peer and was not read yet."""

import asyncio

from copydesk.signalr.connections.connection import CloseRequested, ConnectionLost, Reattached

__all__ = ["Inbox"]

_REATTACHED = Reattached()


class Inbox:
    """Bytes on their way to the one handler that reads them, and how they end.

    Above `limit` unread bytes the side that fills is held back, until half is read.
    """

    __slots__ = ("_closed", "_data", "_end", "_limit", "_marked", "_reader", "_request", "_space")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._data: bytes | bytearray = b""
        self._marked = False
        self._closed = False
        self._end: ConnectionLost | None = None
        self._request: CloseRequested | None = None
        self._reader: asyncio.Future[None] | None = None
        self._space: asyncio.Future[None] | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing more is accepted."""
        return self._closed

    def push(self, data: bytes) -> None:
        """Append bytes; a closed inbox forgets them."""
        if self._closed or not data:
            return
        if not self._data:
            self._data = data
        elif isinstance(self._data, bytearray):
            self._data += data
        else:
            self._data = bytearray(self._data) + data
        _wake(self._reader)

    async def room(self) -> None:
        """Wait while too much is unread; return at once when the inbox is closed."""
        while len(self._data) > self._limit and not self._closed:
            self._space = asyncio.get_running_loop().create_future()
            try:
                await self._space
            finally:
                self._space = None

    def end(self, error: ConnectionLost | None = None) -> None:
        """Accept nothing more; what is unread is still read, then `error` is raised or `None` returned."""
        if not self._closed:
            self._closed, self._end = True, error
            self._wake_all()

    def abort(self, error: ConnectionLost) -> None:
        """Accept nothing more and drop what is unread."""
        self._data, self._marked, self._request = b"", False, None
        self._end = error if not self._closed or self._end is None else self._end
        self._closed = True
        self._wake_all()

    def stop(self) -> None:
        """Let the reader find the end at once, whatever is unread or was asked of it."""
        self._data, self._marked, self._request, self._end = b"", False, None, None
        self._closed = True
        self._wake_all()

    def request_close(self, request: CloseRequested) -> None:
        """Raise `request` at the next read, before anything else, once."""
        if not self._closed:
            self._request = request
            _wake(self._reader)

    def restart(self) -> None:
        """Drop what is unread and give the reader the mark of a new socket."""
        self._data, self._marked = b"", True
        self._wake_all()

    async def take(self) -> bytes | Reattached | None:
        """Wait for bytes, the mark or the end; raise as `Connection.receive` does."""
        while True:
            if self._request is not None:
                request, self._request = self._request, None
                raise request
            if self._marked:
                self._marked = False
                return _REATTACHED
            if self._data:
                return self._take_data()
            if self._closed:
                if self._end is not None:
                    raise self._end
                return None
            await self._wait_for_news()

    def _take_data(self) -> bytes:
        data, self._data = self._data, b""
        _wake(self._space)
        return data if isinstance(data, bytes) else bytes(data)

    async def _wait_for_news(self) -> None:
        if self._reader is not None:
            raise RuntimeError("Two tasks read one connection; only its handler may call receive().")
        self._reader = asyncio.get_running_loop().create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    def _wake_all(self) -> None:
        _wake(self._reader)
        _wake(self._space)


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)
