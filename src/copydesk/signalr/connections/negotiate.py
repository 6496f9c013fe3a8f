"""What `POST /negotiate` answers, as a function of what was asked."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from copydesk.signalr.connections.served import Identity
from copydesk.signalr.errors import SignalRError
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = ["CURRENT_VERSION", "Redirect", "UnsupportedVersion", "accepted", "negotiated_version", "redirected"]

CURRENT_VERSION = 1
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,9}\s*")
_FORMATS = {
    Transport.WEB_SOCKETS: (TransferFormat.TEXT, TransferFormat.BINARY),
    Transport.SERVER_SENT_EVENTS: (TransferFormat.TEXT,),
    Transport.LONG_POLLING: (TransferFormat.TEXT, TransferFormat.BINARY),
}


class UnsupportedVersion(SignalRError):  # noqa: N818 - an answer
    """The client asked for a version that is none or not served; the message goes to it."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Sends the client to negotiate elsewhere.

    Attributes:
        url: where to; the client appends `/negotiate`.
        access_token: what it shall use there instead of its own credentials.
    """

    url: str
    access_token: str | None = None


def negotiated_version(requested: str | None, minimum: int) -> int:
    """Return the version to speak, given the query's value.

    Raises:
        UnsupportedVersion: it is not an integer, or below `minimum`.
    """
    if requested is not None and not _INTEGER.fullmatch(requested):
        raise UnsupportedVersion(f"The client requested an invalid protocol version '{requested}'")
    version = int(requested or 0)
    if version < minimum:
        raise UnsupportedVersion(
            f"The client requested version '{version}', but the server does not support this version."
        )
    return min(version, CURRENT_VERSION)


def accepted(identity: Identity, transports: Collection[Transport], token_lifetime: int | None) -> dict[str, Any]:
    """Return the answer that gives a connection out.

    Args:
        identity: of the new connection; in version 0 the token is not mentioned.
        transports: what to offer; the order on the wire is fixed.
        token_lifetime: for how many seconds the credentials last, if the client shall know.
    """
    answer: dict[str, Any] = {"negotiateVersion": identity.version, "connectionId": identity.connection_id}
    if identity.version > 0:
        answer["connectionToken"] = identity.token
    if identity.stateful:
        answer["useStatefulReconnect"] = True
    if identity.version > 0 and token_lifetime is not None:
        answer["tokenLifetimeSeconds"] = token_lifetime
    answer["availableTransports"] = [
        {"transport": transport.value, "transferFormats": [format_.value for format_ in formats]}
        for transport, formats in _FORMATS.items()
        if transport in transports
    ]
    return answer


def redirected(redirect: Redirect) -> dict[str, Any]:
    """Return the answer that sends the client elsewhere."""
    token = {} if redirect.access_token is None else {"accessToken": redirect.access_token}
    return {"url": redirect.url, **token}
