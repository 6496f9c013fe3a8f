"""The tables of tenants, sites and host aliases, in the home database."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Integer, String, Table, delete, insert, select, update

from copydesk.db import ReadScope, Uuid, WriteScope, metadata
from copydesk.tenancy.model import HostAlias, Site, Tenant

__all__ = ["TenancyStore"]

_ANY_PORT = 0

_tenants = Table(
    "tenant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(255), nullable=False, unique=True),
    Column("database_url", String(2000), unique=True),
    sqlite_autoincrement=True,
)
_sites = Table(
    "site",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant_id", Integer, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(255), nullable=False),
    Column("root_key", Uuid),
    sqlite_autoincrement=True,
)
_aliases = Table(
    "site_alias",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("port", Integer, primary_key=True, autoincrement=False),
    Column("path", String(1000), primary_key=True),
    Column("site_id", Integer, ForeignKey("site.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sort_order", Integer, nullable=False),
)


class TenancyStore:
    """Reads and writes tenants and sites in the scope it is given."""

    async def tenants(self, scope: ReadScope) -> list[Tenant]:
        """Read all tenants, oldest first."""
        rows = await scope.execute(select(_tenants).order_by(_tenants.c.id))
        return [Tenant(row.id, row.name, row.database_url) for row in rows]

    async def sites(self, scope: ReadScope) -> list[Site]:
        """Read all sites of all tenants, oldest first."""
        aliases: defaultdict[int, list[HostAlias]] = defaultdict(list)
        for row in await scope.execute(select(_aliases).order_by(_aliases.c.sort_order)):
            aliases[row.site_id].append(HostAlias(row.host, row.port or None, row.path))
        rows = await scope.execute(select(_sites).order_by(_sites.c.id))
        return [Site(row.id, row.tenant_id, row.name, tuple(aliases[row.id]), row.root_key) for row in rows]

    async def add_tenant(self, scope: WriteScope, name: str, database_url: str) -> int:
        """Write a tenant and give its id."""
        values = {"name": name, "database_url": database_url}
        added = await scope.execute(insert(_tenants).values(values).returning(_tenants.c.id))
        return int(added.scalar_one())

    async def remove_tenant(self, scope: WriteScope, tenant_id: int) -> None:
        """Remove a tenant with its sites and aliases."""
        await scope.execute(delete(_tenants).where(_tenants.c.id == tenant_id))

    async def add_site(self, scope: WriteScope, tenant_id: int, name: str, root_key: uuid.UUID | None) -> int:
        """Write a site without aliases and give its id."""
        values = {"tenant_id": tenant_id, "name": name, "root_key": root_key}
        added = await scope.execute(insert(_sites).values(values).returning(_sites.c.id))
        return int(added.scalar_one())

    async def change_site(self, scope: WriteScope, site: Site) -> None:
        """Write name, root and aliases of a site."""
        values = {"name": site.name, "root_key": site.root_key}
        await scope.execute(update(_sites).where(_sites.c.id == site.id).values(values))
        await self.set_aliases(scope, site.id, site.aliases)

    async def remove_site(self, scope: WriteScope, site_id: int) -> None:
        """Remove a site with its aliases."""
        await scope.execute(delete(_sites).where(_sites.c.id == site_id))

    async def set_aliases(self, scope: WriteScope, site_id: int, aliases: Iterable[HostAlias]) -> None:
        """Replace the aliases of a site."""
        await scope.execute(delete(_aliases).where(_aliases.c.site_id == site_id))
        rows = [
            {"host": a.host, "port": a.port or _ANY_PORT, "path": a.path, "site_id": site_id, "sort_order": order}
            for order, a in enumerate(aliases)
        ]
        if rows:
            await scope.execute(insert(_aliases), rows)
