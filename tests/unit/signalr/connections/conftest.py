"""One endpoint and one client per test, in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from copydesk.signalr.connections import ConnectionEndpoint, ConnectionHandler
from copydesk.signalr.options import ConnectionOptions
from tests.unit.signalr.connections.driver import Client, ManualClock
from tests.unit.signalr.connections.handlers import Held, echo

Serve = Callable[..., Client]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
async def serve(clock: ManualClock) -> AsyncIterator[Serve]:
    """Make an endpoint around a handler, with options by keyword, and return a client of it."""
    ends: list[Callable[[], Awaitable[None]]] = []

    def make(handler: ConnectionHandler = echo, *, hooks: dict[str, Any] | None = None, **options: Any) -> Client:
        endpoint = ConnectionEndpoint(
            handler, options=ConnectionOptions(**{"close_timeout": 0, **options}), clock=clock, **(hooks or {})
        )
        client = Client(endpoint)

        async def end() -> None:
            await client.leave()
            await asyncio.gather(endpoint.close(), clock.advance(options.get("close_timeout", 0)))

        ends.append(end)
        return client

    yield make
    for end in ends:
        await end()
