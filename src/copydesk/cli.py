"""The `copydesk` command line."""

from typing import Annotated

import typer

from copydesk.bootstrap import recorded_database
from copydesk.content.commands import add_import_command
from copydesk.db.commands import database_commands
from copydesk.identity.commands import user_commands
from copydesk.serving import serve
from copydesk.settings import SettingsFileError, load_settings

__all__ = ["main"]

_app = typer.Typer(name="copydesk", no_args_is_help=True, help="A content server whose every change is an event.")
_app.add_typer(database_commands())
_app.add_typer(user_commands(recorded_database))


@_app.callback()
def _copydesk() -> None:
    """A content server whose every change is an event."""


@_app.command("serve")
def _serve(
    database: Annotated[
        str | None, typer.Option(help="sqlite:///file.db or postgresql://user:password@host/name.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Start the server. What is not given here comes from the environment (COPYDESK_...) and from copydesk.toml."""
    given = {"database": database, "host": host, "port": port}
    try:
        settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    except SettingsFileError as error:
        typer.secho(f"Error: {error}", err=True, fg="red")
        raise typer.Exit(1) from None
    if not serve(settings):
        raise typer.Exit(1)


add_import_command(_app, recorded_database)


def main() -> None:
    """Run the command line with the process's own arguments."""
    _app()
