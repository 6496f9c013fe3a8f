"""The identity room on a real database, with a clock that the test moves and cheap password hashes."""

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from copydesk.db import Database
from copydesk.identity import notifications
from copydesk.identity.external import KeyFetcher
from copydesk.identity.model import ADMINISTRATORS, User, UserGroup
from copydesk.identity.passwords import PasswordHashes
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import Identity, IdentityOptions, create_identity, register_handlers
from copydesk.identity.sessions import SignedIn
from copydesk.notifications import EventAggregator, HandlerRegistry, Notification

PASSWORD = "correct horse battery"


class Clock:
    """Tells what the test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **fields: float) -> None:
        self.time += timedelta(**fields)


@dataclass
class Desk:
    """One node: its services, its clock, and what it was told."""

    database: Database
    identity: Identity
    clock: Clock
    cache: PrincipalCache
    told: list[Notification]
    handlers: dict[type[Notification], Callable[[Notification], None]] = field(default_factory=dict)

    def names_told(self) -> list[str]:
        names = [type(each).__name__.removesuffix("Notification") for each in self.told]
        self.told.clear()
        return names

    async def group(self, alias: str = "editor", **fields: object) -> UserGroup:
        group = self.identity.groups.new_group(alias, alias.title())
        for name, value in fields.items():
            setattr(group, name, value)
        assert (await self.identity.groups.save(group)).success
        return group

    async def user(self, name: str = "ada", *groups: UserGroup, password: str | None = None) -> User:
        user = self.identity.users.new_user(f"{name}@example.org", name.title(), (group.key for group in groups))
        assert (await self.identity.users.save(user)).success
        if password is not None:
            assert (await self.identity.users.set_password(user.key, password)).success
        self.told.clear()
        return user

    async def administrator(self, name: str = "root") -> User:
        groups = await self.identity.groups.find(ADMINISTRATORS) or [await self.group(ADMINISTRATORS)]
        return await self.user(name, *groups)

    async def signed_in(self, name: str = "ada", password: str = PASSWORD) -> SignedIn:
        answer = await self.identity.sign_in.sign_in(f"{name}@example.org", password)
        assert isinstance(answer, SignedIn)
        return answer


def ids() -> Callable[[], UUID]:
    numbers = itertools.count(1)
    return lambda: UUID(int=next(numbers))


async def open_desk(
    url: str,
    clock: Clock,
    new_id: Callable[[], UUID],
    options: IdentityOptions | None = None,
    fetcher: KeyFetcher | None = None,
) -> Desk:
    handlers, cache, told = HandlerRegistry(), PrincipalCache(), list[Notification]()
    steps: dict[type[Notification], Callable[[Notification], None]] = {}

    def hear(notification: Notification) -> None:
        told.append(notification)
        if type(notification) in steps:
            steps[type(notification)](notification)

    register_handlers(handlers, cache)
    for name in notifications.__all__:
        handlers.add(getattr(notifications, name), hear)
    database = await Database.open(url, EventAggregator(handlers), migrate=False)
    hashes = PasswordHashes(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))
    identity = create_identity(database, cache, clock, new_id, options=options, hashes=hashes, fetcher=fetcher)
    return Desk(database, identity, clock, cache, told, steps)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_id() -> Callable[[], UUID]:
    return ids()


@pytest.fixture
async def desk(database_url: str, clock: Clock, new_id: Callable[[], UUID]) -> AsyncIterator[Desk]:
    """A node on a fresh database, on each engine in turn."""
    opened = await open_desk(database_url, clock, new_id)
    async with opened.database:
        yield opened


@pytest.fixture
async def other_node(database_url: str, desk: Desk, new_id: Callable[[], UUID]) -> AsyncIterator[Desk]:
    """Another node on the same database, which hears nothing of what `desk` tells."""
    opened = await open_desk(database_url, desk.clock, new_id)
    async with opened.database:
        yield opened
