"""What can go wrong with tenants, sites and host aliases."""

__all__ = [
    "AliasSyntaxError",
    "DuplicateAliasError",
    "DuplicateTenantError",
    "HomeTenantError",
    "NoAmbientTenantError",
    "SiteNotFoundError",
    "TenancyError",
    "TenantNotFoundError",
    "UnknownHostError",
]


class TenancyError(Exception):
    """Tenants and sites do not fit together as asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])


class TenantNotFoundError(TenancyError, LookupError):
    """There is no such tenant."""


class SiteNotFoundError(TenancyError, LookupError):
    """There is no such site."""


class UnknownHostError(TenancyError, LookupError):
    """No site answers to this host and path; add a host alias to a site, or `*` to the one that takes the rest."""


class AliasSyntaxError(TenancyError, ValueError):
    """A host alias cannot be read."""


class DuplicateAliasError(TenancyError, ValueError):
    """Another site answers to this host alias already.

    Attributes:
        alias: the alias.
        site: the name of the site that has it.
    """

    def __init__(self, alias: str, site: str) -> None:
        super().__init__(f"the host alias {alias} belongs to the site {site!r} already; remove it there first")
        self.alias = alias
        self.site = site


class DuplicateTenantError(TenancyError, ValueError):
    """Another tenant has this name or this database already."""


class HomeTenantError(TenancyError, ValueError):
    """The home tenant lives in the database that lists all tenants; it cannot be removed."""


class NoAmbientTenantError(TenancyError, RuntimeError):
    """No tenant is set here; requests get theirs from their host, background work sets one with `Tenancy.use`."""
