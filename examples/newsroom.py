"""A newsroom in two languages: what a content service does, and what handlers hear of it.

`python examples/newsroom.py` prints:

    saved: Spring is here
    saved again: SUCCESS, version 2
    published: Spring is here (en-US)
    "SALE ENDS TODAY" was stopped: no need to shout
    published: Spring is here (de-DE)
    taken down: de-DE only, SUCCESS_UNPUBLISH_CULTURE
    the colleague was late: based on version 5, stored is 6
    rolled back: the body is "The snow is gone."
    in the recycle bin: Spring is here
    restored: to -1,1001
    the end of the trail: SaveVariant, RollBack, Move, Delete, Move
"""

import asyncio
import tempfile
from pathlib import Path

from copydesk.content import ContentService, DocumentType, DocumentTypeService, Language, LanguageService, PropertyType
from copydesk.content.model import ROOT_ID, ContentVariation
from copydesk.content.notifications import (
    ContentMovedToRecycleBinNotification,
    ContentPublishedNotification,
    ContentPublishingNotification,
    ContentSavedNotification,
)
from copydesk.db import Database
from copydesk.notifications import EventAggregator, EventMessage, HandlerRegistry
from copydesk.system import random_key, utc_now

handlers = HandlerRegistry()


@handlers.on(ContentSavedNotification)
def tell_new_ones(notification: ContentSavedNotification) -> None:
    for document in notification.saved_entities:
        if document.key in notification.created:
            print(f"saved: {document.name}")


@handlers.on(ContentPublishingNotification)
def dont_shout(notification: ContentPublishingNotification) -> None:
    if any((document.get_name("en-US") or "").isupper() for document in notification.published_entities):
        notification.cancel_operation(EventMessage("House style", "no need to shout"))


@handlers.on(ContentPublishedNotification)
async def tell_published(notification: ContentPublishedNotification) -> None:
    for document in notification.published_entities:
        if cultures := [c for c in ("en-US", "de-DE") if notification.has_published_culture(document, c)]:
            print(f"published: {document.name} ({', '.join(cultures)})")


@handlers.on(ContentMovedToRecycleBinNotification)
def tell_binned(notification: ContentMovedToRecycleBinNotification) -> None:
    for move in notification.move_info:
        print(f"in the recycle bin: {move.entity.name}")


async def prepare(database: Database) -> None:
    """Two languages, and one type whose body is written in each of them."""
    await LanguageService(database).save(Language("en-US", is_default=True), Language("de-DE"))
    by_culture = ContentVariation.CULTURE
    body = PropertyType("body", variation=by_culture)
    article = DocumentType("article", random_key(), variation=by_culture, own_properties=(body,))
    await DocumentTypeService(database, keys=random_key).save(article)


async def work(desk: ContentService) -> None:
    news = await desk.create("article", "Spring is here", culture="en-US")
    await desk.save(news)
    news.set_value("body", "The snow is gone.", "en-US")
    outcome = await desk.save(news)
    print(f"saved again: {outcome.result.name}, version {news.version}")
    await desk.publish(news)

    sale = await desk.create("article", "SALE ENDS TODAY", culture="en-US")
    stopped = await desk.save_and_publish(sale, ["en-US"])
    print(f'"{sale.get_name("en-US")}" was stopped: {", ".join(message.message for message in stopped.messages)}')

    news.set_name("Der Frühling ist da", "de-DE")
    await desk.save_and_publish(news, ["de-DE"])
    taken_down = await desk.unpublish(news, "de-DE")
    print(f"taken down: de-DE only, {taken_down.result.name}")

    [stale] = await desk.get_many([news.id])
    news.set_value("body", "The snow is back.", "en-US")
    await desk.save(news)
    stale.set_value("body", "What snow?", "en-US")
    late = await desk.save(stale)
    if late.conflict:
        print(f"the colleague was late: based on version {late.conflict.expected}, stored is {late.conflict.actual}")

    await desk.rollback(news.id, news.version_id)  # The current version means: back to what is published.
    [news] = await desk.get_many([news.id])
    print(f'rolled back: the body is "{news.get_value("body", "en-US")}"')

    await desk.move_to_recycle_bin(news)
    await desk.restore(news, ROOT_ID)
    print(f"restored: to {news.path}")
    trail = [entry.action.value for entry in await desk.audit(news.id, take=5)]
    print(f"the end of the trail: {', '.join(reversed(trail))}")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(
            f"sqlite:///{Path(folder) / 'newsroom.db'}", EventAggregator(handlers)
        ) as database:
            await prepare(database)
            await work(ContentService(database, now=utc_now, keys=random_key))


asyncio.run(main())
