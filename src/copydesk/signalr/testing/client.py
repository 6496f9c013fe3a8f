"""A hub client for tests: real protocol bytes against a hub's handler, without sockets."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from copydesk.signalr.app import HubApp
from copydesk.signalr.connections.connection import ConnectionHandler
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.errors import ClientGone, HandshakeError
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messages import (
    CancelInvocation,
    Close,
    Completion,
    Invocation,
    Ping,
    StreamInvocation,
    StreamItem,
)
from copydesk.signalr.testing.connection import InMemoryConnection
from copydesk.signalr.testing.peer import Answer, Peer

__all__ = ["HubTestClient"]

_numbers = count(1)


class HubTestClient:
    """One client of a hub. Made by `HubTestClient.connect`, or step by step for tests of the handshake itself.

    Args:
        hub: the hub's application, or a handler alone.
        protocol: the encoding; JSON without it.
        connection_type: the transport that is played.
        connection_id: the id of the connection; a new one without it.
        user: who the client is.
        request: its first request.
        reconnects: whether stateful reconnect was negotiated.

    Attributes:
        connection: the transport, with what a client can do to it.
        peer: the protocol, with everything that has come.
        running: the task in which the hub runs over this connection.
    """

    def __init__(
        self,
        hub: HubApp[Any] | ConnectionHandler,
        *,
        protocol: HubProtocol | None = None,
        connection_type: type[InMemoryConnection] = InMemoryConnection,
        connection_id: str | None = None,
        user: Principal | None = None,
        request: ConnectionRequest | None = None,
        reconnects: bool = False,
    ) -> None:
        self.connection = connection_type(
            connection_id or f"connection-{next(_numbers)}",
            self._received,
            user=user,
            request=request,
            reconnects=reconnects,
        )
        self.peer = Peer(protocol or JsonHubProtocol(), self.connection.push)
        self.running = asyncio.ensure_future(self._run(hub.handler if isinstance(hub, HubApp) else hub))
        self._ids = count(1)

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, hub: HubApp[Any] | ConnectionHandler, *, version: int = 1, **kwargs: Any
    ) -> AsyncIterator["HubTestClient"]:
        """Connect, shake hands, and leave at the end of the block.

        Args:
            hub: the hub's application, or a handler alone.
            version: the protocol version that the client speaks; 2 for stateful reconnect.
            kwargs: as for the class.

        Raises:
            HandshakeError: the server refuses.
        """
        client = cls(hub, **kwargs)
        try:
            await client.shake_hands(version=version)
            yield client
        finally:
            await client.leave()

    @property
    def connection_id(self) -> str:
        """The id of the connection."""
        return self.connection.connection_id

    async def shake_hands(self, *, version: int = 1) -> None:
        """Agree on the protocol.

        Raises:
            HandshakeError: the server refuses.
        """
        self.peer.shake_hands(version=version)
        error = await self.peer.handshake
        if error is not None:
            raise HandshakeError(error)

    # ------------------------------------------------------------ calls

    async def invoke(self, method: str, *arguments: Any, streams: Sequence[str] = ()) -> Any:
        """Call a hub method and return its result as plain values.

        Raises:
            HubError: the server answered with an error; its text is the message.
        """
        return await self.call(method, *arguments, streams=streams).result()

    def call(self, method: str, *arguments: Any, streams: Sequence[str] = ()) -> Answer:
        """Call a hub method without waiting."""
        answer = self.peer.expect(str(next(self._ids)))
        self.peer.say(Invocation(method, arguments, answer.invocation_id, streams))
        return answer

    def send(self, method: str, *arguments: Any, streams: Sequence[str] = ()) -> None:
        """Call a hub method that need not answer."""
        self.peer.say(Invocation(method, arguments, None, streams))

    def stream(self, method: str, *arguments: Any, streams: Sequence[str] = ()) -> Answer:
        """Call a hub method that answers with a stream; items gather in the answer."""
        answer = self.peer.expect(str(next(self._ids)))
        self.peer.say(StreamInvocation(method, answer.invocation_id, arguments, streams))
        return answer

    async def collect(self, method: str, *arguments: Any, streams: Sequence[str] = ()) -> list[Any]:
        """Call a hub method that answers with a stream and return all items.

        Raises:
            HubError: the stream ended with an error.
        """
        answer = self.stream(method, *arguments, streams=streams)
        await answer.result()
        return [answer.items.get_nowait() for _ in range(answer.items.qsize())]

    def cancel(self, answer: Answer) -> None:
        """Cancel a call or stream."""
        self.peer.say(CancelInvocation(answer.invocation_id))

    def upload(self, stream_id: str, *items: Any) -> None:
        """Send items of a stream to the hub."""
        self.peer.say(*(StreamItem(stream_id, item) for item in items))

    def end_upload(self, stream_id: str, error: str | None = None) -> None:
        """End a stream to the hub."""
        self.peer.say(Completion(stream_id, error))

    def ping(self) -> None:
        """Give a sign of life."""
        self.peer.say(Ping())

    # ------------------------------------------------------------ being called

    async def called(self, method: str | None = None) -> list[Any]:
        """Wait for the next call of a client method and return its arguments.

        Raises:
            AssertionError: another method was called.
        """
        return list((await self.asked(method)).arguments)

    async def asked(self, method: str | None = None) -> Invocation:
        """Wait for the next call of a client method and return the message, to be answered if it has an id.

        Raises:
            AssertionError: another method was called.
            ClientGone: the connection ended first.
        """
        coming = asyncio.ensure_future(self.peer.invocations.get())
        await asyncio.wait({coming, self.running}, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            coming.cancel()
            raise ClientGone("The server ended the connection.")
        invocation = coming.result()
        if method is not None and invocation.target != method:
            raise AssertionError(f"The server called {invocation.target!r}, not {method!r}.")
        return invocation

    def answer(self, invocation: Invocation, result: Any = None, *, error: str | None = None) -> None:
        """Answer a call of a client method."""
        invocation_id = invocation.invocation_id or ""
        self.peer.say(
            Completion(invocation_id, error) if error is not None else Completion(invocation_id, None, result)
        )

    # ------------------------------------------------------------ the end

    def close(self, error: str | None = None) -> None:
        """Say goodbye with a Close message."""
        self.peer.say(Close(error))

    async def leave(self) -> None:
        """Close the socket, and wait until the hub has noticed."""
        if not self.connection.closed:
            self.connection.finish()
        await self.ended()

    async def ended(self) -> None:
        """Return when the hub is done with this connection."""
        await self.running

    def _received(self, data: bytes) -> None:
        self.peer.take(data)

    async def _run(self, handler: ConnectionHandler) -> None:
        try:
            await handler(self.connection)
        finally:
            await self.connection.close()
            self.peer.end()

    def __repr__(self) -> str:
        return f"HubTestClient({self.connection_id})"
