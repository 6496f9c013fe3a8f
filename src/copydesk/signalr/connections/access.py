"""Who may use an endpoint: origin, authentication, authorization, in this order, on every request."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.errors import SignalRError

__all__ = [
    "Access",
    "Authenticate",
    "AuthenticationFailed",
    "Authorize",
    "Refusal",
    "lifetime_seconds",
    "require_user",
]

Authenticate = Callable[[ConnectionRequest], Awaitable[Principal | None]]
"""Finds out who sends a request; `None` is nobody in particular. May raise `AuthenticationFailed`."""

Authorize = Callable[[ConnectionRequest, Principal | None], Awaitable[bool]]
"""Decides whether this one may use the endpoint; a refused nobody is asked to authenticate (401)."""

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class AuthenticationFailed(SignalRError):  # noqa: N818 - reads as what happened
    """The credentials are not valid."""


class Refusal(SignalRError):  # noqa: N818 - an answer
    """A request is refused with an HTTP status and a text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


@dataclass(frozen=True, slots=True)
class Access:
    """The checks of one endpoint.

    Attributes:
        authenticate: see `Authenticate`; without it everybody is nobody.
        authorize: see `Authorize`; without it everybody may.
        allowed_origins: as `ConnectionOptions.allowed_origins`.
    """

    authenticate: Authenticate | None = None
    authorize: Authorize | None = None
    allowed_origins: frozenset[str] | None = None

    async def admit(self, request: ConnectionRequest) -> Principal | None:
        """Return who sends the request.

        Raises:
            Refusal: 401 or 403.
        """
        try:
            user = await self.authenticate(request) if self.authenticate is not None else None
        except AuthenticationFailed as error:
            raise Refusal(401, "Unauthorized") from error
        if self.authorize is not None and not await self.authorize(request, user):
            raise Refusal(401, "Unauthorized") if user is None else Refusal(403, "Forbidden")
        return user

    def check_origin(self, request: ConnectionRequest) -> None:
        """Refuse a WebSocket upgrade that a foreign web page asked for: browsers do not apply CORS to WebSockets.

        Raises:
            Refusal: 403.
        """
        origin = request.headers.get("origin")
        if origin is None:
            return
        allowed = self.allowed_origins
        if allowed is None:
            fine = _same_host(origin, request.headers.get("host", ""))
        else:
            fine = "*" in allowed or origin.lower() in {entry.lower() for entry in allowed}
        if not fine:
            raise Refusal(403, "Origin not allowed")


async def require_user(request: ConnectionRequest, user: Principal | None) -> bool:  # noqa: ARG001 - an Authorize
    """Let everybody in who has been authenticated."""
    return user is not None


def lifetime_seconds(user: Principal | None, now: datetime) -> int | None:
    """Return for how many whole seconds the credentials of `user` still last, or `None` if they do not end."""
    if user is None or user.expires_at is None:
        return None
    return max(0, int((user.expires_at - now).total_seconds()))


def _same_host(origin: str, host: str) -> bool:
    """Compare without the scheme: behind a proxy that ends TLS the server does not know it."""
    default = _DEFAULT_PORTS.get(origin.partition(":")[0].lower())
    if default is None:
        return False
    with suppress(ValueError):  # A port that is no number.
        page, here = urlsplit(origin), urlsplit(f"//{host}")
        return page.hostname is not None and (page.hostname, page.port or default) == (
            here.hostname,
            here.port or default,
        )
    return False
