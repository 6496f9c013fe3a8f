"""`copydesk api-key ...`: what a program shows instead of signing in."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer

from copydesk.db import Database, OpenDatabase, database_at
from copydesk.identity.commands import DEFAULT_URL, Doing, Url, fail, groups_named, insist
from copydesk.identity.first_start import default_groups_saved
from copydesk.identity.model import ApiKey
from copydesk.identity.room import Identity
from copydesk.system import utc_now

__all__ = ["api_key_commands"]


def api_key_commands(open_database: OpenDatabase = database_at) -> typer.Typer:
    """Return the `api-key` commands.

    Args:
        open_database: Opens the database that they work on.
    """
    commands = typer.Typer(name="api-key", no_args_is_help=True, help="Let programs in, and cut them off.")
    doing = Doing(open_database)
    _add_create(commands, doing)
    _add_list(commands, doing)
    _add_delete(commands, doing)
    return commands


def _add_create(commands: typer.Typer, doing: Doing) -> None:
    @commands.command("create")
    def create(
        name: Annotated[str, typer.Argument(help="What the program is called.")],
        group: Annotated[
            list[str] | None, typer.Option(help="Alias of a user group (editor) whose rights it has; may be repeated.")
        ] = None,
        days: Annotated[int | None, typer.Option(min=1, help="How long it is good; for ever without it.")] = None,
        database: Url = DEFAULT_URL,
    ) -> None:
        """Make an API key and print it, once, and nothing else: `COPYDESK_TOKEN=$(copydesk api-key create NAME)`."""

        async def work(opened: Database, identity: Identity) -> str:
            await default_groups_saved(opened, identity)
            groups = await groups_named(identity, group or ["editor"])
            expires = utc_now() + timedelta(days=days) if days is not None else None
            created = await identity.api_keys.create(name, (each.key for each in groups), expires)
            insist(created.outcome)
            return str(created.shown)

        doing(database, work)


def _add_list(commands: typer.Typer, doing: Doing) -> None:
    @commands.command("list")
    def list_(database: Url = DEFAULT_URL) -> None:
        """List the API keys, without their secrets: the key that deletes one, its name, its groups, its end."""

        async def work(_: Database, identity: Identity) -> str:
            aliases = {group.key: group.alias for group in await identity.groups.all()}
            lines = [_line(each, aliases) for each in await identity.api_keys.all()]
            return "\n".join(lines) or "There is no API key."

        doing(database, work)


def _add_delete(commands: typer.Typer, doing: Doing) -> None:
    @commands.command("delete")
    def delete(
        key: Annotated[UUID, typer.Argument(help="The key that `list` shows.")], database: Url = DEFAULT_URL
    ) -> None:
        """Delete an API key; whoever shows it is cut off at once."""

        async def work(_: Database, identity: Identity) -> str:
            named = next((each for each in await identity.api_keys.all() if each.key == key), None)
            if named is None:
                fail(f"There is no API key {key}.")
            insist(await identity.api_keys.delete(key))
            return f"{named.name} is let in no more."

        doing(database, work)


def _line(api_key: ApiKey, aliases: dict[UUID, str]) -> str:
    groups = ", ".join(sorted(aliases[key] for key in api_key.groups if key in aliases))
    end = f"until {api_key.expires_at:%Y-%m-%d %H:%M} UTC" if api_key.expires_at else "for ever"
    return f"{api_key.key}  {api_key.name}  ({groups or 'no groups'}, {end})"
