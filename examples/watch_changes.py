"""Follow every change of a server, and go on where one stopped: after a crash, a restart, a week.

    COPYDESK_TOKEN=... python examples/watch_changes.py http://127.0.0.1:8000 --place watch.cursor

The token is an API key or an access token. The place is kept in a file, after each event: whoever stops this program
and starts it again hears what happened meanwhile, in order; only an event that was dealt with, but whose place was not
yet written when the program was killed, comes once more.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from copydesk.client import CursorFile, EventFeed, Reset, ServerEvent, Trouble


async def watch(address: str, token: str, place: CursorFile) -> None:
    async with EventFeed(address, token, cursor=place.read(), on_live=live, on_trouble=lost) as feed:
        async for told in feed.follow():
            match told:
                case ServerEvent():
                    print(f"{told.event_type} {told.event_source} {told.key}", flush=True)
                case Reset():
                    print(f"start anew ({told.reason}): read everything again", flush=True)
            place.write(feed.cursor)


def live() -> None:
    print("listening", file=sys.stderr, flush=True)


def lost(trouble: Trouble) -> None:
    print(f"{trouble.reason}; again in {trouble.pause:g} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("address")
    options.add_argument("--place", type=Path, default=Path("watch.cursor"), help="where the place is kept")
    arguments = options.parse_args()
    asyncio.run(watch(arguments.address, os.environ["COPYDESK_TOKEN"], CursorFile(arguments.place)))
