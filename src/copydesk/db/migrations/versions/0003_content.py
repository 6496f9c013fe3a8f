"""Document types, languages, documents and their versions."""

import sqlalchemy as sa
from alembic import op

from copydesk.db.types import Json, UtcDateTime, Uuid

revision = "0003"
down_revision = "0002"

BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _types()
    _counters()
    _documents()
    _names()
    _versions()
    _dates()
    _folders()


def downgrade() -> None:
    """Remove the tables."""
    for table in (
        "content_blueprint_folders",
        "content_audit",
        "content_relations",
        "content_schedules",
        "content_versions",
        "content_document_names",
        "content_documents",
        "content_counters",
        "content_languages",
        "content_types",
    ):
        op.drop_table(table)


def _types() -> None:
    op.create_table(
        "content_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("alias", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("variation", sa.Integer(), nullable=False),
        sa.Column("properties", Json(), nullable=False),
        sa.Column("compositions", Json(), nullable=False),
        sa.Column("allowed_children", Json(), nullable=False),
        sa.Column("allowed_at_root", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stamp", Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_types")),
        sa.UniqueConstraint("alias", name=op.f("uq_content_types_alias")),
        sa.UniqueConstraint("key", name=op.f("uq_content_types_key")),
    )
    op.create_table(
        "content_languages",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column("fallback", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_content_languages")),
    )


def _counters() -> None:
    op.create_table(
        "content_counters",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_counters")),
    )
    op.execute("INSERT INTO content_counters (id, document, version) VALUES (1, 1000, 0)")


def _documents() -> None:
    op.create_table(
        "content_documents",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("path", BYTEWISE, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("trashed", sa.Boolean(), nullable=False),
        sa.Column("blueprint", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", BYTEWISE, nullable=False),
        sa.Column("cultures", Json(), nullable=False),
        sa.Column("publish_name", sa.String(length=255), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("creator", Uuid(), nullable=True),
        sa.Column("writer", Uuid(), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("updated", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("published_version_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["type_id"], ["content_types.id"], name=op.f("fk_content_documents_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_documents")),
        sa.UniqueConstraint("key", name=op.f("uq_content_documents_key")),
        sa.UniqueConstraint("path", name=op.f("uq_content_documents_path")),
    )
    op.create_index("ix_content_documents_name", "content_documents", ["parent_id", "name_key"], unique=False)
    op.create_index(
        "ix_content_documents_order", "content_documents", ["parent_id", "blueprint", "sort_order", "id"], unique=False
    )
    op.create_index(op.f("ix_content_documents_type_id"), "content_documents", ["type_id"], unique=False)


def _names() -> None:
    op.create_table(
        "content_document_names",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("culture", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("name_key", BYTEWISE, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["content_documents.id"],
            name=op.f("fk_content_document_names_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "culture", name=op.f("pk_content_document_names")),
    )
    op.create_index(
        "ix_content_document_names_name", "content_document_names", ["parent_id", "culture", "name_key"], unique=False
    )


def _versions() -> None:
    op.create_table(
        "content_versions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.Column("properties", Json(), nullable=False),
        sa.Column("date", UtcDateTime(), nullable=False),
        sa.Column("writer", Uuid(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("prevent_cleanup", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["content_documents.id"], name=op.f("fk_content_versions_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
    )
    op.create_index("ix_content_versions_document", "content_versions", ["document_id", "id"], unique=False)
    op.create_index(
        "uq_content_versions_current",
        "content_versions",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("is_current"),
        sqlite_where=sa.text("is_current"),
    )
    op.create_index(
        "uq_content_versions_published",
        "content_versions",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("is_published"),
        sqlite_where=sa.text("is_published"),
    )


def _dates() -> None:
    op.create_table(
        "content_schedules",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("culture", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["content_documents.id"], name=op.f("fk_content_schedules_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "culture", "action", name=op.f("pk_content_schedules")),
    )
    op.create_index("ix_content_schedules_due", "content_schedules", ["action", "due"], unique=False)
    op.create_table(
        "content_relations",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("alias", sa.String(length=128), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_relations")),
        sa.UniqueConstraint(
            "alias", "parent_id", "child_id", name=op.f("uq_content_relations_alias_parent_id_child_id")
        ),
    )
    op.create_index("ix_content_relations_child", "content_relations", ["child_id"], unique=False)
    op.create_index("ix_content_relations_parent", "content_relations", ["parent_id"], unique=False)
    op.create_table(
        "content_audit",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("actor", Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cultures", Json(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_audit")),
    )
    op.create_index("ix_content_audit_document", "content_audit", ["document_id", "id"], unique=False)


def _folders() -> None:
    op.create_table(
        "content_blueprint_folders",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("path", BYTEWISE, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_blueprint_folders")),
        sa.UniqueConstraint("key", name=op.f("uq_content_blueprint_folders_key")),
        sa.UniqueConstraint("path", name=op.f("uq_content_blueprint_folders_path")),
    )
    op.create_index(
        op.f("ix_content_blueprint_folders_parent_id"), "content_blueprint_folders", ["parent_id"], unique=False
    )
