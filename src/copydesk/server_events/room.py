"""The room put together: the live events of one tenant on one node."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from copydesk.db import Database
from copydesk.identity.hub_access import hub_authentication, let_in
from copydesk.identity.notifications import RightsChangedNotification
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import Identity
from copydesk.journal import Journal
from copydesk.server_events.admission import Admission
from copydesk.server_events.audience import Audience
from copydesk.server_events.change_table import ChangeTable
from copydesk.server_events.event_stream import EventsApp, EventStreamOptions
from copydesk.server_events.hub import HubOutlet, ServerEventHub
from copydesk.server_events.live import LiveEvents, LiveOptions
from copydesk.server_events.recorder import ChangeRecorder, NodePlaces
from copydesk.server_events.router import ServerEventRouter
from copydesk.server_events.rows import reference_table
from copydesk.signalr import ConnectionOptions, FactoryServices, HubApp, HubObserver, HubOptions

__all__ = ["ServerEvents", "ServerEventsOptions", "create_server_events"]


def _until_the_token_ends() -> ConnectionOptions:
    return ConnectionOptions(close_on_authentication_expiration=True)


@dataclass(frozen=True, slots=True)
class ServerEventsOptions:
    """How live events are told.

    Attributes:
        live: by the reader.
        stream: over plain server-sent events.
        hub: over the hub.
        connections: how clients reach the hub.
    """

    live: LiveOptions = field(default_factory=LiveOptions)
    stream: EventStreamOptions = field(default_factory=EventStreamOptions)
    hub: HubOptions | None = None
    connections: ConnectionOptions = field(default_factory=_until_the_token_ends)


@dataclass(frozen=True, slots=True)
class ServerEvents:
    """What other rooms and doors use.

    Attributes:
        table: which notification stands for which changes; packages add rows.
        router: tells custom events.
        live: the reader, for `caught_up`.
        hub: the ASGI application of the hub.
        events: the ASGI application of the plain stream.
    """

    table: ChangeTable
    router: ServerEventRouter
    live: LiveEvents
    hub: HubApp
    events: EventsApp
    journal: Journal

    async def run(self) -> None:
        """Give positions and tell events, until cancelled. Every node must run this."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.journal.run(), name="journal")
            tasks.create_task(self.live.run(), name="live events")

    async def close(self) -> None:
        """Let every client go, politely: the node is about to stop."""
        self.events.close()
        await self.hub.close()


def create_server_events(
    database: Database,
    journal: Journal,
    identity: Identity,
    cache: PrincipalCache,
    audience: Audience,
    now: Callable[[], datetime],
    *,
    table: ChangeTable | None = None,
    places: NodePlaces | None = None,
    options: ServerEventsOptions | None = None,
    observer: HubObserver | None = None,
) -> ServerEvents:
    """Put the room together, and let every unit of work on the database write its changes into the journal.

    Args:
        database: the tenant's database.
        journal: the tenant's journal.
        identity: who may come in.
        cache: the cache of principals of this node; it hears of what other nodes change.
        audience: who may hear of what.
        now: the time.
        table: which notification stands for which changes; without it, the reference's.
        places: knows the nodes of the trees by id.
        options: how events are told.
        observer: told about what happens at the hub, for metrics.
    """
    chosen, rows = options or ServerEventsOptions(), table or reference_table()
    database.before_commit(ChangeRecorder(rows, journal, places))

    def rights_changed(keys: frozenset[UUID] | None) -> None:
        cache.rights_changed(RightsChangedNotification(keys))

    admission = Admission(audience)
    live = LiveEvents(journal, admission, identity.principals, rights_changed=rights_changed, options=chosen.live)
    outlet = HubOutlet(live)
    hub = HubApp(
        ServerEventHub,
        options=chosen.hub,
        connection_options=chosen.connections,
        services=FactoryServices({HubOutlet: lambda: outlet}),
        authenticate=hub_authentication(identity.authenticator),
        authorize=let_in,
        observer=observer,
    )
    outlet.context = hub.hub_context
    events = EventsApp(live, identity.authenticator.authenticate, now, chosen.stream)
    return ServerEvents(rows, ServerEventRouter(journal), live, hub, events, journal)
