"""Whom a message reaches, and what it costs the others."""

import asyncio
from typing import Any, Protocol

import pytest

from copydesk.signalr import (
    Hub,
    HubApp,
    HubDefinitionError,
    HubOptions,
    JsonHubProtocol,
    MessagePackHubProtocol,
    Principal,
    hub_method,
)
from copydesk.signalr.errors import EncodingError
from copydesk.signalr.testing import FakeClock, HubTestClient, turns
from tests.unit.signalr.hubs.conftest import Connect


class Room(Hub):
    async def join(self, group: str) -> None:
        await self.groups.add(self.context.connection_id, group)

    async def leave(self, group: str) -> None:
        await self.groups.remove(self.context.connection_id, group)

    async def tell_all(self) -> None:
        await self.clients.all.send("M")

    async def tell_caller(self) -> None:
        await self.clients.caller.send("M")

    async def tell_others(self) -> None:
        await self.clients.others.send("M")

    async def tell_all_except(self, ids: list[str]) -> None:
        await self.clients.all_except(ids).send("M")

    async def tell_client(self, connection_id: str) -> None:
        await self.clients.client(connection_id).send("M")

    async def tell_clients(self, ids: list[str]) -> None:
        await self.clients.clients(ids).send("M")

    async def tell_group(self, name: str) -> None:
        await self.clients.group(name).send("M")

    async def tell_groups(self, names: list[str]) -> None:
        await self.clients.groups(names).send("M")

    async def tell_group_except(self, name: str, ids: list[str]) -> None:
        await self.clients.group_except(name, ids).send("M")

    async def tell_others_in_group(self, name: str) -> None:
        await self.clients.others_in_group(name).send("M")

    async def tell_user(self, user: str) -> None:
        await self.clients.user(user).send("M")

    async def tell_users(self, users: list[str]) -> None:
        await self.clients.users(users).send("M")

    async def tell_a_string(self) -> None:
        await self.clients.clients("abc").send("M")

    async def tell_unencodable(self) -> None:
        await self.clients.all.send("M", object())

    async def tell_list(self) -> None:
        await self.clients.caller.send("M", [1, 2], [])

    async def echo(self, text: str) -> str:
        return text


async def _three(connect: Connect, app: HubApp[Any]) -> dict[str, HubTestClient]:
    """Connect a, b and c: a and b are the user `ab`, c is `c`; a is in group x, b in x and y, c in Y."""
    clients = {
        name: await connect(app, connection_id=name, user=Principal(user))
        for name, user in [("a", "ab"), ("b", "ab"), ("c", "c")]
    }
    for name, group in [("a", "x"), ("b", "x"), ("b", "y"), ("b", "y"), ("c", "Y")]:
        await clients[name].invoke("join", group)
    return clients


@pytest.mark.rule("SH20", "SH24")
@pytest.mark.parametrize(
    ("method", "arguments", "reached"),
    [
        ("tell_all", [], "abc"),
        ("tell_caller", [], "a"),
        ("tell_others", [], "bc"),
        ("tell_all_except", [["a", "zzz"]], "bc"),
        ("tell_client", ["b"], "b"),
        ("tell_client", ["nobody"], ""),
        ("tell_clients", [["a", "c", "nobody"]], "ac"),
        ("tell_clients", [[]], ""),
        ("tell_group", ["x"], "ab"),
        ("tell_group", ["y"], "b"),
        ("tell_group", ["Y"], "c"),
        ("tell_group", ["*"], ""),
        ("tell_group", ["[xy]"], ""),
        ("tell_groups", [["x", "y"]], "ab"),
        ("tell_groups", [["x", "Y"]], "abc"),
        ("tell_group_except", ["x", ["b"]], "a"),
        ("tell_others_in_group", ["x"], "b"),
        ("tell_user", ["ab"], "ab"),
        ("tell_user", ["AB"], ""),
        ("tell_user", ["a?"], ""),
        ("tell_users", [["ab", "c", "d"]], "abc"),
    ],
)
async def test_each_selection_reaches_its_clients_once(
    connect: Connect, clock: FakeClock, method: str, arguments: list[Any], reached: str
) -> None:
    clients = await _three(connect, HubApp(Room, clock=clock))
    await clients["a"].invoke(method, *arguments)
    await turns()
    counts = {name: client.peer.invocations.qsize() for name, client in clients.items()}
    assert counts == {name: int(name in reached) for name in "abc"}


@pytest.mark.rule("SH12")
async def test_lists_are_sent_as_they_are(connect: Connect) -> None:
    client = await connect(Room)
    await client.invoke("tell_list")
    assert await client.called("M") == [[1, 2], []]


@pytest.mark.rule("SH20")
@pytest.mark.logs_errors
async def test_a_string_is_no_list_of_ids(connect: Connect) -> None:
    client = await connect(Room, options=HubOptions(enable_detailed_errors=True))
    assert "TypeError: Give a list of names, not the single string 'abc'." in await client.call("tell_a_string").error()


@pytest.mark.rule("SH23")
async def test_groups_are_left_by_request_and_by_disconnecting(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Room, clock=clock)
    clients = await _three(connect, app)
    await clients["b"].invoke("leave", "x")
    await clients["b"].invoke("leave", "x")
    await clients["b"].invoke("leave", "no such group")
    await clients["a"].leave()
    await app.hub_context.groups.add("a", "x")
    await app.hub_context.groups.remove("a", "x")
    assert await app.hub_context.presence.members("x") == []
    assert [one.connection_id for one in await app.hub_context.presence.members("y")] == ["b"]


class CountingJson(JsonHubProtocol):
    encoded = 0

    def encode(self, message: Any) -> bytes:
        type(self).encoded += 1
        return super().encode(message)


@pytest.mark.rule("SH21")
async def test_a_broadcast_is_encoded_once_per_protocol(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Room, clock=clock, protocols=[CountingJson(), MessagePackHubProtocol()])
    json = [await connect(app) for _ in range(5)]
    binary = [await connect(app, protocol=MessagePackHubProtocol()) for _ in range(2)]
    frames: list[bytes] = []
    for client in [*json, *binary]:
        client.connection._received = frames.append
    CountingJson.encoded = 0
    await app.hub_context.clients.all.send("M", "x" * 1000)
    assert CountingJson.encoded == 1
    assert len(frames) == 7
    assert len({id(frame) for frame in frames}) == 2


@pytest.mark.rule("SH22")
async def test_a_stalled_client_does_not_delay_a_broadcast(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Room, clock=clock)
    stalled, other = await connect(app), await connect(app)
    stalled.connection.stall()
    async with asyncio.timeout(60):
        await app.hub_context.clients.all.send("M", 1)
        await app.hub_context.clients.user("nobody").send("M", 2)
    assert await other.called("M") == [1]
    stalled.connection.resume()
    assert await stalled.called("M") == [1]


@pytest.mark.rule("SH22")
async def test_a_message_to_one_slow_client_waits_for_it(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Room, clock=clock)
    client = await connect(app)
    client.connection.stall()
    sending = asyncio.ensure_future(app.hub_context.clients.client(client.connection_id).send("M"))
    await turns()
    assert not sending.done()
    client.connection.resume()
    await sending


@pytest.mark.rule("SH25")
async def test_a_lossy_message_may_be_dropped_below(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Room, clock=clock)
    client = await connect(app)
    client.connection.stall()
    await app.hub_context.clients.all.send("Kept")
    await app.hub_context.clients.lossy.all.send("Dropped")
    await app.hub_context.clients.lossy.client(client.connection_id).send("Dropped, too")
    assert client.connection.held_lossy == [False, True, True]


@pytest.mark.rule("SH26")
@pytest.mark.logs_errors
async def test_an_argument_that_cannot_be_encoded_is_the_senders_error(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Room, clock=clock)
    caller, other = await connect(app), await connect(app)
    assert await caller.call("tell_unencodable").error() == (
        "An unexpected error occurred invoking 'tell_unencodable' on the server."
    )
    assert await caller.invoke("echo", "a") == "a"
    assert await other.invoke("echo", "b") == "b"
    with pytest.raises(EncodingError):
        await app.hub_context.clients.all.send("M", object())


# ---------------------------------------------------------------- typed clients


class ChatClient(Protocol):
    async def receive_message(self, user: str, text: str = "hi") -> None: ...

    @hub_method(name="exact_name")
    async def renamed(self) -> None: ...

    async def ask_age(self, name: str) -> int: ...


class Typed(Hub[ChatClient]):
    async def tell(self) -> None:
        await self.clients.all.receive_message("Ada", text="hello")
        await self.clients.caller.receive_message("Ada")
        await self.clients.group("nobody").renamed()
        await self.clients.caller.renamed()

    async def ask(self) -> int:
        return await self.clients.caller.ask_age("Ada")

    async def ask_all(self) -> int:
        return await self.clients.all.ask_age("Ada")

    async def wrong(self) -> None:
        await self.clients.all.receive_message()  # type: ignore[call-arg]  # the mistake under test


@pytest.mark.rule("SH27")
async def test_typed_clients_send_by_method_in_pascal_case(connect: Connect) -> None:
    client = await connect(Typed)
    await client.invoke("tell")
    assert await client.called("ReceiveMessage") == ["Ada", "hello"]
    assert await client.called("ReceiveMessage") == ["Ada", "hi"]
    assert await client.called("exact_name") == []


@pytest.mark.rule("SH27", "SH77")
@pytest.mark.logs_errors
async def test_typed_clients_give_results_of_the_annotated_type(connect: Connect) -> None:
    client = await connect(Typed, options=HubOptions(enable_detailed_errors=True))
    answer = client.call("ask")
    question = await client.asked("AskAge")
    assert question.arguments == ["Ada"]
    client.answer(question, 36)
    assert await answer.result() == 36
    assert "TypeError: ChatClient.ask_age returns a result" in await client.call("ask_all").error()
    assert "TypeError: missing a required argument: 'user'" in await client.call("wrong").error()


class SynchronousClient(Protocol):
    def receive(self) -> None: ...


class KeywordClient(Protocol):
    async def receive(self, *, text: str) -> None: ...


class EmptyClient(Protocol): ...


@pytest.mark.rule("SH5")
@pytest.mark.parametrize(
    ("client", "text"),
    [
        (SynchronousClient, "must be 'async def'"),
        (KeywordClient, "clients get arguments by position"),
        (EmptyClient, "describes no client method"),
    ],
)
def test_a_client_class_that_cannot_work_is_refused(client: Any, text: str) -> None:
    class Wrong(Hub[client]): ...

    with pytest.raises(HubDefinitionError, match=text):
        HubApp(Wrong)


class Derived(Typed):
    async def more(self) -> None:
        await self.clients.caller.receive_message("Bob")


@pytest.mark.rule("SH27")
async def test_a_derived_hub_keeps_its_typed_clients(connect: Connect) -> None:
    client = await connect(Derived)
    await client.invoke("more")
    assert await client.called("ReceiveMessage") == ["Bob", "hi"]


@pytest.mark.rule("SH27")
async def test_typed_clients_can_be_lossy(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Typed, clock=clock)
    client = await connect(app)
    client.connection.stall()
    await app.hub_context.clients.lossy.all.receive_message("Ada")
    assert client.connection.held_lossy == [True]
