"""The client's side of a hub connection: real protocol bytes, both ways."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec

from copydesk.signalr.errors import ClientGone, HubError
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.messages import (
    Ack,
    Close,
    Completion,
    HubMessage,
    Invocation,
    Ping,
    Sequence,
    StreamItem,
)

__all__ = ["Answer", "Peer"]

_SEPARATOR = b"\x1e"


class Answer:
    """What comes back for one call: items, then a completion.

    Attributes:
        invocation_id: the id of the call.
        items: the items that have come, converted to plain values and not yet taken.
        completion: done when the completion has come.
    """

    def __init__(self, invocation_id: str) -> None:
        self.invocation_id = invocation_id
        self.items: asyncio.Queue[Any] = asyncio.Queue()
        self.completion: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()

    async def result(self) -> Any:
        """Wait for the completion and return its result, `msgspec.UNSET` if it has none.

        Raises:
            HubError: the completion has an error; its text is the message.
            ClientGone: the connection ended first.
        """
        completion = await self.completion
        if completion.error is not None:
            raise HubError(completion.error)
        return completion.result

    async def error(self) -> str:
        """Wait for the completion and return its error text.

        Raises:
            AssertionError: it has none.
        """
        completion = await self.completion
        if completion.error is None:
            raise AssertionError(f"The call succeeded with {completion.result!r}.")
        return completion.error


class Peer:
    """Encodes what the client says and sorts what the server says.

    Args:
        protocol: the encoding; the instance is the client's own.
        send: takes bytes to the server.

    Attributes:
        invocations: calls of client methods that have come and were not taken.
        messages: everything that has come, in order, values decoded.
        handshake: done when the server has answered the handshake: `None`, or the error text.
        closed: done when a Close message has come.
    """

    def __init__(self, protocol: HubProtocol, send: Callable[[bytes], None]) -> None:
        loop = asyncio.get_running_loop()
        self.protocol = protocol
        self.invocations: asyncio.Queue[Invocation] = asyncio.Queue()
        self.messages: list[HubMessage] = []
        self.handshake: asyncio.Future[str | None] = loop.create_future()
        self.closed: asyncio.Future[Close] = loop.create_future()
        self._send = send
        self._answers: dict[str, Answer] = {}
        self._head = b""
        self._frames = protocol.deframer(None)

    # ------------------------------------------------------------ what the client says

    def shake_hands(self, *, version: int = 1, protocol_name: str | None = None) -> None:
        """Send the handshake."""
        request = {"protocol": protocol_name or self.protocol.name, "version": version}
        self._send(msgspec.json.encode(request) + _SEPARATOR)

    def say(self, *messages: HubMessage) -> None:
        """Send messages in one chunk."""
        self._send(b"".join(self.protocol.encode(message) for message in messages))

    def expect(self, invocation_id: str) -> Answer:
        """Sort what comes back under this id from now on."""
        answer = self._answers[invocation_id] = Answer(invocation_id)
        return answer

    # ------------------------------------------------------------ what the server says

    def take(self, data: bytes) -> None:
        """Take bytes of the server."""
        if not self.handshake.done():
            head, separator, data = (self._head + data).partition(_SEPARATOR)
            if not separator:
                self._head = head
                return
            self.handshake.set_result(msgspec.json.decode(head).get("error"))
        self._frames.feed(data)
        while (body := self._frames.next()) is not None:
            message = self.protocol.decode(body)
            if message is not None:
                self._sort(message)

    def end(self) -> None:
        """Fail everything that is still waited for: the connection is over."""
        waiting: list[asyncio.Future[Any]] = [self.handshake, self.closed]
        waiting += [answer.completion for answer in self._answers.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(ClientGone("The server ended the connection."))
                future.exception()  # Nobody need wait for it.

    @property
    def pings(self) -> int:
        """How many pings have come."""
        return sum(isinstance(message, Ping) for message in self.messages)

    def _sort(self, message: HubMessage) -> None:
        match message:
            case Invocation(arguments=arguments):
                message = msgspec.structs.replace(message, arguments=[self._plain(value) for value in arguments])
                self.invocations.put_nowait(message)
            case StreamItem(invocation_id, item):
                message = msgspec.structs.replace(message, item=self._plain(item))
                if invocation_id in self._answers:
                    self._answers[invocation_id].items.put_nowait(message.item)
            case Completion(invocation_id, _, result):
                message = msgspec.structs.replace(message, result=self._plain(result))
                answer = self._answers.pop(invocation_id, None)
                if answer is not None:
                    answer.completion.set_result(message)
            case Close():
                self.closed.set_result(message)
            case Ping() | Ack() | Sequence() | _:
                pass
        self.messages.append(message)

    def _plain(self, value: Any) -> Any:
        return self.protocol.decode_value(value, Any) if isinstance(value, msgspec.Raw) else value
