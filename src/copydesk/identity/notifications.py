"""What is told about users, user groups and sign-ins.

The names are the reference's, but for `RightsChangedNotification`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from copydesk.identity.model import User, UserGroup
from copydesk.notifications import (
    DeletedNotification,
    DeletingNotification,
    Notification,
    SavedNotification,
    SavingNotification,
)

__all__ = [
    "RightsChangedNotification",
    "UserDeletedNotification",
    "UserDeletingNotification",
    "UserGroupDeletedNotification",
    "UserGroupDeletingNotification",
    "UserGroupSavedNotification",
    "UserGroupSavingNotification",
    "UserLockedNotification",
    "UserLoginFailedNotification",
    "UserLoginSuccessNotification",
    "UserLogoutSuccessNotification",
    "UserPasswordChangedNotification",
    "UserSavedNotification",
    "UserSavingNotification",
    "UserUnlockedNotification",
]


class UserSavingNotification(SavingNotification[User]):
    """Users are about to be saved. Handlers may change them, or cancel."""


class UserSavedNotification(SavedNotification[User]):
    """Users were saved. A new one has been created and updated at the same moment."""


class UserDeletingNotification(DeletingNotification[User]):
    """Users are about to be deleted."""


class UserDeletedNotification(DeletedNotification[User]):
    """Users were deleted."""


class UserGroupSavingNotification(SavingNotification[UserGroup]):
    """User groups are about to be saved. Handlers may change them, or cancel."""


@dataclass(eq=False)
class UserGroupSavedNotification(SavedNotification[UserGroup]):
    """User groups were saved. A new one has been created and updated at the same moment."""

    members: frozenset[UUID] = field(default=frozenset(), kw_only=True)
    """Keys of the users in any of them."""


class UserGroupDeletingNotification(DeletingNotification[UserGroup]):
    """User groups are about to be deleted."""


@dataclass(eq=False)
class UserGroupDeletedNotification(DeletedNotification[UserGroup]):
    """User groups were deleted."""

    members: frozenset[UUID] = field(default=frozenset(), kw_only=True)
    """Keys of the users who were in any of them."""


@dataclass(frozen=True)
class RightsChangedNotification(Notification):
    """Somebody's rights, or their right to be here at all, may have changed.

    It is told after every change of users, user groups, passwords, sign-ins and API keys, so that whoever keeps
    something by rights (the cache of principals, the live hub) need listen to nothing else.
    """

    principals: frozenset[UUID] | None
    """Keys of the users and API keys concerned; None: anybody may be."""
    session: UUID | None = None
    """The one sign-in concerned; None: all of theirs."""


@dataclass(frozen=True)
class _AboutUser(Notification):
    user_key: UUID
    at: datetime
    address: str | None = None
    """Network address that caused it, where there was one."""


@dataclass(frozen=True)
class UserLoginSuccessNotification(_AboutUser):
    """A user has come in."""


@dataclass(frozen=True)
class UserLoginFailedNotification(Notification):
    """Somebody tried to come in, and did not."""

    user_key: UUID | None
    """The user that they meant; None: there is none of that name."""
    at: datetime
    address: str | None = None


@dataclass(frozen=True)
class UserLogoutSuccessNotification(_AboutUser):
    """A user has signed out, or one of their sign-ins was ended because its refresh token was used twice."""

    session: UUID | None = None
    """The sign-in that ended; None: all of theirs."""


@dataclass(frozen=True)
class UserLockedNotification(_AboutUser):
    """A user was locked out after too many failed attempts."""


@dataclass(frozen=True)
class UserUnlockedNotification(_AboutUser):
    """A user is locked out no more."""


@dataclass(frozen=True)
class UserPasswordChangedNotification(_AboutUser):
    """A user has a new password; all sign-ins before it have ended."""
