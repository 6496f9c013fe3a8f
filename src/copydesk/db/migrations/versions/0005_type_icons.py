"""The picture that the documents of a type have in the tree."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("content_types", sa.Column("icon", sa.String(64), nullable=False, server_default=""))
