"""The rows of the change table for document types and languages."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID, uuid5

from copydesk.content.type_notifications import (
    DocumentTypeChangedNotification,
    DocumentTypeDeletedNotification,
    DocumentTypeSavedNotification,
    LanguageDeletedNotification,
    LanguageSavedNotification,
)
from copydesk.journal import Change
from copydesk.notifications import ContentTypeChangeTypes, Notification
from copydesk.server_events.change_table import Row
from copydesk.server_events.model import EventSource, EventType

__all__ = ["TYPE_ROWS", "language_key"]

_LANGUAGES: Final = UUID("5d3f1c36-6a0c-5c53-9d0e-6f1f5a2f6c11")
_NEITHER: Final = ContentTypeChangeTypes.CREATE | ContentTypeChangeTypes.REMOVE


def language_key(code: str) -> UUID:
    """Return the key by which events name a language; it follows from the culture code."""
    return uuid5(_LANGUAGES, code)


def _type(key: UUID, type_: str) -> Change:
    return Change(source=EventSource.DOCUMENT_TYPE, type=type_, key=key)


def _types_saved(told: DocumentTypeSavedNotification) -> Iterable[Change]:
    for each in told.saved_entities:
        yield _type(each.key, EventType.CREATED if each.version <= 1 else EventType.UPDATED)


def _types_deleted(told: DocumentTypeDeletedNotification) -> Iterable[Change]:
    return [_type(each.key, EventType.DELETED) for each in told.deleted_entities]


def _types_changed(told: DocumentTypeChangedNotification) -> Iterable[Change]:
    """Tell of types that changed with another one, such as those composed of it (as in the reference)."""
    return [_type(each.item.key, EventType.UPDATED) for each in told.changes if not each.change_types & _NEITHER]


def _languages_saved(told: LanguageSavedNotification) -> Iterable[Change]:
    for each in told.saved_entities:
        type_ = EventType.CREATED if each.code in told.created else EventType.UPDATED
        yield Change(source=EventSource.LANGUAGE, type=type_, key=language_key(each.code))


def _languages_deleted(told: LanguageDeletedNotification) -> Iterable[Change]:
    for each in told.deleted_entities:
        yield Change(source=EventSource.LANGUAGE, type=EventType.DELETED, key=language_key(each.code))


TYPE_ROWS: Final[Mapping[type[Notification], Row]] = {
    DocumentTypeSavedNotification: _types_saved,
    DocumentTypeDeletedNotification: _types_deleted,
    DocumentTypeChangedNotification: _types_changed,
    LanguageSavedNotification: _languages_saved,
    LanguageDeletedNotification: _languages_deleted,
}
