"""`copydesk user ...` on a real database."""

import asyncio

import pytest
from typer.testing import CliRunner

from copydesk.db import Database
from copydesk.identity.api_key_commands import api_key_commands
from copydesk.identity.commands import user_commands
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.principal import Principal, PrincipalKind
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import create_identity
from copydesk.identity.sessions import Refusal, SignedIn, SignInRefused
from copydesk.system import random_key, utc_now


def run(url: str, *arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(user_commands(), list(arguments), env={"COPYDESK_DATABASE": url}, input=typed)
    return result.exit_code, result.output.strip()


def signed_in(url: str, email: str, password: str) -> SignedIn | SignInRefused:
    async def work() -> SignedIn | SignInRefused:
        async with await Database.open(url, migrate=False) as database:
            identity = create_identity(database, PrincipalCache(), utc_now, random_key)
            return await identity.sign_in.sign_in(email, password)

    return asyncio.run(work())


@pytest.mark.rule("ID92")
def test_a_user_is_made_disabled_enabled_and_given_a_new_password(database_url: str) -> None:
    code, said = run(database_url, "create", "ada@example.org", "--name", "Ada", "--group", "writer")
    assert code == 0
    password = said.rsplit(maxsplit=1)[-1]
    assert isinstance(signed_in(database_url, "ada@example.org", password), SignedIn)
    assert run(database_url, "disable", "ada@example.org") == (0, "ada@example.org is disabled.")
    assert signed_in(database_url, "ada@example.org", password) == SignInRefused(Refusal.DISABLED)
    assert run(database_url, "enable", "ADA@example.org") == (0, "ada@example.org may come in.")
    code, said = run(database_url, "reset-password", "ada@example.org")
    assert code == 0
    assert signed_in(database_url, "ada@example.org", password) == SignInRefused(Refusal.WRONG)
    assert isinstance(signed_in(database_url, "ada@example.org", said.rsplit(maxsplit=1)[-1]), SignedIn)


@pytest.mark.rule("ID92")
def test_a_password_can_be_asked_for(sqlite_url: str) -> None:
    code, said = run(sqlite_url, "create", "ada@example.org", "--ask", typed="my own password\nmy own password\n")
    assert code == 0
    assert "my own password" not in said
    assert isinstance(signed_in(sqlite_url, "ada@example.org", "my own password"), SignedIn)


@pytest.mark.rule("ID92")
def test_what_cannot_be_done_ends_with_the_reason(sqlite_url: str) -> None:
    assert run(sqlite_url, "create", "root@example.org", "--group", "admin")[0] == 0
    for arguments, why in (
        (("create", "root@example.org"), "e-mail address root@example.org"),
        (("create", "nobody"), "e-mail address must"),
        (("create", "ada@example.org", "--group", "chiefs"), "there are: admin"),
        (("disable", "root@example.org"), "must be an administrator"),
        (("disable", "ada@example.org"), "no user"),
        (("enable", "ada@example.org"), "no user"),
        (("reset-password", "ada@example.org"), "no user"),
        (("disable", "root@example.org", "--database", "mysql://host/name"), "mysql"),
    ):
        code, said = run(sqlite_url, *arguments)
        assert code == 1
        assert why in said


@pytest.mark.rule("ID92")
def test_a_password_that_is_too_short_makes_no_user(sqlite_url: str) -> None:
    code, said = run(sqlite_url, "create", "ada@example.org", "--ask", typed="short\nshort\n")
    assert code == 1
    assert "10 characters" in said
    assert run(sqlite_url, "disable", "ada@example.org")[0] == 1


def run_keys(url: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(api_key_commands(), list(arguments), env={"COPYDESK_DATABASE": url})
    return result.exit_code, result.output.strip()


def let_in(url: str, secret: str) -> Principal:
    async def work() -> Principal:
        async with await Database.open(url, migrate=False) as database:
            identity = create_identity(database, PrincipalCache(), utc_now, random_key)
            return await identity.authenticator.authenticate(secret)

    return asyncio.run(work())


@pytest.mark.rule("ID92")
def test_an_api_key_is_made_listed_and_deleted(database_url: str) -> None:
    code, secret = run_keys(database_url, "create", "listener", "--group", "writer", "--days", "2")
    assert code == 0
    assert let_in(database_url, secret).kind is PrincipalKind.SERVICE
    code, listed = run_keys(database_url, "list")
    assert code == 0
    assert "listener  (writer, until " in listed
    assert secret not in listed
    assert run_keys(database_url, "delete", listed.split()[0]) == (0, "listener is let in no more.")
    assert run_keys(database_url, "list") == (0, "There is no API key.")
    with pytest.raises(InvalidTokenError):
        let_in(database_url, secret)


@pytest.mark.rule("ID92")
def test_what_cannot_be_done_to_api_keys_ends_with_the_reason(sqlite_url: str) -> None:
    unknown = "11111111-1111-1111-1111-111111111111"
    for arguments, why in (
        (("create", "listener", "--group", "chiefs"), "there are: admin"),
        (("create", ""), "name"),
        (("delete", unknown), unknown),
    ):
        code, said = run_keys(sqlite_url, *arguments)
        assert code == 1
        assert why in said
