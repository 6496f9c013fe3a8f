"""Class handlers are made anew each time: what should last belongs to a service that is injected.

`python examples/handler_with_services.py` prints:

    saved "Home": the handler remembers [], the service ['Home']
    saved "News": the handler remembers [], the service ['Home', 'News']
    saved "About": the handler remembers [], the service ['Home', 'News', 'About']
"""

import asyncio
from dataclasses import dataclass

from dishka import Provider, Scope, make_async_container

from copydesk.notifications import EventAggregator, HandlerRegistry, SavedNotification
from copydesk.notifications.dishka_container import DishkaContainer


@dataclass
class Page:
    name: str


class PageSavedNotification(SavedNotification[Page]):
    pass


class RecentPages:
    """A service that lives as long as the container does."""

    def __init__(self) -> None:
        self.names: list[str] = []


handlers = HandlerRegistry()


@handlers.on(PageSavedNotification)
class RememberPages:
    def __init__(self, recent: RecentPages) -> None:
        self.recent = recent
        self.names: list[str] = []

    async def handle(self, notification: PageSavedNotification) -> None:
        remembered = list(self.names)
        for page in notification.saved_entities:
            self.names.append(page.name)
            self.recent.names.append(page.name)
            print(f'saved "{page.name}": the handler remembers {remembered}, the service {self.recent.names}')


async def main() -> None:
    provider = Provider(scope=Scope.APP)
    provider.provide(RecentPages)
    container = make_async_container(provider)
    aggregator = EventAggregator(handlers, DishkaContainer(container))
    for name in ("Home", "News", "About"):
        await aggregator.publish(PageSavedNotification([Page(name)]))
    await container.close()


asyncio.run(main())
