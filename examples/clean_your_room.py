"""Notifications of one's own: one is published at once, the other only if the work is completed.

A job empties the recycle bin. That it has begun is told whatever happens; that it is done, only when the scope was
completed. `python examples/clean_your_room.py` prints:

    completed:
      cleaning has begun
      removed 3 from the recycle bin
    without completing:
      cleaning has begun
"""

import asyncio
from dataclasses import dataclass

from copydesk.notifications import EventAggregator, HandlerRegistry, Notification, NoTransaction, ScopeProvider


class CleanYourRoomStartedNotification(Notification):
    pass


@dataclass(frozen=True)
class RoomCleanedNotification(Notification):
    removed: int


handlers = HandlerRegistry()


@handlers.on(CleanYourRoomStartedNotification)
def tell_that_it_begins(notification: CleanYourRoomStartedNotification) -> None:
    print("  cleaning has begun")


@handlers.on(RoomCleanedNotification)
async def tell_what_was_removed(notification: RoomCleanedNotification) -> None:
    print(f"  removed {notification.removed} from the recycle bin")


aggregator = EventAggregator(handlers)
scopes = ScopeProvider(aggregator, NoTransaction)


async def clean_your_room(recycle_bin: list[str], *, complete: bool) -> None:
    await aggregator.publish(CleanYourRoomStartedNotification())
    async with scopes.create_scope() as scope:
        scope.notifications.publish(RoomCleanedNotification(len(recycle_bin)))
        if complete:
            scope.complete()


async def main() -> None:
    print("completed:")
    await clean_your_room(["old draft", "older draft", "test"], complete=True)
    print("without completing:")
    await clean_your_room(["new draft"], complete=False)


asyncio.run(main())
