"""Routes that do something to a user: disable, let in, unlock, reset the password, sign out."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.identity.api.refusals import insist, may_answer
from copydesk.identity.api.user_shapes import UserAnswer
from copydesk.identity.api.users import shown_user
from copydesk.identity.http_access import allow
from copydesk.identity.passwords import generated_password
from copydesk.identity.principal import Caller
from copydesk.identity.room import Identity

__all__ = [
    "PasswordAnswer",
    "ResetPasswordBody",
    "disable_user",
    "enable_user",
    "reset_password",
    "sign_out_user",
    "unlock_user",
    "user_action_routes",
]

_ROUTE: Final[dict[str, Any]] = {
    "opt": allow("SectionAccessUsers"),
    "tags": ["Users"],
    "status_code": HTTPStatus.OK,
    "responses": may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
}


class ResetPasswordBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The new password; without one, the server makes it and shows it once."""

    password: str | None = None


class PasswordAnswer(msgspec.Struct, rename="camel"):
    """The password that the server made; null if one was given."""

    password: str | None


@post("/user/{key:uuid}/disable", **_ROUTE, summary="Disable a user")
async def disable_user(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> Response[UserAnswer]:
    """Cut a user off at once; they cannot come in again. Nobody can disable themselves or the last administrator."""
    return await shown_user(identity, key, insist(await identity.editing.disable(caller, key)))


@post("/user/{key:uuid}/enable", **_ROUTE, summary="Let a user in again")
async def enable_user(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> Response[UserAnswer]:
    """Let a user in again who was disabled or locked out. They sign in anew."""
    return await shown_user(identity, key, insist(await identity.editing.enable(caller, key)))


@post("/user/{key:uuid}/unlock", **_ROUTE, summary="End a lockout")
async def unlock_user(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> Response[UserAnswer]:
    """End the lockout of a user. Who is not locked out stays as they are, disabled or not."""
    return await shown_user(identity, key, insist(await identity.editing.unlock(caller, key)))


@post("/user/{key:uuid}/reset-password", **_ROUTE, summary="Give a user another password")
async def reset_password(
    key: FromPath[UUID],
    data: JSONBody[ResetPasswordBody],
    caller: NamedDependency[Caller],
    identity: NamedDependency[Identity],
) -> Response[PasswordAnswer]:
    """Give another user another password; all their sign-ins end.

    Who is no administrator can do so only to users whose rights they have.
    """
    password = data.password if data.password is not None else generated_password()
    insist(await identity.editing.reset_password(caller, key, password))
    shown = PasswordAnswer(password if data.password is None else None)
    return Response(shown, status_code=HTTPStatus.OK, headers={"Cache-Control": "no-store"})


@post("/user/{key:uuid}/sign-out", **(_ROUTE | {"status_code": HTTPStatus.NO_CONTENT}), summary="Sign a user out")
async def sign_out_user(
    key: FromPath[UUID], caller: NamedDependency[Caller], identity: NamedDependency[Identity]
) -> None:
    """End all sign-ins of a user at once; they may sign in again."""
    insist(await identity.editing.sign_out(caller, key))


user_action_routes = (disable_user, enable_user, unlock_user, reset_password, sign_out_user)
"""What can be done to users."""
