"""The machine's own clock and ids: what a composition hands to the rooms that take them as arguments."""

import uuid
from datetime import UTC, datetime

__all__ = ["random_key", "utc_now"]


def utc_now() -> datetime:
    """Return the machine's time of day, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the adapter that everybody else is handed


def random_key() -> uuid.UUID:
    """Return a random key."""
    return uuid.uuid4()  # noqa: TID251 - this is the adapter that everybody else is handed
