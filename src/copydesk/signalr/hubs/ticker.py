"""One timer for all connections of a hub."""

import asyncio
import logging

from copydesk.signalr.clock import Clock
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.hubs.observer import HubObserver

__all__ = ["HubTicker"]

logger = logging.getLogger(__name__)


class HubTicker:
    """Looks after every connection once a second: pings, acks, timeouts, heartbeats.

    Its task begins with the first connection and ends with the last.

    Args:
        clock: what a second is.
        observer: told how much is queued.
    """

    interval = 1.0

    def __init__(self, clock: Clock, observer: HubObserver) -> None:
        self._clock = clock
        self._observer = observer
        self._connections: set[HubConnection] = set()
        self._task: asyncio.Task[None] | None = None

    def add(self, connection: HubConnection) -> None:
        """Look after a connection from now on."""
        self._connections.add(connection)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def discard(self, connection: HubConnection) -> None:
        """Stop looking after a connection."""
        self._connections.discard(connection)
        if not self._connections and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await self._clock.sleep(self.interval)
            now = self._clock.monotonic()
            for connection in list(self._connections):
                try:
                    connection.tick(now)
                except Exception:
                    logger.exception("The timer failed for a connection.", extra={"event": "tick_failed"})
                    connection.abort()
            self._observer.bytes_queued(sum(connection.transport.queued for connection in self._connections))
