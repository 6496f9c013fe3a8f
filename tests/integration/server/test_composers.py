"""What composers can add to a server, each seen from outside."""

import asyncio

import httpx
import pytest
from dishka import Provider, Scope
from dishka.integrations.litestar import FromDishka, inject
from litestar import get

from copydesk.bootstrap import Copydesk, NotOpenError, composed, recorded_database
from copydesk.composition import Builder, Composer, ComposerError
from copydesk.content import ContentService, Document, DocumentType
from copydesk.content.notifications import ContentSavedNotification, ContentSavingNotification
from copydesk.db import Database, Databases
from copydesk.identity.http_access import PUBLIC
from copydesk.notifications import EventMessage, EventMessageType
from copydesk.settings import Settings, load_settings
from copydesk.system import random_key, utc_now

NOTE = DocumentType("note", random_key())


class Notebook:
    """A service that a composer brings."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.written = asyncio.Event()


class WriteDown:
    def __init__(self, notebook: Notebook, content: ContentService) -> None:
        self._notebook = notebook
        self._content = content

    async def handle(self, notification: ContentSavedNotification) -> None:
        count = await self._content.count()
        self._notebook.lines += [f"{document.name} of {count}" for document in notification.saved_entities]


def no_shouting(notification: ContentSavingNotification) -> None:
    for document in notification.saved_entities:
        if (document.name or "").isupper():
            notification.cancel_operation(EventMessage("Style", "Do not shout", EventMessageType.ERROR))


@get("/lines", opt=PUBLIC)
@inject
async def lines(notebook: FromDishka[Notebook]) -> list[str]:
    return notebook.lines


async def note_the_start(notebook: Notebook, database: Database) -> None:
    notebook.lines.append(f"started on {database.url.engine.value}")


async def note_in_the_background(notebook: Notebook, databases: Databases) -> None:
    async with databases.read("notebook"):
        pass
    notebook.written.set()
    await asyncio.Event().wait()


def compose(builder: Builder) -> None:
    provider = Provider(scope=Scope.APP)
    provider.provide(Notebook)
    builder.providers.append(provider)
    builder.handlers.add(ContentSavingNotification, no_shouting)
    builder.handlers.add(ContentSavedNotification, WriteDown)
    builder.routes.append(lines)
    builder.on_start.append(note_the_start)
    builder.background["notebook"] = note_in_the_background


def broken(builder: Builder) -> None:
    raise RuntimeError("no such luck")


@pytest.fixture
def composers() -> tuple[Composer, ...]:
    return (compose,)


@pytest.mark.rule("BO2")
async def test_a_composer_adds_handlers_routes_hooks_and_jobs(desk: Copydesk, visitor: httpx.AsyncClient) -> None:
    notebook = await desk.rooms.services.get(Notebook)
    await notebook.written.wait()
    await desk.rooms.document_types.save(NOTE)
    document = await desk.rooms.content.create("note", "Home")
    assert (await desk.rooms.content.save(document)).success
    started = f"started on {desk.rooms.database.url.engine.value}"
    assert (await visitor.get("/lines")).json() == [started, "Home of 1"]


@pytest.mark.rule("BO1")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no.such.module:compose", "no.such.module:compose"),
        (f"{__name__}:missing", "missing"),
        ("copydesk.content:__all__", "not something that can be called"),
    ],
)
def test_a_composer_that_cannot_be_loaded_is_named(name: str, said: str) -> None:
    with pytest.raises(ComposerError, match=said):
        composed(load_settings(composers=(name,)))


@pytest.mark.logs_errors
@pytest.mark.rule("BO1", "BO4")
async def test_a_composer_that_fails_keeps_the_server_from_starting(settings: Settings) -> None:
    sent = await life_of(Copydesk(settings, broken))
    assert sent == [{"type": "lifespan.startup.failed", "message": sent[0]["message"]}]
    assert "broken" in sent[0]["message"]
    assert "no such luck" in sent[0]["message"]


@pytest.mark.logs_errors
@pytest.mark.rule("BO4")
async def test_a_database_that_cannot_be_opened_keeps_the_server_from_starting(settings: Settings) -> None:
    sent = await life_of(Copydesk(load_settings(database="sqlite:////no/such/folder/desk.db")))
    assert [one["type"] for one in sent] == ["lifespan.startup.failed"]
    assert "/no/such/folder" in sent[0]["message"]


@pytest.mark.rule("BO4")
async def test_a_server_that_could_not_start_is_not_open(settings: Settings) -> None:
    async def stumble() -> None:
        raise RuntimeError("no such luck")

    desk = Copydesk(settings, lambda builder: builder.on_start.append(stumble))
    with pytest.raises(RuntimeError, match="no such luck"):
        async with desk:
            raise AssertionError
    with pytest.raises(NotOpenError):
        _ = desk.rooms
    with pytest.raises(NotOpenError):
        await desk({"type": "http"}, no_message, no_answer)


async def no_message() -> dict[str, str]:
    raise AssertionError


async def no_answer(_: object) -> None:
    raise AssertionError


async def life_of(desk: Copydesk) -> list[dict[str, str]]:
    sent: list[dict[str, str]] = []
    incoming = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> dict[str, str]:
        return next(incoming)

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message)

    await desk({"type": "lifespan"}, receive, send)
    return sent


async def test_the_life_span_opens_and_closes_it(settings: Settings) -> None:
    sent = await life_of(Copydesk(settings, compose))
    assert [one["type"] for one in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.rule("BO3")
async def test_only_the_first_start_makes_an_administrator(settings: Settings) -> None:
    async with Copydesk(settings) as first:
        made = first.first_administrator
        assert made is not None
        signed_in = await first.rooms.identity.sign_in.sign_in("admin@localhost", made.password)
        assert hasattr(signed_in, "access_token")
    async with Copydesk(settings) as second:
        assert second.first_administrator is None


@pytest.mark.rule("BO7")
async def test_a_command_steps_through_the_handlers_and_is_recorded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, desk: Copydesk
) -> None:
    monkeypatch.setenv("COPYDESK_COMPOSERS", f'["{__name__}:compose"]')
    await desk.rooms.document_types.save(NOTE)
    before = await desk.rooms.journal.settled()
    async with recorded_database(settings.database_url) as database:
        content = ContentService(database, now=utc_now, keys=random_key)
        refused = await content.save(await content.create("note", "HOME"))
        saved = await content.save(await content.create("note", "Home"))
    assert (refused.success, saved.success) == (False, True)
    assert await desk.rooms.events.live.caught_up()
    told = [record.key for record in await desk.rooms.journal.read(before)]
    assert isinstance(saved.document, Document)
    assert told == [saved.document.key]
