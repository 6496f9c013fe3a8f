"""Connects test clients to hubs on a fake clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, Protocol

import pytest

from copydesk.signalr import Hub, HubApp, HubOptions
from copydesk.signalr.testing import FakeClock, HubTestClient


class Connect(Protocol):
    """Serves a hub class (or an app) and connects a client to it; clients leave at the end of the test."""

    async def __call__(
        self, hub: type[Hub[Any]] | HubApp[Any], *, options: HubOptions | None = None, **kwargs: Any
    ) -> HubTestClient: ...


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def connect(clock: FakeClock) -> AsyncIterator[Connect]:
    async with AsyncExitStack() as stack:

        async def connected(
            hub: type[Hub[Any]] | HubApp[Any], *, options: HubOptions | None = None, **kwargs: Any
        ) -> HubTestClient:
            app = hub if isinstance(hub, HubApp) else HubApp(hub, clock=clock, options=options)
            return await stack.enter_async_context(HubTestClient.connect(app, **kwargs))

        yield connected
