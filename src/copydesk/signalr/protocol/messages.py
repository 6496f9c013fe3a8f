"""The nine messages of the hub protocol, independent of their encoding."""

from collections import abc
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar

from msgspec import UNSET, Struct

__all__ = [
    "Ack",
    "CancelInvocation",
    "Close",
    "Completion",
    "HubMessage",
    "Invocation",
    "MessageType",
    "Ping",
    "Sequence",
    "StreamInvocation",
    "StreamItem",
    "TrackedMessage",
    "is_tracked",
]


class MessageType(IntEnum):
    """The number that stands for a message on the wire."""

    INVOCATION = 1
    STREAM_ITEM = 2
    COMPLETION = 3
    STREAM_INVOCATION = 4
    CANCEL_INVOCATION = 5
    PING = 6
    CLOSE = 7
    ACK = 8
    SEQUENCE = 9


class Invocation(Struct, frozen=True):
    """Call `target`. Without an invocation id nobody waits for an answer.

    Attributes:
        target: name of the method to call.
        arguments: the values; in a received message each is a `msgspec.Raw` for `HubProtocol.decode_value`. A value
            made by `HubProtocol.encode_value` may stand in a message to send.
        invocation_id: ties the answer to the call; an empty id counts as none.
        stream_ids: one id for each stream that the caller sends along.
        headers: carried along, without meaning for the protocol.
    """

    type: ClassVar[MessageType] = MessageType.INVOCATION

    target: str
    arguments: abc.Sequence[Any] = ()
    invocation_id: str | None = None
    stream_ids: abc.Sequence[str] = ()
    headers: Mapping[str, str] | None = None


class StreamInvocation(Struct, frozen=True):
    """Call `target`, which answers with a stream of items. See `Invocation` for the attributes."""

    type: ClassVar[MessageType] = MessageType.STREAM_INVOCATION

    target: str
    invocation_id: str
    arguments: abc.Sequence[Any] = ()
    stream_ids: abc.Sequence[str] = ()
    headers: Mapping[str, str] | None = None


class StreamItem(Struct, frozen=True):
    """One item of a stream, in either direction; a received `item` is a `msgspec.Raw`."""

    type: ClassVar[MessageType] = MessageType.STREAM_ITEM

    invocation_id: str
    item: Any
    headers: Mapping[str, str] | None = None


class Completion(Struct, frozen=True):
    """The end of a call or stream: an error, a result, or neither.

    Attributes:
        invocation_id: the call or upload stream that ends.
        error: why it failed.
        result: what it gave, `UNSET` for nothing at all (the end of a stream); a received result is a `msgspec.Raw`.
        headers: carried along, without meaning for the protocol.
    """

    type: ClassVar[MessageType] = MessageType.COMPLETION

    invocation_id: str
    error: str | None = None
    result: Any = UNSET
    headers: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        """Refuse what no encoding can carry."""
        if self.error is not None and self.result is not UNSET:
            raise ValueError("A Completion has an error or a result, not both.")

    @property
    def has_result(self) -> bool:
        """Whether a result was given, be it `None`."""
        return self.result is not UNSET


class CancelInvocation(Struct, frozen=True):
    """The caller no longer wants the answer of this call or stream."""

    type: ClassVar[MessageType] = MessageType.CANCEL_INVOCATION

    invocation_id: str
    headers: Mapping[str, str] | None = None


class Ping(Struct, frozen=True):
    """A sign of life."""

    type: ClassVar[MessageType] = MessageType.PING


class Close(Struct, frozen=True):
    """The sender ends the connection, for `error` or in peace; the client may come back if it is allowed to."""

    type: ClassVar[MessageType] = MessageType.CLOSE

    error: str | None = None
    allow_reconnect: bool = False


class Ack(Struct, frozen=True):
    """All tracked messages up to `sequence_id` have arrived."""

    type: ClassVar[MessageType] = MessageType.ACK

    sequence_id: int


class Sequence(Struct, frozen=True):
    """The next tracked message on this socket has the number `sequence_id`."""

    type: ClassVar[MessageType] = MessageType.SEQUENCE

    sequence_id: int


TrackedMessage = Invocation | StreamInvocation | StreamItem | Completion | CancelInvocation
"""The messages that stateful reconnect numbers, keeps and replays."""

HubMessage = TrackedMessage | Ping | Close | Ack | Sequence


def is_tracked(message: HubMessage) -> bool:
    """Tell whether stateful reconnect numbers this message (types 1 to 5)."""
    return message.type <= MessageType.CANCEL_INVOCATION
