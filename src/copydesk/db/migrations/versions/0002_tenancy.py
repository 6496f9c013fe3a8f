"""Tenants, sites and host aliases; the home tenant with one site that answers everywhere."""

import sqlalchemy as sa
from alembic import op

from copydesk.db.types import Uuid

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    tenants = op.create_table(
        "tenant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("database_url", sa.String(2000), unique=True),
        sqlite_autoincrement=True,
    )
    sites = op.create_table(
        "site",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant_id", sa.Integer, sa.ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("root_key", Uuid),
        sqlite_autoincrement=True,
    )
    aliases = op.create_table(
        "site_alias",
        sa.Column("host", sa.String(255), primary_key=True),
        sa.Column("port", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("path", sa.String(1000), primary_key=True),
        sa.Column("site_id", sa.Integer, sa.ForeignKey("site.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("sort_order", sa.Integer, nullable=False),
    )
    op.execute(sa.insert(tenants).values(name="home"))
    op.execute(sa.insert(sites).values(tenant_id=1, name="home"))
    op.execute(sa.insert(aliases).values(host="*", port=0, path="", site_id=1, sort_order=0))


def downgrade() -> None:
    op.drop_table("site_alias")
    op.drop_table("site")
    op.drop_table("tenant")
