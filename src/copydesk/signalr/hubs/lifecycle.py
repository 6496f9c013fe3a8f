"""The parts of a hub that the server calls by itself."""

import logging
from typing import NoReturn

from copydesk.signalr.errors import InvocationForbidden
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.hubs.factory import HubFactory
from copydesk.signalr.hubs.filters import FilterPipeline, HubLifetimeContext

__all__ = ["HubLifecycle"]

logger = logging.getLogger(__name__)


class HubLifecycle:
    """Runs `on_connected`, `on_disconnected` and `on_authentication_refreshed`, each on an instance of its own.

    Args:
        factory: makes the instances.
        pipeline: the filters around them.
    """

    def __init__(self, factory: HubFactory, pipeline: FilterPipeline) -> None:
        self._factory = factory
        self._pipeline = pipeline

    async def connected(self, connection: HubConnection) -> None:
        """Run `on_connected`; whatever it raises refuses the connection."""
        async with self._factory.scope() as scope:
            hub = await self._factory.create(connection, scope, _forbid)
            await self._pipeline.on_connected(HubLifetimeContext(hub.context, hub, scope))

    async def disconnected(self, connection: HubConnection, error: Exception | None) -> None:
        """Run `on_disconnected`; what it raises is logged."""
        try:
            async with self._factory.scope() as scope:
                hub = await self._factory.create(connection, scope, _allow)
                await self._pipeline.on_disconnected(HubLifetimeContext(hub.context, hub, scope), error)
        except Exception:
            logger.exception("on_disconnected raised.", extra={"event": "on_disconnected_failed"})

    async def refreshed(self, connection: HubConnection) -> None:
        """Run `on_authentication_refreshed`; what it raises is logged."""
        try:
            async with self._factory.scope() as scope:
                await (await self._factory.create(connection, scope, _allow)).on_authentication_refreshed()
        except Exception:
            logger.exception("on_authentication_refreshed raised.", extra={"event": "on_refreshed_failed"})


def _allow() -> None:
    return


def _forbid() -> NoReturn:
    raise InvocationForbidden("Client results inside OnConnectedAsync Hub methods are not allowed.")
