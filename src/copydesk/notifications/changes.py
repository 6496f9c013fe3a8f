"""Change notifications: what became stale, told after the commit to caches, the live hub and the search index."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import Generic, TypeVar

from copydesk.notifications.families import EnumerableObjectNotification

__all__ = [
    "ContentTypeChange",
    "ContentTypeChangeNotification",
    "ContentTypeChangeTypes",
    "TreeChange",
    "TreeChangeNotification",
    "TreeChangeTypes",
]

T = TypeVar("T")


class TreeChangeTypes(IntFlag):
    """How much of a tree is stale. The values are those of the reference."""

    NONE = 0
    REFRESH_ALL = 1
    REFRESH_NODE = 2
    REFRESH_BRANCH = 4
    REMOVE = 8


class ContentTypeChangeTypes(IntFlag):
    """How a content type changed: made, changed in a way that concerns its documents, changed otherwise, or removed."""

    NONE = 0
    CREATE = 1
    REFRESH_MAIN = 2
    REFRESH_OTHER = 4
    REMOVE = 8


@dataclass(frozen=True, slots=True)
class TreeChange(Generic[T]):
    """One item of a tree and what is stale about it; cultures are given when only some of them were (un)published."""

    item: T
    change_types: TreeChangeTypes
    published_cultures: tuple[str, ...] | None = None
    unpublished_cultures: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ContentTypeChange(Generic[T]):
    """One content type and how it changed."""

    item: T
    change_types: ContentTypeChangeTypes


@dataclass(eq=False)
class TreeChangeNotification(EnumerableObjectNotification[TreeChange[T]]):
    """Items of a tree are stale."""

    @property
    def changes(self) -> Sequence[TreeChange[T]]:
        """The changes, in the order of the operation."""
        return self.target


@dataclass(eq=False)
class ContentTypeChangeNotification(EnumerableObjectNotification[ContentTypeChange[T]]):
    """Content types changed."""

    @property
    def changes(self) -> Sequence[ContentTypeChange[T]]:
        """The changes, in the order of the operation."""
        return self.target
