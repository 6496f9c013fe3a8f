"""The door of the hubs: the same principals as everywhere, in the form that hubs carry with a connection."""

from typing import Final

from copydesk.identity.authenticator import Authenticator
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.principal import Principal, PrincipalKind
from copydesk.signalr import AuthenticationFailed, ConnectionRequest
from copydesk.signalr import Principal as HubUser
from copydesk.signalr.connections.access import Authenticate

__all__ = ["hub_authentication", "hub_user", "let_in", "principal_of"]

_PRINCIPAL: Final = "copydesk.principal"


def hub_user(principal: Principal) -> HubUser | None:
    """Return a principal as hubs carry it; None for the anonymous visitor."""
    if principal.kind is PrincipalKind.ANONYMOUS or principal.key is None:
        return None
    return HubUser(str(principal.key), principal.name, {_PRINCIPAL: principal}, principal.expires_at)


def principal_of(user: HubUser | None) -> Principal | None:
    """Return the principal behind a hub's user."""
    found = user.claims.get(_PRINCIPAL) if user is not None else None
    return found if isinstance(found, Principal) else None


def hub_authentication(authenticator: Authenticator) -> Authenticate:
    """Return what finds out who opens a connection, from the token in its header or query."""

    async def authenticate(request: ConnectionRequest) -> HubUser | None:
        try:
            return hub_user(await authenticator.authenticate(request.bearer_token))
        except InvalidTokenError as error:
            raise AuthenticationFailed(str(error)) from error

    return authenticate


async def let_in(request: ConnectionRequest, user: HubUser | None) -> bool:
    """Let those connect who may use the back office (the reference's policy `BackOfficeAccess`)."""
    del request
    principal = principal_of(user)
    return principal is not None and principal.profile.back_office
