"""Groups of readers that values may be written for, besides those for everybody."""

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Segment", "Segments"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of readers.

    Attributes:
        alias: what values and readers name it by.
        name: what editors see.
    """

    alias: str
    name: str


Segments: TypeAlias = tuple[Segment, ...]
"""Those that editors are offered. Values of others are kept and shown as well."""
