"""What the doctor finds."""

from enum import StrEnum

import msgspec

__all__ = ["Finding", "Health"]


class Health(StrEnum):
    """How well something is."""

    WELL = "well"
    WARNING = "warning"
    """It works, but not as one would expect."""
    ILL = "ill"
    """The server cannot start, or cannot do its work."""


class Finding(msgspec.Struct, frozen=True):
    """What was looked at, how it is, and what to do about it.

    Attributes:
        what: what was looked at, such as `database`.
        health: how it is.
        found: what was found, for people.
        do: what to do; empty when it is well.
    """

    what: str
    health: Health
    found: str
    do: str = ""

    @classmethod
    def well(cls, what: str, found: str) -> "Finding":
        """Say that something is as it should be."""
        return cls(what, Health.WELL, found)

    @classmethod
    def warning(cls, what: str, found: str, do: str) -> "Finding":
        """Say that something is not as one would expect."""
        return cls(what, Health.WARNING, found, do)

    @classmethod
    def ill(cls, what: str, found: str, do: str) -> "Finding":
        """Say that something keeps the server from its work."""
        return cls(what, Health.ILL, found, do)
