"""What a node does by itself: do imports, publish what is due, remove what is too old."""

from datetime import timedelta
from typing import Final

from copydesk.background import Background
from copydesk.journal import Retention, prune
from copydesk.rooms import Rooms
from copydesk.system import utc_now

__all__ = ["keep_up"]

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0
_KEY_AGE: Final = timedelta(days=30)


def keep_up(background: Background, rooms: Rooms) -> None:
    """Start the upkeep of one node. Several nodes may do all of it at once."""
    kept = rooms.settings.journal
    retention = Retention(timedelta(days=kept.keep_read_days), timedelta(days=kept.keep_unread_days))

    async def rotate_keys() -> None:
        await rooms.identity.signing_keys.rotate_if_older(_KEY_AGE)

    background.keep("imports", rooms.imports.run)
    background.every("forgotten imports", _MINUTE, rooms.imports.sweep)
    background.every("scheduled publishing", rooms.settings.schedule_seconds, rooms.content.perform_scheduled_publish)
    background.every("journal retention", _HOUR, lambda: prune(rooms.journal, retention, utc_now))
    background.every("ended sign-ins", _HOUR, rooms.identity.sessions.prune)
    background.every("signing keys", _HOUR, rotate_keys)
