"""The tables of the identity room.

Secrets stand in them only as hashes, except the signing keys: whoever can write this database can make themselves an
administrator anyway.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from copydesk.db import Json, UtcDateTime, Uuid, metadata

__all__ = [
    "api_key_groups",
    "api_keys",
    "external_logins",
    "refresh_tokens",
    "sessions",
    "signing_keys",
    "user_group_members",
    "user_groups",
    "users",
]

users = Table(
    "identity_users",
    metadata,
    Column("key", Uuid, primary_key=True),
    Column("email", String(255), nullable=False),
    Column("normal_email", String(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("language", String(35), nullable=False),
    Column("state", String(20), nullable=False),
    Column("document_start_nodes", Json(frozenset[int]), nullable=False),
    Column("media_start_nodes", Json(frozenset[int]), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("last_sign_in", UtcDateTime),
    Column("password_hash", String(255)),
    Column("security_stamp", Uuid, nullable=False),
    Column("stamped", UtcDateTime, nullable=False),
    Column("failed_attempts", Integer, nullable=False),
    Column("locked_out_at", UtcDateTime),
)
"""A user and, in the last five columns, what proves that it is they. The proof never leaves this room."""

user_groups = Table(
    "identity_user_groups",
    metadata,
    Column("key", Uuid, primary_key=True),
    Column("alias", String(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("sections", Json(frozenset[str]), nullable=False),
    Column("trees", Json(frozenset[str]), nullable=False),
    Column("verbs", Json(frozenset[str]), nullable=False),
    Column("node_verbs", Json(dict[int, frozenset[str]]), nullable=False),
    Column("document_start_nodes", Json(frozenset[int]), nullable=False),
    Column("media_start_nodes", Json(frozenset[int]), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
)

user_group_members = Table(
    "identity_user_group_members",
    metadata,
    Column("user_key", ForeignKey(users.c.key, ondelete="CASCADE"), primary_key=True),
    Column("group_key", ForeignKey(user_groups.c.key, ondelete="CASCADE"), primary_key=True, index=True),
)

external_logins = Table(
    "identity_external_logins",
    metadata,
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("user_key", ForeignKey(users.c.key, ondelete="CASCADE"), nullable=False, index=True),
)

api_keys = Table(
    "identity_api_keys",
    metadata,
    Column("key", Uuid, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
)

api_key_groups = Table(
    "identity_api_key_groups",
    metadata,
    Column("api_key", ForeignKey(api_keys.c.key, ondelete="CASCADE"), primary_key=True),
    Column("group_key", ForeignKey(user_groups.c.key, ondelete="CASCADE"), primary_key=True, index=True),
)

sessions = Table(
    "identity_sessions",
    metadata,
    Column("key", Uuid, primary_key=True),
    Column("user_key", ForeignKey(users.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("stamp", Uuid, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("revoked_at", UtcDateTime),
)
"""One sign-in each: the family of the refresh tokens that follow from it. Good while `stamp` is still the user's."""

refresh_tokens = Table(
    "identity_refresh_tokens",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("session_key", ForeignKey(sessions.c.key, ondelete="CASCADE"), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index(None, "session_key"),
)

signing_keys = Table(
    "identity_signing_keys",
    metadata,
    Column("kid", String(32), primary_key=True),
    Column("secret", LargeBinary(64), nullable=False),
    Column("created", UtcDateTime, nullable=False),
)
