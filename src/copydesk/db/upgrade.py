"""Bringing the tables up to date: migrations run in one transaction, one process at a time."""

import asyncio
from pathlib import Path
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.schema import CreateSchema

from copydesk.db.backend import Backend
from copydesk.db.errors import DatabaseError, SchemaOutdatedError
from copydesk.db.locks import MIGRATIONS, LockMode
from copydesk.db.queues import Holder

__all__ = ["check", "migration_scripts", "upgrade"]

_FOLDER = Path(__file__).parent / "migrations"
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def migration_scripts() -> ScriptDirectory:
    """Give the migrations, one line from the oldest to the newest."""
    return ScriptDirectory.from_config(_config())


async def upgrade(backend: Backend, schema: str | None = None) -> bool:
    """Run the migrations that are missing. Safe when several processes do it at once: one does, the others wait.

    Args:
        backend: an engine made for migrations, as `copydesk.db.backends.open_backend` makes it.
        schema: the PostgreSQL schema to make if it is missing.

    Returns:
        Whether there was anything to do.

    Raises:
        SchemaOutdatedError: the tables come from a newer version of this program.
    """
    holder = Holder("migrations")
    try:
        connection = await backend.begin_write(holder)
        try:
            await backend.lock(connection, [(MIGRATIONS, LockMode.WRITE)])
            async with _turn():
                changed = await connection.run_sync(_upgrade, schema)
            await connection.commit()
        finally:
            await connection.close()
    finally:
        backend.release(holder)
    return changed


async def check(backend: Backend) -> None:
    """See whether the tables fit this program.

    Raises:
        SchemaOutdatedError: they do not; the message says what to do.
    """
    connection = await backend.begin_read()
    try:
        current = await connection.run_sync(_revision)
    finally:
        await connection.close()
    head = migration_scripts().get_current_head()
    if current != head:
        _refuse_unknown(current)
        raise SchemaOutdatedError(
            f"the tables are at {current or 'nothing'} and this program needs {head}; run `copydesk db upgrade`"
        )


def _turn() -> asyncio.Lock:
    """Alembic keeps the running migration in a global, so that only one can run at a time in a process."""
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in migration_scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaOutdatedError(
            f"the tables are at {revision}, which this program does not know; run the newer version that made them"
        )


def _upgrade(connection: Connection, schema: str | None) -> bool:
    if schema is not None:
        connection.execute(CreateSchema(schema, if_not_exists=True))
    current = _revision(connection)
    _refuse_unknown(current)
    if current == migration_scripts().get_current_head():
        return False
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _check_foreign_keys(connection)
    return True


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":  # Migrations run with foreign keys off, because they rebuild tables.
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise DatabaseError(f"a migration left rows of {broken[0][0]} that point at nothing; nothing was changed")
