"""What a save, a publication, a listing and an import cost, on SQLite and PostgreSQL.

    python bench/content.py [--documents 1000] [--corpus FOLDER] [--only sqlite|postgresql]

A save is compared with raw SQLAlchemy Core that inserts the very rows the save wrote, one transaction a document, into
a second database of the same engine: same settings, same kind of connection, same way to begin a transaction. The two
take turns in many short rounds after one that does not count; figures are medians, so that the machine's other load
disturbs both alike. On SQLite the ratio of processor times is told too, which other load hardly touches; on PostgreSQL
part of the work is done by the server's processes. Saves hold the lock of the tree, so they follow one another; raw
inserts of 16 writers overlap where the engine lets them, which is in their favour. "With the journal" records each save
as the server does, the journal's row included in the raw inserts; PostgreSQL numbers them meanwhile.

Listings run on trees of growing size below one parent of
fifty children. `--corpus` imports a folder (see `manpages_corpus.py`) and watches the memory of the process.
"""

import argparse
import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, Table, delete, insert, select, update

sys.path.insert(0, str(Path(__file__).parents[1]))

from copydesk.content import (
    ContentService,
    Document,
    DocumentType,
    DocumentTypeService,
    Language,
    LanguageService,
    PropertyType,
)
from copydesk.content.importing.folder import Folder
from copydesk.content.importing.prerequisites import prepared_languages, prepared_type
from copydesk.content.importing.run import Importer, ImportTarget, survey
from copydesk.content.model import ContentVariation
from copydesk.content.notifications import (
    ContentPublishedNotification,
    ContentPublishingNotification,
    ContentSavedNotification,
    ContentSavingNotification,
)
from copydesk.content.places import DocumentPlaces
from copydesk.content.tables import audit, counters, document_names, documents, versions
from copydesk.db import Database
from copydesk.journal import Journal
from copydesk.journal.tables import journal_records
from copydesk.notifications import EventAggregator, HandlerRegistry
from copydesk.server_events import ChangeRecorder
from copydesk.server_events.rows import reference_table
from copydesk.system import random_key, utc_now
from tests.servers import PostgresServer


class Setup(StrEnum):
    """What happens around each save or publication."""

    ALONE = "without handlers"
    HANDLERS = "with 3 handlers"
    JOURNAL = "with the journal"


BODY = "A paragraph of ordinary length, as an editor writes it. " * 20
TABLES: tuple[Table, ...] = (documents, versions, document_names, audit, journal_records)
ROUNDS = 20
Rows = list[tuple[Table, list[dict[str, Any]]]]


def handlers() -> HandlerRegistry:
    """Three handlers around every save, one of them asynchronous, and three around every publication."""
    registry = HandlerRegistry()

    @registry.on(ContentSavingNotification)
    def check(notification: ContentSavingNotification) -> None:
        for document in notification.saved_entities:
            document.get_name("en-US")

    @registry.on(ContentSavedNotification)
    def note(notification: ContentSavedNotification) -> None:
        notification.state["seen"] = len(notification.saved_entities)

    @registry.on(ContentSavedNotification)
    async def tell(notification: ContentSavedNotification) -> None:
        notification.state["told"] = True

    @registry.on(ContentPublishingNotification)
    def judge(notification: ContentPublishingNotification) -> None:
        notification.state["judged"] = True

    @registry.on(ContentPublishedNotification)
    async def call(notification: ContentPublishedNotification) -> None:
        notification.state["called"] = True

    @registry.on(ContentPublishedNotification)
    def published(notification: ContentPublishedNotification) -> None:
        notification.state["published"] = True

    return registry


@asynccontextmanager
async def desk(url: str, setup: Setup | None = None) -> AsyncIterator[tuple[Database, ContentService]]:
    """Open a database with two languages and one document type, and a service on it."""
    aggregator = EventAggregator(handlers()) if setup is Setup.HANDLERS else None
    async with await Database.open(url, aggregator, migrate=True, connections=16) as database:
        if await LanguageService(database).all() is None:
            await LanguageService(database).save(Language("en-US", is_default=True), Language("de-DE"))
            by_culture = ContentVariation.CULTURE
            body = PropertyType("body", variation=by_culture)
            note = DocumentType(
                "note", random_key(), variation=by_culture, own_properties=(body,), allowed_children=frozenset({"note"})
            )
            await DocumentTypeService(database, keys=random_key).save(note)
        async with recording(database) if setup is Setup.JOURNAL else nullcontext():
            yield database, ContentService(database, now=utc_now, keys=random_key)


@asynccontextmanager
async def recording(database: Database) -> AsyncIterator[None]:
    """Write every change into the journal, and give it its position, as a server does."""
    journal = Journal(database, utc_now, random_key)
    database.before_commit(ChangeRecorder(reference_table(), journal, DocumentPlaces()))
    running = asyncio.create_task(journal.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


def note(document_type: DocumentType, number: int, parent: int = -1) -> Document:
    """Make one document in two languages."""
    document = Document(document_type, parent, keys=random_key)
    for culture in ("en-US", "de-DE"):
        document.set_name(f"Note {number} {culture}", culture)
        document.set_value("body", BODY, culture)
    return document


def about(table: Table, one: Document) -> ColumnElement[bool]:
    """Return the condition that a row was written for a document."""
    if table is journal_records:
        return table.c.key == one.key
    return (table.c.id if table is documents else table.c.document_id) == one.id


async def rows_of(database: Database, saved: Sequence[Document]) -> list[Rows]:
    """Read back, for each document, every row that saving it wrote."""
    found = []
    async with database.read() as scope:
        for one in saved:
            rows: Rows = []
            for table in TABLES:
                result = await scope.execute(select(table).where(about(table, one)))
                rows.append((table, [dict(row._mapping) for row in result]))  # noqa: SLF001 - SQLAlchemy's public name
            found.append(rows)
    return found


class Speed(NamedTuple):
    """Pieces per second, and per second of the processor."""

    wall: float
    processor: float


async def spread(work: Sequence[Callable[[], Awaitable[object]]], writers: int) -> Speed:
    """Do the work with so many writers at once."""
    queue = list(reversed(work))

    async def writer() -> None:
        while queue:
            await queue.pop()()

    began, processor = time.perf_counter(), time.process_time()
    await asyncio.gather(*(writer() for _ in range(writers)))
    return Speed(len(work) / (time.perf_counter() - began), len(work) / (time.process_time() - processor))


async def compare_saves(url: str, raw_url: str, count: int, writers: int, setup: Setup) -> None:
    """Print saves per second, raw inserts per second of the same rows, and their ratio."""
    saves, raws = list[Speed](), list[Speed]()
    async with desk(url, setup) as (database, service), desk(raw_url) as (raw, _):
        kind = await service.document_type("note")
        for _ in range(ROUNDS + 1):
            batch = [note(kind, number) for number in range(count // ROUNDS)]
            saves.append(await spread([lambda one=one: service.save(one) for one in batch], writers))  # type: ignore[misc]
            rows = await rows_of(database, batch)
            raws.append(await spread([lambda one=one: insert_raw(raw, one) for one in rows], writers))  # type: ignore[misc]
            await empty(database)
            await empty(raw)
    pairs = list(zip(saves, raws, strict=True))[1:]

    def median(figure: Callable[[Speed, Speed], float]) -> float:
        return statistics.median(figure(save, raw) for save, raw in pairs)

    in_processor = median(lambda save, raw: raw.processor / save.processor)
    print(
        f"  save, {writers:2} writers, {setup:16}: {median(lambda save, _: save.wall):7,.0f}/s"
        f"   raw inserts {median(lambda _, raw: raw.wall):7,.0f}/s"
        f"   ratio {median(lambda save, raw: raw.wall / save.wall):.2f}"
        + (f" ({in_processor:.2f} in processor time)" if url.startswith("sqlite") else "")
    )


async def insert_raw(database: Database, rows: Rows) -> None:
    """Insert the rows of one document with SQLAlchemy Core, in one transaction."""
    async with database.backend.engine.begin() as connection:
        for table, values in rows:
            if values:
                await connection.execute(insert(table), values)


async def empty(database: Database) -> None:
    """Leave no document."""
    async with database.write() as scope:
        for table in reversed(TABLES):
            await scope.execute(delete(table))
        scope.complete()


async def publishes(url: str, count: int, setup: Setup) -> None:
    """Print publications per second."""
    async with desk(url, setup) as (database, service):
        kind = await service.document_type("note")
        batch = [note(kind, number) for number in range(count)]
        await service.save_many(batch)
        once = await spread([lambda one=one: service.publish(one) for one in batch], 1)  # type: ignore[misc]
        print(f"  publish,  1 writer, {setup:16}: {once.wall:7,.0f}/s")
        await empty(database)


async def listings(url: str, sizes: Sequence[int]) -> None:
    """Print what listing fifty children, and fifty descendants, takes in trees of growing size."""
    async with desk(url) as (database, service):
        kind = await service.document_type("note")
        parent = note(kind, 0)
        await service.save(parent)
        await service.save_many([note(kind, number, parent.id) for number in range(50)])
        filler = note(kind, 1)
        await service.save(filler)
        size, first = 52, None
        for wanted in sizes:
            await clone(database, filler, wanted - size)
            size = wanted
            timed = {
                "children": await best(lambda: service.children(parent.id, take=50)),
                "descendants": await best(lambda: service.descendants(parent.id, take=50)),
            }
            first = first or timed
            shown = ", ".join(f"{name} {ms:5.2f} ms ({ms / first[name]:.2f}x)" for name, ms in timed.items())
            print(f"  list 50 among {size:7,} documents: {shown}")
        await empty(database)


async def best(query: Callable[[], Awaitable[object]]) -> float:
    """Return the best of 100 runs, in milliseconds: what it takes when the machine's other load does not disturb."""
    took = []
    for _ in range(100):
        began = time.perf_counter()
        await query()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


async def clone(database: Database, model: Document, count: int) -> None:
    """Put so many copies of a document's rows beside it; building a large tree through the service would take long."""
    [rows] = await rows_of(database, [model])
    async with database.write() as scope:
        last = (await scope.execute(select(counters))).one()
        copies: dict[Table, list[dict[str, Any]]] = {table: [] for table in (documents, versions, document_names)}
        for offset in range(1, count + 1):
            new_id, version = last.document + offset, last.version + offset
            own = {"document_id": new_id, "version_id": version, "published_version_id": 0, "is_published": False}
            for table, values in rows:
                if table in copies:
                    ids = {"id": new_id if table is documents else version, "key": random_key(), "path": f"-1,{new_id}"}
                    known = {**own, **ids, "sort_order": offset}
                    copies[table] += [{name: known.get(name, value) for name, value in row.items()} for row in values]
        for table, values in copies.items():
            for start in range(0, len(values), 5000):
                await scope.execute(insert(table), values[start : start + 5000])
        await scope.execute(update(counters).values(document=last.document + count, version=last.version + count))
        scope.complete()


async def imports(url: str, corpus: Path) -> None:
    """Print documents per second of an import, and how the memory of the process grew over it."""
    folder = Folder(corpus)
    found = survey(folder)
    async with await Database.open(url, migrate=True) as database:
        culture = await prepared_languages(LanguageService(database), found.cultures, "en-US")
        kind = await prepared_type(DocumentTypeService(database, keys=uuid4), "page", uuid4)
        importer = Importer(ContentService(database, now=utc_now, keys=uuid4), database, ImportTarget(kind, culture))
        resident: list[float] = []
        began = time.perf_counter()
        report = await importer.run(folder, on_page=lambda _: resident.append(resident_memory()))
        took = time.perf_counter() - began
    quarters = " → ".join(f"{resident[len(resident) * quarter // 4 - 1]:.0f}" for quarter in (1, 2, 3, 4))
    print(
        f"  import: {report.pages:,} documents in {len(found.cultures) + 1} languages, {report.pages / took:,.0f}/s; "
        f"memory after each quarter {quarters} MiB, peak {max(resident):.0f} MiB"
    )


def resident_memory() -> float:
    """Return the memory that the process holds now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def measure(make_url: Callable[[], str], options: argparse.Namespace) -> None:
    """Print every figure of one engine."""
    if options.corpus is not None:
        await imports(make_url(), options.corpus)
    for writers in (1, 16):
        for setup in Setup:
            await compare_saves(make_url(), make_url(), options.documents, writers, setup)
    for setup in Setup:
        await publishes(make_url(), options.documents, setup)
    await listings(make_url(), options.sizes)


def main() -> None:
    """Measure both engines in private databases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        files = iter(range(1000))
        if options.only != "postgresql":
            print("SQLite")
            asyncio.run(measure(lambda: f"sqlite:///{folder / f'{next(files)}.db'}", options))
        if options.only != "sqlite":
            (folder / "postgres").mkdir()
            server = PostgresServer(folder / "postgres")
            try:
                print("PostgreSQL")
                asyncio.run(measure(lambda: server.url(server.create()), options))
            finally:
                server.stop()


if __name__ == "__main__":
    main()
