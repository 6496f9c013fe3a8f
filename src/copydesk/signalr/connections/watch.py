"""Waiting on an ASGI request and still being able to stop: without a second task per request."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from copydesk.signalr.connections.asgi import Receive

__all__ = ["RequestWatch", "until_disconnect"]

T = TypeVar("T")


class RequestWatch:
    """Lets other tasks call one ASGI request back from what it waits for.

    It cancels the request's own task and takes the cancellation back, as `asyncio.timeout` does.
    """

    __slots__ = ("_interrupted", "_task")

    def __init__(self) -> None:
        self._task: asyncio.Task[object] | None = None
        self._interrupted = False

    @property
    def interrupted(self) -> bool:
        """Whether `interrupt` was called."""
        return self._interrupted

    async def run(self, work: Callable[[], Awaitable[T]]) -> T | None:
        """Call and await `work` and return its result, or `None` as soon as `interrupt` is called."""
        self._task = task = asyncio.current_task()
        try:
            return None if self.interrupted else await work()
        except asyncio.CancelledError:
            if self.interrupted and task is not None and task.uncancel() == 0:
                return None
            raise
        finally:
            self._task = None

    def interrupt(self) -> None:
        """Make `run` return, now or when it is called; the running task itself only finds `interrupted` set."""
        if self._interrupted:
            return
        self._interrupted = True
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()


async def until_disconnect(receive: Receive) -> bool:
    """Return `True` once the client has left; what it still sends is thrown away."""
    while (await receive())["type"] != "http.disconnect":
        pass
    return True
