"""Hub instances and services come from a container, and go when the call is over."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from dishka import FromDishka, Provider, Scope, make_async_container

from copydesk.signalr import FactoryServices, FromServices, Hub, HubApp
from copydesk.signalr.hubs.dishka import DishkaServices
from copydesk.signalr.testing import SyncPoint, turns
from tests.unit.signalr.hubs.conftest import Connect


@dataclass
class Journal:
    entries: list[str] = field(default_factory=list)


class Session:
    def __init__(self, journal: Journal) -> None:
        self.journal = journal


class Instances(Hub):
    def __init__(self) -> None:
        self.calls = 0

    async def count(self) -> int:
        self.calls += 1
        return self.calls


@pytest.mark.rule("SH6")
async def test_each_call_gets_an_instance_of_its_own(connect: Connect) -> None:
    client = await connect(Instances)
    assert [await client.invoke("count") for _ in range(3)] == [1, 1, 1]


class WithServices(Hub):
    def __init__(self, session: Session) -> None:
        self.session = session

    async def write(self, text: str, session: Session, *, journal: FromServices[Journal]) -> bool:
        journal.entries.append(text)
        return session is self.session


@pytest.mark.rule("SH8")
async def test_services_come_by_annotation_and_are_shared_within_a_call(connect: Connect) -> None:
    journal = Journal()
    services = FactoryServices({Journal: lambda: journal, Session: lambda: Session(journal)})
    client = await connect(HubApp(WithServices, services=services))
    assert await client.invoke("write", "one") is True
    assert journal.entries == ["one"]


class Unprovided(Hub):
    async def write(self, journal: FromServices[Journal]) -> None: ...


@pytest.mark.rule("SH8")
@pytest.mark.logs_errors
async def test_a_service_that_nobody_provides_fails_the_call(connect: Connect) -> None:
    client = await connect(Unprovided)
    assert await client.call("write").error() == "An unexpected error occurred invoking 'write' on the server."


class OnDishka(Hub):
    point = SyncPoint()

    def __init__(self, session: Session) -> None:
        self.session = session

    async def same(self, session: FromDishka[Session]) -> bool:
        return session is self.session

    async def items(self, number: int) -> AsyncIterator[int]:
        for item in range(number):
            self.session.journal.entries.append(f"item {item}")
            yield item
            if item == 0:
                await self.point.wait()

    async def on_connected(self) -> None:
        self.session.journal.entries.append("connected")

    async def on_disconnected(self, error: Exception | None) -> None:
        self.session.journal.entries.append("disconnected")


def _container(journal: Journal) -> Any:
    provider = Provider(scope=Scope.REQUEST)

    async def session() -> AsyncIterator[Session]:
        yield Session(journal)
        journal.entries.append("disposed")

    provider.provide(session)
    return make_async_container(provider)


@pytest.mark.rule("SH6", "SH8")
async def test_a_dishka_scope_lasts_as_long_as_the_call(connect: Connect) -> None:
    journal, OnDishka.point = Journal(), SyncPoint()
    client = await connect(HubApp(OnDishka, services=DishkaServices(_container(journal))))
    assert await client.invoke("same") is True
    assert journal.entries == ["connected", "disposed", "disposed"]
    journal.entries.clear()
    answer = client.stream("items", 2)
    await OnDishka.point.reached()
    await turns()
    assert journal.entries == ["item 0"]
    OnDishka.point.go_on()
    await answer.result()
    await turns()
    assert journal.entries == ["item 0", "item 1", "disposed"]
    await client.leave()
    assert journal.entries[-2:] == ["disconnected", "disposed"]


class BrokenConstructor(Hub):
    def __init__(self) -> None:
        raise RuntimeError("no")

    async def call(self) -> None: ...


@pytest.mark.rule("SH8")
@pytest.mark.logs_errors
async def test_a_hub_that_cannot_be_made_refuses_connections(connect: Connect) -> None:
    client = await connect(BrokenConstructor)
    close = await client.peer.closed
    assert close.error == "Connection closed with an error."
    assert not close.allow_reconnect
