"""The rows of the change table for users, user groups and rights."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserDeletedNotification,
    UserGroupDeletedNotification,
    UserGroupSavedNotification,
    UserLockedNotification,
    UserPasswordChangedNotification,
    UserSavedNotification,
    UserUnlockedNotification,
)
from copydesk.journal import Audience, Change
from copydesk.notifications import Notification
from copydesk.server_events.change_table import Row
from copydesk.server_events.model import NO_KEY, RIGHTS, EventSource, EventType

__all__ = ["IDENTITY_ROWS", "rights_changed"]


def _user(key: UUID, type_: str) -> Change:
    return Change(source=EventSource.USER, type=type_, key=key)


def _current_user(key: UUID) -> Change:
    """Tell a user that what they are or may do has changed."""
    return Change(source=EventSource.CURRENT_USER, type=EventType.UPDATED, key=key, audience=Audience.USER, user=key)


def _users_saved(told: UserSavedNotification) -> Iterable[Change]:
    """Tell those who look after users, and each saved user (as in the reference)."""
    for user in told.saved_entities:
        yield _user(user.key, EventType.CREATED if user.created == user.updated else EventType.UPDATED)
    for user in told.saved_entities:
        yield _current_user(user.key)


def _users_deleted(told: UserDeletedNotification) -> Iterable[Change]:
    return [_user(user.key, EventType.DELETED) for user in told.deleted_entities]


def _user_updated(
    told: UserLockedNotification | UserUnlockedNotification | UserPasswordChangedNotification,
) -> Iterable[Change]:
    return [_user(told.user_key, EventType.UPDATED)]


def _groups_saved(told: UserGroupSavedNotification) -> Iterable[Change]:
    """Tell those who look after users, and the members, whose rights are those of their groups."""
    for group in told.saved_entities:
        type_ = EventType.CREATED if group.created == group.updated else EventType.UPDATED
        yield Change(source=EventSource.USER_GROUP, type=type_, key=group.key)
    for member in sorted(told.members):
        yield _current_user(member)


def _groups_deleted(told: UserGroupDeletedNotification) -> Iterable[Change]:
    for group in told.deleted_entities:
        yield Change(source=EventSource.USER_GROUP, type=EventType.DELETED, key=group.key)
    for member in sorted(told.members):
        yield _current_user(member)


def rights_changed(key: UUID = NO_KEY) -> Change:
    """Return what tells every node that somebody's rights may have changed; without a key, anybody's."""
    return Change(source=RIGHTS, type=EventType.UPDATED, key=key, audience=Audience.NODES)


def _rights_changed(told: RightsChangedNotification) -> Iterable[Change]:
    """Tell every node, in its place in the order: what comes after it is told by the new rights everywhere."""
    return [rights_changed(key) for key in ([NO_KEY] if told.principals is None else sorted(told.principals))]


IDENTITY_ROWS: Final[Mapping[type[Notification], Row]] = {
    UserSavedNotification: _users_saved,
    UserDeletedNotification: _users_deleted,
    UserLockedNotification: _user_updated,
    UserUnlockedNotification: _user_updated,
    UserPasswordChangedNotification: _user_updated,
    UserGroupSavedNotification: _groups_saved,
    UserGroupDeletedNotification: _groups_deleted,
    RightsChangedNotification: _rights_changed,
}
