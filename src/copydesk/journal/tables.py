"""The tables of the journal."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text

from copydesk.db import Json, UtcDateTime, Uuid, metadata

__all__ = ["journal_cursors", "journal_head", "journal_records"]

journal_records = Table(
    "journal_records",
    metadata,
    Column("entry", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("position", BigInteger, unique=True),
    Column("id", Uuid, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("source", String(255), nullable=False),
    Column("type", String(255), nullable=False),
    Column("key", Uuid, nullable=False),
    Column("parent_key", Uuid),
    Column("path", Text),
    Column("original_path", Text),
    Column("whole_branch", Boolean, nullable=False),
    Column("branch_path", Text),
    Column("actor", Uuid),
    Column("origin", Text),
    Column("cultures", Json(tuple[str, ...])),
    Column("changed", Json(tuple[str, ...])),
    Column("audience", String(16), nullable=False),
    Column("user", Uuid),
    Column("site", String(255)),
    Column("trace_id", String(255)),
    Index(
        "ix_journal_records_unnumbered",
        "entry",
        postgresql_where=text("position IS NULL"),
        sqlite_where=text("position IS NULL"),
    ),
)
"""The entry is drawn when a record is inserted, the position given after its commit. Readers look at positions only."""

journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("newest", BigInteger, nullable=False),
    Column("oldest", BigInteger, nullable=False),
)
"""One row: the last position given out, and the position up to which records were removed."""

journal_cursors = Table(
    "journal_cursors",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)
"""How far each durable reader has come."""
