"""From what became of an operation to what the caller hears: one table from result to error."""

from collections.abc import Awaitable, Mapping
from typing import Final

from copydesk.content.api.errors import ConflictError, NotFoundError, RefusedError, StaleError, WrongCallError
from copydesk.content.errors import ContentError, DocumentNotFoundError, FolderNameTakenError, SiblingsChangedError
from copydesk.content.model import InvalidProperty
from copydesk.content.outcomes import (
    BranchOutcome,
    OperationOutcome,
    OperationResult,
    OutcomeT,
    PublishOutcome,
    PublishResult,
)
from copydesk.content.results import said_of
from copydesk.problems import EditConflict, FieldError, ProblemMessage, RequestRefusedError

__all__ = ["field_of_value", "refusal_of", "settled", "told_by", "wrong_call"]

Refusal = type[RequestRefusedError]

_OPERATIONS: Final[Mapping[OperationResult, Refusal]] = {
    OperationResult.FAILED: ConflictError,
    OperationResult.FAILED_CANNOT: ConflictError,
    OperationResult.FAILED_CANCELLED_BY_EVENT: RefusedError,
    OperationResult.FAILED_EXCEPTION_THROWN: RefusedError,
    OperationResult.NO_OPERATION: WrongCallError,
    OperationResult.FAILED_DUPLICATE_KEY: ConflictError,
    OperationResult.FAILED_INVALID_NAME: WrongCallError,
    OperationResult.FAILED_INVALID_PUBLISHED_STATE: ConflictError,
    OperationResult.FAILED_CONCURRENCY_VIOLATION: StaleError,
    OperationResult.FAILED_NOT_ALLOWED: RefusedError,
}
"""What the caller hears of each failed change: the error, whose class has a status."""

_PUBLICATIONS: Final[Mapping[PublishResult, Refusal]] = {
    PublishResult.FAILED_PUBLISH: ConflictError,
    PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED: ConflictError,
    PublishResult.FAILED_PUBLISH_HAS_EXPIRED: ConflictError,
    PublishResult.FAILED_PUBLISH_AWAITING_RELEASE: ConflictError,
    PublishResult.FAILED_PUBLISH_CULTURE_HAS_EXPIRED: ConflictError,
    PublishResult.FAILED_PUBLISH_CULTURE_AWAITING_RELEASE: ConflictError,
    PublishResult.FAILED_PUBLISH_IS_TRASHED: ConflictError,
    PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT: RefusedError,
    PublishResult.FAILED_PUBLISH_CONTENT_INVALID: RefusedError,
    PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH: ConflictError,
    PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING: RefusedError,
    PublishResult.FAILED_PUBLISH_CONCURRENCY_VIOLATION: StaleError,
    PublishResult.FAILED_UNPUBLISH_CANCELLED_BY_EVENT: RefusedError,
    PublishResult.FAILED_UNPUBLISH: ConflictError,
    PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES: ConflictError,
    PublishResult.FAILED_PUBLISH_INVALID_NAME: WrongCallError,
    PublishResult.FAILED_PUBLISH_DUPLICATE_KEY: ConflictError,
    PublishResult.FAILED_PUBLISH_NOT_ALLOWED: RefusedError,
}
"""What the caller hears of each failed publication."""

_EXCEPTIONS: Final[Mapping[type[ContentError], type[RequestRefusedError]]] = {
    DocumentNotFoundError: NotFoundError,
    SiblingsChangedError: ConflictError,
    FolderNameTakenError: ConflictError,
}
"""What the caller hears of exceptions that are more than a wrong call."""

_FIELDS: Final = {
    "parent_id": "parentKey",
    "type": "typeAlias",
    "version_id": "versionId",
    "allowed_children": "allowedChildren",
    "is_default": "isDefault",
}
"""How fields of the content room are called on the wire, where that differs."""


async def settled(operation: Awaitable[OutcomeT], *, fields: Mapping[str, str] = _FIELDS) -> OutcomeT:
    """Wait for an operation of the content room, and return what became of it if it was done.

    Args:
        operation: the operation.
        fields: how the fields that it may blame are called in this request, where they have another name.

    Raises:
        RequestRefusedError: it was refused; says why, which field, and what handlers had to say.
    """
    try:
        outcome = await operation
    except ContentError as error:
        raise wrong_call(error, fields) from error
    if not isinstance(outcome, BranchOutcome) and not outcome.success:
        raise refusal_of(outcome, fields)
    return outcome


def wrong_call(error: ContentError, fields: Mapping[str, str] = _FIELDS) -> RequestRefusedError:
    """Return the refusal for an exception of the content room."""
    named = [FieldError.of(fields.get(error.field, error.field), error.said)] if error.field else []
    kind = _EXCEPTIONS.get(type(error), WrongCallError)
    return kind(error.said, errors=named)


def refusal_of(outcome: OperationOutcome | PublishOutcome, fields: Mapping[str, str] = _FIELDS) -> RequestRefusedError:
    """Return the refusal for an operation that was not done."""
    if isinstance(outcome, PublishOutcome):
        kind = _PUBLICATIONS[outcome.result]
        invalid = [FieldError.of(field_of_value(*_variant(one)), one.message) for one in outcome.invalid_properties]
    else:
        kind = _OPERATIONS[outcome.result]
        invalid = []
    detail = said_of(outcome)
    named = [FieldError.of(fields.get(outcome.field, outcome.field), detail)] if outcome.field and not invalid else []
    return kind(detail, errors=invalid or named, messages=outcome.messages, conflict=_conflict(outcome))


def told_by(outcome: OperationOutcome | PublishOutcome) -> tuple[ProblemMessage, ...]:
    """Return what handlers had to say, and which of them failed after the change was made."""
    said = [ProblemMessage.of(message) for message in outcome.messages]
    return (*said, *(ProblemMessage.of_failure(failure) for failure in outcome.failures))


def field_of_value(alias: str, culture: str | None, segment: str | None) -> str:
    """Return how a value is named in errors: `values.title`, `values.title[de-DE]` or `values.title[de-DE,vip]`."""
    variant = ",".join(filter(None, (culture, segment)))
    return f"values.{alias}[{variant}]" if variant else f"values.{alias}"


def _variant(invalid: InvalidProperty) -> tuple[str, str | None, str | None]:
    return invalid.alias, invalid.culture, invalid.segment


def _conflict(outcome: OperationOutcome | PublishOutcome) -> EditConflict | None:
    conflict = outcome.conflict
    return EditConflict(conflict.expected, conflict.actual) if conflict is not None else None
