"""All rooms of one tenant on one node, put together, and the container that hands them to those who ask."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from dishka import AsyncContainer, Provider, Scope, make_async_container, provide
from dishka.exception_base import DishkaError
from prometheus_client import CollectorRegistry

from copydesk.composition import Builder, ComposerError
from copydesk.content import ContentService, DocumentTypeService, LanguageService
from copydesk.content.api.import_rights import RightsOfNow
from copydesk.content.importing.imports import Import, Imports, ImportState
from copydesk.content.importing.job import ImportDesk
from copydesk.content.importing.staging import ImportLimits
from copydesk.content.places import DocumentPlaces
from copydesk.db import Database, Databases
from copydesk.identity import Policies
from copydesk.identity.external import ExternalIssuer, KeyFetcher
from copydesk.identity.external_http import HttpKeyFetcher
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import Identity, IdentityOptions, create_identity, register_handlers
from copydesk.identity.sign_in import LockoutOptions
from copydesk.journal import Journal
from copydesk.notifications import EventAggregator
from copydesk.notifications.container import constructor_needs
from copydesk.notifications.dishka_container import DishkaContainer
from copydesk.server_events import Audience, ServerEventRouter
from copydesk.server_events.model import IMPORT, EventType, ServerEvent
from copydesk.server_events.room import ServerEvents, create_server_events
from copydesk.settings import Settings
from copydesk.signalr.hubs.prometheus import HubMetrics
from copydesk.system import random_key, utc_now

__all__ = ["Rooms", "call_with_services", "open_rooms"]

_EVENT_TYPES: Final = {ImportState.COLLECTING: EventType.CREATED, ImportState.DISCARDED: EventType.DELETED}


@dataclass(frozen=True, slots=True)
class Rooms:
    """What a server has once it is open.

    Attributes:
        settings: its settings.
        database: the tenant's database.
        identity: users, groups, sign-in, tokens.
        content: documents.
        document_types: their types.
        languages: the languages they are written in.
        imports: the imports that browsers began.
        journal: the record of changes.
        events: live events.
        policies: named decisions.
        services: hands these, and what composers added, to whoever names them.
        metrics: the figures that `/metrics` shows.
    """

    settings: Settings
    database: Database
    identity: Identity
    content: ContentService
    document_types: DocumentTypeService
    languages: LanguageService
    imports: Imports
    journal: Journal
    events: ServerEvents
    policies: Policies
    services: AsyncContainer
    metrics: CollectorRegistry


class _Core(Provider):
    """Gives what Copydesk itself has; asked only once the rooms are open."""

    scope = Scope.APP

    def __init__(self, rooms: Callable[[], Rooms]) -> None:
        super().__init__()
        self._rooms = rooms

    @provide
    def rooms(self) -> Rooms:
        return self._rooms()

    @provide
    def settings(self, rooms: Rooms) -> Settings:
        return rooms.settings

    @provide
    def database(self, rooms: Rooms) -> Database:
        return rooms.database

    @provide
    def databases(self, rooms: Rooms) -> Databases:
        return rooms.database

    @provide
    def identity(self, rooms: Rooms) -> Identity:
        return rooms.identity

    @provide
    def content(self, rooms: Rooms) -> ContentService:
        return rooms.content

    @provide
    def document_types(self, rooms: Rooms) -> DocumentTypeService:
        return rooms.document_types

    @provide
    def languages(self, rooms: Rooms) -> LanguageService:
        return rooms.languages

    @provide
    def journal(self, rooms: Rooms) -> Journal:
        return rooms.journal

    @provide
    def router(self, rooms: Rooms) -> ServerEventRouter:
        return rooms.events.router


@asynccontextmanager
async def open_rooms(builder: Builder, *, migrate: bool | None = None) -> AsyncIterator[Rooms]:
    """Open everything that `builder` describes; nothing runs yet, and changes are recorded already.

    Args:
        builder: what the composers made of it.
        migrate: whether to bring the tables up to date; by default only an embedded database is.

    Raises:
        DatabaseError: the database cannot be opened.
        ComposerError: the services that composers provide do not fit together.
        UnknownDependencyError: a class handler asks for a service that nobody provides.
    """
    opened: list[Rooms] = []
    cache = PrincipalCache()
    register_handlers(builder.handlers, cache)
    services = _container(builder, lambda: opened[0])
    aggregator = EventAggregator(builder.handlers, DishkaContainer(services))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(services.close)
        fetcher = await stack.enter_async_context(HttpKeyFetcher()) if builder.settings.issuers else None
        url = builder.settings.database_url
        database = await stack.enter_async_context(await Database.open(url, aggregator, migrate=migrate))
        opened.append(_furnished(builder, database, cache, services, fetcher))
        stack.push_async_callback(opened[0].events.close)
        yield opened[0]


def _container(builder: Builder, rooms: Callable[[], Rooms]) -> AsyncContainer:
    try:
        return make_async_container(_Core(rooms), *builder.providers)
    except DishkaError as error:
        raise ComposerError(f"the services that composers provide do not fit together: {error}") from error


async def call_with_services(services: AsyncContainer, function: Callable[..., Any]) -> Any:
    """Await a function with the services that its parameters' annotations name.

    Raises:
        NoFactoryError: nobody provides one of them.
    """
    needs = constructor_needs(function)
    return await function(**{name: await services.get(wanted) for name, wanted in needs.items()})


def _furnished(
    builder: Builder, database: Database, cache: PrincipalCache, services: AsyncContainer, fetcher: KeyFetcher | None
) -> Rooms:
    places = DocumentPlaces()
    journal = Journal(database, utc_now, random_key)
    identity = create_identity(
        database, cache, utc_now, random_key, options=_identity_options(builder.settings), paths=places, fetcher=fetcher
    )
    audience, metrics = Audience(builder.authorizers, builder.access_filters), CollectorRegistry()
    content = ContentService(database, now=utc_now, keys=random_key)
    document_types, languages = DocumentTypeService(database, keys=random_key), LanguageService(database)
    events = create_server_events(
        database,
        journal,
        identity,
        cache,
        audience,
        utc_now,
        table=builder.changes,
        places=places,
        observer=HubMetrics(metrics).observer("serverEvents"),
    )
    desk = ImportDesk(
        content, database, document_types, languages, lambda who: RightsOfNow(who, identity.principals, content)
    )
    return Rooms(
        settings=builder.settings,
        database=database,
        identity=identity,
        content=content,
        document_types=document_types,
        languages=languages,
        imports=_imports(builder.settings, desk, events.router),
        journal=journal,
        events=events,
        policies=builder.policies,
        services=services,
        metrics=metrics,
    )


def _imports(settings: Settings, desk: ImportDesk, router: ServerEventRouter) -> Imports:
    limits = ImportLimits(**settings.imports.model_dump())
    return Imports(desk.work, partial(_tell_owner, router), limits, now=utc_now, new_key=random_key)


async def _tell_owner(router: ServerEventRouter, one: Import) -> None:
    """Let the owner's tabs know that an import has another state; they read it then."""
    owner = one.principal.key
    if owner is not None:
        kind = _EVENT_TYPES.get(one.state, EventType.UPDATED)
        await router.notify_user(ServerEvent(event_type=kind, event_source=IMPORT, key=one.key, actor_key=owner), owner)


def _identity_options(settings: Settings) -> IdentityOptions:
    sign_in = settings.sign_in
    return IdentityOptions(
        access_token_lifetime=timedelta(minutes=sign_in.access_token_minutes),
        session_lifetime=timedelta(days=sign_in.session_days),
        lockout=LockoutOptions(sign_in.lockout_attempts, timedelta(minutes=sign_in.lockout_minutes)),
        external_issuers=tuple(
            ExternalIssuer(
                each.issuer,
                each.audience,
                each.keys_url,
                each.algorithms,
                create_users=each.create_users,
                groups_of_new_users=each.groups_of_new_users,
            )
            for each in settings.issuers
        ),
    )
