"""The first exchange on a connection: always JSON, whatever protocol it agrees on."""

from collections.abc import Iterable

import msgspec

from copydesk.signalr.errors import HandshakeError, ProtocolError
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.framing import RECORD_SEPARATOR
from copydesk.signalr.transports import TransferFormat

__all__ = ["HANDSHAKE_CANCELED", "HandshakeRequest", "HandshakeResponse", "choose_protocol"]

HANDSHAKE_CANCELED = "Handshake was canceled."
"""What a client is told whose handshake took too long, was too large or was given up."""


class HandshakeRequest(msgspec.Struct, frozen=True):
    """What the client asks for.

    Attributes:
        protocol: name of a hub protocol, compared without regard to case.
        version: of that protocol; 2 promises to understand stateful reconnect.
    """

    protocol: str
    version: int

    @classmethod
    def parse(cls, body: bytes) -> "HandshakeRequest":
        """Read a request without its separator; properties that are not known are skipped.

        Raises:
            ProtocolError: it is not a JSON object with the two properties.
        """
        try:
            return _decode_request(body)
        except (ValueError, RecursionError) as error:
            raise ProtocolError(f"The handshake request cannot be read: {error}.") from error

    def encode(self) -> bytes:
        """Return the framed request."""
        return msgspec.json.encode(self) + RECORD_SEPARATOR


class HandshakeResponse(msgspec.Struct, frozen=True, omit_defaults=True):
    """The server's answer: an error, or nothing."""

    error: str | None = None

    @classmethod
    def parse(cls, body: bytes) -> "HandshakeResponse":
        """Read a response without its separator.

        Raises:
            ProtocolError: it is not a JSON object, or its error is not a string.
        """
        try:
            return _decode_response(body)
        except (ValueError, RecursionError) as error:
            raise ProtocolError(f"The handshake response cannot be read: {error}.") from error

    def encode(self) -> bytes:
        """Return the framed response."""
        return msgspec.json.encode(self) + RECORD_SEPARATOR


def choose_protocol(
    request: HandshakeRequest, protocols: Iterable[HubProtocol], formats: frozenset[TransferFormat]
) -> HubProtocol:
    """Find the protocol that the client asks for.

    Args:
        request: the client's wish.
        protocols: what the hub speaks.
        formats: what the transport can carry.

    Raises:
        HandshakeError: there is none; the message is the reference's, as clients show it.
    """
    name = request.protocol
    protocol = next((known for known in protocols if known.name.lower() == name.lower()), None)
    if protocol is None:
        raise HandshakeError(f"The protocol '{name}' is not supported.")
    if request.version > protocol.version:
        raise HandshakeError(f"The server does not support version {request.version} of the '{name}' protocol.")
    if protocol.transfer_format not in formats:
        raise HandshakeError(
            f"Cannot use the '{protocol.name}' protocol on the current transport. The transport does not support "
            f"'{protocol.transfer_format}' transfer format."
        )
    return protocol


_decode_request = msgspec.json.Decoder(HandshakeRequest).decode
_decode_response = msgspec.json.Decoder(HandshakeResponse).decode
