"""Is it new? Before the save an entity without an id is; after the save it has one, so the pair's state remembers.

`python examples/new_or_existing.py` prints:

    saving "Home": new
    saved "Home": new, its id is 1
    saving "Home page": existing
    saved "Home page": existing, its id is 1
"""

import asyncio
from dataclasses import dataclass
from itertools import count

from copydesk.notifications import (
    EventAggregator,
    HandlerRegistry,
    NoTransaction,
    SavedNotification,
    SavingNotification,
    ScopeProvider,
)


@dataclass
class Page:
    name: str
    id: int | None = None


class PageSavingNotification(SavingNotification[Page]):
    pass


class PageSavedNotification(SavedNotification[Page]):
    pass


handlers = HandlerRegistry()


@handlers.on(PageSavingNotification)
def before(notification: PageSavingNotification) -> None:
    new = {page.name for page in notification.saved_entities if page.id is None}
    notification.state["new"] = new
    for page in notification.saved_entities:
        print(f'saving "{page.name}": {"new" if page.name in new else "existing"}')


@handlers.on(PageSavedNotification)
def after(notification: PageSavedNotification) -> None:
    for page in notification.saved_entities:
        kind = "new" if page.name in notification.state["new"] else "existing"
        print(f'saved "{page.name}": {kind}, its id is {page.id}')


scopes = ScopeProvider(EventAggregator(handlers), NoTransaction)
ids = count(1)


async def save(page: Page) -> None:
    async with scopes.create_scope() as scope:
        saving = PageSavingNotification([page])
        if await scope.notifications.publish_cancelable(saving):
            return
        page.id = page.id or next(ids)
        scope.notifications.publish(PageSavedNotification([page]).with_state_from(saving))
        scope.complete()


async def main() -> None:
    page = Page("Home")
    await save(page)
    page.name = "Home page"
    await save(page)


asyncio.run(main())
