"""What every encoding of the hub protocol can do."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, TypeVar

import msgspec

from copydesk.signalr.protocol.messages import HubMessage
from copydesk.signalr.transports import TransferFormat

__all__ = ["Deframer", "HubProtocol"]

T = TypeVar("T")


class Deframer(ABC):
    """Cuts a stream of bytes into messages; one per connection and direction.

    Args:
        limit: the longest message in bytes, framing included; `None` for any length. Many small messages may arrive in
            one large chunk: each counts by itself.
    """

    __slots__ = ()

    @abstractmethod
    def feed(self, data: bytes) -> None:
        """Take the next bytes, however they were split or joined on their way."""

    @abstractmethod
    def next(self) -> bytes | None:
        """Return the body of the next whole message, or `None` until more is fed.

        Raises:
            ProtocolError: the framing is broken.
            MessageTooLarge: a message is, or is going to be, over the limit.
        """

    @abstractmethod
    def take_rest(self) -> bytes:
        """Return and forget what is not yet cut; empty between two messages."""


class HubProtocol(ABC):
    """One encoding of hub messages. Instances hold no connection state and may be shared by all connections.

    Attributes:
        name: what a client asks for in its handshake.
        version: the highest version that is spoken; lower ones are, too.
        transfer_format: what the transport must carry.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 2
    transfer_format: ClassVar[TransferFormat]

    @abstractmethod
    def encode(self, message: HubMessage) -> bytes:
        """Return the framed message, ready to be written.

        Raises:
            EncodingError: a value in it cannot be encoded; the cause is what msgspec or an `enc_hook` raised.
        """

    @abstractmethod
    def encode_value(self, value: Any) -> msgspec.Raw:
        """Encode one argument, item or result, to be put into several messages without being encoded again.

        Raises:
            EncodingError: the value cannot be encoded.
        """

    @abstractmethod
    def deframer(self, limit: int | None) -> Deframer:
        """Make the deframer for one connection; see `Deframer` for the limit."""

    @abstractmethod
    def decode(self, body: bytes) -> HubMessage | None:
        """Decode the body of one message. Arguments, items and results stay `msgspec.Raw`.

        Returns:
            The message; or `None` for a message type that this version does not know (to be skipped).

        Raises:
            ProtocolError: the message is malformed, or lacks something it must have.
        """

    @abstractmethod
    def decode_value(self, raw: msgspec.Raw, type_: type[T]) -> T:
        """Bind a received argument, item or result to the type that is asked for (any annotation msgspec knows).

        Raises:
            BindingError: it has another type.
        """
