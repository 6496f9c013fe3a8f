"""`copydesk doctor`."""

import asyncio
import os
from collections.abc import Sequence
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from copydesk.doctor.examination import examine
from copydesk.doctor.findings import Finding, Health

__all__ = ["add_doctor_command"]

_SIGNS: Final = {Health.WELL: "[green]well", Health.WARNING: "[yellow]warning", Health.ILL: "[red]ill"}


def add_doctor_command(app: typer.Typer) -> None:
    """Add the `doctor` command to a command line."""

    @app.command("doctor")
    def doctor(
        database: Annotated[str | None, typer.Option(help="The database, as for `copydesk serve`.")] = None,
        host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
        port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port to listen on.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    ) -> None:
        """Look at everything that the server needs, and say what to do. Status 1 when it could not do its work."""
        given = {"database": database, "host": host, "port": port}
        found = asyncio.run(examine({name: one for name, one in given.items() if one is not None}, os.environ))
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(found)))
        else:
            _show(found)
        if any(finding.health is Health.ILL for finding in found):
            raise typer.Exit(1)


def _show(found: Sequence[Finding]) -> None:
    table = Table("", "What", "Found", box=None)
    for finding in found:
        table.add_row(_SIGNS[finding.health], finding.what, f"{finding.found} {finding.do}".strip())
    Console(highlight=False).print(table)
