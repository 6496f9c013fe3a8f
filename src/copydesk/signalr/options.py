"""Options of hubs and of connections, with the defaults of ASP.NET Core SignalR."""

import msgspec

__all__ = ["HubOptions"]


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
        stateful_reconnect_buffer_size: how much of what was sent is kept until the client confirms it.
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
    enable_detailed_errors: bool = False

    def __post_init__(self) -> None:
        """Refuse values that cannot work."""
        for name, least in _AT_LEAST.items():
            value = getattr(self, name)
            if value is not None and value < least:
                raise ValueError(f"HubOptions.{name} must be at least {least}, not {value!r}.")


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
