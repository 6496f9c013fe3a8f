"""Documents by when they were written last, and by whom, so that the newest are found without reading all.

Types forget, besides, that they allow types below them that are not there: nobody could save them any more.
"""

import json
from uuid import uuid5

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_LISTED = ["blueprint", "trashed", "updated", "id"]
_TYPES = sa.table(
    "content_types",
    *map(sa.column, ("id", "alias", "allowed_children", "version")),
    sa.column("stamp", sa.Uuid()),
)


def upgrade() -> None:
    op.create_index("ix_content_documents_recent", "content_documents", _LISTED)
    op.create_index("ix_content_documents_writer", "content_documents", ["writer", *_LISTED])
    types = op.get_bind().execute(sa.select(_TYPES)).all()
    known = {one.alias for one in types}
    for one in types:
        allowed = json.loads(one.allowed_children)
        there = [alias for alias in allowed if alias in known]
        if there != allowed:
            changed = {
                "allowed_children": json.dumps(there),
                "version": one.version + 1,
                "stamp": uuid5(one.stamp, revision),
            }
            op.execute(sa.update(_TYPES).where(_TYPES.c.id == one.id).values(**changed))
