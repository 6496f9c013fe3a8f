"""The SignalR hub protocol without I/O: messages, framing, two encodings and the state of one connection.

Nothing in this package knows sockets, event loops or clocks: bytes and times come in as arguments, events and bytes
come out. `machine` puts the parts together; `json` and `messagepack` are the encodings; `replay` is stateful reconnect.
"""

from copydesk.signalr.protocol.base import Deframer, HubProtocol
from copydesk.signalr.protocol.broadcast import BroadcastMessage
from copydesk.signalr.protocol.handshake import HandshakeRequest, HandshakeResponse
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.machine import ConnectionState, HubConnectionMachine
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.naming import PayloadNames

__all__ = [
    "BroadcastMessage",
    "ConnectionState",
    "Deframer",
    "HandshakeRequest",
    "HandshakeResponse",
    "HubConnectionMachine",
    "HubProtocol",
    "JsonHubProtocol",
    "MessagePackHubProtocol",
    "PayloadNames",
]
