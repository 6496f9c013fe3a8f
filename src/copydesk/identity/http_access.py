"""The door of HTTP: every route says who may use it, and one guard asks for all of them.

A route says so in its options: `opt=PUBLIC`, or `opt=allow("TreeAccessDocuments")`. A route that says neither is
refused when the application is built, so nothing answers without a decision on rights. What further depends on the
object, such as a document's path, the route's own code decides from the principal.
"""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from copydesk.identity.authenticator import Authenticator
from copydesk.identity.errors import InvalidTokenError, UndecidedRouteError
from copydesk.identity.policies import Policies
from copydesk.identity.principal import ANONYMOUS, Caller, Principal, PrincipalKind
from copydesk.identity.sentences import Sentences
from copydesk.sentences import Said

__all__ = [
    "MANAGEMENT_API",
    "PUBLIC",
    "HttpAccess",
    "NobodyError",
    "RefusedByPolicyError",
    "allow",
    "caller_of_request",
    "principal_of_request",
]

MANAGEMENT_API: Final = "/umbraco/management/api/v1"
"""Where the routes of the back office begin, as in the reference."""

PUBLIC: Final = {"public": True}
"""The option of a route that answers everybody."""

_log = logging.getLogger("copydesk.identity")
_POLICIES: Final = "policies"
_CHALLENGE: Final = {"WWW-Authenticate": "Bearer"}


class NobodyError(NotAuthorizedException):
    """Nobody is named, or what was shown is not good any more."""

    def __init__(self, said: Said) -> None:
        super().__init__(str(said), headers=_CHALLENGE)
        self.said = said


class RefusedByPolicyError(PermissionDeniedException):
    """A policy of the route refuses the caller."""

    def __init__(self, said: Said) -> None:
        super().__init__(str(said))
        self.said = said


def allow(*policies: str) -> dict[str, Any]:
    """Return the option of a route that answers those whom all of `policies` allow; at least those let in at all."""
    return {_POLICIES: ("BackOfficeAccess", *policies)}


def caller_of_request(request: Request[Any, Any, Any]) -> Caller:
    """Return who is calling and whether they still may. Only for routes that are not public."""
    caller: Caller = request.scope["auth"]
    return caller


def principal_of_request(request: Request[Any, Any, Any]) -> Principal:
    """Return who is calling. On a public route that is the anonymous visitor."""
    found = request.scope.get("user")
    return found if isinstance(found, Principal) else ANONYMOUS


class HttpAccess:
    """The guard of all routes; give it to the application.

    Args:
        authenticator: finds out who is calling, from the `Authorization` header.
        policies: what the options of routes name.
    """

    def __init__(self, authenticator: Authenticator, policies: Policies) -> None:
        self._authenticator = authenticator
        self._policies = policies

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        """Let the request pass, or refuse it.

        Raises:
            NobodyError: nobody is named, or what was shown is not good any more (401).
            RefusedByPolicyError: a policy refuses the caller (403).
        """
        if handler.opt.get("public"):
            return
        ask = partial(self._let_in, connection, handler)
        principal = await ask()
        connection.scope["user"] = principal
        connection.scope["auth"] = Caller(principal, ask)

    def check(self, handler: BaseRouteHandler) -> None:
        """Check, when the application is built, that a route has decided who may use it.

        Raises:
            UndecidedRouteError: it has not.
            UnknownPolicyError: it names a policy that does not exist.
        """
        if handler.opt.get("public"):
            return
        policies = tuple(_policies_of(handler))
        if not policies:
            raise UndecidedRouteError(str(handler))
        self._policies.require(*policies)

    async def _let_in(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> Principal:
        principal = await self._principal(connection)
        if principal.kind is PrincipalKind.ANONYMOUS:
            raise NobodyError(Sentences.NOT_SIGNED_IN())
        for policy in _policies_of(handler):
            if not self._policies.allows(policy, principal.profile):
                raise RefusedByPolicyError(Sentences.POLICY_REFUSED(policy=policy))
        return principal

    async def _principal(self, connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
        scheme, _, shown = connection.headers.get("Authorization", "").partition(" ")
        if shown and scheme.lower() != "bearer":
            raise NobodyError(Sentences.UNKNOWN_SCHEME(scheme=scheme))
        try:
            return await self._authenticator.authenticate(shown.strip())
        except InvalidTokenError as error:
            _log.info("a token was refused: %s", error)
            raise NobodyError(Sentences.TOKEN_REFUSED()) from error


def _policies_of(handler: BaseRouteHandler) -> Iterator[str]:
    yield from handler.opt.get(_POLICIES, ())
