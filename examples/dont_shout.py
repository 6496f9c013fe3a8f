"""A handler that vetoes: no document is published while its title is all in capital letters.

`python examples/dont_shout.py` prints:

    "Spring is here": published
    "SALE ENDS TODAY": not published
      error, Corporate style guideline infringement: don't put the announcement title in upper case, no need to shout
"""

import asyncio
from dataclasses import dataclass

from copydesk.notifications import (
    EventAggregator,
    EventMessage,
    EventMessages,
    EventMessageType,
    HandlerRegistry,
    NoTransaction,
    SavedNotification,
    SavingNotification,
    ScopeProvider,
)


@dataclass
class Announcement:
    title: str


class AnnouncementPublishingNotification(SavingNotification[Announcement]):
    pass


class AnnouncementPublishedNotification(SavedNotification[Announcement]):
    pass


handlers = HandlerRegistry()


@handlers.on(AnnouncementPublishingNotification)
class DontShout:
    def handle(self, notification: AnnouncementPublishingNotification) -> None:
        if any(announcement.title.isupper() for announcement in notification.saved_entities):
            notification.cancel_operation(
                EventMessage(
                    "Corporate style guideline infringement",
                    "don't put the announcement title in upper case, no need to shout",
                    EventMessageType.ERROR,
                )
            )


@handlers.on(AnnouncementPublishedNotification)
def announce(notification: AnnouncementPublishedNotification) -> None:
    for announcement in notification.saved_entities:
        print(f'"{announcement.title}": published')


scopes = ScopeProvider(EventAggregator(handlers), NoTransaction)


async def publish(announcement: Announcement) -> EventMessages:
    async with scopes.create_scope() as scope:
        publishing = AnnouncementPublishingNotification([announcement])
        if not await scope.notifications.publish_cancelable(publishing):
            published = AnnouncementPublishedNotification([announcement], messages=publishing.messages)
            scope.notifications.publish(published.with_state_from(publishing))
        scope.complete()
    return publishing.messages


async def main() -> None:
    await publish(Announcement("Spring is here"))
    messages = await publish(Announcement("SALE ENDS TODAY"))
    print('"SALE ENDS TODAY": not published')
    for message in messages:
        print(f"  {message.type.name.lower()}, {message.category}: {message.message}")


asyncio.run(main())
