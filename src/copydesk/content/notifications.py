# Long because all that is told of documents stands here, in the order of their lives.
"""What the content service tells before and after every change.

Names and payloads are those of the reference, in Python's spelling. What an after-notification says about cultures,
newness and paths was captured when it was raised; a document that changes again before the commit does not falsify it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from copydesk.content.model import (
    ALL_CULTURES,
    BlueprintFolder,
    CultureChange,
    Document,
    PublishedState,
    normalize_culture,
)
from copydesk.notifications import (
    CancelableEnumerableObjectNotification,
    CancelableObjectNotification,
    CopiedNotification,
    CopyingNotification,
    DeletedNotification,
    DeletedVersionsNotification,
    DeletingNotification,
    DeletingVersionsNotification,
    EmptiedRecycleBinNotification,
    EmptyingRecycleBinNotification,
    EnumerableObjectNotification,
    MovedNotification,
    MovedToRecycleBinNotification,
    MovingNotification,
    MovingToRecycleBinNotification,
    Notification,
    ObjectNotification,
    RolledBackNotification,
    RollingBackNotification,
    SavedNotification,
    SavingNotification,
    SortedNotification,
    SortingNotification,
    TreeChangeNotification,
)

__all__ = [
    "Captured",
    "ContentCopiedNotification",
    "ContentCopyingNotification",
    "ContentCreatedBlueprintFolderNotification",
    "ContentDeletedBlueprintFolderNotification",
    "ContentDeletedBlueprintNotification",
    "ContentDeletedNotification",
    "ContentDeletedVersionsNotification",
    "ContentDeletingNotification",
    "ContentDeletingVersionsNotification",
    "ContentEmptiedRecycleBinNotification",
    "ContentEmptyingRecycleBinNotification",
    "ContentMovedBlueprintNotification",
    "ContentMovedNotification",
    "ContentMovedToRecycleBinNotification",
    "ContentMovingBlueprintNotification",
    "ContentMovingNotification",
    "ContentMovingToRecycleBinNotification",
    "ContentPublishedNotification",
    "ContentPublishingNotification",
    "ContentRenamedBlueprintFolderNotification",
    "ContentRolledBackNotification",
    "ContentRollingBackNotification",
    "ContentSavedBlueprintNotification",
    "ContentSavedNotification",
    "ContentSavingNotification",
    "ContentScaffoldedNotification",
    "ContentSendingToPublishNotification",
    "ContentSentToPublishNotification",
    "ContentSortedNotification",
    "ContentSortingNotification",
    "ContentTreeChangeNotification",
    "ContentUnpublishedNotification",
    "ContentUnpublishingNotification",
]

Cultures = Mapping[UUID, tuple[str, ...]]
"""For each document, by key, its cultures in normal spelling, sorted; `*` stands for what has no culture."""


@dataclass(eq=False)
class Captured(Notification):
    """What was true of the documents when the notification was raised.

    Attributes:
        created: the keys of the documents that this operation saved for the first time.
        paths: each document's path then.
    """

    created: frozenset[UUID] = field(default=frozenset(), kw_only=True)
    paths: Mapping[UUID, str] = field(default_factory=dict, kw_only=True)

    def is_new(self, document: Document) -> bool:
        """Tell whether this operation saved `document` for the first time."""
        return document.key in self.created


def _holds(cultures: Cultures, document: Document, culture: str) -> bool:
    wanted = culture if culture == ALL_CULTURES else normalize_culture(culture)
    return wanted in cultures.get(document.key, ())


def _is_unpublishing(document: Document, culture: str) -> bool:
    if culture == ALL_CULTURES:
        return document.published_state is PublishedState.UNPUBLISHING and not document.type.varies_by_culture
    return document.is_property_dirty(CultureChange.UNPUBLISHED.key(normalize_culture(culture)))


# ---------------------------------------------------------------- save


@dataclass(eq=False)
class ContentSavingNotification(SavingNotification[Document]):
    """Documents are about to be saved. A new one has no identity yet."""

    def is_saving_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` of `document` has changes to save; `*` asks for changes without a culture only."""
        wanted = culture if culture == ALL_CULTURES else normalize_culture(culture)
        return wanted in document.changed_cultures()


@dataclass(eq=False)
class ContentSavedNotification(SavedNotification[Document], Captured):
    """Documents were saved.

    Attributes:
        saved_cultures: for each document that had changes, the cultures that changed; `*` when only what has no culture
            did. Empty when nothing had changed.
    """

    saved_cultures: Cultures = field(default_factory=dict, kw_only=True)

    def has_saved_culture(self, document: Document, culture: str) -> bool:
        """Tell whether this save wrote changes of `culture`."""
        return _holds(self.saved_cultures, document, culture)


# ---------------------------------------------------------------- publish and unpublish


@dataclass(eq=False)
class ContentPublishingNotification(CancelableEnumerableObjectNotification[Document]):
    """Documents are about to be published, or to lose a published culture while others stay."""

    @property
    def published_entities(self) -> tuple[Document, ...]:
        """The documents."""
        return tuple(self.target)

    def is_publishing_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` is being published; `*` asks this of a document that does not vary by culture."""
        if culture == ALL_CULTURES:
            return document.published_state is PublishedState.PUBLISHING and not document.type.varies_by_culture
        return document.is_property_dirty(CultureChange.CHANGED.key(normalize_culture(culture)))

    def is_unpublishing_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` is being taken down while others stay published."""
        return _is_unpublishing(document, culture)


@dataclass(eq=False)
class ContentPublishedNotification(EnumerableObjectNotification[Document], Captured):
    """Documents were published, or lost a published culture while others stay, or became visible again.

    Attributes:
        published_cultures: for each document, the cultures that were published, `*` for one without cultures.
        unpublished_cultures: for each document that lost cultures, these; None when none did.
        include_descendants: the operation was about a whole branch.
    """

    published_cultures: Cultures = field(default_factory=dict, kw_only=True)
    unpublished_cultures: Cultures | None = field(default=None, kw_only=True)
    include_descendants: bool = field(default=False, kw_only=True)

    @property
    def published_entities(self) -> tuple[Document, ...]:
        """The documents."""
        return tuple(self.target)

    def has_published_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` was published, also when it had been published before."""
        return _holds(self.published_cultures, document, culture)

    def has_unpublished_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` was taken down while others stayed published."""
        return _holds(self.unpublished_cultures or {}, document, culture)


@dataclass(eq=False)
class ContentUnpublishingNotification(CancelableEnumerableObjectNotification[Document]):
    """Documents are about to be taken down as a whole."""

    @property
    def unpublished_entities(self) -> tuple[Document, ...]:
        """The documents."""
        return tuple(self.target)

    def is_unpublishing_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` is being taken down with the document; `*` asks this of one without cultures."""
        return _is_unpublishing(document, culture)


@dataclass(eq=False)
class ContentUnpublishedNotification(EnumerableObjectNotification[Document], Captured):
    """Documents were taken down as a whole.

    Attributes:
        unpublished_cultures: for each document, every culture that was taken down, `*` for one without cultures.
    """

    unpublished_cultures: Cultures = field(default_factory=dict, kw_only=True)

    @property
    def unpublished_entities(self) -> tuple[Document, ...]:
        """The documents."""
        return tuple(self.target)

    def has_unpublished_culture(self, document: Document, culture: str) -> bool:
        """Tell whether `culture` was taken down with the document."""
        return _holds(self.unpublished_cultures, document, culture)


@dataclass(eq=False)
class ContentSendingToPublishNotification(CancelableObjectNotification[Document]):
    """An editor is about to hand a document to somebody who may publish it."""

    @property
    def entity(self) -> Document:
        """The document."""
        return self.target


@dataclass(eq=False)
class ContentSentToPublishNotification(ObjectNotification[Document], Captured):
    """An editor handed a document to somebody who may publish it."""

    @property
    def entity(self) -> Document:
        """The document."""
        return self.target


# ---------------------------------------------------------------- structure


@dataclass(eq=False)
class ContentMovingNotification(MovingNotification[Document]):
    """A document is about to be moved. One entry, for the document itself."""


@dataclass(eq=False)
class ContentMovedNotification(MovedNotification[Document], Captured):
    """A document was moved. An entry for it and for each descendant, with the path each had before."""


@dataclass(eq=False)
class ContentMovingToRecycleBinNotification(MovingToRecycleBinNotification[Document]):
    """A document is about to be put in the recycle bin. One entry, for the document itself."""


@dataclass(eq=False)
class ContentMovedToRecycleBinNotification(MovedToRecycleBinNotification[Document], Captured):
    """Documents were put in the recycle bin. An entry for each and each descendant, with the path it had before."""


@dataclass(eq=False)
class ContentCopyingNotification(CopyingNotification[Document]):
    """A document is about to be copied. Changes to `copy` are saved with it; it may still show as published."""


@dataclass(eq=False)
class ContentCopiedNotification(CopiedNotification[Document], Captured):
    """A document was copied. Each copied descendant has its own."""


@dataclass(eq=False)
class ContentSortingNotification(SortingNotification[Document]):
    """Documents are about to be put in a new order."""


@dataclass(eq=False)
class ContentSortedNotification(SortedNotification[Document], Captured):
    """Documents were put in a new order."""


@dataclass(eq=False)
class ContentDeletingNotification(DeletingNotification[Document]):
    """Documents are about to be deleted for good, with all below them."""


@dataclass(eq=False)
class ContentDeletedNotification(DeletedNotification[Document], Captured):
    """A document was deleted for good. Each descendant has its own, before its parent's."""


@dataclass(eq=False)
class ContentEmptyingRecycleBinNotification(EmptyingRecycleBinNotification[Document]):
    """The recycle bin is about to be emptied."""


@dataclass(eq=False)
class ContentEmptiedRecycleBinNotification(EmptiedRecycleBinNotification[Document], Captured):
    """The recycle bin was emptied."""


@dataclass(eq=False)
class ContentTreeChangeNotification(TreeChangeNotification[Document], Captured):
    """Parts of the content tree are stale."""


# ---------------------------------------------------------------- versions


@dataclass(eq=False)
class ContentRollingBackNotification(RollingBackNotification[Document]):
    """A document's draft is about to go back to an earlier version."""


@dataclass(eq=False)
class ContentRolledBackNotification(RolledBackNotification[Document], Captured):
    """A document's draft went back to an earlier version."""


@dataclass(eq=False)
class ContentDeletingVersionsNotification(DeletingVersionsNotification):
    """Earlier versions of a document are about to be deleted."""


@dataclass(eq=False)
class ContentDeletedVersionsNotification(DeletedVersionsNotification):
    """Earlier versions of a document were deleted."""


# ---------------------------------------------------------------- blueprints


@dataclass(eq=False)
class ContentSavedBlueprintNotification(ObjectNotification[Document], Captured):
    """A blueprint was saved, perhaps made from a document."""

    created_from_content: Document | None = None

    @property
    def saved_blueprint(self) -> Document:
        """The blueprint."""
        return self.target


@dataclass(eq=False)
class ContentDeletedBlueprintNotification(EnumerableObjectNotification[Document], Captured):
    """Blueprints were deleted."""

    @property
    def deleted_blueprints(self) -> tuple[Document, ...]:
        """The blueprints."""
        return tuple(self.target)


@dataclass(eq=False)
class ContentMovingBlueprintNotification(MovingNotification[Document]):
    """A blueprint is about to be moved."""


@dataclass(eq=False)
class ContentMovedBlueprintNotification(MovedNotification[Document], Captured):
    """A blueprint was moved."""


@dataclass(eq=False)
class ContentCreatedBlueprintFolderNotification(ObjectNotification[BlueprintFolder]):
    """A folder of blueprints, the target, was made."""


@dataclass(eq=False)
class ContentRenamedBlueprintFolderNotification(ObjectNotification[BlueprintFolder]):
    """A folder of blueprints, the target, got another name, which it has here."""


@dataclass(eq=False)
class ContentDeletedBlueprintFolderNotification(ObjectNotification[BlueprintFolder]):
    """A folder of blueprints, the target, was deleted; it held nothing."""


@dataclass(eq=False)
class ContentScaffoldedNotification(CancelableObjectNotification[Document]):
    """A new, unsaved document was made from a blueprint; handlers may change it before the editor sees it.

    It can be cancelled in spite of its name, as in the reference; then there is no document.
    """

    scaffold: Document
    parent_id: int

    @property
    def original(self) -> Document:
        """The blueprint."""
        return self.target
