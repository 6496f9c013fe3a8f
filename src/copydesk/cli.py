"""The `copydesk` command line."""

from typing import Annotated

import typer
import uvicorn

from copydesk.content.commands import add_import_command
from copydesk.db.commands import database_commands
from copydesk.http import Parts, back_office_routes, create_application
from copydesk.identity.commands import user_commands

__all__ = ["main"]

_app = typer.Typer(name="copydesk", no_args_is_help=True, help="A content server whose every change is an event.")
_app.add_typer(database_commands())
_app.add_typer(user_commands())


@_app.callback()
def _copydesk() -> None:
    """A content server whose every change is an event."""


@_app.command("serve")
def _serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
) -> None:
    """Start the server."""
    uvicorn.run(create_application(Parts(routes=back_office_routes())), host=host, port=port)


add_import_command(_app)


def main() -> None:
    """Run the command line with the process's own arguments."""
    _app()
