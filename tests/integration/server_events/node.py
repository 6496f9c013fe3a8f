"""A whole node for tests: content, identity, journal and live events on one database, and clients in memory."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pwdlib.hashers.argon2 import Argon2Hasher

from copydesk.content import ContentService, DocumentTypeService, LanguageService
from copydesk.content.model import Document, DocumentType, Language
from copydesk.content.places import DocumentPlaces
from copydesk.db import Database
from copydesk.identity import Policies, Section, Tree, Verb
from copydesk.identity.hub_access import hub_user
from copydesk.identity.model import User, UserGroup
from copydesk.identity.passwords import PasswordHashes
from copydesk.identity.principal import Principal
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import Identity, create_identity, register_handlers
from copydesk.identity.sessions import SignedIn
from copydesk.journal import Journal, JournalOptions
from copydesk.notifications import EventAggregator, HandlerRegistry
from copydesk.server_events import Audience, EventSourceAuthorizers, ServerEventAccessFilters
from copydesk.server_events.room import ServerEvents, create_server_events
from copydesk.signalr.testing import HubTestClient, client_request
from copydesk.system import random_key

PASSWORD = "correct horse battery"
EVERYTHING = {"sections": frozenset(Section), "trees": frozenset(Tree), "verbs": frozenset(Verb)}
PAGE = DocumentType("page", uuid.UUID(int=9001), allowed_children=frozenset({"page"}))


@dataclass
class Clock:
    """The time, which passes only when a test says so."""

    time: datetime = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **fields: float) -> None:
        self.time += timedelta(**fields)


@dataclass
class Node:
    """One node."""

    database: Database
    clock: Clock
    identity: Identity
    content: ContentService
    journal: Journal
    events: ServerEvents
    policies: Policies
    authorizers: EventSourceAuthorizers
    filters: ServerEventAccessFilters
    handlers: HandlerRegistry
    running: asyncio.Task[None]

    def run_again(self) -> None:
        """Begin the background work again that has ended."""
        self.running = asyncio.create_task(self.events.run())

    async def group(self, alias: str, **fields: object) -> UserGroup:
        group = self.identity.groups.new_group(alias, alias)
        for name, value in {**EVERYTHING, **fields}.items():
            setattr(group, name, value)
        assert (await self.identity.groups.save(group)).success
        return group

    async def user(self, name: str, *groups: UserGroup, **fields: object) -> User:
        user = self.identity.users.new_user(f"{name}@example.org", name, (group.key for group in groups))
        for field_name, value in fields.items():
            setattr(user, field_name, value)
        assert (await self.identity.users.save(user)).success
        assert (await self.identity.users.set_password(user.key, PASSWORD)).success
        return user

    async def sign_in(self, user: User) -> SignedIn:
        signed_in = await self.identity.sign_in.sign_in(user.email, PASSWORD)
        assert isinstance(signed_in, SignedIn)
        return signed_in

    async def principal(self, user: User) -> Principal:
        return await self.identity.authenticator.authenticate((await self.sign_in(user)).access_token)

    @contextlib.asynccontextmanager
    async def client(self, user: User | Principal, cursor: str = "", *, live: bool = True) -> AsyncIterator["Client"]:
        """Connect to the hub; when the block begins, the client hears live, unless it is to be otherwise."""
        principal = user if isinstance(user, Principal) else await self.principal(user)
        _ = await self.events.live.caught_up()
        request = client_request(query=f"cursor={cursor}" if cursor else "")
        async with HubTestClient.connect(self.events.hub, user=hub_user(principal), request=request) as connection:
            client = Client(self, connection)
            while live and not client.is_live:
                await asyncio.wait([connection.running], timeout=0.005)
            yield client

    async def page(self, name: str, parent: Document | None = None) -> Document:
        document = await self.content.create(PAGE.alias, name, parent.id if parent else -1)
        outcome = await self.content.save(document)
        assert outcome.success, outcome
        return document


@dataclass
class Client:
    """A client of the hub that keeps what it hears."""

    node: Node
    connection: HubTestClient
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        listeners = self.node.events.live.listeners.of(None)
        return any(each.id == self.connection.connection_id and each.group for each in listeners)

    async def hears(self) -> list[tuple[str, str]]:
        """Type and last part of the source of everything heard since the last call, once all was told."""
        return [(event["eventType"], event["eventSource"].split(":")[-1]) for event in await self.events()]

    async def events(self) -> list[dict[str, Any]]:
        assert await self.node.events.live.caught_up()
        new = [event for name, event in self.calls() if name == "notify"]
        self.heard += new
        return new

    def calls(self) -> Sequence[tuple[str, dict[str, Any]]]:
        queue = self.connection.peer.invocations
        found = [queue.get_nowait() for _ in range(queue.qsize())]
        return [(one.target, one.arguments[0]) for one in found]

    @property
    def cursor(self) -> str:
        cursor: str = self.heard[-1]["position"]
        return cursor


@contextlib.asynccontextmanager
async def open_node(
    url: str, clock: Clock, options: JournalOptions | None = None, handlers: HandlerRegistry | None = None
) -> AsyncIterator[Node]:
    handlers, cache, policies = handlers or HandlerRegistry(), PrincipalCache(), Policies()
    register_handlers(handlers, cache)
    authorizers, filters = EventSourceAuthorizers(policies), ServerEventAccessFilters()
    async with await Database.open(url, EventAggregator(handlers), migrate=False) as database:
        hashes = PasswordHashes(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))
        identity = create_identity(database, cache, clock, random_key, hashes=hashes, paths=DocumentPlaces())
        journal = Journal(database, clock, random_key, options or JournalOptions(every=0.05))
        audience = Audience(authorizers, filters)
        events = create_server_events(database, journal, identity, cache, audience, clock, places=DocumentPlaces())
        content = ContentService(database, now=clock, keys=random_key)
        running = asyncio.create_task(events.run())
        node = Node(
            database, clock, identity, content, journal, events, policies, authorizers, filters, handlers, running
        )
        await events.live.ready()
        try:
            yield node
        finally:
            node.running.cancel()
            await asyncio.wait([node.running])
            await events.hub.close()


async def declare_types(node: Node) -> None:
    await DocumentTypeService(node.database, keys=random_key).save(PAGE)
    await LanguageService(node.database).save(Language("en-US", "English", is_default=True))
