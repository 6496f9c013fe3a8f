"""What people hear of an operation that was not done: one table from result to sentence."""

from collections.abc import Mapping
from typing import Final

from copydesk.content.outcomes import OperationOutcome, OperationResult, PublishOutcome, PublishResult
from copydesk.content.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["said_of"]

_OPERATIONS: Final[Mapping[OperationResult, Sentences]] = {
    OperationResult.FAILED: Sentences.FAILED,
    OperationResult.FAILED_CANNOT: Sentences.INVALID_STATE,
    OperationResult.FAILED_CANCELLED_BY_EVENT: Sentences.CANCELLED_BY_NOTIFICATION,
    OperationResult.FAILED_EXCEPTION_THROWN: Sentences.HANDLER_FAILED,
    OperationResult.NO_OPERATION: Sentences.NOTHING_TO_DO,
    OperationResult.FAILED_DUPLICATE_KEY: Sentences.DUPLICATE_KEY,
    OperationResult.FAILED_INVALID_NAME: Sentences.INVALID_NAME,
    OperationResult.FAILED_INVALID_PUBLISHED_STATE: Sentences.INVALID_PUBLISHED_STATE,
    OperationResult.FAILED_CONCURRENCY_VIOLATION: Sentences.CONCURRENCY_VIOLATION,
    OperationResult.FAILED_NOT_ALLOWED: Sentences.NOT_ALLOWED,
}
_PUBLICATIONS: Final[Mapping[PublishResult, Sentences]] = {
    PublishResult.FAILED_PUBLISH: Sentences.PUBLISHING_FAILED,
    PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED: Sentences.PATH_NOT_PUBLISHED,
    PublishResult.FAILED_PUBLISH_HAS_EXPIRED: Sentences.HAS_EXPIRED,
    PublishResult.FAILED_PUBLISH_AWAITING_RELEASE: Sentences.AWAITING_RELEASE,
    PublishResult.FAILED_PUBLISH_CULTURE_HAS_EXPIRED: Sentences.CULTURE_HAS_EXPIRED,
    PublishResult.FAILED_PUBLISH_CULTURE_AWAITING_RELEASE: Sentences.CULTURE_AWAITING_RELEASE,
    PublishResult.FAILED_PUBLISH_IS_TRASHED: Sentences.IN_TRASH,
    PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT: Sentences.CANCELLED_BY_NOTIFICATION,
    PublishResult.FAILED_PUBLISH_CONTENT_INVALID: Sentences.CONTENT_INVALID,
    PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH: Sentences.NOTHING_TO_PUBLISH,
    PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING: Sentences.MANDATORY_CULTURE_MISSING,
    PublishResult.FAILED_PUBLISH_CONCURRENCY_VIOLATION: Sentences.CONCURRENCY_VIOLATION,
    PublishResult.FAILED_UNPUBLISH_CANCELLED_BY_EVENT: Sentences.CANCELLED_BY_NOTIFICATION,
    PublishResult.FAILED_UNPUBLISH: Sentences.UNPUBLISHING_FAILED,
    PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES: Sentences.UNSAVED_CHANGES,
    PublishResult.FAILED_PUBLISH_INVALID_NAME: Sentences.INVALID_NAME,
    PublishResult.FAILED_PUBLISH_DUPLICATE_KEY: Sentences.DUPLICATE_KEY,
    PublishResult.FAILED_PUBLISH_NOT_ALLOWED: Sentences.NOT_ALLOWED,
}
"""A table of its own: as numbers, results of operations and of publications are the same."""


def said_of(outcome: OperationOutcome | PublishOutcome) -> Said:
    """Return what is said of an outcome that is no success."""
    if isinstance(outcome, PublishOutcome):
        return _PUBLICATIONS[outcome.result]()
    return _OPERATIONS[outcome.result]()
