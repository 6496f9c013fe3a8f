"""The errors of this room: each says in its message what was wrong and what to do."""

from typing import ClassVar

__all__ = [
    "BindingError",
    "ClientGone",
    "ClientTimeout",
    "ConnectionOverflow",
    "EncodingError",
    "HandshakeError",
    "HubDefinitionError",
    "HubError",
    "InvocationForbidden",
    "MessageTooLarge",
    "ProtocolError",
    "SequenceError",
    "SignalRError",
    "StreamClosed",
    "error_text",
]


class SignalRError(Exception):
    """Something in the SignalR server went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message if message is not None else type(self).__doc__)


class HubError(SignalRError):
    """An error whose message may be shown to the other side.

    Raise it in a hub method to tell the caller why the call failed; every other exception reaches the client as
    a general text, unless detailed errors are on. It is also what a client's own error becomes on the server.
    Clients see the type name that .NET gives it, because they compare it literally.
    """

    wire_type: ClassVar[str] = "HubException"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class ProtocolError(SignalRError):
    """The peer sent something that the hub protocol does not allow; the connection cannot go on."""

    wire_type: ClassVar[str] = "InvalidDataException"


class MessageTooLarge(ProtocolError):  # noqa: N818 - the name of the field
    """A message is longer than the receiver accepts.

    Args:
        limit: the number of bytes that are accepted, framing included.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The maximum message size of {limit}B was exceeded. The message size can be configured in AddHubOptions."
        )
        self.limit = limit


class SequenceError(ProtocolError):
    """Sequence ID greater than amount of messages we've received."""

    wire_type: ClassVar[str] = "InvalidOperationException"


class ClientTimeout(SignalRError):  # noqa: N818 - the name of the field
    """Client hasn't sent a message/ping within the configured ClientTimeoutInterval."""

    wire_type: ClassVar[str] = "OperationCanceledException"


class BindingError(SignalRError):
    """A value that the peer sent does not have the type that is asked for; only the call it belongs to fails."""

    wire_type: ClassVar[str] = "InvalidDataException"


class EncodingError(SignalRError, ValueError):
    """A value cannot be sent: its type is not known, or it is too large, too deep or no proper text."""


class HandshakeError(SignalRError):
    """The handshake was refused; the message is what the peer is told."""


class HubDefinitionError(SignalRError):
    """A hub class, or the protocol class of its clients, cannot work as it is written."""


class ClientGone(SignalRError):  # noqa: N818 - a fact about the client, not a fault
    """A client was asked for a result, but its connection does not exist or has ended."""


class ConnectionOverflow(SignalRError):  # noqa: N818 - the name of the field
    """The client does not confirm what it receives, and too much of it had to be kept for a reconnect."""


class InvocationForbidden(SignalRError):  # noqa: N818 - the name says it
    """A client cannot be asked for a result here."""

    wire_type: ClassVar[str] = "InvalidOperationException"


class StreamClosed(SignalRError):  # noqa: N818 - the name of the field
    """The underlying connection was closed."""

    wire_type: ClassVar[str] = "OperationCanceledException"


def error_text(text: str, error: BaseException, *, detailed: bool) -> str:
    """Return `text`, followed by the type and message of `error` if the other side may see them.

    The rule of the reference: a `HubError` is always shown, any other error only with detailed errors.
    """
    if not detailed and not isinstance(error, HubError):
        return text
    return f"{text} {getattr(error, 'wire_type', type(error).__name__)}: {error}"
