"""How the management API says no: from what became of an operation to the status of the answer, in two tables."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from litestar.openapi.datastructures import ResponseSpec

from copydesk.identity.errors import KeysUnavailableError
from copydesk.identity.outcome import Outcome, Status
from copydesk.identity.sentences import Sentences
from copydesk.identity.sessions import Refusal, SignInRefused
from copydesk.problems import (
    EditConflict,
    FieldError,
    ProblemMessage,
    ProblemSentences,
    RequestRefusedError,
    problem_responses,
)
from copydesk.sentences import Said

__all__ = [
    "IDENTITY_STATUSES",
    "ConflictingRequestError",
    "ForbiddenRequestError",
    "RefusedSignInError",
    "StaleRequestError",
    "TooManyAttemptsError",
    "UnacceptableRequestError",
    "UnknownEntityError",
    "insist",
    "may_answer",
    "refusal",
    "refused_sign_in",
    "unacceptable",
    "version_of",
]

_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ConflictingRequestError(RequestRefusedError):
    """What there is stands against it."""


class ForbiddenRequestError(RequestRefusedError):
    """The caller's rights do not go so far."""


class UnacceptableRequestError(RequestRefusedError):
    """What was given is not acceptable, or a handler cancelled it."""


class UnknownEntityError(RequestRefusedError):
    """What it is about does not exist."""


class RefusedSignInError(RequestRefusedError):
    """The sign-in was refused; why, only the server's log may know."""


class StaleRequestError(RequestRefusedError):
    """It is based on another version than the one that is stored."""


class TooManyAttemptsError(RequestRefusedError):
    """There were too many attempts to sign in."""


_KINDS: Final[Mapping[Status, type[RequestRefusedError]]] = MappingProxyType(
    {
        Status.CANCELLED: UnacceptableRequestError,
        Status.DUPLICATE_ALIAS: ConflictingRequestError,
        Status.DUPLICATE_EMAIL: ConflictingRequestError,
        Status.FORBIDDEN: ForbiddenRequestError,
        Status.INVALID: UnacceptableRequestError,
        Status.INVALID_PASSWORD: UnacceptableRequestError,
        Status.LAST_ADMINISTRATOR: ConflictingRequestError,
        Status.NOT_FOUND: UnknownEntityError,
        Status.PROTECTED_GROUP: ConflictingRequestError,
        Status.STALE: StaleRequestError,
        Status.UNKNOWN_GROUP: UnacceptableRequestError,
    }
)

IDENTITY_STATUSES: Final[Mapping[type[Exception], HTTPStatus]] = MappingProxyType(
    {
        ConflictingRequestError: HTTPStatus.CONFLICT,
        ForbiddenRequestError: HTTPStatus.FORBIDDEN,
        KeysUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
        RefusedSignInError: HTTPStatus.UNAUTHORIZED,
        StaleRequestError: HTTPStatus.PRECONDITION_FAILED,
        TooManyAttemptsError: HTTPStatus.TOO_MANY_REQUESTS,
        UnacceptableRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
        UnknownEntityError: HTTPStatus.NOT_FOUND,
    }
)
"""Status by kind of error, for the application."""


def insist(outcome: Outcome, names: Mapping[str, str] | None = None) -> list[ProblemMessage]:
    """Go on only after a success, and return what handlers had to say and which of them failed after the change.

    Args:
        outcome: What became of the operation.
        names: What a field of the outcome is called in the request, where it is called otherwise.

    Raises:
        RequestRefusedError: It was refused; which kind, the table says.
    """
    if not outcome.success:
        raise refusal(outcome, names)
    return [*map(ProblemMessage.of, outcome.messages), *map(ProblemMessage.of_failure, outcome.failures)]


def refusal(outcome: Outcome, names: Mapping[str, str] | None = None) -> RequestRefusedError:
    """Return the error that a refused operation is answered with; `names` are as for `insist`."""
    errors = [FieldError.of((names or {}).get(name, name), problem) for name, problem in outcome.fields.items()]
    return _KINDS[outcome.status](_why(outcome), errors=errors, messages=outcome.messages, conflict=_conflict(outcome))


def _why(outcome: Outcome) -> Said:
    """Return what was wrong in one text, with what handlers said; its code is that of what was wrong first."""
    first = next(iter(outcome.problems), Sentences.CANCELLED_BY_NOTIFICATION())
    told = [*outcome.problems, *(message.message for message in outcome.messages)]
    if len(outcome.problems) > 1:
        return ProblemSentences.FIELDS_INVALID(faults=" ".join(told))
    return Said(" ".join(told) or first, first.code, first.parameters)


def version_of(updated: datetime) -> int:
    """Return the version of what was changed last at `updated`: that moment in microseconds."""
    return (updated - _BEGINNING) // timedelta(microseconds=1)


def _conflict(outcome: Outcome) -> EditConflict | None:
    if outcome.conflict is None:
        return None
    read, stored = outcome.conflict
    return EditConflict(version_of(read), version_of(stored), changed_at=stored)


def refused_sign_in(refused: SignInRefused) -> RequestRefusedError:
    """Return the error that a refused sign-in is answered with: but for too many attempts, all look the same."""
    if refused.reason is Refusal.RATE_LIMITED:
        seconds = math.ceil(refused.retry_after)
        headers = {"Retry-After": str(seconds)}
        return TooManyAttemptsError(Sentences.TOO_MANY_ATTEMPTS(seconds=seconds), headers=headers)
    challenge = {"WWW-Authenticate": "Bearer"}
    return RefusedSignInError(Sentences.SIGN_IN_REFUSED(), headers=challenge)


def unacceptable(field: str, said: Said) -> UnacceptableRequestError:
    """Return the error for one field of the request that is not acceptable."""
    return UnacceptableRequestError(said, errors=[FieldError.of(field, said)])


def may_answer(*statuses: HTTPStatus, public: bool = False) -> dict[int, ResponseSpec]:
    """Return the `responses` of a route that may answer with problems of `statuses`, besides what any route may."""
    any_route = (HTTPStatus.BAD_REQUEST, *(() if public else (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)))
    return problem_responses(*any_route, *statuses)
