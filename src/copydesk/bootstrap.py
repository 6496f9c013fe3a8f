"""The whole server: the one module that knows every room.

app = Copydesk()                      # an ASGI application; `copydesk serve` runs this one

async with Copydesk(load_settings(database="sqlite:///desk.db"), compose) as desk:
    home = await desk.rooms.content.create("page", "Home")
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeAlias

from litestar import Router
from sqlalchemy.exc import SQLAlchemyError

from copydesk.background import Background
from copydesk.composition import Builder, Composer, ComposerError, composers_of
from copydesk.content.api import CONTENT_STATUSES, content_routes
from copydesk.content.delivery import DeliveryReader, delivery_routes
from copydesk.content.importing.sentences import Sentences as ImportSentences
from copydesk.content.model.segments import Segment
from copydesk.content.sentences import AuditComments
from copydesk.content.sentences import Sentences as ContentSentences
from copydesk.db import Database, DatabaseError
from copydesk.figures import keep_figures
from copydesk.http import (
    Application,
    Parts,
    ServerConfiguration,
    ServerInformation,
    back_office_routes,
    create_application,
    server_routes,
)
from copydesk.identity.api import IDENTITY_STATUSES, identity_routes
from copydesk.identity.errors import IdentityError
from copydesk.identity.first_start import FirstAdministrator, prepare_first_start
from copydesk.identity.http_access import HttpAccess
from copydesk.identity.sentences import Sentences as IdentitySentences
from copydesk.notifications import NotificationsError
from copydesk.rooms import Rooms, call_with_services, open_rooms
from copydesk.server_events.event_stream import EVENTS_PATH
from copydesk.server_events.hub import SERVER_EVENT_HUB_PATH
from copydesk.settings import Settings, load_settings
from copydesk.upkeep import keep_up

__all__ = ["Copydesk", "NotOpenError", "composed", "recorded_database"]

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_log = logging.getLogger("copydesk")


class NotOpenError(Exception):
    """The server is not open: let the ASGI server run its life span, or use it as an asynchronous context manager."""


def composed(settings: Settings, *composers: Composer) -> Builder:
    """Return what a server with these settings is going to be made of, once every composer was asked.

    Raises:
        ComposerError: one cannot be loaded, or failed.
    """
    builder = Builder(settings)
    for composer in composers_of(settings, composers):
        try:
            composer(builder)
        except Exception as error:
            raise ComposerError(f"the composer {composer!r} failed: {error}") from error
    return builder


@asynccontextmanager
async def recorded_database(url: str) -> AsyncIterator[Database]:
    """Open a database for a command: composers' handlers step in, and every change is recorded for all nodes to tell.

    Args:
        url: which database; all else is set as for the server.
    """
    settings = load_settings(database=url)
    async with open_rooms(composed(settings)) as rooms:
        yield rooms.database


class Copydesk:
    """A server: an ASGI application, and an asynchronous context manager for those who embed it.

    Args:
        settings: how it is set; without it, from the environment and the settings file.
        composers: add to it, after those of packages and of the settings.

    Attributes:
        first_administrator: whom the first start made; tell them their password, which is nowhere else.
    """

    def __init__(self, settings: Settings | None = None, *composers: Composer) -> None:
        self.settings = settings or load_settings()
        self.first_administrator: FirstAdministrator | None = None
        self._composers = composers
        self._rooms: Rooms | None = None
        self._application: Application | None = None
        self._open: AsyncExitStack | None = None

    @property
    def rooms(self) -> Rooms:
        """The rooms, while it is open.

        Raises:
            NotOpenError: it is not.
        """
        if self._rooms is None:
            raise NotOpenError
        return self._rooms

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            stack.callback(self._forget)
            builder = composed(self.settings, *self._composers)
            rooms = self._rooms = await stack.enter_async_context(open_rooms(builder))
            self.first_administrator = await self._first_start(rooms)
            background = await stack.enter_async_context(Background())
            self._application = create_application(_parts(builder, rooms, background))
            await self._start(background, builder, rooms)
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stack, self._open = self._open, None
        if stack is not None:
            await stack.aclose()

    def _forget(self) -> None:
        self._rooms = self._application = None

    async def _first_start(self, rooms: Rooms) -> FirstAdministrator | None:
        given = self.settings.administrator_password
        password = given.get_secret_value() if given is not None else None
        return await prepare_first_start(rooms.database, rooms.identity, self.settings.administrator, password)

    async def _start(self, background: Background, builder: Builder, rooms: Rooms) -> None:
        for hook in builder.on_start:
            await call_with_services(rooms.services, hook)
        background.keep("live events", rooms.events.run)
        await rooms.events.live.ready()
        keep_up(background, rooms)
        keep_figures(background, rooms)
        for name, job in builder.background.items():
            background.keep(name, partial(call_with_services, rooms.services, job))

    async def say_goodbye(self) -> None:
        """Let every connection end properly; the server is about to stop."""
        if self._rooms is not None:
            await self._rooms.events.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve a request, a socket, or the life span.

        Raises:
            NotOpenError: it is not open.
        """
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._application is None:
            raise NotOpenError
        else:
            await self._application(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.__aenter__()
        except (ComposerError, DatabaseError, IdentityError, NotificationsError) as error:
            _log.error("the server cannot start: %s", error)
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, the ASGI server is told why
            _log.exception("the server cannot start")
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.__aexit__(None, None, None)
        await send({"type": "lifespan.shutdown.complete"})


def _parts(builder: Builder, rooms: Rooms, background: Background) -> Parts:
    async def database_answers() -> str | None:
        try:
            await rooms.journal.bounds()
        except (DatabaseError, SQLAlchemyError) as error:
            _log.warning("the database does not answer: %s", error)
            return "it does not answer"
        return None

    return Parts(
        routes=[
            *back_office_routes(),
            *_server_routes(rooms),
            *identity_routes,
            *content_routes,
            *delivery_routes,
            *builder.routes,
        ],
        access=HttpAccess(rooms.identity.authenticator, builder.policies),
        dependencies={
            "identity": rooms.identity,
            "content": rooms.content,
            "document_types": rooms.document_types,
            "languages": rooms.languages,
            "segments": tuple(Segment(one.alias, one.name) for one in builder.settings.segments),
            "imports": rooms.imports,
            "delivery": DeliveryReader(rooms.database),
        },
        services=rooms.services,
        hubs={SERVER_EVENT_HUB_PATH: rooms.events.hub, EVENTS_PATH: rooms.events.events, **builder.hubs},
        statuses={**CONTENT_STATUSES, **IDENTITY_STATUSES, **builder.statuses},
        sentences=(ContentSentences, AuditComments, ImportSentences, IdentitySentences, *builder.sentences),
        checks={"database": database_answers, "background": background.problem},
        told=rooms.events.live.caught_up,
        metrics=rooms.metrics,
        show_details=builder.settings.show_details,
    )


def _server_routes(rooms: Rooms) -> list[Router]:
    configuration = ServerConfiguration(server_event_hub=SERVER_EVENT_HUB_PATH)
    return server_routes(configuration, ServerInformation(rooms.database.url.engine.value))
