"""One client of a hub: its protocol state above its transport."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from copydesk.signalr.clock import Clock
from copydesk.signalr.connections.connection import CloseReason, Connection, ConnectionListener
from copydesk.signalr.connections.request import Principal
from copydesk.signalr.errors import ConnectionOverflow, EncodingError
from copydesk.signalr.hubs.calls import ActiveCalls
from copydesk.signalr.hubs.cancellation import CancellationSource, CancellationToken
from copydesk.signalr.hubs.observer import HubObserver
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.broadcast import BroadcastMessage
from copydesk.signalr.protocol.events import Event, Failed, HandshakeCompleted, HandshakeFailed, SendRequested
from copydesk.signalr.protocol.machine import HubConnectionMachine
from copydesk.signalr.protocol.messages import HubMessage

__all__ = ["ConnectionStatistics", "Ending", "HubConnection"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a connection ends.

    Attributes:
        error: what the client is told with the Close message; `None` for a peaceful end.
        allow_reconnect: whether the client may come back by itself.
        reported: what `on_disconnected` gets.
    """

    error: Exception | None = None
    allow_reconnect: bool = True
    reported: Exception | None = None

    @classmethod
    def failed(cls, error: Exception) -> "Ending":
        """Make the ending for an error: both sides hear of it, and the client may come back."""
        return cls(error, reported=error)


@dataclass(frozen=True, slots=True)
class ConnectionStatistics:
    """What went over a connection since it began: hub messages and bytes in and out, and bytes that wait now.

    Attributes:
        messages_received: calls, items, answers and cancellations of the client.
        messages_sent: everything but pings and acknowledgements.
        bytes_received: everything that the client sent after negotiation.
        bytes_sent: everything that was given to the transport, replays excepted.
        bytes_queued: written, but not yet taken by the transport.
        bytes_unconfirmed: kept for a stateful reconnect.
        active_calls: calls that run at the moment, streams included.
    """

    messages_received: int
    messages_sent: int
    bytes_received: int
    bytes_sent: int
    bytes_queued: int
    bytes_unconfirmed: int
    active_calls: int


class HubConnection(ConnectionListener):
    """A connection whose handshake is done or under way. All methods belong to the event loop's thread.

    Attributes:
        connection_id: its public id.
        user: who is on the other side now.
        user_identifier: the id that messages to a user go by; set once, after the handshake.
        connected_at: when the transport came up, in UTC.
        transport: the bytes below.
        machine: the state of the hub protocol.
        protocol: what both sides speak; from the handshake on.
        calls: what the client has asked for and is not finished.
        heartbeats: called about once a second.
        ending: why it ends, once it does.
        gone: whether the client can no longer be reached.
        reading: whether the handler waits for the client rather than for a call.
    """

    __slots__ = (
        "_aborted",
        "_clock",
        "_firing",
        "_observer",
        "_options",
        "_room",
        "bytes_received",
        "bytes_sent",
        "calls",
        "connected_at",
        "connection_id",
        "ending",
        "gone",
        "heartbeats",
        "machine",
        "messages_received",
        "messages_sent",
        "protocol",
        "reading",
        "renewed",
        "transport",
        "user",
        "user_identifier",
    )

    def __init__(
        self,
        transport: Connection,
        machine: HubConnectionMachine,
        options: HubOptions,
        clock: Clock,
        observer: HubObserver,
    ) -> None:
        self.transport = transport
        self.machine = machine
        self.protocol: HubProtocol
        self.connection_id = transport.connection_id
        self.connected_at: datetime = clock.now()
        self.user: Principal | None = transport.user
        self.user_identifier: str | None = None
        self.calls = ActiveCalls(options, clock)
        self.heartbeats: list[Callable[[], None]] = []
        self.ending: Ending | None = None
        self.gone = self.reading = False
        self.renewed: Callable[[HubConnection], None] | None = None
        self.messages_received = self.messages_sent = self.bytes_received = self.bytes_sent = 0
        self._options = options
        self._clock = clock
        self._observer = observer
        self._aborted = CancellationSource()
        self._room: asyncio.Event | None = None
        self._firing: asyncio.Task[None] | None = None

    @property
    def items(self) -> dict[Any, Any]:
        """Anything that hubs want to keep with the connection."""
        return self.transport.items

    @property
    def aborted(self) -> CancellationToken:
        """Fires when the connection ends."""
        return self._aborted.token

    @property
    def statistics(self) -> ConnectionStatistics:
        """What went over the connection so far."""
        return ConnectionStatistics(
            self.messages_received,
            self.messages_sent,
            self.bytes_received,
            self.bytes_sent,
            self.transport.queued,
            self.machine.pending_bytes,
            self.calls.count,
        )

    # ------------------------------------------------------------ sending

    def write(self, message: BroadcastMessage, *, lossy: bool = False) -> bool:
        """Send without waiting, and tell whether the connection took the message.

        A lossy message is kept like any other while stateful reconnect is on, because there every message has a number.

        Raises:
            EncodingError: a value in the message cannot be encoded.
        """
        if self.ending is not None:
            return False
        machine = self.machine
        frame = machine.send_encoded(message.frame(self.protocol), self._clock.monotonic(), tracked=message.tracked)
        if not frame:
            return False
        size = len(frame)
        self.messages_sent += 1
        self.bytes_sent += size
        self._observer.message_sent(size)
        if not machine.stateful:
            return self.transport.write(frame, lossy=lossy)
        if machine.pending_bytes > self._options.stateful_reconnect_overflow:
            self.end(Ending.failed(ConnectionOverflow()))
            return False
        self.transport.write(frame)
        return True

    async def send(self, message: BroadcastMessage) -> bool:
        """Send, and wait while the client is too slow; tell whether the connection took the message.

        With stateful reconnect it also waits for confirmations, but only while somebody reads them: when the reader
        itself waits for a call, that call must not wait for the reader.
        """
        taken = self.write(message)
        while self.reading and not (self.ending or self.gone or self.machine.can_send):
            if self._room is None:
                self._room = asyncio.Event()
            self._room.clear()
            await self._room.wait()
        if taken:
            await self.transport.drain()
        return taken

    async def answer(self, message: HubMessage) -> None:
        """Send a message of the running call. If it cannot be encoded, the connection ends: the client would wait."""
        try:
            await self.send(BroadcastMessage(message))
        except EncodingError as error:
            logger.warning(
                "An answer could not be encoded: %s", error, extra={"event": "encoding_failed"}, exc_info=error
            )
            self.end(Ending.failed(error))

    # ------------------------------------------------------------ events

    def agreed(self, event: HandshakeCompleted) -> None:
        """Speak what the handshake says; the transport must know before the first byte of it goes out."""
        self.protocol = event.protocol
        self.transport.transfer_format = event.protocol.transfer_format
        if self.transport.reconnects and not event.stateful:
            self.transport.disable_reconnect()

    def tick(self, now: float) -> None:
        """Do what is due: pings, acks, timeouts, heartbeats."""
        self.handle(self.machine.tick(now))
        for callback in self.heartbeats:
            try:
                callback()
            except Exception:
                logger.exception("A heartbeat callback failed.", extra={"event": "heartbeat_failed"})

    def handle(self, events: list[Event]) -> None:
        """Work on events that need no hub."""
        for event in events:
            if isinstance(event, SendRequested):
                self.transport.write(event.data)
            elif isinstance(event, Failed | HandshakeFailed):
                self.end(Ending.failed(event.error))

    def room_available(self) -> None:
        """Let those look again who wait for the client to confirm messages."""
        if self._room is not None:
            self._room.set()

    # ------------------------------------------------------------ the end

    def abort(self) -> None:
        """End the connection; the client is told not to come back by itself."""
        self.end(Ending(allow_reconnect=False))

    def end(self, ending: Ending) -> None:
        """Let the handler end the connection; the first reason counts."""
        if self.ending is None:
            self.ending = ending
            self.transport.stop_receiving()
            self.calls.interrupt()
            self.room_available()

    async def fire_aborted(self) -> None:
        """Fire the `aborted` token and wait for its callbacks."""
        await self._start_firing()

    def _start_firing(self) -> asyncio.Task[None]:
        if self._firing is None:
            self._firing = asyncio.get_running_loop().create_task(self._aborted.cancel())
        return self._firing

    # ------------------------------------------------------------ what the transport tells

    def reattached(self) -> bytes | None:
        """Give the new socket what the client has not confirmed."""
        return self.machine.resume_sending(self._clock.monotonic()) if self.machine.stateful else None

    def detached(self) -> None:
        """Expect nothing of the client until it has a new socket."""
        self.machine.detached()

    def user_renewed(self, user: Principal | None) -> None:
        """Let later calls see the new user."""
        self.user = user
        if self.renewed is not None:
            self.renewed(self)

    def close_requested(self, reason: CloseReason) -> None:
        """Say goodbye, also when the reader is busy."""
        logger.info("The server ends a connection: %s.", reason, extra={"event": "close_requested"})
        self.end(Ending())

    def closed(self) -> None:
        """Stop what only the client could use. Calls that had arrived before are still worked on."""
        self.gone = True
        self.calls.client_gone()
        self.room_available()
        self._firing = self._start_firing()
