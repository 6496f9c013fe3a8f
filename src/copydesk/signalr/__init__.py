"""A complete SignalR server for any ASGI application."""

from copydesk.signalr.app import HubApp
from copydesk.signalr.clock import Clock, SystemClock
from copydesk.signalr.connections.access import AuthenticationFailed, require_user
from copydesk.signalr.connections.connection import Connection
from copydesk.signalr.connections.endpoint import ConnectionEndpoint
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.errors import ClientGone, HubDefinitionError, HubError, SignalRError
from copydesk.signalr.hubs.authorization import AuthorizationContext, authenticated, authorize, has_claim
from copydesk.signalr.hubs.cancellation import CancellationToken
from copydesk.signalr.hubs.clients import ClientProxy, HubCallerClients, HubClients, SingleClientProxy
from copydesk.signalr.hubs.context import HubCallerContext
from copydesk.signalr.hubs.filters import HubFilter, HubInvocationContext, HubLifetimeContext
from copydesk.signalr.hubs.groups import GroupManager, Presence
from copydesk.signalr.hubs.hub import Hub
from copydesk.signalr.hubs.hub_context import HubContext
from copydesk.signalr.hubs.lifetime import ConnectionInfo, HubLifetimeManager
from copydesk.signalr.hubs.marks import hub_method
from copydesk.signalr.hubs.memory import InMemoryHubLifetimeManager
from copydesk.signalr.hubs.observer import HubObserver, InvocationOutcome
from copydesk.signalr.hubs.services import FactoryServices, FromServices, Services
from copydesk.signalr.middleware import HubMiddleware
from copydesk.signalr.options import ConnectionOptions, HubOptions
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.naming import PayloadNames
from copydesk.signalr.transports import TransferFormat, Transport

__all__ = [
    "AuthenticationFailed",
    "AuthorizationContext",
    "CancellationToken",
    "ClientGone",
    "ClientProxy",
    "Clock",
    "Connection",
    "ConnectionEndpoint",
    "ConnectionInfo",
    "ConnectionOptions",
    "ConnectionRequest",
    "FactoryServices",
    "FromServices",
    "GroupManager",
    "Hub",
    "HubApp",
    "HubCallerClients",
    "HubCallerContext",
    "HubClients",
    "HubContext",
    "HubDefinitionError",
    "HubError",
    "HubFilter",
    "HubInvocationContext",
    "HubLifetimeContext",
    "HubLifetimeManager",
    "HubMiddleware",
    "HubObserver",
    "HubOptions",
    "InMemoryHubLifetimeManager",
    "InvocationOutcome",
    "JsonHubProtocol",
    "MessagePackHubProtocol",
    "PayloadNames",
    "Presence",
    "Principal",
    "Services",
    "SignalRError",
    "SingleClientProxy",
    "SystemClock",
    "TransferFormat",
    "Transport",
    "authenticated",
    "authorize",
    "has_claim",
    "hub_method",
    "require_user",
]
