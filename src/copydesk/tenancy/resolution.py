"""From a host and a path to the site that answers."""

from collections.abc import Iterable, Iterator

from copydesk.tenancy.errors import AliasSyntaxError, DuplicateAliasError, UnknownHostError
from copydesk.tenancy.model import HostAlias, Site

__all__ = ["AliasTable"]


class AliasTable:
    """Which site answers where. Never changes; a new table is made when aliases change.

    Raises:
        DuplicateAliasError: two sites, or one site twice, have the same alias.
    """

    def __init__(self, sites: Iterable[Site]) -> None:
        self._sites: dict[HostAlias, Site] = {}
        for site in sites:
            for alias in site.aliases:
                if alias in self._sites:
                    raise DuplicateAliasError(str(alias), self._sites[alias].name)
                self._sites[alias] = site

    def resolve(self, address: str, path: str = "/") -> tuple[Site, HostAlias]:
        """Find the site that answers, and the alias by which it does.

        The most exact host wins: the name itself, then the nearest wildcard above it, then `*`. Of one host, an alias
        with the port comes before one without, and of those the longest path with which the request's path begins,
        segment by segment.

        Args:
            address: the request's `Host`, with or without a port, in any case.
            path: the request's path, not percent-encoded.

        Raises:
            UnknownHostError: no site answers.
        """
        asked = _asked(address)
        paths = list(_beginnings(path))
        for host in _hosts(asked.host):
            for port in (asked.port, None):
                for beginning in paths:
                    alias = HostAlias(host, port, beginning)
                    if site := self._sites.get(alias):
                        return site, alias
        raise UnknownHostError(f"no site answers to {asked.host}; add a host alias to one, or `*` to take the rest")


def _asked(address: str) -> HostAlias:
    try:
        return HostAlias.parse(address.partition("/")[0])
    except AliasSyntaxError as error:
        raise UnknownHostError(f"the request's host cannot be read: {error}") from error


def _hosts(host: str) -> Iterator[str]:
    yield host
    while "." in host and not host.startswith("["):
        host = host.partition(".")[2]
        yield f"*.{host}"
    yield "*"


def _beginnings(path: str) -> Iterator[str]:
    segments = [segment for segment in path.casefold().split("/") if segment]
    for length in range(len(segments), 0, -1):
        yield "".join(f"/{segment}" for segment in segments[:length])
    yield ""
