"""Asking clients for results."""

import asyncio

import pytest

from copydesk.signalr import (
    CancellationToken,
    ClientGone,
    Hub,
    HubApp,
    HubError,
    HubOptions,
    JsonHubProtocol,
    MessagePackHubProtocol,
)
from copydesk.signalr.hubs.cancellation import CancellationSource
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.messages import Completion
from copydesk.signalr.testing import FakeClock, HubTestClient, client_request, turns
from tests.unit.signalr.hubs.conftest import Connect

INVOKING = "An unexpected error occurred invoking '{}' on the server."


class Asking(Hub):
    async def on_connected(self) -> None:
        if self.context.features.request.query_value("ask") is not None:
            await self.clients.caller.invoke("Result")

    async def ask(self) -> int:
        return await self.clients.caller.invoke("Result", result_type=int)

    async def ask_other(self, connection_id: str) -> int:
        return await self.clients.client(connection_id).invoke("Result", result_type=int)

    async def ask_twice(self) -> list[int]:
        return [await self.clients.caller.invoke("Result", result_type=int) for _ in range(2)]

    async def ask_anything(self) -> object:
        return await self.clients.caller.invoke("Result")

    async def ask_until_cancelled(self, cancellation: CancellationToken) -> int:
        return await self.clients.caller.invoke("Result", result_type=int, cancellation=cancellation)

    async def echo(self, text: str) -> str:
        return text


@pytest.mark.rule("SH70")
@pytest.mark.parametrize("protocol", [JsonHubProtocol(), MessagePackHubProtocol()], ids=["json", "messagepack"])
async def test_a_client_gives_a_result_while_the_method_waits(connect: Connect, protocol: HubProtocol) -> None:
    client = await connect(Asking, protocol=protocol)
    answer = client.call("ask")
    question = await client.asked("Result")
    assert question.invocation_id
    client.answer(question, 42)
    assert await answer.result() == 42


@pytest.mark.rule("SH70")
async def test_an_answered_question_leaves_nothing_behind(connect: Connect) -> None:
    app = HubApp(Asking)
    client = await connect(app)
    for _ in range(3):
        answer = client.call("ask")
        client.answer(await client.asked(), 1)
        await answer.result()
    connection = client.connection.listener
    assert isinstance(connection, HubConnection)
    assert connection.aborted._callbacks == {}


@pytest.mark.rule("SH70")
async def test_a_result_without_type_is_a_plain_value(connect: Connect) -> None:
    client = await connect(Asking)
    answer = client.call("ask_anything")
    client.answer(await client.asked(), {"a": [1]})
    assert await answer.result() == {"a": [1]}


@pytest.mark.rule("SH71")
async def test_waiting_for_the_client_gives_the_place_of_the_call_back(connect: Connect) -> None:
    client = await connect(Asking)
    answer = client.call("ask_twice")
    first = await client.asked()
    assert await client.invoke("echo", "while it waits") == "while it waits"
    client.answer(first, 1)
    second = await client.asked()
    assert second.invocation_id != first.invocation_id
    client.answer(second, 2)
    assert await answer.result() == [1, 2]
    assert await client.invoke("echo", "and after") == "and after"


@pytest.mark.rule("SH72")
async def test_an_error_of_the_client_is_raised_where_it_was_asked(connect: Connect) -> None:
    client = await connect(Asking)
    answer = client.call("ask")
    client.answer(await client.asked(), error="Client didn't provide a result.")
    assert await answer.error() == f"{INVOKING.format('ask')} HubException: Client didn't provide a result."


@pytest.mark.rule("SH72")
async def test_a_result_of_another_type_is_an_error(connect: Connect) -> None:
    client = await connect(Asking)
    answer = client.call("ask")
    client.answer(await client.asked(), "many")
    text = await answer.error()
    assert text.startswith(
        f"{INVOKING.format('ask')} HubException: Error trying to deserialize result to int. Expected"
    )


@pytest.mark.rule("SH72")
async def test_a_completion_without_result_is_an_error_if_one_was_wanted(connect: Connect) -> None:
    client = await connect(Asking)
    answer = client.call("ask")
    question = await client.asked()
    client.peer.say(Completion(question.invocation_id or ""))
    assert "Error trying to deserialize result to int." in await answer.error()


@pytest.mark.rule("SH73")
async def test_a_connection_that_is_not_there_cannot_be_asked(clock: FakeClock) -> None:
    app = HubApp(Asking, clock=clock)
    with pytest.raises(ClientGone, match=r"^Connection 'nobody' does not exist\.$"):
        await app.hub_context.clients.client("nobody").invoke("Result")


@pytest.mark.rule("SH73")
async def test_a_client_that_leaves_owes_nothing(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Asking, clock=clock)
    client = await connect(app)
    asking = asyncio.ensure_future(app.hub_context.clients.client(client.connection_id).invoke("Result"))
    await client.asked("Result")
    client.connection.lose()
    with pytest.raises(ClientGone, match=rf"^Connection '{client.connection_id}' disconnected\.$"):
        await asking
    with pytest.raises(ClientGone, match=r"does not exist|disconnected"):
        await app.hub_context.clients.client(client.connection_id).invoke("Result")


@pytest.mark.rule("SH74")
async def test_only_the_connection_that_was_asked_may_answer(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Asking, clock=clock)
    client, stranger = await connect(app), await connect(app)
    answer = client.call("ask")
    question = await client.asked()
    stranger.answer(question, 666)
    assert await stranger.invoke("echo", "ignored") == "ignored"
    client.answer(question, 1)
    client.answer(question, 2)
    assert await answer.result() == 1


@pytest.mark.rule("SH75")
@pytest.mark.logs_errors
async def test_on_connected_must_not_ask(clock: FakeClock) -> None:
    client = HubTestClient(
        HubApp(Asking, clock=clock, options=HubOptions(enable_detailed_errors=True)),
        request=client_request(query="ask=1"),
    )
    await client.shake_hands()
    close = await client.peer.closed
    assert close.error == (
        "Connection closed with an error. InvalidOperationException: "
        "Client results inside OnConnectedAsync Hub methods are not allowed."
    )
    await client.ended()


@pytest.mark.rule("SH76")
async def test_the_server_may_stop_waiting(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Asking)
    answer = client.call("ask_until_cancelled")
    await client.asked()
    client.cancel(answer)
    assert await answer.error() == (
        f"{INVOKING.format('ask_until_cancelled')} HubException: Invocation canceled by the server."
    )


@pytest.mark.rule("SH76")
async def test_a_token_that_has_fired_already_stops_at_once(connect: Connect, clock: FakeClock) -> None:
    app, source = HubApp(Asking, clock=clock), CancellationSource()
    client = await connect(app)
    await source.cancel()
    with pytest.raises(HubError, match=r"^Invocation canceled by the server\.$"):
        await app.hub_context.clients.client(client.connection_id).invoke("Result", cancellation=source.token)


@pytest.mark.rule("SH76")
async def test_a_cancelled_caller_forgets_the_question(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Asking, clock=clock)
    client = await connect(app)
    source = CancellationSource()
    asking = asyncio.ensure_future(
        app.hub_context.clients.client(client.connection_id).invoke("Result", cancellation=source.token)
    )
    question = await client.asked()
    asking.cancel()
    await turns()
    assert asking.cancelled()
    client.answer(question, 1)
    assert await client.invoke("echo", "ignored") == "ignored"


@pytest.mark.rule("SH77")
async def test_only_single_clients_can_be_asked(clock: FakeClock) -> None:
    clients = HubApp(Asking, clock=clock).hub_context.clients
    for several in (clients.all, clients.group("g"), clients.user("u"), clients.clients(["a"])):
        assert not hasattr(several, "invoke")
