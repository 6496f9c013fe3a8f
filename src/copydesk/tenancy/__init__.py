"""Tenants and sites: who answers to which host, and for whom something is done.

A tenant has a database of its own; a site is a set of host aliases with a root document inside a tenant. The home
tenant's database lists them all. `TenantMiddleware` sets the tenant of each request, `Tenancy.use` that of background
work, and services reach its data through `CurrentDatabase`.
"""

from copydesk.tenancy.current import CurrentDatabase, TenantContext, current_tenant, tenant_set
from copydesk.tenancy.errors import (
    AliasSyntaxError,
    DuplicateAliasError,
    DuplicateTenantError,
    HomeTenantError,
    NoAmbientTenantError,
    SiteNotFoundError,
    TenancyError,
    TenantNotFoundError,
    UnknownHostError,
)
from copydesk.tenancy.middleware import TenantMiddleware
from copydesk.tenancy.model import HOME, HostAlias, Site, Tenant
from copydesk.tenancy.service import Tenancy

__all__ = [
    "HOME",
    "AliasSyntaxError",
    "CurrentDatabase",
    "DuplicateAliasError",
    "DuplicateTenantError",
    "HomeTenantError",
    "HostAlias",
    "NoAmbientTenantError",
    "Site",
    "SiteNotFoundError",
    "Tenancy",
    "TenancyError",
    "Tenant",
    "TenantContext",
    "TenantMiddleware",
    "TenantNotFoundError",
    "UnknownHostError",
    "current_tenant",
    "tenant_set",
]
