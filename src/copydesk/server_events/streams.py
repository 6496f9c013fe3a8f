"""Streams of server-sent events: bounded queues that one event is encoded for once."""

import asyncio
from collections import deque
from collections.abc import Collection

import msgspec

from copydesk.server_events.cursors import cursor_of, position_of
from copydesk.server_events.model import ServerEvent
from copydesk.server_events.outlets import Farewell, Listener, Reset

__all__ = ["EventStream", "StreamOutlet", "place_mark"]


class EventStream:
    """What waits for one client.

    Args:
        most: so many events may wait.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: deque[bytes] = deque()
        self._changed = asyncio.Event()
        self._ended = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def put(self, body: bytes) -> None:
        """Let an event wait; with too many, the stream ends after those that wait: the client comes again for it."""
        if len(self._waiting) >= self._most:
            self._ended = True
        if not self._ended:
            self._waiting.append(body)
        self._change()

    async def put_slowly(self, body: bytes) -> None:
        """Let an event wait, and wait for room before."""
        while len(self._waiting) >= self._most and not self._ended:
            await self._changed.wait()
        self.put(body)

    def end(self) -> None:
        """End after what waits."""
        self._ended = True
        self._change()

    async def take(self, patience: float) -> bytes | None:
        """Return everything that waits; empty when nothing came within `patience` seconds; None at the end."""
        if not self._waiting and not self._ended:
            try:
                async with asyncio.timeout(patience):
                    while not self._waiting and not self._ended:
                        await self._changed.wait()
            except TimeoutError:
                return b""
        if not self._waiting:
            return None
        body = b"".join(self._waiting)
        self._waiting.clear()
        self._change()
        return body

    def _change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class StreamOutlet:
    """Reaches the streams of this node.

    Attributes:
        position: of the last event that was given to a group; everybody live has what concerns them up to there.
    """

    def __init__(self) -> None:
        self.position = 0
        self._streams: dict[str, EventStream] = {}
        self._groups: dict[str, dict[str, EventStream]] = {}

    def open(self, listener: Listener, stream: EventStream) -> None:
        """Know the stream of a listener."""
        self._streams[listener.id] = stream

    def close(self, listener: Listener) -> None:
        """Forget the stream of a listener."""
        stream = self._streams.pop(listener.id, None)
        if stream is not None:
            stream.end()

    def end_all(self) -> None:
        """End every stream."""
        for stream in self._streams.values():
            stream.end()

    async def join(self, listener: Listener, groups: Collection[str]) -> None:
        """Put a stream into groups."""
        if (stream := self._streams.get(listener.id)) is not None:
            for group in groups:
                self._groups.setdefault(group, {})[listener.id] = stream

    async def leave(self, listener: Listener, groups: Collection[str]) -> None:
        """Take a stream out of groups."""
        for group in groups:
            members = self._groups.get(group, {})
            members.pop(listener.id, None)
            if not members:
                self._groups.pop(group, None)

    async def tell(self, groups: Collection[str], event: ServerEvent) -> None:
        """Give an event to groups; it is encoded once."""
        if streams := self._members(groups):
            body = _framed("notify", event, event.position)
            for stream in streams:
                stream.put(body)
            self.position = position_of(event.position) if event.position else self.position

    async def tell_one(self, listener: Listener, event: ServerEvent) -> None:
        """Give an event to one stream."""
        if (stream := self._streams.get(listener.id)) is not None:
            await stream.put_slowly(_framed("notify", event, event.position))

    async def reset(self, listener: Listener, reset: Reset) -> None:
        """Send `reset` with `{reason, position}`; its id is the position from which events follow."""
        if (stream := self._streams.get(listener.id)) is not None:
            stream.put(_framed("reset", reset, reset.position))

    async def reset_all(self, groups: Collection[str], reset: Reset) -> None:
        """Send `reset` to groups."""
        body = _framed("reset", reset, reset.position)
        for stream in self._members(groups):
            stream.put(body)

    async def end(self, listener: Listener, farewell: Farewell) -> None:
        """End a stream, and say why in a comment."""
        if (stream := self._streams.get(listener.id)) is not None:
            stream.put(f": {farewell.reason}\n\n".encode())
            stream.end()

    def _members(self, groups: Collection[str]) -> list[EventStream]:
        return [stream for group in groups for stream in self._groups.get(group, {}).values()]


def place_mark(position: int) -> bytes:
    """Return a frame that says nothing but where a client is: what it shows when it comes again."""
    return f"id: {cursor_of(position)}\n\n".encode()


def _framed(event: str, data: object, position: str | None) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (
        (position or "").encode(),
        event.encode(),
        msgspec.json.encode(data),
    )
