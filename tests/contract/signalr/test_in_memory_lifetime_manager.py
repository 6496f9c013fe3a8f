"""The in-memory lifetime manager keeps the contract."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from copydesk.signalr import InMemoryHubLifetimeManager
from copydesk.signalr.testing import LifetimeManagerContract, Nodes


@pytest.mark.rule("SH130")
class TestInMemoryHubLifetimeManager(LifetimeManagerContract):
    @asynccontextmanager
    async def nodes(self) -> AsyncIterator[Nodes]:
        manager = InMemoryHubLifetimeManager()
        yield manager, manager
        await manager.close()
