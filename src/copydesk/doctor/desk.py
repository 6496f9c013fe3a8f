"""What is in the database: tables of this version, an administrator, languages and types, a journal in step."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text

from copydesk.db import Database, DatabaseUrl, Engine
from copydesk.doctor.findings import Finding
from copydesk.identity.store import another_administrator
from copydesk.journal import Cursors
from copydesk.rooms import Rooms
from copydesk.system import utc_now

__all__ = ["look_at_desk", "will_be_made"]

_DRIFT: Final = timedelta(seconds=5)
_FAR_BEHIND: Final = 10_000


def will_be_made(url: str) -> bool:
    """Tell whether the first start is going to make this database: an embedded one whose file is not there yet."""
    parsed = DatabaseUrl.parse(url)
    is_new = parsed.engine is Engine.SQLITE and not parsed.path.exists()
    return is_new and parsed.path.parent.is_dir()


async def look_at_desk(rooms: Rooms) -> AsyncIterator[Finding]:
    """Look at an open database."""
    yield Finding.well("database", f"{rooms.database} answers, and its tables are of this version.")
    yield await _clock(rooms.database)
    yield await _administrator(rooms)
    yield await _content(rooms)
    yield await _journal(rooms)


async def _clock(database: Database) -> Finding:
    async with database.read("doctor") as scope:
        statement = "SELECT now()" if database.url.engine is Engine.POSTGRESQL else "SELECT unixepoch()"
        told = await scope.scalar(text(statement))
    theirs = told if isinstance(told, datetime) else datetime.fromtimestamp(int(told), UTC)
    drift = abs(utc_now() - theirs)
    if drift > _DRIFT:
        found = f"This machine and the database are {drift.total_seconds():.0f} s apart."
        return Finding.warning("clock", found, "Let both follow a time server; tokens and schedules depend on it.")
    return Finding.well("clock", "This machine and the database agree on the time.")


async def _administrator(rooms: Rooms) -> Finding:
    async with rooms.database.read("doctor") as scope:
        there_is_one = await another_administrator(scope, ())
    if there_is_one:
        return Finding.well("administrator", "There is one.")
    do = "The next start of the server makes one, and shows the password once."
    return Finding.warning("administrator", "There is none who is not disabled.", do)


async def _content(rooms: Rooms) -> Finding:
    languages, types = await rooms.languages.all(), await rooms.document_types.all()
    missing = [name for name, known in (("language", languages), ("document type", types)) if not known]
    if missing:
        do = "Make some in the settings of the back office, or begin with `copydesk import` or `copydesk serve --demo`."
        return Finding.warning("content", f"There is no {' and no '.join(missing)} yet.", do)
    return Finding.well("content", f"{len(list(languages or ()))} languages and {len(types)} document types.")


async def _journal(rooms: Rooms) -> Finding:
    newest = (await rooms.journal.bounds()).newest
    lags = await Cursors(rooms.journal, utc_now).lags()
    behind = {name: lag.records for name, lag in lags.items() if lag.records > _FAR_BEHIND}
    if behind:
        told = ", ".join(f"{name} by {records:,}" for name, records in behind.items())
        do = "See whether they still run; what they have not read is kept only for so long."
        return Finding.warning("journal", f"Readers are far behind: {told} records.", do)
    return Finding.well("journal", f"{newest:,} changes have their position; {len(lags)} durable readers follow.")
