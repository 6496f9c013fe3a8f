"""The before/after pairs that features and users derive their notifications from.

A pair takes two lines:

    class PageSavingNotification(SavingNotification[Page]): ...
    class PageSavedNotification(SavedNotification[Page]): ...

All of them are dataclasses, so a derived class adds fields the same way (`@dataclass(eq=False)`). Payload names are
those of the reference, in Python's spelling.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from copydesk.notifications.contracts import CancelableNotification, StatefulNotification
from copydesk.notifications.errors import NotAnEntitySequenceError
from copydesk.notifications.messages import EventMessages

__all__ = [
    "CancelableEnumerableObjectNotification",
    "CancelableObjectNotification",
    "CopiedNotification",
    "CopyingNotification",
    "CreatedNotification",
    "CreatingNotification",
    "DeletedNotification",
    "DeletedVersionsNotification",
    "DeletingNotification",
    "DeletingVersionsNotification",
    "EmptiedRecycleBinNotification",
    "EmptyingRecycleBinNotification",
    "EntityRefreshNotification",
    "EnumerableObjectNotification",
    "MoveInfo",
    "MovedNotification",
    "MovedToRecycleBinNotification",
    "MovingNotification",
    "MovingToRecycleBinNotification",
    "ObjectNotification",
    "RolledBackNotification",
    "RollingBackNotification",
    "SavedNotification",
    "SavingNotification",
    "SortedNotification",
    "SortingNotification",
]

T = TypeVar("T")


@dataclass(eq=False)
class ObjectNotification(StatefulNotification, Generic[T]):
    """Something happened to `target`. A pair is given the same `messages`."""

    target: T
    messages: EventMessages = field(default_factory=EventMessages, kw_only=True)


@dataclass(eq=False)
class CancelableObjectNotification(ObjectNotification[T], CancelableNotification):
    """Something is about to happen to `target`."""


@dataclass(eq=False)
class EnumerableObjectNotification(ObjectNotification[Sequence[T]]):
    """Something happened to several entities at once. They are kept as a tuple.

    Raises:
        NotAnEntitySequenceError: one entity (or a string) was given instead of a list or tuple of them.
    """

    def __post_init__(self) -> None:
        """Fix the entities, so that dispatch and change records see the same ones."""
        given: object = self.target
        if not isinstance(given, Sequence) or isinstance(given, str | bytes):
            raise NotAnEntitySequenceError(type(self), given)
        self.target = tuple(self.target)


@dataclass(eq=False)
class CancelableEnumerableObjectNotification(EnumerableObjectNotification[T], CancelableNotification):
    """Something is about to happen to several entities at once."""


@dataclass(eq=False)
class CreatingNotification(CancelableObjectNotification[T]):
    """An entity is about to be created."""

    @property
    def created_entity(self) -> T:
        """The entity."""
        return self.target


@dataclass(eq=False)
class CreatedNotification(ObjectNotification[T]):
    """An entity was created."""

    @property
    def created_entity(self) -> T:
        """The entity."""
        return self.target


@dataclass(eq=False)
class SavingNotification(CancelableEnumerableObjectNotification[T]):
    """Entities are about to be saved."""

    @property
    def saved_entities(self) -> Sequence[T]:
        """The entities, in the order of the call."""
        return self.target


@dataclass(eq=False)
class SavedNotification(EnumerableObjectNotification[T]):
    """Entities were saved."""

    @property
    def saved_entities(self) -> Sequence[T]:
        """The entities, in the order of the call."""
        return self.target


@dataclass(eq=False)
class DeletingNotification(CancelableEnumerableObjectNotification[T]):
    """Entities are about to be deleted for good."""

    @property
    def deleted_entities(self) -> Sequence[T]:
        """The entities, in the order of the operation."""
        return self.target


@dataclass(eq=False)
class DeletedNotification(EnumerableObjectNotification[T]):
    """Entities were deleted for good."""

    @property
    def deleted_entities(self) -> Sequence[T]:
        """The entities, in the order of the operation."""
        return self.target


@dataclass(eq=False)
class SortingNotification(CancelableEnumerableObjectNotification[T]):
    """Entities are about to be put in a new order."""

    @property
    def sorted_entities(self) -> Sequence[T]:
        """The entities, in their new order."""
        return self.target


@dataclass(eq=False)
class SortedNotification(EnumerableObjectNotification[T]):
    """Entities were put in a new order."""

    @property
    def sorted_entities(self) -> Sequence[T]:
        """The entities, in their new order."""
        return self.target


@dataclass(eq=False)
class EmptyingRecycleBinNotification(CancelableEnumerableObjectNotification[T]):
    """The recycle bin is about to be emptied."""

    @property
    def deleted_entities(self) -> Sequence[T]:
        """The top level entities of the bin."""
        return self.target


@dataclass(eq=False)
class EmptiedRecycleBinNotification(EnumerableObjectNotification[T]):
    """The recycle bin was emptied."""

    @property
    def deleted_entities(self) -> Sequence[T]:
        """The top level entities of the bin."""
        return self.target


@dataclass(eq=False)
class RollingBackNotification(CancelableObjectNotification[T]):
    """An entity is about to go back to an earlier version."""

    @property
    def entity(self) -> T:
        """The entity."""
        return self.target


@dataclass(eq=False)
class RolledBackNotification(ObjectNotification[T]):
    """An entity went back to an earlier version."""

    @property
    def entity(self) -> T:
        """The entity."""
        return self.target


@dataclass(eq=False)
class EntityRefreshNotification(ObjectNotification[T]):
    """An entity was written and whatever was derived from it is stale."""

    @property
    def entity(self) -> T:
        """The entity."""
        return self.target


@dataclass(frozen=True, slots=True)
class MoveInfo(Generic[T]):
    """One entity of a move.

    `original_path` is its path before the move (ids from the root, joined by commas). The new parent is given by id,
    by key, or not at all when the entity goes to the recycle bin or moves along with an ancestor.
    """

    entity: T
    original_path: str
    new_parent_id: int | None = None
    new_parent_key: UUID | None = None


@dataclass(eq=False)
class MovingNotification(CancelableEnumerableObjectNotification[MoveInfo[T]]):
    """Entities are about to be moved."""

    @property
    def move_info(self) -> Sequence[MoveInfo[T]]:
        """Each entity with its original path; the reference calls this `MoveInfoCollection`."""
        return self.target


@dataclass(eq=False)
class MovedNotification(EnumerableObjectNotification[MoveInfo[T]]):
    """Entities were moved."""

    @property
    def move_info(self) -> Sequence[MoveInfo[T]]:
        """Each entity with its original path; the reference calls this `MoveInfoCollection`."""
        return self.target


@dataclass(eq=False)
class MovingToRecycleBinNotification(CancelableEnumerableObjectNotification[MoveInfo[T]]):
    """Entities are about to be put in the recycle bin."""

    @property
    def move_info(self) -> Sequence[MoveInfo[T]]:
        """Each entity with its original path; the reference calls this `MoveInfoCollection`."""
        return self.target


@dataclass(eq=False)
class MovedToRecycleBinNotification(EnumerableObjectNotification[MoveInfo[T]]):
    """Entities were put in the recycle bin."""

    @property
    def move_info(self) -> Sequence[MoveInfo[T]]:
        """Each entity with its original path; the reference calls this `MoveInfoCollection`."""
        return self.target


@dataclass(eq=False)
class CopyingNotification(CancelableObjectNotification[T]):
    """An entity is about to be copied under the parent with this id or key."""

    copy: T
    parent_id: int | None = None
    parent_key: UUID | None = None
    relate_to_original: bool = False

    @property
    def original(self) -> T:
        """The entity that is copied."""
        return self.target


@dataclass(eq=False)
class CopiedNotification(ObjectNotification[T]):
    """An entity was copied under the parent with this id or key."""

    copy: T
    parent_id: int | None = None
    parent_key: UUID | None = None
    relate_to_original: bool = False

    @property
    def original(self) -> T:
        """The entity that was copied."""
        return self.target


@dataclass(eq=False)
class DeletingVersionsNotification(StatefulNotification, CancelableNotification):
    """Versions of an entity are about to be deleted: `specific_version`, or (when that is 0) all up to a date."""

    id: int | UUID
    specific_version: int = 0
    delete_prior_versions: bool = False
    date_to_retain: datetime | None = None
    messages: EventMessages = field(default_factory=EventMessages, kw_only=True)


@dataclass(eq=False)
class DeletedVersionsNotification(StatefulNotification):
    """Versions of an entity were deleted: `specific_version`, or (when that is 0) all up to a date."""

    id: int | UUID
    specific_version: int = 0
    delete_prior_versions: bool = False
    date_to_retain: datetime | None = None
    messages: EventMessages = field(default_factory=EventMessages, kw_only=True)
