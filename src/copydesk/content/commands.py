"""`copydesk import`: a folder of Markdown and HTML files as documents."""

import asyncio
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from copydesk.content.errors import ContentError
from copydesk.content.importing.folder import Folder, culture_of
from copydesk.content.importing.prerequisites import check_parent, prepared_languages, prepared_type, text_property
from copydesk.content.importing.run import Fate, Importer, ImportReport, ImportTarget, survey
from copydesk.content.model import ROOT_ID
from copydesk.content.service import ContentService
from copydesk.content.service.types import DocumentTypeService, LanguageService
from copydesk.db import DatabaseError, OpenDatabase, database_at
from copydesk.system import random_key, utc_now

__all__ = ["add_import_command"]

_SHOWN_REJECTIONS = 20


def add_import_command(app: typer.Typer, open_database: OpenDatabase = database_at) -> None:
    """Add the `import` command to a command line.

    Args:
        app: the command line.
        open_database: opens the database that it works on.
    """

    @app.command("import")
    def import_folder(
        path: Annotated[Path, typer.Argument(help="The folder that holds the pages.")],
        database: Annotated[
            str, typer.Option(envvar="COPYDESK_DATABASE", help="URL of the database.")
        ] = "sqlite:///copydesk.db",
        document_type: Annotated[str, typer.Option("--type", help="Alias of the pages' document type.")] = "page",
        text: Annotated[
            str | None, typer.Option(help="Alias of the property that takes the text; body or a rich text without it.")
        ] = None,
        parent: Annotated[int, typer.Option(help="Id of the document to import below; the root without it.")] = ROOT_ID,
        default_culture: Annotated[
            str, typer.Option(help="Culture of files without a suffix, where there are no languages yet.")
        ] = "en-US",
        publish: Annotated[bool, typer.Option(help="Publish the pages as well.")] = False,
        report: Annotated[Path | None, typer.Option(help="Write every file left out, and why, to this file.")] = None,
    ) -> None:
        """Import a folder of Markdown and HTML files: folders are the tree, `page.de.md` is page in German.

        Run it again to take over what changed, or to go on after a stop. It ends with status 1 when nothing was taken.
        """
        if culture_of(default_culture) is None:
            raise typer.BadParameter(f"{default_culture!r} is not a culture such as 'en-US'")
        chosen = _Choice(document_type, text, parent, default_culture, publish)
        try:
            if report is not None:
                report.open("a").close()  # Better to hear now than after the import that it cannot be written.
            done = asyncio.run(_run(open_database, database, Folder(path), chosen))
            _tell(done, report)
        except (ContentError, DatabaseError, OSError) as error:
            typer.secho(str(error), err=True, fg="red")
            raise typer.Exit(1) from error
        if done.rejections and done.pages == done.fates[Fate.REJECTED]:
            raise typer.Exit(1)


class _Choice(NamedTuple):
    type_alias: str
    text_alias: str | None
    parent_id: int
    default_culture: str
    publish: bool


async def _run(open_database: OpenDatabase, url: str, folder: Folder, chosen: _Choice) -> ImportReport:
    found = survey(folder)
    async with open_database(url) as database:
        service = ContentService(database, now=utc_now, keys=random_key)
        await check_parent(service, chosen.parent_id)
        culture = await prepared_languages(LanguageService(database), found.cultures, chosen.default_culture)
        types = DocumentTypeService(database, keys=random_key)
        document_type = await prepared_type(types, chosen.type_alias, random_key)
        text_alias = text_property(document_type, chosen.text_alias)
        target = ImportTarget(document_type, culture, chosen.parent_id, chosen.publish, text_alias=text_alias)
        importer = Importer(service, database, target)
        columns = TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("pages", total=found.pages)
            return await importer.run(folder, on_page=lambda _: progress.advance(task))


def _tell(done: ImportReport, report: Path | None) -> None:
    counts = ", ".join(f"{done.fates[fate]:,} {fate}" for fate in Fate)
    typer.echo(f"{done.pages:,} pages: {counts}")
    lines = [f"{each.path}: {each.reason}" for each in done.rejections]
    if report is not None:
        report.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for line, one in zip(lines[:_SHOWN_REJECTIONS], done.rejections, strict=False):
        typer.secho(line if one.taken else f"left out {line}", err=True, fg="yellow")
    if len(lines) > _SHOWN_REJECTIONS:
        typer.echo(f"... and {len(lines) - _SHOWN_REJECTIONS:,} more; --report FILE writes them all", err=True)
