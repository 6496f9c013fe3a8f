"""`copydesk user ...`: what an administrator does at the command line of the server; API keys are next door."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, NoReturn

import typer

from copydesk.db import Database, DatabaseError, OpenDatabase, database_at
from copydesk.identity.first_start import default_groups_saved
from copydesk.identity.model import User, UserGroup
from copydesk.identity.outcome import Outcome
from copydesk.identity.passwords import generated_password
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import Identity, create_identity
from copydesk.system import random_key, utc_now

__all__ = ["DEFAULT_URL", "Doing", "Url", "fail", "groups_named", "insist", "user_commands"]

Work = Callable[[Database, Identity], Awaitable[str]]
_Email = Annotated[str, typer.Argument(help="E-mail address of the user.")]
Url = Annotated[str, typer.Option("--database", envvar="COPYDESK_DATABASE", help="URL of the database.")]
_Prompt = Annotated[bool, typer.Option("--ask", help="Ask for the password instead of making one.")]
DEFAULT_URL = "sqlite:///copydesk.db"


def user_commands(open_database: OpenDatabase = database_at) -> typer.Typer:
    """Return the `user` commands.

    Args:
        open_database: Opens the database that they work on.
    """
    commands = typer.Typer(name="user", no_args_is_help=True, help="Make users, disable them, reset their passwords.")
    doing = Doing(open_database)
    _add_create(commands, doing)
    _add_reset_password(commands, doing)
    _add_states(commands, doing)
    return commands


class Doing:
    """Opens the database, does the work, says what came of it.

    Args:
        open_database: Opens the database of a URL.
    """

    def __init__(self, open_database: OpenDatabase) -> None:
        self._open_database = open_database

    def __call__(self, url: str, work: Work) -> None:
        """Do `work` on the database at `url` and print what it returns."""
        try:
            typer.echo(asyncio.run(self._do(url, work)))
        except DatabaseError as error:
            fail(str(error))

    async def _do(self, url: str, work: Work) -> str:
        async with self._open_database(url) as database:
            return await work(database, create_identity(database, PrincipalCache(), utc_now, random_key))


def _add_create(commands: typer.Typer, doing: Doing) -> None:
    @commands.command("create")
    def create(
        email: _Email,
        name: Annotated[str, typer.Option(help="What the user is called; the address if left out.")] = "",
        group: Annotated[
            list[str] | None, typer.Option(help="Alias of a user group (editor); may be repeated.")
        ] = None,
        ask: _Prompt = False,
        database: Url = DEFAULT_URL,
    ) -> None:
        """Make a user and print the password, once."""
        password = _password(ask=ask)

        async def work(opened: Database, identity: Identity) -> str:
            await default_groups_saved(opened, identity)
            await _create(opened, identity, email, name or email, group or ["editor"], password)
            return _told(email, password, asked=ask)

        doing(database, work)


def _add_reset_password(commands: typer.Typer, doing: Doing) -> None:
    @commands.command("reset-password")
    def reset_password(email: _Email, ask: _Prompt = False, database: Url = DEFAULT_URL) -> None:
        """Give a user a new password and print it, once. All their sign-ins end, and a lockout with them."""
        password = _password(ask=ask)

        async def work(_: Database, identity: Identity) -> str:
            user = await _known(identity, email)
            insist(await identity.users.set_password(user.key, password))
            return _told(user.email, password, asked=ask)

        doing(database, work)


def _add_states(commands: typer.Typer, doing: Doing) -> None:
    @commands.command("disable")
    def disable(email: _Email, database: Url = DEFAULT_URL) -> None:
        """Cut a user off at once and let them in no more."""

        async def work(_: Database, identity: Identity) -> str:
            user = await _known(identity, email)
            insist(await identity.users.disable(user.key))
            return f"{user.email} is disabled."

        doing(database, work)

    @commands.command("enable")
    def enable(email: _Email, database: Url = DEFAULT_URL) -> None:
        """Let a user in again who was disabled or locked out."""

        async def work(_: Database, identity: Identity) -> str:
            user = await _known(identity, email)
            insist(await identity.users.enable(user.key))
            return f"{user.email} may come in."

        doing(database, work)


async def _create(
    database: Database, identity: Identity, email: str, name: str, aliases: list[str], password: str
) -> None:
    groups = await groups_named(identity, aliases)
    user = identity.users.new_user(email, name, (group.key for group in groups))
    async with database.write("user create") as scope:  # Both, or neither.
        insist(await identity.users.save(user))
        insist(await identity.users.set_password(user.key, password))
        scope.complete()


async def groups_named(identity: Identity, aliases: list[str]) -> list[UserGroup]:
    """Return the user groups with these aliases; end the command when one does not exist."""
    groups = await identity.groups.find(*aliases)
    if missing := set(aliases) - {group.alias for group in groups}:
        known = ", ".join(group.alias for group in await identity.groups.all())
        fail(f"There is no user group {min(missing)!r}; there are: {known}.")
    return groups


async def _known(identity: Identity, email: str) -> User:
    user = await identity.users.find(email)
    return user if user is not None else fail(f"There is no user with the e-mail address {email}.")


def _password(*, ask: bool) -> str:
    if not ask:
        return generated_password()
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _told(email: str, password: str, *, asked: bool) -> str:
    return f"{email} has the password that you gave." if asked else f"The password of {email} is: {password}"


def insist(outcome: Outcome) -> None:
    """End the command with the reason, unless the operation was done."""
    if not outcome.success:
        fail(" ".join([*outcome.problems, *(message.message for message in outcome.messages)]) or outcome.status.value)


def fail(why: str) -> NoReturn:
    """End the command with status 1 and a line that says why."""
    typer.echo(why, err=True)
    raise typer.Exit(1)
