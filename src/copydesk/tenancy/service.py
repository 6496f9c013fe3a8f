"""The registry of tenants and sites: what there is, how it changes, and who answers to which host."""

import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Self

from copydesk.db import Database, DatabaseUrl, TreeLock, WriteScope
from copydesk.tenancy.current import TenantContext, tenant_set
from copydesk.tenancy.databases import OpenDatabase, TenantDatabases
from copydesk.tenancy.errors import (
    DuplicateTenantError,
    HomeTenantError,
    SiteNotFoundError,
    TenantNotFoundError,
)
from copydesk.tenancy.model import HOME, HostAlias, Site, Tenant
from copydesk.tenancy.resolution import AliasTable
from copydesk.tenancy.store import TenancyStore

__all__ = ["Tenancy"]


class Tenancy:
    """All tenants and sites of this installation, kept in the home database. Make it with `Tenancy.open`.

    Args:
        home: the database of the home tenant.
        open_database: opens the database of another tenant by its URL.
    """

    def __init__(self, home: Database, open_database: OpenDatabase = Database.open) -> None:
        self._home = home
        self._databases = TenantDatabases(home, open_database)
        self._store = TenancyStore()
        self._tenants: dict[int, Tenant] = {}
        self._sites: dict[int, Site] = {}
        self._aliases = AliasTable(())

    @classmethod
    async def open(cls, home: Database, open_database: OpenDatabase = Database.open) -> "Tenancy":
        """Read what there is. See the class for the arguments."""
        tenancy = cls(home, open_database)
        await tenancy.reload()
        return tenancy

    async def reload(self) -> None:
        """Read everything again, after another node has changed it."""
        async with self._home.read("Tenancy.reload") as scope:
            tenants = await self._store.tenants(scope)
            sites = await self._store.sites(scope)
        self._tenants = {tenant.id: tenant for tenant in tenants}
        self._sites = {site.id: site for site in sites}
        self._aliases = AliasTable(sites)

    @property
    def tenants(self) -> list[Tenant]:
        """All tenants, oldest first."""
        return list(self._tenants.values())

    @property
    def sites(self) -> list[Site]:
        """All sites of all tenants, oldest first."""
        return list(self._sites.values())

    def tenant(self, tenant_id: int) -> Tenant:
        """Give one tenant.

        Raises:
            TenantNotFoundError: there is none with this id.
        """
        if tenant_id not in self._tenants:
            raise TenantNotFoundError(f"there is no tenant {tenant_id}")
        return self._tenants[tenant_id]

    def site(self, tenant_id: int, site_id: int) -> Site:
        """Give one site of a tenant.

        Raises:
            TenantNotFoundError: there is no such tenant.
            SiteNotFoundError: the tenant has no such site, though another tenant may have one.
        """
        tenant = self.tenant(tenant_id)
        site = self._sites.get(site_id)
        if site is None or site.tenant_id != tenant.id:
            raise SiteNotFoundError(f"tenant {tenant_id} has no site {site_id}")
        return site

    async def resolve(self, address: str, path: str = "/") -> TenantContext:
        """Find who answers to a request, as `AliasTable.resolve` does, and open the tenant's database.

        Raises:
            UnknownHostError: nobody does.
        """
        site, alias = self._aliases.resolve(address, path)
        tenant = self.tenant(site.tenant_id)
        return TenantContext(tenant, await self._databases.of(tenant), site, alias)

    @asynccontextmanager
    async def use(self, tenant_id: int, site_id: int | None = None) -> AsyncIterator[TenantContext]:
        """Set the tenant, and perhaps one of its sites, for background work.

        Raises:
            TenantNotFoundError: there is no such tenant.
            SiteNotFoundError: the tenant has no such site.
        """
        tenant = self.tenant(tenant_id)
        site = None if site_id is None else self.site(tenant_id, site_id)
        with tenant_set(TenantContext(tenant, await self._databases.of(tenant), site)) as context:
            yield context

    async def add_tenant(self, name: str, database_url: str) -> Tenant:
        """Add a tenant and make its tables.

        Raises:
            DatabaseUrlError: the URL cannot be used.
            DatabaseUnavailableError: its database cannot be reached.
            DuplicateTenantError: a tenant has this name or this database already.
        """
        wanted = DatabaseUrl.parse(database_url)
        async with self._changing("Tenancy.add_tenant") as scope:
            for tenant in await self._store.tenants(scope):
                if tenant.name.casefold() == name.casefold():
                    raise DuplicateTenantError(f"there is a tenant named {tenant.name!r} already")
                if self._url(tenant).place == wanted.place:
                    raise DuplicateTenantError(f"the tenant {tenant.name!r} has the database {wanted} already")
            await Database.upgrade(database_url)
            tenant_id = await self._store.add_tenant(scope, name, database_url)
        return self.tenant(tenant_id)

    async def remove_tenant(self, tenant_id: int) -> None:
        """Forget a tenant and its sites. Its database is closed and left as it is.

        Raises:
            TenantNotFoundError: there is no such tenant.
            HomeTenantError: it is the home tenant.
        """
        self.tenant(tenant_id)
        if tenant_id == HOME:
            raise HomeTenantError
        async with self._changing("Tenancy.remove_tenant") as scope:
            await self._store.remove_tenant(scope, tenant_id)
        await self._databases.forget(tenant_id)

    async def add_site(
        self, tenant_id: int, name: str, aliases: Iterable[str] = (), root_key: uuid.UUID | None = None
    ) -> Site:
        """Add a site to a tenant.

        Raises:
            TenantNotFoundError: there is no such tenant.
            AliasSyntaxError: an alias cannot be read.
            DuplicateAliasError: another site has an alias already.
        """
        site = Site(0, self.tenant(tenant_id).id, name, _parsed(aliases), root_key)
        async with self._changing("Tenancy.add_site") as scope:
            AliasTable([*await self._store.sites(scope), site])
            site_id = await self._store.add_site(scope, tenant_id, name, root_key)
            await self._store.set_aliases(scope, site_id, site.aliases)
        return self.site(tenant_id, site_id)

    async def change_site(
        self, tenant_id: int, site_id: int, name: str, aliases: Iterable[str], root_key: uuid.UUID | None
    ) -> Site:
        """Give a site another name, other aliases or another root.

        Raises:
            TenantNotFoundError: there is no such tenant.
            SiteNotFoundError: the tenant has no such site.
            AliasSyntaxError: an alias cannot be read.
            DuplicateAliasError: another site has an alias already.
        """
        site = replace(self.site(tenant_id, site_id), name=name, aliases=_parsed(aliases), root_key=root_key)
        async with self._changing("Tenancy.change_site") as scope:
            others = [other for other in await self._store.sites(scope) if other.id != site_id]
            AliasTable([*others, site])
            await self._store.change_site(scope, site)
        return self.site(tenant_id, site_id)

    async def remove_site(self, tenant_id: int, site_id: int) -> None:
        """Remove a site; its documents stay.

        Raises:
            TenantNotFoundError: there is no such tenant.
            SiteNotFoundError: the tenant has no such site.
        """
        self.site(tenant_id, site_id)
        async with self._changing("Tenancy.remove_site") as scope:
            await self._store.remove_site(scope, site_id)

    async def close(self) -> None:
        """Close the databases of all tenants but home."""
        await self._databases.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def _changing(self, purpose: str) -> AsyncIterator[WriteScope]:
        async with self._home.write(purpose) as scope:
            await scope.write_lock(TreeLock.DOMAINS)
            yield scope
            scope.complete()
        await self.reload()

    def _url(self, tenant: Tenant) -> DatabaseUrl:
        return self._home.url if tenant.database_url is None else DatabaseUrl.parse(tenant.database_url)


def _parsed(aliases: Iterable[str]) -> tuple[HostAlias, ...]:
    return tuple(HostAlias.parse(alias) for alias in aliases)
