"""The history of a document: one current version, the draft; at most one published; the rest frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

__all__ = ["VersionInfo"]


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of a document, without its values.

    Attributes:
        id: the number of the version.
        document_id: the document it belongs to.
        name: the document's name in it.
        date: when it was last written.
        writer: the key of the user who wrote it last.
        is_current: it is the draft.
        is_published: it is what was published last.
        prevent_cleanup: the clean-up of old versions leaves it alone.
    """

    id: int
    document_id: int
    name: str
    date: datetime
    writer: UUID | None
    is_current: bool
    is_published: bool
    prevent_cleanup: bool
