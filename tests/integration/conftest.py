"""What all integration tests get: a writer is answered when its event was told, however busy the machine is."""

from functools import partial

import pytest

from copydesk.server_events.live import LiveOptions
from copydesk.server_events.room import ServerEventsOptions

PATIENCE = 60


@pytest.fixture(autouse=True)
def _writers_wait_for_their_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let servers of this process wait longer than usual: tests look for an event when its write is answered."""
    options = partial(ServerEventsOptions, live=LiveOptions(patience=PATIENCE))
    monkeypatch.setattr("copydesk.server_events.room.ServerEventsOptions", options)
