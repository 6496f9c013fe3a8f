"""Cooperative cancellation: a token that a hub method may watch, and the source that fires it."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable

__all__ = ["CancellationCallback", "CancellationSource", "CancellationToken"]

CancellationCallback = Callable[[], Awaitable[None] | None]
logger = logging.getLogger(__name__)


class CancellationToken:
    """Says whether the work at hand is still wanted.

    As a parameter of a hub method it is made by the server, not sent by the client: it fires when the client cancels
    the call or when the connection ends.
    """

    __slots__ = ("_callbacks", "_event", "_fired", "_late")

    def __init__(self) -> None:
        self._fired = False
        self._late: set[asyncio.Task[None]] | None = None
        self._event: asyncio.Event | None = None
        self._callbacks: dict[object, CancellationCallback] = {}

    @property
    def cancelled(self) -> bool:
        """Whether the token has fired; it never goes back."""
        return self._fired

    async def wait(self) -> None:
        """Return once the token fires."""
        if self._fired:
            return
        if self._event is None:
            self._event = asyncio.Event()
        await self._event.wait()

    def register(self, callback: CancellationCallback) -> Callable[[], None]:
        """Call `callback` (which may be async) when the token fires; if it has fired already, as soon as possible.

        A client may cancel a call before its method had a turn, so a late callback must not be forgotten.

        Returns:
            A function that takes back a callback that was not called yet.
        """
        key = object()
        if self._fired:
            self._late = self._late or set()
            late = asyncio.get_running_loop().create_task(_call(callback))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
        else:
            self._callbacks[key] = callback

        def unregister() -> None:
            self._callbacks.pop(key, None)

        return unregister

    async def _fire(self) -> None:
        if self._fired:
            return
        self._fired = True
        if self._event is not None:
            self._event.set()
        callbacks, self._callbacks = list(self._callbacks.values()), {}
        for callback in callbacks:
            await _call(callback)


class CancellationSource:
    """The other end of a token: whoever holds it may fire the token."""

    __slots__ = ("token",)

    def __init__(self) -> None:
        self.token = CancellationToken()

    async def cancel(self) -> None:
        """Fire the token and wait for its callbacks, in the order of their registration; a second time does nothing.

        A callback that raises is logged, and the others still run.
        """
        await self.token._fire()  # noqa: SLF001 - the two classes are one thing with two faces


async def _call(callback: CancellationCallback) -> None:
    try:
        result = callback()
        if inspect.isawaitable(result):
            await result
    except Exception:
        logger.exception("A cancellation callback failed.", extra={"event": "cancellation_callback_failed"})
