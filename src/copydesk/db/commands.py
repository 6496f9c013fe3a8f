"""`copydesk db ...`: looks after the tables of a database."""

import asyncio
from typing import Annotated

import typer

from copydesk.db.database import Database
from copydesk.db.errors import DatabaseError
from copydesk.db.url import DatabaseUrl

__all__ = ["database_commands"]

_Url = Annotated[
    str,
    typer.Option("--database", envvar="COPYDESK_DATABASE", help="sqlite:///file.db or postgresql://host/name"),
]
_DEFAULT_URL = "sqlite:///copydesk.db"


def database_commands() -> typer.Typer:
    """Return the `db` commands."""
    commands = typer.Typer(name="db", no_args_is_help=True, help="Look after the database.")
    commands.callback()(lambda: None)
    commands.command("upgrade")(_upgrade)
    return commands


def _upgrade(database: _Url = _DEFAULT_URL) -> None:
    """Bring the tables up to date."""
    try:
        changed = asyncio.run(Database.upgrade(database))
    except DatabaseError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from None
    done = "The tables are up to date now" if changed else "The tables were up to date already"
    typer.echo(f"{done}: {DatabaseUrl.parse(database)}")
