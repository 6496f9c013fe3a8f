"""From what became of an operation to what the caller hears: one table from result to error."""

from collections.abc import Awaitable, Mapping
from typing import Final, TypeVar

from copydesk.content.api.errors import ConflictError, NotFoundError, RefusedError, StaleError, WrongCallError
from copydesk.content.errors import ContentError, DocumentNotFoundError, SiblingsChangedError
from copydesk.content.model import InvalidProperty
from copydesk.content.outcomes import BranchOutcome, OperationOutcome, OperationResult, PublishOutcome, PublishResult
from copydesk.problems import EditConflict, FieldError, ProblemMessage, RequestRefusedError

__all__ = ["field_of_value", "refusal_of", "settled", "told_by", "wrong_call"]

OutcomeT = TypeVar("OutcomeT", bound=OperationOutcome | PublishOutcome | BranchOutcome)
Refusal = tuple[type[RequestRefusedError], str]

_STALE: Final = "Somebody else changed the document: read it again and decide what is to stay"
_CANCELLED: Final = "A handler refused it"
_NOT_ALLOWED: Final = "The document type may not stand there"
_DUPLICATE: Final = "There is a document with this key already"
_NAME: Final = "The name is missing or too long"

_OPERATIONS: Final[Mapping[OperationResult, Refusal]] = {
    OperationResult.FAILED: (ConflictError, "It could not be done"),
    OperationResult.FAILED_CANNOT: (ConflictError, "It cannot be done to something in this state"),
    OperationResult.FAILED_CANCELLED_BY_EVENT: (RefusedError, _CANCELLED),
    OperationResult.FAILED_EXCEPTION_THROWN: (RefusedError, "A handler failed"),
    OperationResult.NO_OPERATION: (WrongCallError, "There is nothing to do"),
    OperationResult.FAILED_DUPLICATE_KEY: (ConflictError, _DUPLICATE),
    OperationResult.FAILED_INVALID_NAME: (WrongCallError, _NAME),
    OperationResult.FAILED_INVALID_PUBLISHED_STATE: (ConflictError, "It is being published or taken down"),
    OperationResult.FAILED_CONCURRENCY_VIOLATION: (StaleError, _STALE),
    OperationResult.FAILED_NOT_ALLOWED: (RefusedError, _NOT_ALLOWED),
}
"""What the caller hears of each failed change: the error, whose class has a status, and its text."""

_PUBLICATIONS: Final[Mapping[PublishResult, Refusal]] = {
    PublishResult.FAILED_PUBLISH: (ConflictError, "It could not be published"),
    PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED: (ConflictError, "Something above it is not published"),
    PublishResult.FAILED_PUBLISH_HAS_EXPIRED: (ConflictError, "Its date of expiry has passed"),
    PublishResult.FAILED_PUBLISH_AWAITING_RELEASE: (ConflictError, "It awaits its date of release"),
    PublishResult.FAILED_PUBLISH_CULTURE_HAS_EXPIRED: (ConflictError, "The culture's date of expiry has passed"),
    PublishResult.FAILED_PUBLISH_CULTURE_AWAITING_RELEASE: (ConflictError, "The culture awaits its date of release"),
    PublishResult.FAILED_PUBLISH_IS_TRASHED: (ConflictError, "It is in the recycle bin"),
    PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT: (RefusedError, _CANCELLED),
    PublishResult.FAILED_PUBLISH_CONTENT_INVALID: (RefusedError, "Some values may not be published"),
    PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH: (ConflictError, "There is nothing to publish"),
    PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING: (RefusedError, "A mandatory culture is missing"),
    PublishResult.FAILED_PUBLISH_CONCURRENCY_VIOLATION: (StaleError, _STALE),
    PublishResult.FAILED_UNPUBLISH_CANCELLED_BY_EVENT: (RefusedError, _CANCELLED),
    PublishResult.FAILED_UNPUBLISH: (ConflictError, "It could not be taken down"),
    PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES: (ConflictError, "Its draft is not saved"),
    PublishResult.FAILED_PUBLISH_INVALID_NAME: (WrongCallError, _NAME),
    PublishResult.FAILED_PUBLISH_DUPLICATE_KEY: (ConflictError, _DUPLICATE),
    PublishResult.FAILED_PUBLISH_NOT_ALLOWED: (RefusedError, _NOT_ALLOWED),
}
"""What the caller hears of each failed publication."""

_EXCEPTIONS: Final[Mapping[type[ContentError], type[RequestRefusedError]]] = {
    DocumentNotFoundError: NotFoundError,
    SiblingsChangedError: ConflictError,
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
    named = [FieldError(fields.get(error.field, error.field), str(error))] if error.field else []
    kind = _EXCEPTIONS.get(type(error), WrongCallError)
    return kind(str(error), errors=named)


def refusal_of(outcome: OperationOutcome | PublishOutcome, fields: Mapping[str, str] = _FIELDS) -> RequestRefusedError:
    """Return the refusal for an operation that was not done."""
    if isinstance(outcome, PublishOutcome):
        kind, detail = _PUBLICATIONS[outcome.result]
        invalid = [FieldError(field_of_value(*_variant(one)), one.message) for one in outcome.invalid_properties]
    else:
        kind, detail = _OPERATIONS[outcome.result]
        invalid = []
    named = [FieldError(fields.get(outcome.field, outcome.field), detail)] if outcome.field and not invalid else []
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
