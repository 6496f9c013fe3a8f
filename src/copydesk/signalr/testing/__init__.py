"""Tools for the tests of hubs and of what is built around them; part of the library."""

from copydesk.signalr.testing.client import HubTestClient
from copydesk.signalr.testing.clock import FakeClock, turns
from copydesk.signalr.testing.connection import (
    InMemoryConnection,
    InMemoryLongPolling,
    InMemoryServerSentEvents,
    client_request,
)
from copydesk.signalr.testing.contract_client import ContractClient
from copydesk.signalr.testing.lifetime_contract import LifetimeManagerContract, Nodes
from copydesk.signalr.testing.peer import Answer, Peer
from copydesk.signalr.testing.sync_point import SyncPoint

__all__ = [
    "Answer",
    "ContractClient",
    "FakeClock",
    "HubTestClient",
    "InMemoryConnection",
    "InMemoryLongPolling",
    "InMemoryServerSentEvents",
    "LifetimeManagerContract",
    "Nodes",
    "Peer",
    "SyncPoint",
    "client_request",
    "turns",
]
