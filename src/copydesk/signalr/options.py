"""Options of hubs and of connections, with the defaults of ASP.NET Core SignalR."""

import msgspec

from copydesk.signalr.transports import Transport

__all__ = ["ConnectionOptions", "HubOptions"]


class HubOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a hub treats its connections. Times are in seconds, sizes in bytes.

    Attributes:
        handshake_timeout: how long a new connection may take to send its handshake.
        keep_alive_interval: a ping is sent when nothing else was for this long (not on long polling).
        client_timeout_interval: a client that has pinged once and then stays silent this long is closed.
        maximum_receive_message_size: the longest message that is accepted; `None` for any length.
        stream_buffer_capacity: how many items of one upload stream may wait for the hub method.
        maximum_parallel_invocations: how many ordinary calls of one client may run at the same time.
        maximum_concurrent_streams: how many streams of one client may be open; `None` for any number.
        stateful_reconnect_buffer_size: unconfirmed bytes above which a send waits for the client's confirmation.
        stateful_reconnect_overflow: unconfirmed bytes above which a connection is ended; broadcasts do not wait.
        disconnect_grace: how long `on_disconnected` waits for calls of the connection that still run, and how long a
            cancelled stream may take no notice of its token.
        enable_detailed_errors: tell clients the type and the message of any exception.
    """

    handshake_timeout: float = 15.0
    keep_alive_interval: float = 15.0
    client_timeout_interval: float = 30.0
    maximum_receive_message_size: int | None = 32 * 1024
    stream_buffer_capacity: int = 10
    maximum_parallel_invocations: int = 1
    maximum_concurrent_streams: int | None = None
    stateful_reconnect_buffer_size: int = 100_000
    stateful_reconnect_overflow: int = 2 * 1024 * 1024
    disconnect_grace: float = 5.0
    enable_detailed_errors: bool = False

    def __post_init__(self) -> None:
        """Refuse values that cannot work."""
        _refuse_less(self, _AT_LEAST)


class ConnectionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How an endpoint treats its HTTP connections. Times are in seconds, sizes in bytes.

    Attributes:
        transports: what is offered and accepted.
        minimum_protocol_version: the lowest negotiate version that is answered (0 or 1).
        allow_stateful_reconnect: let clients keep a connection over the loss of their socket.
        disconnect_timeout: a connection that nobody uses this long (negotiated only, between polls, between two
            sockets of a stateful connection) is closed.
        poll_timeout: a long poll without data is answered after this long.
        close_timeout: how long the peer may take to answer a close.
        transport_send_timeout: a single write that the peer does not take in this long ends the connection.
        transport_max_buffer_size: bytes to a slow peer above which `drain` waits, until half is gone.
        application_max_buffer_size: unread bytes from a peer above which reading stops, until half is read.
        send_queue_limit: bytes to a slow peer above which lossy messages are dropped, oldest first, and then the peer
            is disconnected.
        maximum_head_size: the longest request head that is taken; connections keep theirs for life.
        maximum_body_size: the longest POST body that is read.
        maximum_connections: how many connections may exist at the same time; `None` for any number.
        close_on_authentication_expiration: end a connection when its credentials expire.
        enable_authentication_refresh: serve `POST /refresh`, and tell clients how long their credentials last.
        allowed_origins: origins that may open a WebSocket, in the form `https://example.com`; `None` allows the origin
            of the endpoint itself and requests without one, `{"*"}` allows all.
    """

    transports: frozenset[Transport] = frozenset(Transport)
    minimum_protocol_version: int = 0
    allow_stateful_reconnect: bool = False
    disconnect_timeout: float = 15.0
    poll_timeout: float = 90.0
    close_timeout: float = 5.0
    transport_send_timeout: float = 10.0
    transport_max_buffer_size: int = 64 * 1024
    application_max_buffer_size: int = 64 * 1024
    send_queue_limit: int = 1024 * 1024
    maximum_head_size: int = 32 * 1024
    maximum_body_size: int = 16 * 1024 * 1024
    maximum_connections: int | None = None
    close_on_authentication_expiration: bool = False
    enable_authentication_refresh: bool = False
    allowed_origins: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Refuse values that cannot work."""
        _refuse_less(self, _CONNECTION_AT_LEAST)
        if self.minimum_protocol_version > 1:
            raise ValueError("ConnectionOptions.minimum_protocol_version must be 0 or 1: there is no later version.")
        if not self.transports:
            raise ValueError("ConnectionOptions.transports is empty: nobody could connect.")
        if self.send_queue_limit < self.transport_max_buffer_size:
            raise ValueError("ConnectionOptions.send_queue_limit must not be below transport_max_buffer_size.")


def _refuse_less(options: msgspec.Struct, least_values: dict[str, int]) -> None:
    for name, least in least_values.items():
        value = getattr(options, name)
        if value is not None and value < least:
            raise ValueError(f"{type(options).__name__}.{name} must be at least {least}, not {value!r}.")


_AT_LEAST = {
    "handshake_timeout": 0,
    "keep_alive_interval": 0,
    "client_timeout_interval": 0,
    "maximum_receive_message_size": 1,
    "stream_buffer_capacity": 1,
    "maximum_parallel_invocations": 1,
    "maximum_concurrent_streams": 1,
    "stateful_reconnect_buffer_size": 1,
}

_CONNECTION_AT_LEAST = {
    "minimum_protocol_version": 0,
    "disconnect_timeout": 0,
    "poll_timeout": 0,
    "close_timeout": 0,
    "transport_send_timeout": 0,
    "transport_max_buffer_size": 1,
    "application_max_buffer_size": 1,
    "maximum_head_size": 1,
    "maximum_body_size": 1,
    "maximum_connections": 1,
}
