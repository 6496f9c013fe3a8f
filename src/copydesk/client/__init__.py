"""A client of live events for Python programs: follows `/events`, reconnects, and goes on where it stopped.

    async with EventFeed("http://127.0.0.1:8000", token, cursor=file.read()) as feed:
        async for told in feed.follow():
            ...
            file.write(feed.cursor)

`parsing` reads the wire, `feed` keeps the connection, `cursor_file` remembers the place.
"""

from copydesk.client.cursor_file import CursorFile
from copydesk.client.feed import EventFeed, FeedRefusedError, Trouble
from copydesk.server_events.model import ServerEvent
from copydesk.server_events.outlets import Reset, ResetReason

__all__ = ["CursorFile", "EventFeed", "FeedRefusedError", "Reset", "ResetReason", "ServerEvent", "Trouble"]
