"""Users, user groups, API keys, sign-ins and signing keys."""

import sqlalchemy as sa
from alembic import op

from copydesk.db.types import Json, UtcDateTime, Uuid

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _rights()
    _users()
    _members()
    _services()
    _sign_ins()


def downgrade() -> None:
    """Remove the tables."""
    for table in (
        "identity_refresh_tokens",
        "identity_sessions",
        "identity_signing_keys",
        "identity_api_key_groups",
        "identity_api_keys",
        "identity_external_logins",
        "identity_user_group_members",
        "identity_users",
        "identity_user_groups",
    ):
        op.drop_table(table)


def _rights() -> None:
    op.create_table(
        "identity_user_groups",
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("alias", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sections", Json(), nullable=False),
        sa.Column("trees", Json(), nullable=False),
        sa.Column("verbs", Json(), nullable=False),
        sa.Column("node_verbs", Json(), nullable=False),
        sa.Column("document_start_nodes", Json(), nullable=False),
        sa.Column("media_start_nodes", Json(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("updated", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identity_user_groups")),
        sa.UniqueConstraint("alias", name=op.f("uq_identity_user_groups_alias")),
    )


def _users() -> None:
    op.create_table(
        "identity_users",
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("normal_email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("document_start_nodes", Json(), nullable=False),
        sa.Column("media_start_nodes", Json(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("updated", UtcDateTime(), nullable=False),
        sa.Column("last_sign_in", UtcDateTime(), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("security_stamp", Uuid(), nullable=False),
        sa.Column("stamped", UtcDateTime(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_out_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identity_users")),
        sa.UniqueConstraint("normal_email", name=op.f("uq_identity_users_normal_email")),
    )


def _members() -> None:
    op.create_table(
        "identity_external_logins",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user_key", Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_key"], ["identity_users.key"], name=op.f("fk_identity_external_logins_user_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity_external_logins")),
    )
    op.create_index(
        op.f("ix_identity_external_logins_user_key"), "identity_external_logins", ["user_key"], unique=False
    )
    op.create_table(
        "identity_user_group_members",
        sa.Column("user_key", Uuid(), nullable=False),
        sa.Column("group_key", Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_key"],
            ["identity_user_groups.key"],
            name=op.f("fk_identity_user_group_members_group_key"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_key"],
            ["identity_users.key"],
            name=op.f("fk_identity_user_group_members_user_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_key", "group_key", name=op.f("pk_identity_user_group_members")),
    )
    op.create_index(
        op.f("ix_identity_user_group_members_group_key"), "identity_user_group_members", ["group_key"], unique=False
    )


def _services() -> None:
    op.create_table(
        "identity_api_keys",
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identity_api_keys")),
    )
    op.create_table(
        "identity_api_key_groups",
        sa.Column("api_key", Uuid(), nullable=False),
        sa.Column("group_key", Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["api_key"], ["identity_api_keys.key"], name=op.f("fk_identity_api_key_groups_api_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_key"],
            ["identity_user_groups.key"],
            name=op.f("fk_identity_api_key_groups_group_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("api_key", "group_key", name=op.f("pk_identity_api_key_groups")),
    )
    op.create_index(
        op.f("ix_identity_api_key_groups_group_key"), "identity_api_key_groups", ["group_key"], unique=False
    )


def _sign_ins() -> None:
    op.create_table(
        "identity_signing_keys",
        sa.Column("kid", sa.String(length=32), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=64), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_identity_signing_keys")),
    )
    op.create_table(
        "identity_sessions",
        sa.Column("key", Uuid(), nullable=False),
        sa.Column("user_key", Uuid(), nullable=False),
        sa.Column("stamp", Uuid(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_key"], ["identity_users.key"], name=op.f("fk_identity_sessions_user_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_identity_sessions")),
    )
    op.create_index(op.f("ix_identity_sessions_expires_at"), "identity_sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_identity_sessions_user_key"), "identity_sessions", ["user_key"], unique=False)
    op.create_table(
        "identity_refresh_tokens",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("session_key", Uuid(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_key"],
            ["identity_sessions.key"],
            name=op.f("fk_identity_refresh_tokens_session_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_identity_refresh_tokens")),
    )
    op.create_index(
        op.f("ix_identity_refresh_tokens_session_key"), "identity_refresh_tokens", ["session_key"], unique=False
    )
