"""The way out to a peer: straight to the server while it takes it; a queue and a task only while it does not."""

import asyncio
from collections.abc import Callable, Generator
from enum import Enum, auto
from types import coroutine
from typing import Any

from copydesk.signalr.clock import Clock
from copydesk.signalr.connections.asgi import Message, Send
from copydesk.signalr.connections.outgoing import OutgoingQueue
from copydesk.signalr.options import ConnectionOptions

__all__ = ["Sender"]


class _State(Enum):
    OPEN = auto()
    FINISHING = auto()
    STOPPED = auto()


class Sender:
    """Sends messages through an ASGI `send`, in order, never blocking the writer.

    The awaitable of `send` is stepped once by hand. Mostly it ends there, because the server put the bytes into its
    socket buffer, and the message cost neither a task nor a queue. If it waits, a task carries it to its end, and what
    is written meanwhile is queued and joined.

    Args:
        send: of the ASGI request.
        envelope: makes the ASGI message that carries some bytes.
        options: buffer sizes.
        clock: tells since when a write is stuck.
        failed: called once, with a reason, when nothing can be sent any more.
        lost: called instead of `failed` when `send` raised: the peer is gone, in a way that only the reader knows.
        shortcut: writes bytes without ASGI, if the server offers it; returns whether it did.
    """

    __slots__ = (
        "_clock",
        "_envelope",
        "_failed",
        "_lost",
        "_options",
        "_pump",
        "_queue",
        "_send",
        "_shortcut",
        "_since",
        "_state",
    )

    def __init__(
        self,
        send: Send,
        envelope: Callable[[bytes], Message],
        options: ConnectionOptions,
        clock: Clock,
        failed: Callable[[str], None],
        shortcut: Callable[[bytes], bool] | None = None,
        lost: Callable[[str], None] | None = None,
    ) -> None:
        self._send, self._envelope, self._options, self._clock = send, envelope, options, clock
        self._failed, self._lost = failed, lost or failed
        self._shortcut = shortcut
        self._state = _State.OPEN
        self._queue: OutgoingQueue | None = None
        self._pump: asyncio.Task[None] | None = None
        self._since = 0.0

    @property
    def queued(self) -> int:
        """How many bytes wait."""
        return self._queue.size if self._queue is not None else 0

    def stuck_for(self, now: float) -> float:
        """Return for how many seconds the write under way has been waiting for the peer."""
        return now - self._since if self._pump is not None else 0.0

    def write(self, data: bytes, *, lossy: bool = False) -> bool:
        """Send or queue bytes; return whether they are on their way."""
        if self._state is not _State.OPEN:
            return False
        if self._pump is not None:
            return self._enqueue(data, lossy=lossy)
        if self._shortcut is not None and self._shortcut(data):
            return True
        return self._step(self._envelope(data))

    async def drain(self) -> None:
        """Wait while more than the buffer threshold is queued."""
        if self._queue is not None:
            await self._queue.drain()

    async def finish(self, last: Message) -> None:
        """Send what is queued and then `last`; nothing can be written meanwhile."""
        if self._state is not _State.OPEN:
            return
        self._state = _State.FINISHING
        await self._idle()
        if self._state is _State.FINISHING:
            self._step(last)
            await self._idle()

    def stop(self, last: Message | None = None) -> None:
        """Forget what is queued and end the task; send `last` if the server takes it without waiting."""
        if self._state is _State.STOPPED:
            return
        self._state = _State.STOPPED
        if self._queue is not None:
            self._queue.clear()
        if self._pump is not None:
            self._pump.cancel()
        elif last is not None:
            _send_or_forget(self._send, last)

    async def _idle(self) -> None:
        if self._pump is not None:
            await asyncio.wait([self._pump])

    def _enqueue(self, data: bytes, *, lossy: bool) -> bool:
        if self._queue is None:
            self._queue = OutgoingQueue(self._options.transport_max_buffer_size, self._options.send_queue_limit)
        self._queue.push(data, lossy=lossy)
        if self._queue.overflowing:
            self.stop()
            self._failed(
                f"The peer reads too slowly: more than {self._options.send_queue_limit} bytes are waiting for it."
            )
            return False
        return True

    def _step(self, message: Message) -> bool:
        steps = self._send(message).__await__()
        try:
            pending = next(steps)
        except StopIteration:
            return True
        except Exception as error:  # noqa: BLE001 - servers raise what they like when the peer is gone
            self._lose(error)
            return False
        self._since = self._clock.monotonic()
        self._pump = asyncio.get_running_loop().create_task(self._carry_on(steps, pending))
        return True

    async def _carry_on(self, steps: Generator[Any, None, Any], pending: Any) -> None:
        try:
            await _finish(steps, pending)
            while self._queue:
                self._since = self._clock.monotonic()
                await self._send(self._envelope(self._queue.take(self._options.transport_max_buffer_size)))
        except Exception as error:  # noqa: BLE001 - as above
            self._pump = None
            self._lose(error)
        finally:
            self._pump = None

    def _lose(self, error: Exception) -> None:
        self.stop()
        self._lost(f"The server could not send: {type(error).__name__}.")


@coroutine
def _finish(steps: Generator[Any, None, Any], pending: Any) -> Generator[Any, Any, None]:
    """Await what has been begun: `pending` is what its first step waits for."""
    while True:
        try:
            try:
                yield pending
            except BaseException as error:  # noqa: BLE001 - cancellation too belongs to the inner awaitable
                pending = steps.throw(error)
            else:
                pending = next(steps)
        except StopIteration:
            return


def _send_or_forget(send: Send, message: Message) -> None:
    steps = send(message).__await__()
    try:
        next(steps)
    except (StopIteration, Exception):  # noqa: BLE001 - the connection is given up anyway
        return
    steps.close()
