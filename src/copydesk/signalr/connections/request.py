"""What the layers above see of the HTTP request that opened a connection, and of the user behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

__all__ = ["ConnectionRequest", "Headers", "Principal"]


class Headers(Mapping[str, str]):
    """Request headers; names compare without regard to case, repeated headers are joined with `, `.

    Args:
        raw: the pairs of an ASGI scope, names in lower case.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> str:
        wanted = name.lower().encode("latin-1", "replace")
        found = [value for key, value in self._raw if key.lower() == wanted]
        if not found:
            raise KeyError(name)
        return (b"; " if wanted == b"cookie" else b", ").join(found).decode("latin-1")

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.decode("latin-1").lower() for key, _ in self._raw))

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self._raw})

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"  # Names only: values may be secrets.


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """One HTTP request. A connection keeps the first one that it was used with, whatever comes later.

    Attributes:
        scope: a shallow copy of the ASGI scope, for what has no property here.
    """

    scope: Mapping[str, Any] = field(repr=False)

    @property
    def method(self) -> str:
        """The HTTP method; `GET` for a WebSocket upgrade."""
        return str(self.scope.get("method", "GET"))

    @property
    def path(self) -> str:
        """The whole path, mount point included, decoded."""
        return str(self.scope["path"])

    @property
    def headers(self) -> Headers:
        """The request headers, read without regard to case."""
        return Headers(list(self.scope.get("headers", ())))

    @property
    def query_items(self) -> list[tuple[str, str]]:
        """The pairs of the query string, decoded, in order; blank values are kept."""
        return parse_qsl(self.scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)

    @property
    def query(self) -> dict[str, str]:
        """The query string as a mapping; of a repeated key the first value counts."""
        return dict(reversed(self.query_items))

    def query_value(self, name: str) -> str | None:
        """Return the first value of a query key, compared without regard to case, or `None`."""
        return next((value for key, value in self.query_items if key.lower() == name.lower()), None)

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies by name. What is not a pair is skipped: the JavaScript client in Node also sends attributes."""
        pairs = (part.partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name.strip(): _unquoted(value.strip()) for name, equals, value in pairs if equals and name.strip()}

    @property
    def client(self) -> tuple[str, int] | None:
        """Address and port of the peer, as far as the server knows them."""
        client = self.scope.get("client")
        return (str(client[0]), int(client[1] or 0)) if client else None

    @property
    def head_size(self) -> int:
        """How many bytes path, query string and headers take."""
        fields = sum(len(name) + len(value) for name, value in self.scope.get("headers", ()))
        return len(self.path) + len(self.scope.get("query_string", b"")) + fields

    @property
    def bearer_token(self) -> str | None:
        """The bearer token of the `Authorization` header or, as browsers send it, of the query key `access_token`."""
        scheme, _, credentials = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and credentials.strip():
            return credentials.strip()
        return self.query_value("access_token") or None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is on the other side, as the `authenticate` hook found it.

    Attributes:
        identifier: the name identifier claim: the user id that messages to a user go by.
        name: what to call the user; only for display.
        claims: everything else that is known, by claim name.
        expires_at: when the credentials end (aware, any zone), or `None` when they do not.
    """

    identifier: str | None
    name: str | None = None
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)
    expires_at: datetime | None = None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
