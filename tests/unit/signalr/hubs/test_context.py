"""What a hub knows of its caller, and what changes while the connection lives."""

from typing import Any

import pytest

from copydesk.signalr import ConnectionRequest, Hub, HubApp, Principal, Transport
from copydesk.signalr.testing import (
    FakeClock,
    InMemoryConnection,
    InMemoryLongPolling,
    InMemoryServerSentEvents,
    SyncPoint,
    client_request,
    turns,
)
from tests.unit.signalr.hubs.conftest import Connect


class Knowing(Hub):
    point = SyncPoint()
    beats: list[str]
    refreshed: list[tuple[str | None, str | None]]

    async def who(self) -> list[str | None]:
        user = self.context.user
        return [self.context.connection_id, self.context.user_identifier, user.name if user else None]

    async def remember(self, value: int) -> Any:
        return self.context.items.setdefault("value", value)

    async def features(self) -> list[str | None]:
        features = self.context.features
        return [
            features.transport,
            features.transfer_format,
            features.request.path,
            features.request.query_value("page"),
            features.request.headers.get("X-Page"),
        ]

    async def beat(self) -> None:
        self.context.features.on_heartbeat(lambda: self.beats.append("beat"))

    async def bad_beat(self) -> None:
        self.context.features.on_heartbeat(self._raise)

    def _raise(self) -> None:
        raise RuntimeError("heartbeat")

    async def names_around_a_wait(self) -> list[str | None]:
        before = self.context.user.name if self.context.user else None
        await self.point.wait()
        return [before, self.context.user.name if self.context.user else None]

    async def on_authentication_refreshed(self) -> None:
        self.refreshed.append((self.context.user.name if self.context.user else None, self.context.user_identifier))
        await self.clients.caller.send("Refreshed")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Knowing.point, Knowing.beats, Knowing.refreshed = SyncPoint(), [], []


@pytest.mark.rule("SH13")
async def test_a_hub_knows_its_caller(connect: Connect) -> None:
    client = await connect(Knowing, connection_id="c1", user=Principal("ada", "Ada"))
    stranger = await connect(Knowing, connection_id="c2")
    assert await client.invoke("who") == ["c1", "ada", "Ada"]
    assert await stranger.invoke("who") == ["c2", None, None]


@pytest.mark.rule("SH13")
async def test_items_last_as_long_as_the_connection(connect: Connect) -> None:
    client = await connect(Knowing)
    other = await connect(Knowing)
    assert [await client.invoke("remember", number) for number in (1, 2)] == [1, 1]
    assert await other.invoke("remember", 3) == 3


@pytest.mark.rule("SH13")
@pytest.mark.parametrize("kind", [InMemoryConnection, InMemoryServerSentEvents, InMemoryLongPolling])
async def test_features_tell_how_the_connection_is_carried(connect: Connect, kind: type[InMemoryConnection]) -> None:
    request = client_request("/hub", "page=7", {"X-Page": "8"})
    client = await connect(Knowing, connection_type=kind, request=request)
    assert await client.invoke("features") == [kind.transport, "Text", "/hub", "7", "8"]


@pytest.mark.rule("SH13")
@pytest.mark.logs_errors
async def test_heartbeats_come_once_a_second(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Knowing)
    await client.invoke("bad_beat")
    await client.invoke("beat")
    await clock.advance(5)
    assert Knowing.beats == ["beat"] * 5


@pytest.mark.rule("SH14")
async def test_renewed_credentials_are_seen_by_later_calls_only(connect: Connect) -> None:
    client = await connect(Knowing, user=Principal("ada", "old"))
    running = client.call("names_around_a_wait")
    await Knowing.point.reached()
    client.connection.renew(Principal("ada", "new"))
    await client.called("Refreshed")
    Knowing.point.go_on()
    assert await running.result() == ["old", "old"]
    assert (await client.invoke("who"))[1:] == ["ada", "new"]
    assert Knowing.refreshed == [("new", "ada")]


@pytest.mark.rule("SH14")
async def test_the_user_identifier_and_groups_stay(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Knowing, clock=clock)
    client = await connect(app, user=Principal("ada", "old"))
    await app.hub_context.groups.add(client.connection_id, "g")
    client.connection.renew(Principal("bob", "new"))
    await client.called("Refreshed")
    assert (await client.invoke("who"))[1:] == ["ada", "new"]
    await app.hub_context.clients.user("bob").send("Bob")
    await app.hub_context.clients.user("ada").send("Ada")
    await app.hub_context.clients.group("g").send("Group")
    assert await client.called("Ada") == []
    assert await client.called("Group") == []


class BadRefresh(Hub):
    async def on_authentication_refreshed(self) -> None:
        raise RuntimeError("refresh")

    async def echo(self, text: str) -> str:
        return text


@pytest.mark.rule("SH14")
@pytest.mark.logs_errors
async def test_a_failing_refresh_hook_keeps_the_connection(connect: Connect) -> None:
    client = await connect(BadRefresh, user=Principal("ada"))
    client.connection.renew(Principal("ada", "new"))
    await turns()
    assert await client.invoke("echo", "still here") == "still here"


@pytest.mark.rule("SH15")
async def test_another_provider_may_find_the_user_id(connect: Connect, clock: FakeClock) -> None:
    def by_email(user: Principal | None, request: ConnectionRequest) -> str | None:
        return f"{user.claims['email']}{request.path}" if user else None

    app = HubApp(Knowing, clock=clock, user_id_provider=by_email)
    client = await connect(app, user=Principal("ada", claims={"email": "a@b"}))
    assert (await client.invoke("who"))[1] == "a@b/hub"
    await app.hub_context.clients.user("a@b/hub").send("M")
    assert await client.called("M") == []


# ---------------------------------------------------------------- presence


class Present(Hub):
    async def echo(self, text: str) -> str:
        return text

    async def join(self) -> list[str]:
        await self.groups.add(self.context.connection_id, "room")
        return [member.connection_id for member in await self.presence.members("room")]


@pytest.mark.rule("SH28")
async def test_presence_tells_who_is_connected_where_and_since_when(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Present, clock=clock)
    presence = app.hub_context.presence
    first = await connect(app, connection_id="a", user=Principal("ada"))
    await clock.advance(10)
    second = await connect(app, connection_id="b", user=Principal("bob"), connection_type=InMemoryLongPolling)
    await connect(app, connection_id="c")
    assert await first.invoke("join") == ["a"]
    assert await second.invoke("join") == ["a", "b"]
    assert [one.connection_id for one in await presence.connections()] == ["a", "b", "c"]
    assert await presence.users() == ["ada", "bob"]
    assert [one.connection_id for one in await presence.of_user("bob")] == ["b"]
    info = await presence.connection("b")
    assert info is not None
    assert (info.transport, info.groups, info.user_identifier) == (Transport.LONG_POLLING, frozenset({"room"}), "bob")
    assert info.connected_at.isoformat() == "2026-01-01T00:00:10+00:00"
    await second.leave()
    assert await presence.connection("b") is None
    assert [one.connection_id for one in await presence.members("room")] == ["a"]


@pytest.mark.rule("SH29")
async def test_statistics_count_what_went_over_a_connection(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Present, clock=clock)
    client = await connect(app, connection_id="a")
    await client.invoke("echo", "x" * 100)
    client.ping()
    await turns()
    info = await app.hub_context.presence.connection("a")
    assert info is not None
    statistics = info.statistics
    assert (statistics.messages_received, statistics.messages_sent) == (1, 1)
    assert statistics.bytes_received > statistics.bytes_sent > 100
    assert (statistics.bytes_queued, statistics.bytes_unconfirmed, statistics.active_calls) == (0, 0, 0)
    client.connection.stall()
    await app.hub_context.clients.all.send("M")
    info = await app.hub_context.presence.connection("a")
    assert info is not None
    assert info.statistics.bytes_queued > 0
    client.connection.resume()
