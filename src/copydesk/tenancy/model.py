"""Tenants, their sites, and the host aliases that sites answer to."""

import re
import uuid
from dataclasses import dataclass, field
from ipaddress import ip_address

from copydesk.tenancy.errors import AliasSyntaxError

__all__ = ["HOME", "HostAlias", "Site", "Tenant", "normal_host"]

HOME = 1
"""The id of the home tenant, whose database lists the others."""

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_HIGHEST_PORT = 65535
_FORM = "write host, host:port, host/path, *.host or *"


@dataclass(frozen=True, slots=True)
class Tenant:
    """One customer: a database of its own.

    Attributes:
        id: its number, which synchronisation events carry.
        name: its name, unique.
        database_url: where its data is; None for the home tenant.
    """

    id: int
    name: str
    database_url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HostAlias:
    """A host, perhaps a port, perhaps the beginning of a path, that a site answers to.

    Attributes:
        host: in lower case and ASCII; `*` is any host, `*.example.com` any below example.com.
        port: the port, or None for any.
        path: segments in lower case with a leading slash and none at the end, or empty.
    """

    host: str
    port: int | None = None
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> "HostAlias":
        """Read `example.com`, `example.com:8080`, `example.com/de`, `[::1]:8000`, `*.example.com` or `*`.

        Raises:
            AliasSyntaxError: it is none of these.
        """
        if "://" in text or any(mark in text for mark in "?#@\\"):
            raise AliasSyntaxError(f"{text!r} is no host alias: {_FORM}, without https://, ?, # or @")
        address, _, path = text.strip().partition("/")
        host, port = _split_port(address, text)
        segments = [segment for segment in path.casefold().split("/") if segment]
        return cls(_pattern(host, text), port, "".join(f"/{segment}" for segment in segments))

    def __str__(self) -> str:
        return f"{self.host}{'' if self.port is None else f':{self.port}'}{self.path}"


@dataclass(frozen=True, slots=True)
class Site:
    """A site of a tenant.

    Attributes:
        id: its number, which synchronisation events carry.
        tenant_id: whose it is.
        name: its name, for people.
        aliases: what it answers to; the first one is the one to link to.
        root_key: the document at its root, or None for the whole tree.
    """

    id: int
    tenant_id: int
    name: str
    aliases: tuple[HostAlias, ...] = ()
    root_key: uuid.UUID | None = None

    @property
    def site_key(self) -> str:
        """The key of synchronisation events: `tenant:site` (as in the reference)."""
        return f"{self.tenant_id}:{self.id}"


def normal_host(host: str, text: str | None = None) -> str:
    """Write a host the one way it is compared: lower case, ASCII, no final dot, IP addresses in their short form.

    Raises:
        AliasSyntaxError: it is no host name.
    """
    host = host.removesuffix(".").casefold()
    if host.startswith("["):
        return f"[{_address(host.strip('[]'), text or host)}]"
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        ascii_host = ""
    if not all(_LABEL.fullmatch(label) for label in ascii_host.split(".")):
        raise AliasSyntaxError(f"{text or host!r} names no host: {_FORM}")
    return ascii_host


def _pattern(host: str, text: str) -> str:
    if host == "*":
        return host
    below = host.startswith("*.")
    return ("*." if below else "") + normal_host(host.removeprefix("*."), text)


def _address(address: str, text: str) -> str:
    try:
        return ip_address(address).compressed
    except ValueError:
        raise AliasSyntaxError(f"{text!r} has no IP address between its brackets") from None


def _split_port(address: str, text: str) -> tuple[str, int | None]:
    host, colon, port = address.rpartition(":")
    if not colon or address.endswith("]"):
        return address, None
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= _HIGHEST_PORT):
        raise AliasSyntaxError(f"{text!r} has no port between 1 and {_HIGHEST_PORT} after its colon")
    return host, int(port)
