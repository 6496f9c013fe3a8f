"""What became of an operation. Refused and cancelled are outcomes too; exceptions are for wrong calls.

The numbers are those of the reference: below 128 is success. Where two of the reference collide, and where it has none,
ours begin at 160.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

from copydesk.content.model import Document, InvalidProperty
from copydesk.notifications import EventMessages, HandlerFailure

__all__ = [
    "BranchOutcome",
    "OperationOutcome",
    "OperationResult",
    "OutcomeT",
    "PublishOutcome",
    "PublishResult",
    "VersionConflict",
]

_FIRST_FAILURE = 128


class OperationResult(IntEnum):
    """What became of a save or a change of the structure."""

    SUCCESS = 0
    FAILED = 128
    FAILED_CANNOT = 130
    FAILED_CANCELLED_BY_EVENT = 132
    FAILED_EXCEPTION_THROWN = 133
    NO_OPERATION = 134
    FAILED_DUPLICATE_KEY = 160
    FAILED_INVALID_NAME = 161
    FAILED_INVALID_PUBLISHED_STATE = 162
    FAILED_CONCURRENCY_VIOLATION = 163
    FAILED_NOT_ALLOWED = 164

    @property
    def success(self) -> bool:
        """Whether it was done."""
        return self < _FIRST_FAILURE


class PublishResult(IntEnum):
    """What became of a publication or unpublication."""

    SUCCESS_PUBLISH = 0
    SUCCESS_PUBLISH_CULTURE = 1
    SUCCESS_PUBLISH_ALREADY = 2
    SUCCESS_UNPUBLISH = 3
    SUCCESS_UNPUBLISH_ALREADY = 4
    SUCCESS_UNPUBLISH_CULTURE = 5
    SUCCESS_UNPUBLISH_MANDATORY_CULTURE = 6
    SUCCESS_MIXED_CULTURE = 7
    SUCCESS_UNPUBLISH_LAST_CULTURE = 8
    FAILED_PUBLISH = 128
    FAILED_PUBLISH_PATH_NOT_PUBLISHED = 129
    FAILED_PUBLISH_HAS_EXPIRED = 130
    FAILED_PUBLISH_AWAITING_RELEASE = 131
    FAILED_PUBLISH_CULTURE_HAS_EXPIRED = 132
    FAILED_PUBLISH_CULTURE_AWAITING_RELEASE = 133
    FAILED_PUBLISH_IS_TRASHED = 134
    FAILED_PUBLISH_CANCELLED_BY_EVENT = 135
    FAILED_PUBLISH_CONTENT_INVALID = 136
    FAILED_PUBLISH_NOTHING_TO_PUBLISH = 137
    FAILED_PUBLISH_MANDATORY_CULTURE_MISSING = 138
    FAILED_PUBLISH_CONCURRENCY_VIOLATION = 139
    FAILED_UNPUBLISH_CANCELLED_BY_EVENT = 140
    FAILED_UNPUBLISH = 160
    FAILED_PUBLISH_UNSAVED_CHANGES = 161
    FAILED_PUBLISH_INVALID_NAME = 162
    FAILED_PUBLISH_DUPLICATE_KEY = 163
    FAILED_PUBLISH_NOT_ALLOWED = 164

    @property
    def success(self) -> bool:
        """Whether it was done."""
        return self < _FIRST_FAILURE


@dataclass(frozen=True, slots=True)
class VersionConflict:
    """Somebody else changed the document first.

    Attributes:
        expected: the version the change was based on.
        actual: the version the document has; None when it was deleted.
    """

    expected: int
    actual: int | None


@dataclass(frozen=True, slots=True)
class OperationOutcome:
    """What became of an operation.

    Attributes:
        result: the kind of success or failure.
        messages: what handlers had to say.
        document: the document concerned; the copy of a copy operation.
        field: the argument or property that was wrong.
        conflict: both versions, when somebody else was first.
        failures: the after-handlers that failed, when this operation committed; the change stands.
    """

    result: OperationResult
    messages: EventMessages = field(default_factory=EventMessages)
    document: Document | None = None
    field: str | None = None
    conflict: VersionConflict | None = None
    failures: tuple[HandlerFailure, ...] = ()

    @property
    def success(self) -> bool:
        """Whether it was done."""
        return self.result.success


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What became of a publication or unpublication.

    Attributes:
        result: the kind of success or failure.
        document: the document concerned.
        messages: what handlers had to say.
        invalid_properties: the values that may not be published.
        field: the argument that was wrong, such as the culture that has no name or whose release is awaited.
        conflict: both versions, when somebody else was first.
        failures: the after-handlers that failed, when this operation committed; the change stands.
    """

    result: PublishResult
    document: Document
    messages: EventMessages = field(default_factory=EventMessages)
    invalid_properties: tuple[InvalidProperty, ...] = ()
    field: str | None = None
    conflict: VersionConflict | None = None
    failures: tuple[HandlerFailure, ...] = ()

    @property
    def success(self) -> bool:
        """Whether it was done."""
        return self.result.success


@dataclass(frozen=True, slots=True)
class BranchOutcome:
    """What became of each document of an operation on many, in the order in which they were visited.

    Attributes:
        items: one outcome for each document that was looked at; those of skipped branches are not among them.
        failures: the after-handlers that failed, when this operation committed; the changes stand.
    """

    items: tuple[PublishOutcome, ...] = ()
    failures: tuple[HandlerFailure, ...] = ()

    @property
    def success(self) -> bool:
        """Whether all of it was done."""
        return all(item.success for item in self.items)

    def __iter__(self) -> Iterator[PublishOutcome]:
        return iter(self.items)


OutcomeT = TypeVar("OutcomeT", bound=OperationOutcome | PublishOutcome | BranchOutcome)
"""Whatever became of an operation."""
