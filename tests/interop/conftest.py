"""One stage, one Node process and one browser for all interop tests of a worker."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from copydesk.signalr.clock import SystemClock
from tests.interop.clients import BrowserPlayer, NodePlayer, Player
from tests.interop.fixture.stage import Stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    async with Stage.open(SystemClock()) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def node(stage: Stage) -> AsyncIterator[Player]:
    async with NodePlayer.open(stage) as player:
        yield player


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(stage: Stage) -> AsyncIterator[Player]:
    async with BrowserPlayer.open(stage) as player:
        yield player


@pytest.fixture(params=["node", "browser"])
def player(request: pytest.FixtureRequest) -> Player:
    found: Player = request.getfixturevalue(request.param)
    return found
