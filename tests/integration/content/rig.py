"""A content service on a real database, with handlers that write down what they are told and cancel on demand."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, event, update

from copydesk.content import (
    ContentOptions,
    ContentService,
    Document,
    DocumentType,
    DocumentTypeService,
    Language,
    LanguageService,
    PropertyType,
    notifications,
)
from copydesk.content.model import ContentVariation, ValueType
from copydesk.content.notifications import (
    ContentPublishedNotification,
    ContentSavedNotification,
    ContentTreeChangeNotification,
    ContentUnpublishedNotification,
)
from copydesk.content.tables import (
    audit,
    blueprint_folders,
    counters,
    document_types,
    documents,
    languages,
    relations,
)
from copydesk.db import Database
from copydesk.notifications import (
    CancelableNotification,
    EventAggregator,
    EventMessage,
    HandlerRegistry,
    MoveInfo,
    Notification,
    StatefulNotification,
    TreeChange,
)
from tests.unit.content.model.samples import NOW, numbered_keys

EDITOR = UUID(int=7001)
COLLEAGUE = UUID(int=7002)
BY_CULTURE = ContentVariation.CULTURE

TYPES = (
    DocumentType(
        "page",
        UUID(int=9001),
        own_properties=(
            PropertyType("title"),
            PropertyType("sku", pattern=r"^[A-Z]+$"),
            PropertyType("blocks", value_type=ValueType.JSON),
        ),
        allowed_children=frozenset({"page", "article", "note"}),
    ),
    DocumentType(
        "article",
        UUID(int=9002),
        variation=ContentVariation.CULTURE_AND_SEGMENT,
        own_properties=(
            PropertyType("heading", variation=BY_CULTURE),
            PropertyType("teaser", variation=ContentVariation.CULTURE_AND_SEGMENT),
            PropertyType("section"),
        ),
        allowed_children=frozenset({"page", "article", "note"}),
    ),
    DocumentType("note", UUID(int=9003), own_properties=(PropertyType("text", mandatory=True),), allowed_at_root=False),
)
LANGUAGES = (
    Language("en-US", "English", is_default=True),
    Language("de-DE", "German", fallback="en-US"),
    Language("fr-FR", "French"),
)

Told = tuple[Any, ...]


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now_is: datetime = NOW

    def now(self) -> datetime:
        return self.now_is

    def move(self, **delta: float) -> datetime:
        self.now_is += timedelta(**delta)
        return self.now_is


@dataclass
class Recorder:
    """Writes down every content notification in the order in which handlers get them."""

    told: list[Notification] = field(default_factory=list)
    cancel: Callable[[Notification], bool] = lambda _: False
    inside: dict[type[Notification], Callable[[Any], Awaitable[None]]] = field(default_factory=dict)

    def register(self, registry: HandlerRegistry) -> None:
        for name in notifications.__all__:
            found = getattr(notifications, name)
            if isinstance(found, type) and name.endswith("Notification"):
                registry.add(found, self._hear)

    async def _hear(self, notification: Notification) -> None:
        self.told.append(notification)
        if action := self.inside.get(type(notification)):
            await action(notification)
        if isinstance(notification, CancelableNotification) and self.cancel(notification):
            notification.cancel_operation(EventMessage("rule", f"no {short(notification)}"))

    def forget(self) -> None:
        self.told.clear()

    def start_again(self) -> None:
        self.forget()
        self.cancel_nothing()
        self.inside.clear()

    def trace(self) -> list[Told]:
        """Return what was told, as plain values that a test can compare."""
        return [describe(one) for one in self.told]

    def names(self) -> list[str]:
        return [short(one) for one in self.told]

    def cancel_on(self, *names: str) -> None:
        self.cancel = lambda notification: short(notification) in names

    def cancel_nothing(self) -> None:
        self.cancel = lambda _: False

    def shares_state(self, first: str, second: str) -> bool:
        """Tell whether the first notification of each name has the same state dictionary."""
        one, other = (next(told for told in self.told if short(told) == name) for name in (first, second))
        assert isinstance(one, StatefulNotification)
        assert isinstance(other, StatefulNotification)
        return one.state is other.state


def short(notification: Notification) -> str:
    return type(notification).__name__.removeprefix("Content").removesuffix("Notification")


def describe(notification: Notification) -> Told:
    """Return the short name, the documents by name, and what else the notification says."""
    name = short(notification)
    if isinstance(notification, ContentTreeChangeNotification):
        return (name, [_change(change) for change in notification.changes])
    target = getattr(notification, "target", None)
    said: Told = (name, _documents(target)) if target is not None else (name,)
    return said + _extra(notification)


def _change(change: TreeChange[Document]) -> Told:
    said: Told = (label(change.item), change.change_types.name)
    if change.published_cultures is not None or change.unpublished_cultures is not None:
        said += (change.published_cultures, change.unpublished_cultures)
    return said


def _documents(target: Any) -> Any:
    if isinstance(target, Document):
        return label(target)
    return [
        (label(one.entity), one.original_path, one.new_parent_id) if isinstance(one, MoveInfo) else label(one)
        for one in target
    ]


def _extra(notification: Notification) -> Told:
    if isinstance(notification, ContentSavedNotification):
        return (_cultures(notification.saved_cultures),)
    if isinstance(notification, ContentPublishedNotification):
        down = notification.unpublished_cultures
        return (_cultures(notification.published_cultures), None if down is None else _cultures(down))
    if isinstance(notification, ContentUnpublishedNotification):
        return (_cultures(notification.unpublished_cultures),)
    return ()


def _cultures(cultures: Any) -> list[tuple[str, ...]]:
    return list(cultures.values())


def label(document: Document) -> str:
    return document.name or next(iter(info.name for info in document.culture_infos.values()), "?")


class Rig:
    """A content service with two kinds of documents, three languages, a clock and a recorder."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self.database, self.recorder, self.clock = database, recorder, Clock()
        self.keys = numbered_keys()
        self.content = self.service()
        self.types = DocumentTypeService(database, keys=self.keys)
        self.languages = LanguageService(database)

    def service(self, options: ContentOptions | None = None) -> ContentService:
        """Return a service with other settings on the same database."""
        return ContentService(self.database, now=self.clock.now, keys=self.keys, options=options)

    async def clear(self) -> None:
        """Leave nothing but the types and languages; the next document has the id 1001."""
        async with self.database.write() as scope:
            for table in (documents, blueprint_folders, relations, audit, languages, document_types):
                await scope.execute(delete(table))
            await scope.execute(update(counters).values(document=1000, version=0))
            scope.complete()
        self.recorder.start_again()
        self.clock.now_is = NOW
        self.content = self.service()
        for document_type in TYPES:
            await self.types.save(document_type)
        await self.languages.save(*LANGUAGES)

    async def page(self, name: str = "Home", parent: Document | None = None, **values: Any) -> Document:
        """Save a page and forget what was told about it."""
        document = await self.content.create("page", name, parent.id if parent else -1)
        for alias, value in values.items():
            document.set_value(alias, value)
        assert (await self.content.save(document, actor=EDITOR)).success
        self.recorder.forget()
        return document

    async def article(self, parent: Document | None = None, **names: str) -> Document:
        """Save an article named in each culture, such as `en_US="Home"`, and forget what was told about it."""
        document = await self.content.create("article", parent_id=parent.id if parent else -1)
        for culture, name in (names or {"en_US": "News", "de_DE": "Nachrichten"}).items():
            document.set_name(name, culture.replace("_", "-"))
            document.set_value("heading", f"{name}!", culture.replace("_", "-"))
        assert (await self.content.save(document, actor=EDITOR)).success
        self.recorder.forget()
        return document

    async def published_page(self, name: str = "Home", parent: Document | None = None, **values: Any) -> Document:
        document = await self.page(name, parent, **values)
        assert (await self.content.publish(document, actor=EDITOR)).success
        self.recorder.forget()
        return document

    async def published_article(self, parent: Document | None = None, **names: str) -> Document:
        document = await self.article(parent, **names)
        assert (await self.content.publish(document, actor=EDITOR)).success
        self.recorder.forget()
        return document

    async def again(self, document: Document) -> Document:
        """Load the document anew."""
        found = await self.content.get(document.id)
        assert found is not None
        return found

    async def gone(self, document: Document) -> bool:
        return await self.content.get(document.id) is None


async def open_rig(url: str) -> Rig:
    """Open a database with a recorder listening to it."""
    registry, recorder = HandlerRegistry(), Recorder()
    recorder.register(registry)
    return Rig(await Database.open(url, EventAggregator(registry), migrate=False), recorder)


def names_of(documents: Sequence[Document]) -> list[str]:
    return [document.name for document in documents]


async def statements_of(rig: Rig, work: Callable[[], Awaitable[object]]) -> list[tuple[str, Any]]:
    """Run something that writes, and return its statements with their parameters."""
    ran: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        ran.append((statement, parameters))

    engine = rig.database.backend.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await work()
    event.remove(engine, "before_cursor_execute", note)
    return ran
