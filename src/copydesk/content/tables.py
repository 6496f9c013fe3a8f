"""The tables of the content room.

A document is one row with all that lists need, its names and dates by culture included; the values of its properties
stand in its versions, one JSON document each. So a save writes few rows, and loading a document is one query.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from copydesk.db import Json, UtcDateTime, Uuid, metadata

__all__ = [
    "StoredCulture",
    "audit",
    "blueprint_folders",
    "counters",
    "document_names",
    "document_types",
    "documents",
    "languages",
    "published_names",
    "relations",
    "schedules",
    "versions",
]

BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts and is searched by its bytes, so that an index finds everything that begins alike."""
SERIAL = BigInteger().with_variant(Integer, "sqlite")


class StoredCulture(msgspec.Struct, array_like=True, frozen=True):
    """What a document's row says about one culture: the draft's name and date, and the published ones."""

    name: str | None
    date: datetime | None
    edited: bool
    publish_name: str | None
    publish_date: datetime | None


document_types = Table(
    "content_types",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Uuid, nullable=False, unique=True),
    Column("alias", String(128), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("variation", Integer, nullable=False),
    Column("properties", Json(list[dict[str, Any]]), nullable=False),
    Column("compositions", Json(list[int]), nullable=False),
    Column("allowed_children", Json(list[str]), nullable=False),
    Column("allowed_at_root", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stamp", Uuid, nullable=False),
    Column("icon", String(64), nullable=False, server_default=text("''")),
    Column("description", Text, nullable=False, server_default=text("''")),
)
"""The stamp is a new key after every change of the type or of a composition: whoever knows it knows the type."""

languages = Table(
    "content_languages",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("is_mandatory", Boolean, nullable=False),
    Column("fallback", String(64)),
    Column("position", Integer, nullable=False),
)

counters = Table(
    "content_counters",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("document", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("languages_stamp", Uuid),
)
"""One row: the last ids given out. Whoever draws one holds the write lock of the tree, so none is given out twice.

The stamp follows from all languages: whoever knows it knows them. It is NULL until they are saved.
"""

documents = Table(
    "content_documents",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Uuid, nullable=False, unique=True),
    Column("type_id", ForeignKey(document_types.c.id), nullable=False, index=True),
    Column("parent_id", BigInteger, nullable=False),
    Column("path", BYTEWISE, nullable=False, unique=True),
    Column("level", Integer, nullable=False),
    Column("sort_order", Integer, nullable=False),
    Column("trashed", Boolean, nullable=False),
    Column("blueprint", Boolean, nullable=False),
    Column("name", String(255), nullable=False),
    Column("name_key", BYTEWISE, nullable=False),
    Column("cultures", Json(dict[str, StoredCulture]), nullable=False),
    Column("publish_name", String(255), nullable=False),
    Column("published", Boolean, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("creator", Uuid),
    Column("writer", Uuid),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("version_id", BigInteger, nullable=False),
    Column("published_version_id", BigInteger, nullable=False),
    Index("ix_content_documents_order", "parent_id", "blueprint", "sort_order", "id"),
    Index("ix_content_documents_name", "parent_id", "name_key"),
    Index("ix_content_documents_recent", "blueprint", "trashed", "updated", "id"),
    Index("ix_content_documents_writer", "writer", "blueprint", "trashed", "updated", "id"),
)

document_names = Table(
    "content_document_names",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("culture", String(64), primary_key=True),
    Column("parent_id", BigInteger, nullable=False),
    Column("name_key", BYTEWISE, nullable=False),
    Index("ix_content_document_names_name", "parent_id", "culture", "name_key"),
)
"""The names by culture once more, where siblings with the same one are found quickly."""

published_names = Table(
    "content_published_names",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("culture", String(64), primary_key=True),
    Column("parent_id", BigInteger, nullable=False),
    Column("slug", BYTEWISE, nullable=False),
    Index("ix_content_published_names_slug", "parent_id", "culture", "slug", "document_id"),
)
"""What readers may see: a row for each published culture, with the empty one for documents that do not vary."""

versions = Table(
    "content_versions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), nullable=False),
    Column("name", String(255), nullable=False),
    Column("names", Json(dict[str, str]), nullable=False),
    Column("properties", Json(dict[str, dict[str, Any]]), nullable=False),
    Column("date", UtcDateTime, nullable=False),
    Column("writer", Uuid),
    Column("is_current", Boolean, nullable=False),
    Column("is_published", Boolean, nullable=False),
    Column("prevent_cleanup", Boolean, nullable=False),
    Index("ix_content_versions_document", "document_id", "id"),
    Index(
        "uq_content_versions_current",
        "document_id",
        unique=True,
        postgresql_where=text("is_current"),
        sqlite_where=text("is_current"),
    ),
    Index(
        "uq_content_versions_published",
        "document_id",
        unique=True,
        postgresql_where=text("is_published"),
        sqlite_where=text("is_published"),
    ),
)

schedules = Table(
    "content_schedules",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("culture", String(64), primary_key=True),
    Column("action", String(16), primary_key=True),
    Column("due", UtcDateTime, nullable=False),
    Index("ix_content_schedules_due", "action", "due"),
)

relations = Table(
    "content_relations",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("alias", String(128), nullable=False),
    Column("parent_id", BigInteger, nullable=False),
    Column("child_id", BigInteger, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("comment", Text, nullable=False),
    UniqueConstraint("alias", "parent_id", "child_id"),
    Index("ix_content_relations_child", "child_id"),
    Index("ix_content_relations_parent", "parent_id"),
)

audit = Table(
    "content_audit",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("document_id", BigInteger, nullable=False),
    Column("action", String(32), nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("cultures", Json(list[str]), nullable=False),
    Column("comment", Text, nullable=False),
    Index("ix_content_audit_document", "document_id", "id"),
)
"""Entries outlive their documents."""

blueprint_folders = Table(
    "content_blueprint_folders",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Uuid, nullable=False, unique=True),
    Column("parent_id", BigInteger, nullable=False, index=True),
    Column("path", BYTEWISE, nullable=False, unique=True),
    Column("name", String(255), nullable=False),
)
