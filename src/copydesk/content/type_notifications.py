"""What is told before and after changes of document types and languages."""

from dataclasses import dataclass, field

from copydesk.content.model import DocumentType, Language
from copydesk.notifications import (
    ContentTypeChangeNotification,
    DeletedNotification,
    DeletingNotification,
    SavedNotification,
    SavingNotification,
)

__all__ = [
    "DocumentTypeChangedNotification",
    "DocumentTypeDeletedNotification",
    "DocumentTypeDeletingNotification",
    "DocumentTypeSavedNotification",
    "DocumentTypeSavingNotification",
    "LanguageDeletedNotification",
    "LanguageDeletingNotification",
    "LanguageSavedNotification",
    "LanguageSavingNotification",
]


@dataclass(eq=False)
class DocumentTypeSavingNotification(SavingNotification[DocumentType]):
    """A document type is about to be saved."""


@dataclass(eq=False)
class DocumentTypeSavedNotification(SavedNotification[DocumentType]):
    """A document type was saved."""


@dataclass(eq=False)
class DocumentTypeDeletingNotification(DeletingNotification[DocumentType]):
    """A document type is about to be deleted."""


@dataclass(eq=False)
class DocumentTypeDeletedNotification(DeletedNotification[DocumentType]):
    """A document type was deleted."""


@dataclass(eq=False)
class DocumentTypeChangedNotification(ContentTypeChangeNotification[DocumentType]):
    """Document types changed: the saved one, and those that are composed of it."""


@dataclass(eq=False)
class LanguageSavingNotification(SavingNotification[Language]):
    """Languages are about to be saved."""


@dataclass(eq=False)
class LanguageSavedNotification(SavedNotification[Language]):
    """Languages were saved."""

    created: frozenset[str] = field(default=frozenset(), kw_only=True)
    """The codes of those that were not there before."""


@dataclass(eq=False)
class LanguageDeletingNotification(DeletingNotification[Language]):
    """A language is about to be deleted."""


@dataclass(eq=False)
class LanguageDeletedNotification(DeletedNotification[Language]):
    """A language was deleted."""
