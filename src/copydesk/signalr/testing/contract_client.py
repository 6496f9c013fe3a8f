"""A connected client without a hub: what the contract of lifetime managers is tried on."""

import asyncio
from typing import Any

import msgspec

from copydesk.signalr.connections.request import Principal
from copydesk.signalr.hubs.connection import HubConnection
from copydesk.signalr.hubs.lifetime import HubLifetimeManager
from copydesk.signalr.hubs.observer import HubObserver
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.events import HandshakeCompleted, MessageReceived
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.machine import HubConnectionMachine
from copydesk.signalr.protocol.messages import Completion, Invocation
from copydesk.signalr.testing.clock import FakeClock
from copydesk.signalr.testing.connection import InMemoryConnection
from copydesk.signalr.testing.peer import Peer

__all__ = ["BARRIER", "ContractClient"]

BARRIER = "Barrier"
_PATIENCE = 10.0


class ContractClient:
    """One client of one node.

    Args:
        node: the manager that the connection belongs to.
        connection_id: its id.
        user: whose connection it is.
        protocol: what it speaks; JSON without it.
    """

    def __init__(
        self,
        node: HubLifetimeManager,
        connection_id: str,
        user: str | None = None,
        protocol: HubProtocol | None = None,
    ) -> None:
        options, clock = HubOptions(), FakeClock()
        protocol = protocol or JsonHubProtocol()
        self.node = node
        self.connection_id = connection_id
        self.peer = Peer(protocol, self._to_server)
        principal = Principal(user) if user is not None else None
        self.transport = InMemoryConnection(connection_id, self.peer.take, user=principal)
        self._machine = HubConnectionMachine([protocol], options, now=0.0)
        self.connection = HubConnection(self.transport, self._machine, options, clock, HubObserver())
        self.connection.user_identifier = user
        self._answers: asyncio.Queue[Completion] = asyncio.Queue()
        self.peer.shake_hands()

    async def connect(self) -> "ContractClient":
        """Let the node take the connection on."""
        await self.node.on_connected(self.connection)
        return self

    async def leave(self) -> None:
        """End the connection and let the node forget it."""
        self.transport.lose()
        await self.connection.fire_aborted()
        await self.node.on_disconnected(self.connection)

    async def next(self) -> Invocation:
        """Wait for the next call of a client method.

        Raises:
            TimeoutError: none came in ten seconds.
        """
        async with asyncio.timeout(_PATIENCE):
            return await self.peer.invocations.get()

    async def calls(self) -> list[tuple[str, list[Any]]]:
        """Return the calls that have come before the next barrier, as names and arguments."""
        found: list[tuple[str, list[Any]]] = []
        while (call := await self.next()).target != BARRIER:
            found.append((call.target, list(call.arguments)))
        return found

    async def answer(self, question: Invocation, result: Any = None, *, error: str | None = None) -> bool:
        """Answer a call, and tell whether the node had waited for it."""
        invocation_id = question.invocation_id or ""
        self.peer.say(Completion(invocation_id, error, msgspec.UNSET if error is not None else result))
        return await self.node.complete(self.connection, self._answers.get_nowait())

    def _to_server(self, data: bytes) -> None:
        for event in self._machine.receive(data, 0.0):
            if isinstance(event, MessageReceived) and isinstance(event.message, Completion):
                self._answers.put_nowait(event.message)
            elif isinstance(event, HandshakeCompleted):
                self.connection.agreed(event)
            else:
                self.connection.handle([event])
