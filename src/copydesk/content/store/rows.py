"""Between documents and their rows."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from copydesk.content.model import CultureInfo, Document, DocumentType, Place, VersionInfo, name_key
from copydesk.content.model.names import slug
from copydesk.content.model.properties import Slots, Variant
from copydesk.content.tables import StoredCulture

__all__ = [
    "document_from_row",
    "document_row",
    "draft_properties",
    "loaded_slots",
    "name_rows",
    "published_name_rows",
    "published_properties",
    "version_from_row",
    "version_row",
]

_NOT_THERE: tuple[None, None] = (None, None)
StoredProperties = Mapping[str, Mapping[str, Any]]


def document_from_row(row: Row[Any], document_type: DocumentType) -> Document:
    """Build a clean document from a row of `documents`, with `draft` and `live` properties beside."""
    document = Document(document_type, row.parent_id, keys=_no_key, key=row.key)
    with document.tracking_paused():
        document.identify(row.id, row.version_id)
        document.put_at(Place(row.parent_id, row.path, row.level, row.sort_order, row.trashed))
        document.rename(row.name)
        document.creator, document.writer = row.creator, row.writer
        document.create_date, document.update_date = row.created, row.updated
    document.version, document.published_version_id = row.version, row.published_version_id
    document.blueprint, document.edited, document.publish_name = row.blueprint, row.edited, row.publish_name
    document.settle_published(row.published)
    _load_cultures(document, row.cultures)
    _load_properties(document, row.draft, row.live or {})
    return document


def _no_key() -> UUID:
    raise AssertionError("a stored document has its key")


def _load_cultures(document: Document, stored: Mapping[str, StoredCulture]) -> None:
    if not stored:
        return
    document.culture_infos.restore({c: CultureInfo(s.name, s.date) for c, s in stored.items() if s.name is not None})
    document.publish_infos.restore(
        {c: CultureInfo(s.publish_name, s.publish_date) for c, s in stored.items() if s.publish_name is not None}
    )
    document.edited_cultures = frozenset(culture for culture, one in stored.items() if one.edited)


def _load_properties(document: Document, draft: StoredProperties, live: StoredProperties) -> None:
    for alias in dict.fromkeys([*draft, *live]):
        document.load_property(alias, loaded_slots(draft.get(alias)), loaded_slots(live.get(alias)))


def loaded_slots(stored: Mapping[str, Any] | None) -> Slots:
    """Read the values of one property."""
    return {_variant(key): value for key, value in stored.items()} if stored else {}


@lru_cache(maxsize=4096)
def _variant(key: str) -> Variant:
    culture, _, segment = key.partition("|")
    return Variant(culture or None, segment or None)


@lru_cache(maxsize=4096)
def _variant_key(variant: Variant) -> str:
    culture, segment = variant
    return (culture or "") + (f"|{segment}" if segment else "")


def draft_properties(document: Document) -> dict[str, dict[str, Any]]:
    """Write down the draft values."""
    return {
        alias: {_variant_key(variant): value for variant, value in found.draft.items()}
        for alias, found in document.properties.items()
        if found.draft
    }


def published_properties(document: Document) -> dict[str, dict[str, Any]]:
    """Write down the published values."""
    return {
        alias: {_variant_key(variant): value for variant, value in found.published.items()}
        for alias, found in document.properties.items()
        if found.published
    }


def document_row(document: Document) -> dict[str, Any]:
    """Write down everything of a document but its values."""
    return {
        "id": document.id,
        "key": document.key,
        "type_id": document.type.id,
        "parent_id": document.parent_id,
        "path": document.path,
        "level": document.level,
        "sort_order": document.sort_order,
        "trashed": document.trashed,
        "blueprint": document.blueprint,
        "name": document.name,
        "name_key": name_key(document.name),
        "cultures": _stored_cultures(document),
        "publish_name": document.publish_name,
        "published": document.published,
        "edited": document.edited,
        "creator": document.creator,
        "writer": document.writer,
        "created": document.create_date,
        "updated": document.update_date,
        "version": document.version,
        "version_id": document.version_id,
        "published_version_id": document.published_version_id,
    }


def _stored_cultures(document: Document) -> dict[str, StoredCulture]:
    names, published = document.culture_infos, document.publish_infos
    stored = {}
    for culture in dict.fromkeys([*names, *published]):
        name, date = names.get(culture, _NOT_THERE)
        publish_name, publish_date = published.get(culture, _NOT_THERE)
        edited = culture in document.edited_cultures
        stored[culture] = StoredCulture(name, date, edited, publish_name, publish_date)
    return stored


def name_rows(document: Document) -> list[dict[str, Any]]:
    """Write down the names by culture, to find siblings that have the same."""
    return [
        {
            "document_id": document.id,
            "culture": culture,
            "parent_id": document.parent_id,
            "name_key": name_key(info.name),
        }
        for culture, info in document.culture_infos.items()
    ]


def version_row(document: Document, version_id: int, at: datetime, *, current: bool, published: bool) -> dict[str, Any]:
    """Write down a version: the published values when it is frozen as published, else the draft."""
    frozen = published and not current
    infos = document.publish_infos if frozen else document.culture_infos
    return {
        "id": version_id,
        "document_id": document.id,
        "name": document.name,
        "names": {culture: info.name for culture, info in infos.items()},
        "properties": published_properties(document) if frozen else draft_properties(document),
        "date": at,
        "writer": document.writer,
        "is_current": current,
        "is_published": published,
        "prevent_cleanup": False,
    }


def version_from_row(row: Row[Any]) -> VersionInfo:
    """Read a version without its values."""
    return VersionInfo(
        row.id,
        row.document_id,
        row.name,
        row.date,
        row.writer,
        row.is_current,
        row.is_published,
        row.prevent_cleanup,
    )


def published_name_rows(document: Document, *, published: bool) -> list[dict[str, Any]]:
    """Write down what readers may see of a document: a row for each published culture."""
    if not published or document.blueprint:
        return []
    names = {"": document.publish_name}
    if document.type.varies_by_culture:
        names = {culture: info.name for culture, info in document.publish_infos.items()}
    return [
        {"document_id": document.id, "culture": culture, "parent_id": document.parent_id, "slug": slug(name)}
        for culture, name in names.items()
    ]
