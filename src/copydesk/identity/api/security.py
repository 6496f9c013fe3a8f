"""Signing in and out over HTTP."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from copydesk.identity.api.refusals import ForbiddenRequestError, may_answer, refused_sign_in, unacceptable
from copydesk.identity.http_access import MANAGEMENT_API, PUBLIC, allow
from copydesk.identity.principal import Principal, PrincipalKind
from copydesk.identity.room import Identity
from copydesk.identity.sentences import Sentences
from copydesk.identity.sessions import SignedIn, SignInRefused

__all__ = [
    "COOKIE",
    "RefreshBody",
    "SignInAnswer",
    "SignInBody",
    "address_of",
    "refresh",
    "security_routes",
    "sign_in",
    "sign_out",
]

COOKIE: Final = "copydesk-refresh"
"""The cookie that keeps a browser's refresh token: no script reads it, no other site makes it be sent."""
_PATH: Final = f"{MANAGEMENT_API}/security"
_TAGS: Final = ["Security"]
_REFUSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)


class SignInBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Who wants to come in. With `cookie`, the refresh token goes into a cookie that no script reads."""

    email: str
    password: str
    cookie: bool = False


class RefreshBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Exactly one of the two: the refresh token, or `cookie` to say that it is in the cookie."""

    refresh_token: str | None = None
    cookie: bool = False


class SignInAnswer(msgspec.Struct, rename="camel"):
    """What the bearer shows from now on: `accessToken` until `expiresAt`, then the refresh token once.

    `refreshToken` is null when a cookie keeps it.
    """

    user_key: UUID
    access_token: str
    expires_at: datetime
    refresh_token: str | None
    session_expires_at: datetime


def address_of(request: Request[Any, Any, Any]) -> str | None:
    """Return the network address of the caller; behind a proxy, the one that the server was told to believe."""
    return request.client.host if request.client else None


@post(
    "/security/sign-in",
    opt=PUBLIC,
    status_code=200,
    tags=_TAGS,
    summary="Sign in",
    responses=may_answer(*_REFUSED, public=True),
)
async def sign_in(
    request: Request[Any, Any, Any], data: JSONBody[SignInBody], identity: NamedDependency[Identity]
) -> Response[SignInAnswer]:
    """Come in with e-mail address and password.

    Every refusal looks the same (401), whatever the reason, but for too many attempts (429 with `Retry-After`).
    """
    if data.cookie:
        _check_same_site(request)
    signed_in = await identity.sign_in.sign_in(data.email, data.password, address_of(request), in_cookie=data.cookie)
    return _answer(request, signed_in, in_cookie=data.cookie)


@post(
    "/security/refresh",
    opt=PUBLIC,
    status_code=200,
    tags=_TAGS,
    summary="Go on with a sign-in",
    responses=may_answer(*_REFUSED, HTTPStatus.UNPROCESSABLE_ENTITY, public=True),
)
async def refresh(
    request: Request[Any, Any, Any], data: JSONBody[RefreshBody], identity: NamedDependency[Identity]
) -> Response[SignInAnswer]:
    """Exchange a refresh token for new tokens.

    It is good for one use; when it comes again, the sign-in ends. Only one from the cookie may come again within ten
    seconds, since all tabs of a browser share it.
    """
    if data.cookie == (data.refresh_token is not None):
        raise unacceptable("refreshToken", Sentences.TOKEN_OR_COOKIE())
    if data.cookie:
        _check_same_site(request)
    shown = request.cookies.get(COOKIE, "") if data.cookie else data.refresh_token
    answer = await identity.sessions.refresh(shown or "", address_of(request))
    return _answer(request, answer, in_cookie=data.cookie)


@post("/security/sign-out", opt=allow(), status_code=204, tags=_TAGS, summary="Sign out", responses=may_answer())
async def sign_out(
    request: Request[Any, Any, Any],
    principal: NamedDependency[Principal],
    identity: NamedDependency[Identity],
    everywhere: FromQuery[bool] = False,
) -> Response[None]:
    """End this sign-in, or all of this user's. Their tokens are refused and their connections cut off at once."""
    if principal.kind is not PrincipalKind.USER or principal.key is None:
        raise ForbiddenRequestError(Sentences.API_KEY_SIGN_OUT())
    if everywhere:
        await identity.sessions.end_all(principal.key, address_of(request))
    elif principal.session is not None:
        await identity.sessions.end(principal.session, address_of(request))
    response = Response[None](None, status_code=204)
    response.delete_cookie(COOKIE, _PATH)
    return response


def _answer(
    request: Request[Any, Any, Any], found: SignedIn | SignInRefused, *, in_cookie: bool
) -> Response[SignInAnswer]:
    if isinstance(found, SignInRefused):
        raise refused_sign_in(found)
    kept = None if in_cookie else found.refresh_token
    answer = SignInAnswer(found.user_key, found.access_token, found.expires_at, kept, found.session_expires_at)
    response = Response(answer, status_code=200, headers={"Cache-Control": "no-store"})
    if in_cookie:
        response.set_cookie(
            COOKIE, found.refresh_token, path=_PATH, secure=_is_secure(request), httponly=True, samesite="strict"
        )
    return response


def _is_secure(request: Request[Any, Any, Any]) -> bool:
    return request.url.scheme == "https"


def _check_same_site(request: Request[Any, Any, Any]) -> None:
    """Refuse what another site may have made a browser send; `SameSite` alone trusts all neighbours of a domain."""
    if request.content_type[0] != "application/json":
        raise ForbiddenRequestError(Sentences.COOKIE_NEEDS_JSON())
    fetched = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    same = fetched == "same-origin" if fetched else origin is None or urlsplit(origin).netloc == request.headers["Host"]
    if not same:
        raise ForbiddenRequestError(Sentences.COOKIE_FROM_ELSEWHERE())


security_routes = (sign_in, refresh, sign_out)
"""Signing in, going on, signing out."""
