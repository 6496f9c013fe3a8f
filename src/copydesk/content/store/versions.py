"""The versions of documents as they are kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from copydesk.content.model import Document, VersionInfo
from copydesk.content.store.rows import loaded_slots, version_from_row
from copydesk.content.tables import versions
from copydesk.db import ReadScope, WriteScope

__all__ = [
    "count_versions",
    "delete_old_versions",
    "delete_one_version",
    "keep_version",
    "load_version",
    "version_infos",
    "version_values",
]


_INFOS = select(
    versions.c.id,
    versions.c.document_id,
    versions.c.name,
    versions.c.date,
    versions.c.writer,
    versions.c.is_current,
    versions.c.is_published,
    versions.c.prevent_cleanup,
)


async def version_infos(scope: ReadScope, document_id: int, *, skip: int, take: int) -> list[VersionInfo]:
    """Return the versions of a document, newest first."""
    query = _INFOS.where(versions.c.document_id == document_id).order_by(versions.c.id.desc())
    return [version_from_row(row) for row in await scope.execute(query.offset(skip).limit(take))]


async def count_versions(scope: ReadScope, document_id: int) -> int:
    """Count the versions of a document."""
    counted: int = await scope.scalar(select(func.count()).where(versions.c.document_id == document_id))
    return counted


async def load_version(scope: ReadScope, version_id: int) -> VersionInfo | None:
    """Return one version, without its values."""
    row = (await scope.execute(_INFOS.where(versions.c.id == version_id))).one_or_none()
    return version_from_row(row) if row is not None else None


async def version_values(scope: ReadScope, version_id: int, document: Document) -> Document:
    """Return a clone of `document` whose draft is that of one of its versions; what is published stays."""
    query = select(versions.c.name, versions.c.names, versions.c.properties, versions.c.date)
    row = (await scope.execute(query.where(versions.c.id == version_id))).one()
    twin = document.clone()
    with twin.tracking_paused():
        twin.rename(row.name)
        twin.version_id = version_id
        for culture in [*twin.culture_infos]:
            twin.culture_infos.remove(culture)
        for culture, name in row.names.items():
            twin.culture_infos.put(culture, name, row.date)
        for alias in {*twin.properties, *row.properties}:
            live = twin.properties[alias].published if alias in twin.properties else {}
            twin.load_property(alias, loaded_slots(row.properties.get(alias)), live)
    return twin


def _old(document_id: int) -> ColumnElement[bool]:
    return (
        (versions.c.document_id == document_id) & versions.c.is_current.is_(False) & versions.c.is_published.is_(False)
    )


async def delete_old_versions(scope: WriteScope, document_id: int, before: datetime) -> int:
    """Delete what is older than a date, but for the current, the published and the kept ones; return how many."""
    old = _old(document_id) & (versions.c.date < before) & versions.c.prevent_cleanup.is_(False)
    return (await scope.execute(delete(versions).where(old))).rowcount


async def delete_one_version(scope: WriteScope, document_id: int, version_id: int) -> int:
    """Delete one version, unless it is the current or the published one; return how many."""
    return (await scope.execute(delete(versions).where(_old(document_id) & (versions.c.id == version_id)))).rowcount


async def keep_version(scope: WriteScope, version_id: int, *, keep: bool) -> None:
    """Say whether the clean-up leaves a version alone."""
    await scope.execute(update(versions).where(versions.c.id == version_id).values(prevent_cleanup=keep))
