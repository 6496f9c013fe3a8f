"""`HubApp` as the whole application."""

import asyncio
from typing import Any

import pytest

from copydesk.signalr import Hub, HubApp, HubOptions, InMemoryHubLifetimeManager
from copydesk.signalr.testing import FakeClock, HubTestClient, SyncPoint


class Holding(Hub):
    point = SyncPoint()

    async def hold(self) -> None:
        await self.point.wait()


class Closing(InMemoryHubLifetimeManager):
    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log

    async def close(self) -> None:
        self.log.append("manager closes")


@pytest.mark.rule("SH86")
async def test_the_root_application_has_ended_everything_when_it_says_that_it_is_down() -> None:
    log: list[str] = []
    Holding.point = SyncPoint()
    app = HubApp(Holding, clock=FakeClock(), lifetime_manager=Closing(log), options=HubOptions(disconnect_grace=0))
    async with HubTestClient.connect(app) as client:
        client.call("hold")
        await Holding.point.reached()
    running = [task for task in asyncio.all_tasks() if "Invoker.run" in repr(task)]
    events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return next(events)

    async def send(message: Any) -> None:
        log.append(message["type"])

    await app({"type": "lifespan"}, receive, send)
    assert log == ["lifespan.startup.complete", "manager closes", "lifespan.shutdown.complete"]
    assert [task.done() for task in running] == [True]
