"""The connections of one endpoint: who holds which token, their handlers, and the ticker that ends what is left."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from copydesk.signalr.clock import Clock
from copydesk.signalr.connections.connection import CloseReason, CloseRequested, ConnectionHandler, ConnectionLost
from copydesk.signalr.connections.served import Identity, ServedConnection

__all__ = ["Negotiated", "Registry", "new_token"]

_log = logging.getLogger(__name__)
_TICK = 1.0


def new_token() -> str:
    """Return 128 random bits as 22 characters of unpadded base64url."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class Negotiated:
    """A connection that was given out and not used yet."""

    identity: Identity
    expires: float


class Registry:
    """Holds negotiated and live connections by token and runs a handler over each live one.

    One ticker task looks after all of them; it starts with the first and ends with the last.

    Args:
        handler: what runs over a connection.
        clock: paces the ticker.
        disconnect_timeout: how long a connection may stay negotiated and unused.
        new_id: makes ids and tokens.
    """

    def __init__(
        self,
        handler: ConnectionHandler,
        clock: Clock,
        disconnect_timeout: float,
        new_id: Callable[[], str] = new_token,
    ) -> None:
        self._handler, self._clock, self._timeout, self._new_id = handler, clock, disconnect_timeout, new_id
        self._entries: dict[str, Negotiated | ServedConnection] = {}
        self._handlers: dict[ServedConnection, asyncio.Task[None]] = {}
        self._ticker: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def live(self) -> list[ServedConnection]:
        """The connections that have a transport, oldest first."""
        return [entry for entry in self._entries.values() if isinstance(entry, ServedConnection)]

    def identify(self, version: int, *, stateful: bool = False) -> Identity:
        """Make a new identity: independent id and token, or one for both in version 0."""
        connection_id = self._new_id()
        token = self._new_id() if version > 0 else connection_id
        return Identity(connection_id, token, version, stateful)

    def give_out(self, identity: Identity) -> None:
        """Keep an identity for the client's first request."""
        self._entries[identity.token] = Negotiated(identity, self._clock.monotonic() + self._timeout)
        self._tick_on()

    def find(self, token: str) -> Negotiated | ServedConnection | None:
        """Return what the token stands for; an ended connection stands for nothing."""
        entry = self._entries.get(token)
        return None if isinstance(entry, ServedConnection) and entry.closed else entry

    def add(self, connection: ServedConnection) -> None:
        """Bind a connection to its token, in the place of what was given out."""
        self._entries[connection.identity.token] = connection
        self._tick_on()

    def remove(self, connection: ServedConnection) -> None:
        """Forget a connection; its token is unknown from now on."""
        if self._entries.get(connection.identity.token) is connection:
            del self._entries[connection.identity.token]

    def start(self, connection: ServedConnection) -> None:
        """Run the handler over a connection, in a task of its own."""
        task = asyncio.get_running_loop().create_task(self._run(connection))
        self._handlers[connection] = task

    def started(self, connection: ServedConnection) -> bool:
        """Whether the handler runs."""
        return connection in self._handlers

    async def close(self, grace: float) -> None:
        """Ask every handler to say goodbye, wait `grace` seconds at most, and end what is left."""
        for connection in self.live:
            connection.request_close(CloseReason.SHUTDOWN)
        self._entries = {token: entry for token, entry in self._entries.items() if not isinstance(entry, Negotiated)}
        await self._wait_for_handlers(grace)
        for connection in self.live:
            connection.abort("The server is shutting down.")
        for task in list(self._handlers.values()):
            task.cancel()
        await asyncio.gather(*self._handlers.values(), return_exceptions=True)
        self._entries.clear()
        if self._ticker is not None:
            self._ticker.cancel()

    async def _wait_for_handlers(self, grace: float) -> None:
        if not self._handlers:
            return
        patience = asyncio.ensure_future(self._clock.sleep(grace))
        everyone = asyncio.ensure_future(asyncio.wait(list(self._handlers.values())))
        waiting: list[asyncio.Future[Any]] = [patience, everyone]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for future in waiting:
            future.cancel()

    async def _run(self, connection: ServedConnection) -> None:
        failed = False
        try:
            await self._handler(connection)
        except (CloseRequested, ConnectionLost) as end:
            _log.debug("Connection %s ended: %s", connection.connection_id, end, extra={"event": "connection_ended"})
        except Exception:  # noqa: BLE001 - whatever a handler raises ends its connection only
            failed = True
            _log.exception(
                "The handler of connection %s failed.", connection.connection_id, extra={"event": "handler_failed"}
            )
        finally:
            try:
                await connection.finish(failed=failed)
            finally:
                self._handlers.pop(connection, None)
                self.remove(connection)

    def _tick_on(self) -> None:
        if self._ticker is None or self._ticker.done():
            self._ticker = asyncio.get_running_loop().create_task(self._tick())

    async def _tick(self) -> None:
        while self._entries:
            await self._clock.sleep(_TICK)
            now = self._clock.monotonic()
            for entry in list(self._entries.values()):
                if isinstance(entry, ServedConnection):
                    self._tick_one(entry, now)
                elif now >= entry.expires:
                    self._entries.pop(entry.identity.token, None)

    def _tick_one(self, connection: ServedConnection, now: float) -> None:
        try:
            connection.tick(now)
        except Exception:  # noqa: BLE001 - one connection must not stop the others' clock
            _log.exception(
                "Connection %s failed at its tick.", connection.connection_id, extra={"event": "tick_failed"}
            )
