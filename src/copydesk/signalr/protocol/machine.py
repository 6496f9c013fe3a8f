"""The server's side of one hub connection: bytes and times in, events and bytes out."""

from collections.abc import Iterable
from enum import Enum, auto

from copydesk.signalr.errors import ClientTimeout, HandshakeError, MessageTooLarge, ProtocolError, error_text
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.base import Deframer, HubProtocol
from copydesk.signalr.protocol.events import (
    Acknowledged,
    CloseReceived,
    Event,
    Failed,
    HandshakeCompleted,
    HandshakeFailed,
    MessageReceived,
    SendRequested,
)
from copydesk.signalr.protocol.framing import TextDeframer
from copydesk.signalr.protocol.handshake import (
    HANDSHAKE_CANCELED,
    HandshakeRequest,
    HandshakeResponse,
    choose_protocol,
)
from copydesk.signalr.protocol.messages import (
    Ack,
    CancelInvocation,
    Close,
    Completion,
    HubMessage,
    Invocation,
    Ping,
    Sequence,
    StreamInvocation,
    StreamItem,
    is_tracked,
)
from copydesk.signalr.protocol.replay import ReceivedMessages, ReplayBuffer
from copydesk.signalr.transports import TransferFormat

__all__ = ["ConnectionState", "HubConnectionMachine"]

_TRACKED = (Invocation, StreamInvocation, StreamItem, Completion, CancelInvocation)
_ACK_INTERVAL = 1.0
_STATEFUL_VERSION = 2
_HANDSHAKE_BROKEN = "An unexpected error occurred during connection handshake."
_CLOSED_WITH_ERROR = "Connection closed with an error."
_MIDDLE_OF_MESSAGE = "The connection ended in the middle of a message."


class ConnectionState(Enum):
    """Where a hub connection stands."""

    HANDSHAKE = auto()
    """Waiting for the client's handshake."""
    OPEN = auto()
    """Messages go both ways."""
    ENDING = auto()
    """No more input is taken; a Close message may still be sent."""
    CLOSED = auto()
    """Nothing goes either way."""


_OPEN = ConnectionState.OPEN  # Looking an enum member up costs more than the rest of a comparison.


class HubConnectionMachine:
    """The state of one hub connection, from handshake to close. Times are seconds of one monotonic clock.

    Work on the events of `receive` in order, then call `dispatched`: the client timeout stands still in between.
    Look in with `tick` about once a second. After `Failed`, `HandshakeFailed` or `CloseReceived` input is ignored;
    answer the first and the last with `close`.

    Args:
        protocols: the encodings that the hub speaks.
        options: timeouts, limits and error details.
        now: when the connection began.
        formats: what the transport can carry.
        stateful: whether stateful reconnect was negotiated; a handshake below version 2 turns it off.
        needs_keep_alive: whether pings are sent (not on a transport that notices a lost peer by itself).
    """

    __slots__ = (
        "_deframer",
        "_detached",
        "_dispatching",
        "_formats",
        "_has_pinged",
        "_last_ack",
        "_last_received",
        "_last_sent",
        "_needs_keep_alive",
        "_negotiated_stateful",
        "_options",
        "_protocol",
        "_protocols",
        "_received",
        "_sent",
        "_started",
        "_state",
    )

    def __init__(
        self,
        protocols: Iterable[HubProtocol],
        options: HubOptions,
        *,
        now: float,
        formats: frozenset[TransferFormat] = frozenset(TransferFormat),
        stateful: bool = False,
        needs_keep_alive: bool = True,
    ) -> None:
        self._protocols = tuple(protocols)
        self._options = options
        self._formats = formats
        self._state = ConnectionState.HANDSHAKE
        self._deframer: Deframer = TextDeframer(options.maximum_receive_message_size)
        self._protocol: HubProtocol | None = None
        self._negotiated_stateful = stateful
        self._needs_keep_alive = needs_keep_alive
        self._sent: ReplayBuffer | None = None
        self._received: ReceivedMessages | None = None
        self._started = self._last_sent = self._last_received = self._last_ack = now
        self._has_pinged = False
        self._dispatching = False
        self._detached = False

    @property
    def state(self) -> ConnectionState:
        """Where the connection stands."""
        return self._state

    @property
    def protocol(self) -> HubProtocol:
        """What both sides speak.

        Raises:
            HandshakeError: they have not agreed yet.
        """
        if self._protocol is None:
            raise HandshakeError("The handshake is not completed.")
        return self._protocol

    @property
    def stateful(self) -> bool:
        """Whether messages are kept for a reconnect."""
        return self._sent is not None

    @property
    def can_send(self) -> bool:
        """Whether the replay buffer has room for another message; if not, wait for `Acknowledged`."""
        return self._sent is None or self._sent.has_room

    @property
    def pending_bytes(self) -> int:
        """Bytes sent that the client has not confirmed; always 0 without stateful reconnect."""
        return 0 if self._sent is None else self._sent.pending_bytes

    # ------------------------------------------------------------ input

    def receive(self, data: bytes, now: float) -> list[Event]:
        """Take the next bytes of the client and return what they say, in order."""
        events: list[Event] = []
        if self._state is _OPEN:
            self._deframer.feed(data)
            self._read_messages(events)
        elif self._state is ConnectionState.HANDSHAKE:
            self._deframer.feed(data)
            self._shake_hands(events, now)
        return events

    def receive_eof(self) -> list[Event]:
        """Take notice that the client sends nothing more; an error if it stopped in the middle of a message."""
        events: list[Event] = []
        if self._state is ConnectionState.HANDSHAKE:
            self._state = ConnectionState.CLOSED
            events.append(HandshakeFailed(HandshakeError(HANDSHAKE_CANCELED)))
        elif self._state is ConnectionState.OPEN:
            self._state = ConnectionState.ENDING
            if self._deframer.take_rest():
                events.append(Failed(ProtocolError(_MIDDLE_OF_MESSAGE)))
        return events

    def dispatched(self, now: float) -> None:
        """Let the client timeout run again: everything that `receive` returned has been worked on."""
        if self._dispatching:
            self._dispatching = False
            self._last_received = now

    def _shake_hands(self, events: list[Event], now: float) -> None:
        try:
            body = self._deframer.next()
            if body is None:
                return
            request = HandshakeRequest.parse(body)
            protocol = choose_protocol(request, self._protocols, self._formats)
        except MessageTooLarge:
            self._refuse_handshake(events, HandshakeError(HANDSHAKE_CANCELED))
        except ProtocolError as error:
            text = error_text(_HANDSHAKE_BROKEN, error, detailed=self._options.enable_detailed_errors)
            self._refuse_handshake(events, HandshakeError(text))
        except HandshakeError as error:
            self._refuse_handshake(events, error)
        else:
            self._open(request, protocol, events, now)

    def _refuse_handshake(self, events: list[Event], error: HandshakeError) -> None:
        self._state = ConnectionState.CLOSED
        events += [SendRequested(HandshakeResponse(str(error)).encode()), HandshakeFailed(error)]

    def _open(self, request: HandshakeRequest, protocol: HubProtocol, events: list[Event], now: float) -> None:
        self._state = ConnectionState.OPEN
        self._protocol = protocol
        if self._negotiated_stateful and request.version >= _STATEFUL_VERSION:
            self._sent = ReplayBuffer(self._options.stateful_reconnect_buffer_size)
            self._received = ReceivedMessages()
        self._last_sent = self._last_received = self._last_ack = now
        events += [
            SendRequested(HandshakeResponse().encode()),
            HandshakeCompleted(protocol, request.version, self.stateful),
        ]
        rest = self._deframer.take_rest()
        self._deframer = protocol.deframer(self._options.maximum_receive_message_size)
        self._deframer.feed(rest)
        self._read_messages(events)

    def _read_messages(self, events: list[Event]) -> None:
        decode, next_body = self.protocol.decode, self._deframer.next
        try:
            while self._state is _OPEN and (body := next_body()) is not None:
                self._dispatching = True
                message = decode(body)
                if message is not None:
                    self._take(message, events)
        except ProtocolError as error:
            self._state = ConnectionState.ENDING
            events.append(Failed(error))

    def _take(self, message: HubMessage, events: list[Event]) -> None:
        received = self._received
        if isinstance(message, _TRACKED):
            if received is None or (not received.waits_for_sequence and received.accept()):
                events.append(MessageReceived(message))
        elif isinstance(message, Sequence):
            if received is not None:
                received.start_at(message.sequence_id)
        elif received is None or not received.waits_for_sequence:
            self._take_signal(message, events)

    def _take_signal(self, message: Ping | Close | Ack, events: list[Event]) -> None:
        if isinstance(message, Ping):
            self._has_pinged = True
        elif isinstance(message, Close):
            self._state = ConnectionState.ENDING
            events.append(CloseReceived(message.error))
        elif self._sent is not None and self._sent.acknowledge(message.sequence_id):
            events.append(Acknowledged())

    # ------------------------------------------------------------ output

    def send(self, message: HubMessage, now: float) -> bytes:
        """Return the bytes of one message, to be written in the order of the calls; empty if it is too late.

        Raises:
            HandshakeError: the handshake is not completed.
            EncodingError: a value in the message cannot be encoded; nothing was counted.
        """
        return self.send_encoded(self.protocol.encode(message), now, tracked=is_tracked(message))

    def send_encoded(self, frame: bytes, now: float, *, tracked: bool = True) -> bytes:
        """Let a frame through that `protocol.encode` made, as `send` would; a broadcast is encoded only once."""
        if self._state is not _OPEN and self._state is not ConnectionState.ENDING:
            return b""
        if tracked and self._sent is not None:
            self._sent.append(frame)
        self._last_sent = now
        return frame

    def close(self, error: BaseException | None = None, *, allow_reconnect: bool = False) -> bytes:
        """End the conversation: return the Close message, or nothing if there never was a handshake or it was said.

        Args:
            error: why, if something went wrong; the client is told as much of it as the options allow.
            allow_reconnect: whether the client may come back by itself.
        """
        state, self._state = self._state, ConnectionState.CLOSED
        if self._protocol is None or state is ConnectionState.CLOSED:
            return b""
        detailed = self._options.enable_detailed_errors
        text = None if error is None else error_text(_CLOSED_WITH_ERROR, error, detailed=detailed)
        return self._protocol.encode(Close(text, allow_reconnect))

    # ------------------------------------------------------------ time

    def tick(self, now: float) -> list[Event]:
        """Return what is due: a ping, an ack, a refused handshake, a client timeout. Call it about once a second."""
        events: list[Event] = []
        if self._state is ConnectionState.HANDSHAKE:
            if now - self._started >= self._options.handshake_timeout:
                self._refuse_handshake(events, HandshakeError(HANDSHAKE_CANCELED))
        elif self._state is _OPEN and not self._detached:
            if self._has_timed_out(now):
                self._state = ConnectionState.ENDING
                events.append(Failed(ClientTimeout()))
            else:
                self._send_due(events, now)
        return events

    def _has_timed_out(self, now: float) -> bool:
        if self._dispatching or not self._has_pinged:
            return False
        return now - self._last_received > self._options.client_timeout_interval

    def _send_due(self, events: list[Event], now: float) -> None:
        if self._received is not None and now - self._last_ack >= _ACK_INTERVAL:
            number = self._received.take_due_ack()
            if number is not None:
                self._last_ack = now
                events.append(SendRequested(self.send(Ack(number), now)))
        if self._needs_keep_alive and now - self._last_sent >= self._options.keep_alive_interval:
            events.append(SendRequested(self.send(Ping(), now)))

    # ------------------------------------------------------------ stateful reconnect

    def detached(self) -> None:
        """Take notice that there is no socket: until `resume_sending` nothing is due, and nobody is timed out."""
        self._detached = True

    def resume_sending(self, now: float) -> bytes:
        """Return what a new socket must carry first: `Sequence`, then everything that the client has not confirmed.

        Raises:
            HandshakeError: the connection is not stateful.
        """
        if self._sent is None:
            raise HandshakeError("Stateful reconnect was not agreed on.")
        self._detached = False
        self._last_sent = self._last_received = now
        return self.protocol.encode(Sequence(self._sent.first_pending)) + self._sent.replay()

    def restart_receiving(self) -> None:
        """Expect bytes of a new socket: half a message of the old one is dropped, a `Sequence` must come first."""
        self._deframer.take_rest()
        if self._received is not None:
            self._received.socket_replaced()
