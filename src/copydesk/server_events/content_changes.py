"""The rows of the change table for documents. Those that the reference forgets are here too."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from copydesk.content.model import ALL_CULTURES, BlueprintFolder, Document
from copydesk.content.notifications import (
    Captured,
    ContentCopiedNotification,
    ContentCreatedBlueprintFolderNotification,
    ContentDeletedBlueprintFolderNotification,
    ContentDeletedBlueprintNotification,
    ContentDeletedNotification,
    ContentDeletedVersionsNotification,
    ContentEmptiedRecycleBinNotification,
    ContentMovedBlueprintNotification,
    ContentMovedNotification,
    ContentMovedToRecycleBinNotification,
    ContentPublishedNotification,
    ContentRenamedBlueprintFolderNotification,
    ContentRolledBackNotification,
    ContentSavedBlueprintNotification,
    ContentSavedNotification,
    ContentSentToPublishNotification,
    ContentSortedNotification,
    ContentUnpublishedNotification,
)
from copydesk.identity.paths import DOCUMENT_BIN, ROOT
from copydesk.journal import Change
from copydesk.notifications import MoveInfo, Notification
from copydesk.server_events.change_table import NodeChange, Row
from copydesk.server_events.model import NO_KEY, EventSource, EventType

__all__ = ["CONTENT_ROWS"]

_BIN_PATH = f"{ROOT},{DOCUMENT_BIN}"


def _change(
    told: Captured,
    document: Document,
    type_: str,
    cultures: Iterable[str] | None = None,
    source: str = EventSource.DOCUMENT,
) -> Change:
    named = tuple(sorted({culture for culture in cultures or () if culture != ALL_CULTURES}))
    path = told.paths.get(document.key, document.path)
    return Change(source=source, type=type_, key=document.key, path=path, cultures=named or None)


def _created_or_updated(told: Captured, document: Document) -> str:
    return EventType.CREATED if told.is_new(document) else EventType.UPDATED


def _saved(told: ContentSavedNotification) -> Iterable[Change]:
    for document in told.saved_entities:
        yield _change(told, document, _created_or_updated(told, document), told.saved_cultures.get(document.key))


def _published(told: ContentPublishedNotification) -> Iterable[Change]:
    for document in told.published_entities:
        coming = told.published_cultures.get(document.key, ())
        going = (told.unpublished_cultures or {}).get(document.key, ())
        type_ = EventType.UNPUBLISHED if going and not coming else EventType.PUBLISHED
        yield _change(told, document, type_, (*coming, *going))


def _unpublished(told: ContentUnpublishedNotification) -> Iterable[Change]:
    for document in told.unpublished_entities:
        yield _change(told, document, EventType.UNPUBLISHED, told.unpublished_cultures.get(document.key))


def _deleted(told: ContentDeletedNotification) -> Iterable[Change]:
    return [_change(told, document, EventType.DELETED) for document in told.deleted_entities]


def _moved(told: ContentMovedNotification) -> Iterable[Change]:
    return [_moved_one(info, told.paths) for info in told.move_info]


def _moved_one(info: MoveInfo[Document], paths: Mapping[UUID, str], source: str = EventSource.DOCUMENT) -> Change:
    restored = info.original_path.startswith(f"{_BIN_PATH},")
    return Change(
        source=source,
        type=EventType.RESTORED if restored else EventType.MOVED,
        key=info.entity.key,
        path=paths.get(info.entity.key, info.entity.path),
        original_path=info.original_path,
    )


def _trashed(told: ContentMovedToRecycleBinNotification) -> Iterable[Change]:
    """Give the path of before, so that those who saw the documents hear that they are gone (as in the reference)."""
    for info in told.move_info:
        yield Change(source=EventSource.DOCUMENT, type=EventType.TRASHED, key=info.entity.key, path=info.original_path)


def _copied(told: ContentCopiedNotification) -> Iterable[Change]:
    return [_change(told, told.copy, EventType.COPIED)]


def _sorted(told: ContentSortedNotification) -> Iterable[Change]:
    return [_change(told, document, EventType.SORTED) for document in told.sorted_entities]


def _emptied(told: ContentEmptiedRecycleBinNotification) -> Iterable[Change]:
    del told  # Each deleted document has a notification of its own.
    yield Change(
        source=EventSource.DOCUMENT, type=EventType.EMPTIED_RECYCLE_BIN, key=NO_KEY, path=_BIN_PATH, whole_branch=True
    )


def _rolled_back(told: ContentRolledBackNotification) -> Iterable[Change]:
    return [_change(told, told.entity, EventType.ROLLED_BACK)]


def _sent_to_publish(told: ContentSentToPublishNotification) -> Iterable[Change]:
    return [_change(told, told.entity, EventType.SENT_TO_PUBLISH)]


def _versions_deleted(told: ContentDeletedVersionsNotification) -> Iterable[NodeChange]:
    if isinstance(told.id, int):
        yield NodeChange(told.id, EventSource.DOCUMENT, EventType.VERSIONS_DELETED)


def _blueprint_saved(told: ContentSavedBlueprintNotification) -> Iterable[Change]:
    blueprint = told.saved_blueprint
    type_ = _created_or_updated(told, blueprint)
    return [_change(told, blueprint, type_, source=EventSource.DOCUMENT_BLUEPRINT)]


def _blueprints_deleted(told: ContentDeletedBlueprintNotification) -> Iterable[Change]:
    for blueprint in told.deleted_blueprints:
        yield _change(told, blueprint, EventType.DELETED, source=EventSource.DOCUMENT_BLUEPRINT)


def _blueprint_moved(told: ContentMovedBlueprintNotification) -> Iterable[Change]:
    return [_moved_one(info, told.paths, EventSource.DOCUMENT_BLUEPRINT) for info in told.move_info]


def _folder_created(told: ContentCreatedBlueprintFolderNotification) -> Iterable[Change]:
    return [_folder_change(told.target, EventType.CREATED)]


def _folder_renamed(told: ContentRenamedBlueprintFolderNotification) -> Iterable[Change]:
    return [_folder_change(told.target, EventType.UPDATED)]


def _folder_deleted(told: ContentDeletedBlueprintFolderNotification) -> Iterable[Change]:
    return [_folder_change(told.target, EventType.DELETED)]


def _folder_change(folder: BlueprintFolder, type_: str) -> Change:
    """Tell it as a change of blueprints: the reference has no source for their folders."""
    return Change(source=EventSource.DOCUMENT_BLUEPRINT, type=type_, key=folder.key, path=folder.path)


CONTENT_ROWS: Final[Mapping[type[Notification], Row]] = {
    ContentSavedNotification: _saved,
    ContentPublishedNotification: _published,
    ContentUnpublishedNotification: _unpublished,
    ContentDeletedNotification: _deleted,
    ContentMovedNotification: _moved,
    ContentMovedToRecycleBinNotification: _trashed,
    ContentCopiedNotification: _copied,
    ContentSortedNotification: _sorted,
    ContentEmptiedRecycleBinNotification: _emptied,
    ContentRolledBackNotification: _rolled_back,
    ContentSentToPublishNotification: _sent_to_publish,
    ContentDeletedVersionsNotification: _versions_deleted,
    ContentSavedBlueprintNotification: _blueprint_saved,
    ContentDeletedBlueprintNotification: _blueprints_deleted,
    ContentMovedBlueprintNotification: _blueprint_moved,
    ContentCreatedBlueprintFolderNotification: _folder_created,
    ContentRenamedBlueprintFolderNotification: _folder_renamed,
    ContentDeletedBlueprintFolderNotification: _folder_deleted,
}
