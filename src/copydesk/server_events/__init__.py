"""Live server events: who hears of which change, at once and in order.

`model` is what an event says. `authorizers` and `access_filters` decide who may hear of it, `audience` puts them
together.
"""

from copydesk.server_events.access_filters import ServerEventAccessFilter, ServerEventAccessFilters, StartNodeFilter
from copydesk.server_events.audience import Audience
from copydesk.server_events.authorizers import EventSourceAuthorizer, EventSourceAuthorizers, PolicyAuthorizer
from copydesk.server_events.model import NO_KEY, EventSource, EventType, RoutingContext, ServerEvent

__all__ = [
    "NO_KEY",
    "Audience",
    "EventSource",
    "EventSourceAuthorizer",
    "EventSourceAuthorizers",
    "EventType",
    "PolicyAuthorizer",
    "RoutingContext",
    "ServerEvent",
    "ServerEventAccessFilter",
    "ServerEventAccessFilters",
    "StartNodeFilter",
]
