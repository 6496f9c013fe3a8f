"""What readers may see, with its part of the address, so that the delivery API finds it without looking at drafts.

The slugs of what is published already are made as on the day of this step; publishing again makes them as of then.
"""

import json
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NAMES = "content_published_names"
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "'": ""})
_PUBLISH_NAME = 3
"""The place of the published name in what a document's row says about a culture."""


def upgrade() -> None:
    op.create_table(
        _NAMES,
        sa.Column(
            "document_id", sa.BigInteger, sa.ForeignKey("content_documents.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("culture", sa.String(64), primary_key=True),
        sa.Column("parent_id", sa.BigInteger, nullable=False),
        sa.Column("slug", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
    )
    op.create_index("ix_content_published_names_slug", _NAMES, ["parent_id", "culture", "slug", "document_id"])
    documents = sa.table("content_documents", *map(sa.column, ("id", "parent_id", "publish_name", "cultures")))
    shown = sa.text("published AND NOT blueprint")
    rows = [
        {"document_id": row.id, "culture": culture, "parent_id": row.parent_id, "slug": _slug(name)}
        for row in op.get_bind().execute(sa.select(documents).where(shown)).all()
        for culture, name in _names(row).items()
    ]
    if rows:
        op.bulk_insert(sa.table(_NAMES, *map(sa.column, ("document_id", "culture", "parent_id", "slug"))), rows)


def _names(row: Any) -> dict[str, str]:
    cultures = json.loads(row.cultures)
    if not cultures:
        return {"": row.publish_name}
    return {culture: one[_PUBLISH_NAME] for culture, one in cultures.items() if one[_PUBLISH_NAME] is not None}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).lower().translate(_SPELT))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", letters)).split()
    return "-".join(words) or "document"
