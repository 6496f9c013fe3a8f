"""The tenant of the moment: set for each request by its host, and for background work by whoever starts it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from copydesk.db import Database, ReadScope, WriteScope
from copydesk.notifications import NotificationPublisher
from copydesk.tenancy.errors import NoAmbientTenantError
from copydesk.tenancy.model import HostAlias, Site, Tenant

__all__ = ["CurrentDatabase", "TenantContext", "current_tenant", "tenant_set"]


@dataclass(frozen=True, slots=True)
class TenantContext:
    """For whom something is done.

    Attributes:
        tenant: whose data.
        database: where it is.
        site: which of the tenant's sites, or None for all of them.
        alias: the host alias by which a request found the site.
    """

    tenant: Tenant
    database: Database
    site: Site | None = None
    alias: HostAlias | None = None


_current: ContextVar[TenantContext | None] = ContextVar("copydesk_tenant", default=None)


def current_tenant() -> TenantContext:
    """Give the tenant that is set here. Tasks started here inherit it.

    Raises:
        NoAmbientTenantError: none is set.
    """
    context = _current.get()
    if context is None:
        raise NoAmbientTenantError
    return context


@contextmanager
def tenant_set(context: TenantContext) -> Iterator[TenantContext]:
    """Set the tenant for what is inside."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)


class CurrentDatabase:
    """Opens scopes on the database of the tenant that is set; what services are given as their database."""

    def write(self, purpose: str = "", *, publisher: NotificationPublisher | None = None) -> WriteScope:
        """Open a scope that may write, as `Database.write` does.

        Raises:
            NoAmbientTenantError: no tenant is set.
        """
        return current_tenant().database.write(purpose, publisher=publisher)

    def read(self, purpose: str = "") -> ReadScope:
        """Open a scope that only reads, as `Database.read` does.

        Raises:
            NoAmbientTenantError: no tenant is set.
        """
        return current_tenant().database.read(purpose)
