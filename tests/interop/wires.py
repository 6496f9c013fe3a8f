"""The ways in which hub messages can travel."""

import pytest

__all__ = ["TRANSPORTS", "WIRES", "each_transport", "each_wire"]

TRANSPORTS = ("WebSockets", "ServerSentEvents", "LongPolling")
WIRES = tuple(
    (transport, protocol)
    for transport in TRANSPORTS
    for protocol in ("json", "messagepack")
    if (transport, protocol) != ("ServerSentEvents", "messagepack")  # text only
)

each_wire = pytest.mark.parametrize(
    "wire",
    [{"transport": transport, "protocol": protocol} for transport, protocol in WIRES],
    ids=[f"{transport}-{protocol}" for transport, protocol in WIRES],
)
each_transport = pytest.mark.parametrize(
    "wire", [{"transport": transport} for transport in TRANSPORTS], ids=list(TRANSPORTS)
)
