"""Ids that sort by time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

__all__ = ["time_ordered_id"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_VERSION_AND_VARIANT = 0x7 << 76 | 0b10 << 62
_RANDOM = (1 << 128) - 1 ^ (0xFFFFFFFFFFFF << 80 | 0xF << 76 | 0b11 << 62)


def time_ordered_id(moment: datetime, random: UUID) -> UUID:
    """Make a UUID version 7 (RFC 9562) of a moment and of the random bits of another id."""
    milliseconds = (moment - _EPOCH) // _MILLISECOND
    return UUID(int=milliseconds << 80 | _VERSION_AND_VARIANT | random.int & _RANDOM)
