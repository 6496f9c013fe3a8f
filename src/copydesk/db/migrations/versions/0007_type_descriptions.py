"""What a type of document is for, told to editors who choose one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("content_types", sa.Column("description", sa.Text, nullable=False, server_default=""))
