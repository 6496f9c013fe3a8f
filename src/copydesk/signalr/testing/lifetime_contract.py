"""What every lifetime manager must do, as tests: subclass `LifetimeManagerContract` and say how to make one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

from copydesk.signalr.errors import ClientGone, EncodingError, HubError
from copydesk.signalr.hubs.audience import AllConnections, Audience, Connections, Groups, Users
from copydesk.signalr.hubs.connection import Ending
from copydesk.signalr.hubs.lifetime import HubLifetimeManager
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.testing.contract_client import BARRIER, ContractClient

__all__ = ["LifetimeManagerContract", "Nodes"]

Nodes: TypeAlias = tuple[HubLifetimeManager, HubLifetimeManager]
_EVERYBODY = AllConnections()
_ODD_NAMES = ["*", "a*", "?", "[ab]", "a:b", "a.b", "A", "ä", " a", "a\\*", "a\n", ""]


class LifetimeManagerContract:
    """Run by pytest (with pytest-asyncio in auto mode) in a subclass whose name begins with `Test`.

    Each test works with two nodes of one hub: what is sent from the one must reach the connections of the other. A
    manager for a single process gives the same object twice.
    """

    def nodes(self) -> AbstractAsyncContextManager[Nodes]:
        """Make two nodes without connections, and close them at the end of the block."""
        raise NotImplementedError

    @asynccontextmanager
    async def four(self) -> AsyncIterator[tuple[Nodes, dict[str, ContractClient]]]:
        """Connect a and b to the first node, c and d to the second; b and d speak MessagePack.

        a and c belong to the user `x`, b to `y`, d to nobody.
        """
        async with self.nodes() as (first, second):
            clients = {
                name: await ContractClient(node, name, user, MessagePackHubProtocol() if binary else None).connect()
                for name, node, user, binary in [
                    ("a", first, "x", False),
                    ("b", first, "y", True),
                    ("c", second, "x", False),
                    ("d", second, None, True),
                ]
            }
            try:
                yield (first, second), clients
            finally:
                for client in clients.values():
                    await client.leave()

    async def reached(self, nodes: Nodes, clients: dict[str, ContractClient], audience: Audience) -> list[str]:
        """Send to an audience from each node and return who got it; everybody must have got it once from each."""
        for number, node in enumerate(nodes):
            await node.send(audience, "M", [number])
            await node.send(_EVERYBODY, BARRIER, [])
        found = []
        for name, client in clients.items():
            calls = [*await client.calls(), *await client.calls()]
            assert calls in ([], [("M", [0]), ("M", [1])]), f"{name} got {calls}"
            found += [name] if calls else []
        return found

    # ------------------------------------------------------------ who is reached

    async def test_everybody_is_reached(self) -> None:
        async with self.four() as (nodes, clients):
            assert await self.reached(nodes, clients, AllConnections()) == ["a", "b", "c", "d"]

    async def test_the_excluded_are_left_out(self) -> None:
        async with self.four() as (nodes, clients):
            audience = AllConnections(frozenset({"a", "d", "nobody"}))
            assert await self.reached(nodes, clients, audience) == ["b", "c"]

    async def test_single_connections_are_reached_on_any_node(self) -> None:
        async with self.four() as (nodes, clients):
            for name in "abcd":
                assert await self.reached(nodes, clients, Connections(frozenset({name}))) == [name]

    async def test_several_connections_are_reached_once(self) -> None:
        async with self.four() as (nodes, clients):
            audience = Connections(frozenset({"a", "c", "nobody"}))
            assert await self.reached(nodes, clients, audience) == ["a", "c"]
            assert await self.reached(nodes, clients, Connections(frozenset())) == []

    async def test_the_connections_of_users_are_reached(self) -> None:
        async with self.four() as (nodes, clients):
            assert await self.reached(nodes, clients, Users(frozenset({"x"}))) == ["a", "c"]
            assert await self.reached(nodes, clients, Users(frozenset({"x", "y", "nobody"}))) == ["a", "b", "c"]

    async def test_a_user_is_reached_until_the_last_connection_leaves(self) -> None:
        async with self.four() as (nodes, clients):
            await clients.pop("a").leave()
            assert await self.reached(nodes, clients, Users(frozenset({"x"}))) == ["c"]
            await clients.pop("c").leave()
            assert await self.reached(nodes, clients, Users(frozenset({"x"}))) == []

    async def test_groups_span_nodes_and_can_be_changed_from_any(self) -> None:
        async with self.four() as (nodes, clients):
            first, second = nodes
            await first.add_to_group("a", "g")
            await first.add_to_group("c", "g")
            await second.add_to_group("b", "g")
            assert await self.reached(nodes, clients, Groups(frozenset({"g"}))) == ["a", "b", "c"]
            await second.remove_from_group("a", "g")
            await first.remove_from_group("c", "g")
            assert await self.reached(nodes, clients, Groups(frozenset({"g"}))) == ["b"]

    async def test_members_of_two_groups_are_reached_once(self) -> None:
        async with self.four() as (nodes, clients):
            for name, group in [("a", "g"), ("c", "g"), ("c", "h"), ("d", "h")]:
                await nodes[0].add_to_group(name, group)
            assert await self.reached(nodes, clients, Groups(frozenset({"g", "h", "none"}))) == ["a", "c", "d"]
            audience = Groups(frozenset({"g", "h"}), frozenset({"c"}))
            assert await self.reached(nodes, clients, audience) == ["a", "d"]

    async def test_joining_and_leaving_a_group_again_is_no_error(self) -> None:
        async with self.four() as (nodes, clients):
            for _ in range(2):
                await nodes[0].add_to_group("a", "g")
                await nodes[0].add_to_group("nobody", "g")
            assert await self.reached(nodes, clients, Groups(frozenset({"g"}))) == ["a"]
            for _ in range(2):
                await nodes[0].remove_from_group("a", "g")
                await nodes[0].remove_from_group("nobody", "g")
            assert await self.reached(nodes, clients, Groups(frozenset({"g"}))) == []

    async def test_a_connection_that_left_is_in_no_group(self) -> None:
        async with self.four() as (nodes, clients):
            await nodes[0].add_to_group("a", "g")
            await nodes[0].add_to_group("b", "g")
            await clients.pop("a").leave()
            assert await self.reached(nodes, clients, Groups(frozenset({"g"}))) == ["b"]
            clients["a"] = await ContractClient(nodes[0], "a").connect()
            assert await self.reached(nodes, clients, Groups(frozenset({"g"}))) == ["b"]

    async def test_names_are_literal(self) -> None:
        async with self.nodes() as nodes:
            clients = {
                name: await ContractClient(node, name, user).connect()
                for name, node, user in [("a", nodes[0], "a"), ("b", nodes[1], "ab")]
            }
            await nodes[0].add_to_group("a", "a")
            await nodes[0].add_to_group("b", "ab")
            for odd in _ODD_NAMES:
                assert await self.reached(nodes, clients, Groups(frozenset({odd}))) == [], odd
                assert await self.reached(nodes, clients, Users(frozenset({odd}))) == [], odd
                await nodes[1].add_to_group("b", odd)
                assert await self.reached(nodes, clients, Groups(frozenset({odd}))) == ["b"], odd
                await nodes[1].remove_from_group("b", odd)
            for client in clients.values():
                await client.leave()

    # ------------------------------------------------------------ how messages travel

    async def test_messages_arrive_in_order_with_their_values(self) -> None:
        values: list[Any] = [1, -1.5, "ä\x1e\n", None, True, [1, [2]], {"a": {"b": None}}]
        async with self.four() as (nodes, clients):
            for number in range(50):
                await nodes[0].send(_EVERYBODY, f"M{number}", [number, *values])
            await nodes[0].send(_EVERYBODY, BARRIER, [])
            for client in clients.values():
                assert await client.calls() == [(f"M{number}", [number, *values]) for number in range(50)]

    async def test_a_connection_that_failed_does_not_harm_the_others(self) -> None:
        async with self.four() as (nodes, clients):
            broken = clients.pop("a")
            broken.connection.abort()
            assert await self.reached(nodes, clients, AllConnections()) == ["b", "c", "d"]
            await broken.leave()

    async def test_nobody_waits_for_a_stalled_client(self) -> None:
        async with self.four() as (nodes, clients):
            stalled = clients.pop("a")
            stalled.transport.stall()
            assert await self.reached(nodes, clients, AllConnections()) == ["b", "c", "d"]
            assert await self.reached(nodes, clients, Users(frozenset({"x"}))) == ["c"]
            stalled.transport.resume()

    async def test_what_cannot_be_encoded_is_an_error_of_the_sender(self) -> None:
        async with self.four() as (nodes, clients):
            try:
                await nodes[0].send(_EVERYBODY, "M", [object()])
            except EncodingError:
                assert await self.reached(nodes, clients, AllConnections()) == ["a", "b", "c", "d"]
            else:
                raise AssertionError("An object that cannot be encoded was sent.")

    # ------------------------------------------------------------ client results

    async def test_a_client_on_any_node_gives_a_result(self) -> None:
        async with self.four() as (nodes, clients):
            for name in "abcd":
                asking = asyncio.ensure_future(nodes[0].invoke(name, "Ask", ["why"], int))
                question = await clients[name].next()
                assert (question.target, list(question.arguments)) == ("Ask", ["why"])
                assert await clients[name].answer(question, 42)
                assert await asking == 42  # noqa: PLR2004 - the answer

    async def test_questions_of_all_nodes_have_ids_of_their_own(self) -> None:
        async with self.four() as (nodes, clients):
            asking = [asyncio.ensure_future(node.invoke("a", "Ask", [], str)) for node in (*nodes, *nodes)]
            questions = [await clients["a"].next() for _ in asking]
            assert len({question.invocation_id for question in questions}) == len(asking)
            for question in reversed(questions):
                await clients["a"].answer(question, question.invocation_id)
            assert sorted(await asyncio.gather(*asking)) == sorted(str(one.invocation_id) for one in questions)

    async def test_an_error_of_the_client_is_raised(self) -> None:
        async with self.four() as (nodes, clients):
            for name, answer, text in [
                ("c", {"error": "no"}, "no"),
                ("d", {"result": "many"}, "Error trying to deserialize result to int."),
            ]:
                asking = asyncio.ensure_future(nodes[0].invoke(name, "Ask", [], int))
                await clients[name].answer(await clients[name].next(), **answer)
                assert str(await _error(asking, HubError)).startswith(text)

    async def test_an_unknown_connection_cannot_be_asked(self) -> None:
        async with self.nodes() as nodes:
            error = await _error(asyncio.ensure_future(nodes[0].invoke("nobody", "Ask", [], int)), ClientGone)
            assert str(error) == "Connection 'nobody' does not exist."

    async def test_a_client_that_leaves_owes_nothing(self) -> None:
        async with self.four() as (nodes, clients):
            for name in "ac":
                asking = asyncio.ensure_future(nodes[0].invoke(name, "Ask", [], int))
                await clients[name].next()
                await clients.pop(name).leave()
                assert str(await _error(asking, ClientGone)) == f"Connection '{name}' disconnected."

    async def test_only_the_connection_that_was_asked_may_answer(self) -> None:
        async with self.four() as (nodes, clients):
            asking = asyncio.ensure_future(nodes[0].invoke("a", "Ask", [], int))
            question = await clients["a"].next()
            assert not await clients["b"].answer(question, 666)
            assert await clients["a"].answer(question, 1)
            assert await asking == 1
            assert not await clients["a"].answer(question, 2)

    async def test_a_cancelled_question_is_forgotten(self) -> None:
        async with self.four() as (nodes, clients):
            asking = asyncio.ensure_future(nodes[0].invoke("a", "Ask", [], int))
            question = await clients["a"].next()
            asking.cancel()
            await asyncio.wait([asking])
            assert not await clients["a"].answer(question, 1)

    # ------------------------------------------------------------ presence and control

    async def test_presence_spans_nodes(self) -> None:
        async with self.four() as (nodes, clients):
            await nodes[0].add_to_group("a", "g")
            await nodes[0].add_to_group("c", "g")
            for node in nodes:
                everybody = {info.connection_id: info for info in await node.connections(AllConnections())}
                assert sorted(everybody) == ["a", "b", "c", "d"]
                assert {name: info.user_identifier for name, info in everybody.items()} == {
                    "a": "x",
                    "b": "y",
                    "c": "x",
                    "d": None,
                }
                assert everybody["c"].groups == {"g"}
                members = await node.connections(Groups(frozenset({"g"})))
                assert sorted(info.connection_id for info in members) == ["a", "c"]
                of_user = await node.connections(Users(frozenset({"x"})))
                assert sorted(info.connection_id for info in of_user) == ["a", "c"]
            await clients.pop("a").leave()
            members = await nodes[1].connections(Groups(frozenset({"g"})))
            assert [info.connection_id for info in members] == ["c"]

    async def test_connections_on_any_node_can_be_ended(self) -> None:
        async with self.four() as (nodes, clients):
            ending = Ending(HubError("moved"), allow_reconnect=True)
            assert await nodes[0].disconnect(Users(frozenset({"x"})), ending) == len(["a", "c"])
            for name in "ac":
                stopped = await asyncio.wait_for(clients[name].transport.receive(), 10)
                assert stopped is None
                ended = clients[name].connection.ending
                assert ended is not None
                assert (str(ended.error), ended.allow_reconnect) == ("moved", True)
            assert {name for name, client in clients.items() if client.connection.ending} == {"a", "c"}
            assert await nodes[0].disconnect(Connections(frozenset({"nobody"})), ending) == 0


async def _error(asking: "asyncio.Future[Any]", kind: type[Exception]) -> Exception:
    """Wait for a question to fail and return its error."""
    await asyncio.wait([asking], timeout=10)
    error = asking.exception()
    assert isinstance(error, kind), repr(error)
    return error
