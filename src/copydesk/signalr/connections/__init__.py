"""The HTTP connection layer: negotiate, three transports and a registry, as an ASGI application.

It carries bytes and knows nothing of hubs: a `ConnectionHandler` is all that it runs.
"""

from copydesk.signalr.connections.access import (
    Authenticate,
    AuthenticationFailed,
    Authorize,
    require_user,
)
from copydesk.signalr.connections.connection import (
    CloseReason,
    CloseRequested,
    Connection,
    ConnectionHandler,
    ConnectionListener,
    ConnectionLost,
    Reattached,
    TransferFormat,
    Transport,
)
from copydesk.signalr.connections.endpoint import ConnectionEndpoint, HostTransports, RedirectHook
from copydesk.signalr.connections.negotiate import Redirect
from copydesk.signalr.connections.redaction import TokenRedactionFilter, redact_server_logs
from copydesk.signalr.connections.refresh import AcceptRefresh
from copydesk.signalr.connections.request import ConnectionRequest, Headers, Principal
from copydesk.signalr.connections.transport_requests import SubprotocolSelector

__all__ = [
    "AcceptRefresh",
    "Authenticate",
    "AuthenticationFailed",
    "Authorize",
    "CloseReason",
    "CloseRequested",
    "Connection",
    "ConnectionEndpoint",
    "ConnectionHandler",
    "ConnectionListener",
    "ConnectionLost",
    "ConnectionRequest",
    "Headers",
    "HostTransports",
    "Principal",
    "Reattached",
    "Redirect",
    "RedirectHook",
    "SubprotocolSelector",
    "TokenRedactionFilter",
    "TransferFormat",
    "Transport",
    "redact_server_logs",
    "require_user",
]
