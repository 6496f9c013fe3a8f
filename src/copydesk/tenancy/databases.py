"""The open databases of the tenants."""

import asyncio
from collections.abc import Awaitable, Callable

from copydesk.db import Database
from copydesk.tenancy.model import Tenant

__all__ = ["OpenDatabase", "TenantDatabases"]

OpenDatabase = Callable[[str], Awaitable[Database]]


class TenantDatabases:
    """Opens the database of each tenant at first use, once, and closes them all.

    Args:
        home: the database of the home tenant; it stays its owner's to close.
        open_database: opens a database by its URL.
    """

    def __init__(self, home: Database, open_database: OpenDatabase) -> None:
        self._home = home
        self._open_database = open_database
        self._open: dict[int, Database] = {}
        self._opening = asyncio.Lock()

    async def of(self, tenant: Tenant) -> Database:
        """Give the database of a tenant."""
        if tenant.database_url is None:
            return self._home
        if found := self._open.get(tenant.id):
            return found
        async with self._opening:
            if tenant.id not in self._open:
                self._open[tenant.id] = await self._open_database(tenant.database_url)
        return self._open[tenant.id]

    async def forget(self, tenant_id: int) -> None:
        """Close the database of a tenant that is gone."""
        async with self._opening:
            if database := self._open.pop(tenant_id, None):
                await database.close()

    async def close(self) -> None:
        """Close the databases of all tenants but home."""
        for tenant_id in list(self._open):
            await self.forget(tenant_id)
