"""What the connection machine reports to the layer above."""

from msgspec import Struct

from copydesk.signalr.errors import HandshakeError, SignalRError
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.messages import TrackedMessage

__all__ = [
    "Acknowledged",
    "CloseReceived",
    "Event",
    "Failed",
    "HandshakeCompleted",
    "HandshakeFailed",
    "MessageReceived",
    "SendRequested",
]


class SendRequested(Struct, frozen=True):
    """These bytes are to be written now: a handshake response, a ping, an ack."""

    data: bytes


class HandshakeCompleted(Struct, frozen=True):
    """The client speaks `protocol`; what it sends from now on are hub messages. The response is its own event.

    Attributes:
        protocol: what both sides speak.
        version: the version that the client asked for.
        stateful: whether stateful reconnect stays on; if it was negotiated and this is false, turn it off below.
    """

    protocol: HubProtocol
    version: int
    stateful: bool


class HandshakeFailed(Struct, frozen=True):
    """No agreement; the refusal was sent (its own event) and the connection is over, without a Close message."""

    error: HandshakeError


class MessageReceived(Struct, frozen=True):
    """A call, item, answer or cancellation; pings, acks and the like never get here."""

    message: TrackedMessage


class CloseReceived(Struct, frozen=True):
    """The client says goodbye; answer with `machine.close()`."""

    error: str | None


class Acknowledged(Struct, frozen=True):
    """Replay space became free; who waits for `can_send` may look again."""


class Failed(Struct, frozen=True):
    """The connection cannot go on (damaged input, client timeout): say `machine.close(...)` and end it."""

    error: SignalRError


Event = SendRequested | HandshakeCompleted | HandshakeFailed | MessageReceived | CloseReceived | Acknowledged | Failed
