"""The figures of a node for `/metrics`: how far its journal is, who reads it, who listens."""

from typing import Final

from prometheus_client import Gauge

from copydesk.background import Background
from copydesk.journal import Cursors
from copydesk.rooms import Rooms
from copydesk.system import utc_now

__all__ = ["keep_figures"]

_EVERY: Final = 15.0
"""How often what stands in the database is read, seconds."""


def keep_figures(background: Background, rooms: Rooms) -> None:
    """Keep the figures of the journal and of live events true, as long as the server runs."""
    live, registry = rooms.events.live, rooms.metrics
    newest = Gauge("copydesk_journal_position", "The newest position of the journal.", registry=registry)
    held = Gauge("copydesk_journal_records", "Records that the journal holds.", registry=registry)
    lag = Gauge(
        "copydesk_journal_reader_lag", "Records that a durable reader has not read.", ["reader"], registry=registry
    )
    told = Gauge("copydesk_live_position", "The last position that this node has told.", registry=registry)
    told.set_function(lambda: live.position)
    listeners = Gauge("copydesk_live_listeners", "Connections and streams that listen to this node.", registry=registry)
    listeners.set_function(lambda: len(live.listeners))
    profiles = Gauge("copydesk_live_profiles", "Permission profiles among those who listen.", registry=registry)
    profiles.set_function(lambda: len(live.listeners.profiles))
    cursors = Cursors(rooms.journal, utc_now)

    async def read() -> None:
        bounds = await rooms.journal.bounds()
        newest.set(bounds.newest)
        held.set(bounds.records)
        lag.clear()
        for reader, found in (await cursors.lags()).items():
            lag.labels(reader).set(found.records)

    background.every("figures", _EVERY, read)
