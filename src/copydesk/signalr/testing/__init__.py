"""Tools for the tests of hubs and of what is built around them; part of the library."""

from copydesk.signalr.testing.client import HubTestClient
from copydesk.signalr.testing.clock import FakeClock, turns
from copydesk.signalr.testing.connection import (
    InMemoryConnection,
    InMemoryLongPolling,
    InMemoryServerSentEvents,
    client_request,
)
from copydesk.signalr.testing.peer import Answer, Peer
from copydesk.signalr.testing.sync_point import SyncPoint

__all__ = [
    "Answer",
    "FakeClock",
    "HubTestClient",
    "InMemoryConnection",
    "InMemoryLongPolling",
    "InMemoryServerSentEvents",
    "Peer",
    "SyncPoint",
    "client_request",
    "turns",
]
