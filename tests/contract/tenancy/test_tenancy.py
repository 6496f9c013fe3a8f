"""Tenants and sites, kept in a database."""

import asyncio
import uuid
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest

from copydesk.db import Database, DatabaseUnavailableError, DatabaseUrlError
from copydesk.tenancy import (
    HOME,
    AliasSyntaxError,
    CurrentDatabase,
    DuplicateAliasError,
    DuplicateTenantError,
    HomeTenantError,
    NoAmbientTenantError,
    SiteNotFoundError,
    Tenancy,
    TenantMiddleware,
    TenantNotFoundError,
    UnknownHostError,
    current_tenant,
)
from tests.contract.db.tables import add, create, kept

ROOT = uuid.UUID(int=7)


@pytest.fixture
async def tenancy(database: Database) -> AsyncIterator[Tenancy]:
    async with await Tenancy.open(database) as tenancy:
        yield tenancy


@pytest.fixture
def other_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'other.db'}"


@pytest.mark.rule("DB58")
async def test_a_new_installation_answers_everywhere(tenancy: Tenancy) -> None:
    found = await tenancy.resolve("anything.example:99", "/at/all")
    assert found.site is not None
    assert (found.tenant.id, found.tenant.name, found.site.id, str(found.alias)) == (HOME, "home", 1, "*")
    assert [tenant.id for tenant in tenancy.tenants] == [HOME]


@pytest.mark.rule("DB55")
async def test_each_tenant_has_a_database_of_its_own(tenancy: Tenancy, other_url: str) -> None:
    other = await tenancy.add_tenant("other", other_url)
    desk = CurrentDatabase()
    for tenant_id, number in ((HOME, 1), (other.id, 2)):
        async with tenancy.use(tenant_id) as context:
            await create(context.database)
            async with desk.write() as scope:
                await add(scope, number)
                scope.complete()
    async with tenancy.use(other.id) as context:
        assert await kept(context.database) == [2]
    async with tenancy.use(HOME) as context:
        assert await kept(context.database) == [1]


@pytest.mark.rule("DB55")
async def test_a_database_is_opened_once(database: Database, other_url: str) -> None:
    opened: list[str] = []

    async def open_database(url: str) -> Database:
        opened.append(url)
        return await Database.open(url)

    async with await Tenancy.open(database, open_database) as tenancy:
        other = await tenancy.add_tenant("other", other_url)
        await tenancy.add_site(other.id, "other", ["other.example"])
        found = await asyncio.gather(*(tenancy.resolve("other.example") for _ in range(5)))
        assert (len({context.database for context in found}), opened) == (1, [other_url])


@pytest.mark.rule("DB55")
async def test_tenants_do_not_share_names_or_databases(tenancy: Tenancy, database: Database, other_url: str) -> None:
    await tenancy.add_tenant("other", other_url)
    with pytest.raises(DuplicateTenantError, match="named 'other' already"):
        await tenancy.add_tenant("Other", f"{other_url}2")
    with pytest.raises(DuplicateTenantError, match="'other' has the database"):
        await tenancy.add_tenant("third", f"{other_url}?synchronous=normal")
    with pytest.raises(DuplicateTenantError, match="'home' has the database"):
        await tenancy.add_tenant("third", database.url.url.render_as_string(hide_password=False))
    assert [tenant.name for tenant in tenancy.tenants] == ["home", "other"]


@pytest.mark.rule("DB55", "DB2")
async def test_a_tenant_whose_database_cannot_be_is_not_added(tenancy: Tenancy) -> None:
    with pytest.raises(DatabaseUrlError):
        await tenancy.add_tenant("other", "mysql://db/x")
    with pytest.raises(DatabaseUnavailableError):
        await tenancy.add_tenant("other", "postgresql://127.0.0.1:1/x")
    await tenancy.reload()
    assert [tenant.name for tenant in tenancy.tenants] == ["home"]


async def test_sites_are_kept(tenancy: Tenancy, database: Database) -> None:
    added = await tenancy.add_site(HOME, "shop", ["shop.example", "shop.example:81/de", "*.shop.example"], ROOT)
    assert [str(alias) for alias in added.aliases] == ["shop.example", "shop.example:81/de", "*.shop.example"]
    assert (await Tenancy.open(database)).site(HOME, added.id) == added
    changed = await tenancy.change_site(HOME, added.id, "store", ["store.example", "shop.example"], None)
    assert (await Tenancy.open(database)).site(HOME, added.id) == changed
    assert (await tenancy.resolve("store.example")).site == changed
    assert (changed.name, changed.root_key) == ("store", None)
    await tenancy.remove_site(HOME, added.id)
    assert [site.id for site in (await Tenancy.open(database)).sites] == [1]
    assert (await tenancy.resolve("store.example")).alias != changed.aliases[0]


@pytest.mark.rule("DB54")
async def test_an_alias_that_is_taken_is_refused_and_nothing_changes(tenancy: Tenancy, other_url: str) -> None:
    other = await tenancy.add_tenant("other", other_url)
    shop = await tenancy.add_site(HOME, "shop", ["shop.example"])
    mine = await tenancy.add_site(other.id, "mine", ["mine.example"])
    with pytest.raises(DuplicateAliasError, match="'shop' already"):
        await tenancy.add_site(other.id, "new", ["new.example", "SHOP.example"])
    with pytest.raises(DuplicateAliasError, match="'shop' already"):
        await tenancy.change_site(other.id, mine.id, "renamed", ["shop.example"], None)
    with pytest.raises(DuplicateAliasError, match="'new' already"):
        await tenancy.add_site(HOME, "new", ["a.example", "a.example/"])
    with pytest.raises(AliasSyntaxError):
        await tenancy.add_site(HOME, "new", ["https://a.example"])
    await tenancy.reload()
    assert [site.name for site in tenancy.sites] == ["home", "shop", "mine"]
    await tenancy.change_site(HOME, shop.id, "shop", [], None)
    await tenancy.add_site(other.id, "new", ["shop.example"])


@pytest.mark.rule("DB56")
async def test_what_there_is_not_is_an_error(tenancy: Tenancy, other_url: str) -> None:
    other = await tenancy.add_tenant("other", other_url)
    for call in (tenancy.remove_tenant(99), tenancy.add_site(99, "x"), tenancy.use(99).__aenter__()):
        with pytest.raises(TenantNotFoundError, match="no tenant 99"):
            await call
    for use in (
        tenancy.use(other.id, 1).__aenter__(),
        tenancy.remove_site(other.id, 1),
        tenancy.change_site(other.id, 1, "x", [], None),
    ):
        with pytest.raises(SiteNotFoundError, match=f"tenant {other.id} has no site 1"):
            await use
    with pytest.raises(HomeTenantError):
        await tenancy.remove_tenant(HOME)


@pytest.mark.rule("DB56")
async def test_a_removed_tenant_is_gone_with_its_sites(tenancy: Tenancy, other_url: str) -> None:
    other = await tenancy.add_tenant("other", other_url)
    await tenancy.add_site(other.id, "mine", ["mine.example"])
    assert (await tenancy.resolve("mine.example")).tenant == other
    await tenancy.remove_tenant(other.id)
    assert (await tenancy.resolve("mine.example")).tenant.id == HOME
    with pytest.raises(TenantNotFoundError):
        tenancy.tenant(other.id)
    assert [site.name for site in tenancy.sites] == ["home"]


@pytest.mark.rule("DB57")
async def test_without_a_tenant_services_say_so() -> None:
    with pytest.raises(NoAmbientTenantError):
        CurrentDatabase().write()
    with pytest.raises(NoAmbientTenantError):
        CurrentDatabase().read()


@pytest.mark.rule("DB57")
async def test_tasks_inherit_the_tenant_and_keep_it(tenancy: Tenancy) -> None:
    go_on = asyncio.Event()

    async def work() -> int:
        await go_on.wait()
        return current_tenant().tenant.id

    async with tenancy.use(HOME, 1) as context:
        assert current_tenant() is context
        assert context.site is not None
        task = asyncio.create_task(work())
    with pytest.raises(NoAmbientTenantError):
        current_tenant()
    go_on.set()
    assert await task == HOME


class _Asked:
    """An ASGI application that notes its tenant, and a client of it."""

    def __init__(self, tenancy: Tenancy) -> None:
        self.sites: list[str] = []
        self.sent: list[MutableMapping[str, Any]] = []
        self._middleware = TenantMiddleware(self._answer, tenancy)

    async def ask(self, kind: str, host: str | None, path: str = "/") -> None:
        headers = [] if host is None else [(b"host", host.encode())]
        await self._middleware(
            {"type": kind, "headers": headers, "path": path, "method": "GET"}, self._wait, self._send
        )

    async def _answer(self, scope: MutableMapping[str, Any], _receive: object, _send: object) -> None:
        site = None if scope["type"] == "lifespan" else current_tenant().site
        self.sites.append(site.name if site else "none")

    async def _wait(self) -> MutableMapping[str, Any]:
        raise AssertionError

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.sent.append(message)


@pytest.mark.rule("DB57", "DB53")
async def test_requests_get_their_tenant_from_their_host(tenancy: Tenancy) -> None:
    await tenancy.change_site(HOME, 1, "main", ["main.example", "main.example/de"], None)
    asked = _Asked(tenancy)
    await asked.ask("http", "main.example:8000")
    await asked.ask("websocket", "MAIN.example", "/de")
    await asked.ask("lifespan", None)
    assert (asked.sites, asked.sent) == (["main", "main", "none"], [])
    await asked.ask("http", "unknown.example")
    await asked.ask("http", None)
    assert [message.get("status") for message in asked.sent] == [404, None, 404, None]
    await asked.ask("websocket", "unknown.example")
    assert asked.sent[-1] == {"type": "websocket.close", "code": 1008, "reason": "no site answers to this host"}
    assert len(asked.sites) == 3
    with pytest.raises(UnknownHostError):
        await tenancy.resolve("unknown.example")
