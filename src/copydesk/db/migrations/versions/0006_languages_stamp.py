"""The languages' stamp, by which a save knows the languages without reading them."""

import sqlalchemy as sa
from alembic import op

from copydesk.db.types import Uuid

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; NULL until the languages are saved again, and read every time until then."""
    op.add_column("content_counters", sa.Column("languages_stamp", Uuid()))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("content_counters", "languages_stamp")
