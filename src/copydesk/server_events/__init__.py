"""Live server events: who hears of which change, at once and in order.

`change_table` and its rows say which notification is which change, `recorder` writes them into the journal with the
change itself, and `live` tells them from there. `model` is what an event says. `authorizers` and `access_filters`
decide who may hear of it, `audience` puts them together. `hub` and `event_stream` are the doors.
"""

from copydesk.server_events.access_filters import ServerEventAccessFilter, ServerEventAccessFilters, StartNodeFilter
from copydesk.server_events.audience import Audience
from copydesk.server_events.authorizers import EventSourceAuthorizer, EventSourceAuthorizers, PolicyAuthorizer
from copydesk.server_events.change_table import ChangeTable, NodeChange
from copydesk.server_events.live import LiveEvents, LiveOptions
from copydesk.server_events.model import NO_KEY, EventSource, EventType, RoutingContext, ServerEvent
from copydesk.server_events.recorder import ChangeRecorder, NodePlace, NodePlaces
from copydesk.server_events.router import ServerEventRouter

__all__ = [
    "NO_KEY",
    "Audience",
    "ChangeRecorder",
    "ChangeTable",
    "EventSource",
    "EventSourceAuthorizer",
    "EventSourceAuthorizers",
    "EventType",
    "LiveEvents",
    "LiveOptions",
    "NodeChange",
    "NodePlace",
    "NodePlaces",
    "PolicyAuthorizer",
    "RoutingContext",
    "ServerEvent",
    "ServerEventAccessFilter",
    "ServerEventAccessFilters",
    "ServerEventRouter",
    "StartNodeFilter",
]
