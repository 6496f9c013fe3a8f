"""A message for many connections: encoded once for each protocol that one of them speaks."""

from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.messages import HubMessage, is_tracked

__all__ = ["BroadcastMessage"]


class BroadcastMessage:
    """Keeps the frames of one message, made when the first connection of a protocol asks for one.

    Args:
        message: what everybody gets; it must not change any more.

    Attributes:
        message: the same.
        tracked: whether stateful reconnect numbers it, for `HubConnectionMachine.send_encoded`.
    """

    __slots__ = ("_frames", "message", "tracked")

    def __init__(self, message: HubMessage) -> None:
        self.message = message
        self.tracked = is_tracked(message)
        self._frames: dict[HubProtocol, bytes] = {}

    def frame(self, protocol: HubProtocol) -> bytes:
        """Return the framed bytes for connections that speak `protocol`; the same object every time.

        Raises:
            EncodingError: a value in the message cannot be encoded.
        """
        frame = self._frames.get(protocol)
        if frame is None:
            frame = self._frames[protocol] = protocol.encode(self.message)
        return frame
