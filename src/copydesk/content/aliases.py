"""The event names of version 8 of the reference, and the notification that each of them became.

notification_for("ContentService.Trashed")  # ContentMovedToRecycleBinNotification
"""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from copydesk.content import notifications as new
from copydesk.content.errors import UnknownEventError
from copydesk.notifications import Notification

__all__ = ["ALIASES", "REMOVED", "notification_for"]

ALIASES: Mapping[str, type[Notification]] = MappingProxyType(
    {
        "Saving": new.ContentSavingNotification,
        "Saved": new.ContentSavedNotification,
        "Publishing": new.ContentPublishingNotification,
        "Published": new.ContentPublishedNotification,
        "Unpublishing": new.ContentUnpublishingNotification,
        "Unpublished": new.ContentUnpublishedNotification,
        "Copying": new.ContentCopyingNotification,
        "Copied": new.ContentCopiedNotification,
        "Moving": new.ContentMovingNotification,
        "Moved": new.ContentMovedNotification,
        "Trashing": new.ContentMovingToRecycleBinNotification,
        "Trashed": new.ContentMovedToRecycleBinNotification,
        "Deleting": new.ContentDeletingNotification,
        "Deleted": new.ContentDeletedNotification,
        "DeletingVersions": new.ContentDeletingVersionsNotification,
        "DeletedVersions": new.ContentDeletedVersionsNotification,
        "RollingBack": new.ContentRollingBackNotification,
        "RolledBack": new.ContentRolledBackNotification,
        "SendingToPublish": new.ContentSendingToPublishNotification,
        "SentToPublish": new.ContentSentToPublishNotification,
        "EmptyingRecycleBin": new.ContentEmptyingRecycleBinNotification,
        "EmptiedRecycleBin": new.ContentEmptiedRecycleBinNotification,
        "Sorting": new.ContentSortingNotification,
        "Sorted": new.ContentSortedNotification,
        "SavedBlueprint": new.ContentSavedBlueprintNotification,
        "DeletedBlueprint": new.ContentDeletedBlueprintNotification,
        "TreeChanged": new.ContentTreeChangeNotification,
    }
)
"""Old name to new class. Names are looked up without regard to case, since documents spell `UnPublished` too."""

REMOVED: Mapping[str, str] = MappingProxyType(
    {
        "Creating": "not every new document raised it; use ContentSavingNotification and look for has_identity False",
        "Created": "not every new document raised it; use ContentSavedNotification and ask it is_new(document)",
    }
)
"""Old names without a successor, and what to do instead."""

_BY_LOWER_NAME = {name.lower(): notification for name, notification in ALIASES.items()}
_REMOVED_BY_LOWER_NAME = {name.lower(): reason for name, reason in REMOVED.items()}


def notification_for(event: str) -> type[Notification]:
    """Return the notification class that the event of version 8 became.

    Args:
        event: `Saving`, `ContentService.Saving` or `ContentService_Saving`.

    Raises:
        UnknownEventError: the content service had no such event, or it has no successor; says what to use.
    """
    name = event.replace("_", ".").rpartition(".")[2].lower()
    if name in _REMOVED_BY_LOWER_NAME:
        raise UnknownEventError(f"{event} was removed: {_REMOVED_BY_LOWER_NAME[name]}", field="event")
    if name not in _BY_LOWER_NAME:
        near = get_close_matches(name, _BY_LOWER_NAME, n=1)
        hint = f"; did you mean {_spelled(near[0])}?" if near else ""
        raise UnknownEventError(f"The content service had no event {event!r}{hint}", field="event")
    return _BY_LOWER_NAME[name]


def _spelled(lower_name: str) -> str:
    return next(name for name in ALIASES if name.lower() == lower_name)
