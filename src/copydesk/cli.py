"""The `copydesk` command line."""

import sys
from typing import Annotated

import typer

from copydesk.bootstrap import recorded_database
from copydesk.client.commands import event_commands
from copydesk.composition import ComposerError
from copydesk.content.commands import add_import_command
from copydesk.db.commands import database_commands
from copydesk.demo import Newsroom, demo_settings
from copydesk.demo.commands import add_demo_command
from copydesk.doctor import add_doctor_command
from copydesk.identity.api_key_commands import api_key_commands
from copydesk.identity.commands import user_commands
from copydesk.serving import serve
from copydesk.settings import SettingsFileError, load_settings

__all__ = ["main"]

_app = typer.Typer(name="copydesk", no_args_is_help=True, help="A content server whose every change is an event.")
_app.add_typer(database_commands())
_app.add_typer(user_commands(recorded_database))
_app.add_typer(api_key_commands(recorded_database))
_app.add_typer(event_commands())


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
    demo: Annotated[bool, typer.Option(help="Begin with a small newsroom, to look at and to play in.")] = False,
) -> None:
    """Start the server. What is not given here comes from the environment (COPYDESK_...) and from copydesk.toml."""
    given = _given(database=database, host=host, port=port)
    try:
        settings = load_settings(**given)
        if demo:
            settings = load_settings(**given, **demo_settings(settings.host))
    except SettingsFileError as error:
        typer.secho(f"Error: {error}", err=True, fg="red")
        raise typer.Exit(1) from None
    newsroom = Newsroom()
    started = serve(settings, newsroom, announcements=newsroom.announcements) if demo else serve(settings)
    if not started:
        raise typer.Exit(1)


def _given(**options: object) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}


add_import_command(_app, recorded_database)
add_demo_command(_app)
add_doctor_command(_app)


def main() -> None:
    """Run the command line with the process's own arguments. Composers may lie in the current folder."""
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        _app()
    except (ComposerError, SettingsFileError) as error:
        typer.secho(f"Error: {error}", err=True, fg="red")
        sys.exit(1)
