"""The journal: records, the head that gives them positions, and the cursors of its readers."""

import sqlalchemy as sa
from alembic import op

from copydesk.db.types import Json, UtcDateTime, Uuid

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _records()
    _head_and_cursors()


def _records() -> None:
    op.create_table(
        "journal_records",
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("position", sa.BigInteger, unique=True),
        sa.Column("id", Uuid, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("type", sa.String(255), nullable=False),
        sa.Column("key", Uuid, nullable=False),
        sa.Column("parent_key", Uuid),
        sa.Column("path", sa.Text),
        sa.Column("original_path", sa.Text),
        sa.Column("whole_branch", sa.Boolean, nullable=False),
        sa.Column("branch_path", sa.Text),
        sa.Column("actor", Uuid),
        sa.Column("origin", sa.Text),
        sa.Column("cultures", Json(tuple[str, ...])),
        sa.Column("changed", Json(tuple[str, ...])),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("user", Uuid),
        sa.Column("site", sa.String(255)),
        sa.Column("trace_id", sa.String(255)),
    )
    op.create_index(
        "ix_journal_records_unnumbered",
        "journal_records",
        ["entry"],
        postgresql_where=sa.text("position IS NULL"),
        sqlite_where=sa.text("position IS NULL"),
    )


def _head_and_cursors() -> None:
    head = op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("newest", sa.BigInteger, nullable=False),
        sa.Column("oldest", sa.BigInteger, nullable=False),
    )
    op.execute(sa.insert(head).values(id=1, newest=0, oldest=0))
    op.create_table(
        "journal_cursors",
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("updated", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("journal_cursors")
    op.drop_table("journal_head")
    op.drop_table("journal_records")
