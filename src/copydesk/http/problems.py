"""Every error as problem details (RFC 9457), with the status taken from one table."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from sqlalchemy.exc import DBAPIError

from copydesk.db import DatabaseUnavailableError, LockTimeoutError
from copydesk.http.correlation import correlation_id
from copydesk.http.sentences import Sentences, Validation
from copydesk.problems import MEDIA_TYPE, EditConflict, FieldError, Problem, ProblemMessage
from copydesk.sentences import Said, recognised

__all__ = ["Problems"]

_log = logging.getLogger("copydesk.http")
_RETRY_AFTER = "5"
"""How many seconds a client should let pass when the database is busy or cannot be reached."""


class Problems:
    """Turns exceptions into problem details.

    The most derived class that is in the table decides the status. A class may stand for a refusal that its text may
    explain: the text is shown for every class in the table, and never for one that is not (500). A database that is
    busy or cannot be reached is 503, whatever the table says; why stands in the log alone.

    Args:
        statuses: exception class → status.
        show_details: whether the text of an unexpected exception is shown too; for development only.
    """

    def __init__(self, statuses: Mapping[type[Exception], HTTPStatus], *, show_details: bool = False) -> None:
        self._statuses = statuses
        self._show_details = show_details

    def answer(self, request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
        """Answer a request that ended with an exception."""
        if _is_passing(error):
            return self._answer_unavailable(request, error)
        problem = self._problem_of(error)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and problem.status != HTTPStatus.SERVICE_UNAVAILABLE:
            _log.error("the request failed", exc_info=error, extra={"event": "request_failed"})
        return _response(request, problem, getattr(error, "headers", None) or {})

    def status_of(self, error: Exception) -> HTTPStatus:
        """Return the status that the table gives an exception, or 500."""
        for kind in type(error).__mro__:
            if kind in self._statuses:
                return self._statuses[kind]
        return HTTPStatus.INTERNAL_SERVER_ERROR

    def _answer_unavailable(self, request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
        _log.warning("the database could not serve the request: %s", error, extra={"event": "database_unavailable"})
        status, said = HTTPStatus.SERVICE_UNAVAILABLE, Sentences.UNAVAILABLE()
        detail = str(error) if self._show_details else str(said)
        problem = Problem(title=status.phrase, status=status.value, detail=detail, operation_status=said.code)
        return _response(request, problem, {"Retry-After": _RETRY_AFTER})

    def _problem_of(self, error: Exception) -> Problem:
        if isinstance(error, HTTPException):
            return _problem_of_http_error(error)
        status = self.status_of(error)
        known = status != HTTPStatus.INTERNAL_SERVER_ERROR
        return Problem(
            title=status.phrase,
            status=status.value,
            detail=str(error) if known or self._show_details else "",
            **_code_of(error, status),
            errors=_field_errors(error) if known else (),
            messages=tuple(ProblemMessage.of(message) for message in getattr(error, "messages", ())),
            **_conflict(error),
        )


def _is_passing(error: Exception) -> bool:
    """Tell whether the database was only busy, or lost, so that the same request may succeed later."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, LockTimeoutError | DatabaseUnavailableError)


def _response(request: Request[Any, Any, Any], problem: Problem, headers: Mapping[str, str]) -> Response[Problem]:
    told = msgspec.structs.replace(problem, instance=request.url.path, correlation_id=correlation_id())
    return Response(told, status_code=told.status, media_type=MEDIA_TYPE, headers=dict(headers))


def _code_of(error: Exception, status: HTTPStatus) -> dict[str, Any]:
    """Return which sentence an error is; one that has none is what its status says."""
    said = getattr(error, "said", None)
    if isinstance(said, Said):
        return {"operation_status": said.code, "parameters": dict(said.parameters)}
    return {"operation_status": Sentences.of_status(status).code}


def _conflict(error: Exception) -> dict[str, Any]:
    conflict = getattr(error, "conflict", None)
    return asdict(conflict) if isinstance(conflict, EditConflict) else {}


def _field_errors(error: Exception) -> tuple[FieldError, ...]:
    field, said = getattr(error, "field", None), getattr(error, "said", None)
    if errors := getattr(error, "errors", ()):
        return tuple(errors)
    if not field:
        return ()
    return (FieldError.of(field, said) if isinstance(said, Said) else FieldError(str(field), str(error)),)


def _problem_of_http_error(error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    own_text = error.detail if error.detail != status.phrase and status < HTTPStatus.INTERNAL_SERVER_ERROR else ""
    extra: Sequence[Any] = (
        error.extra if isinstance(error, ValidationException) and isinstance(error.extra, list) else ()
    )
    errors = tuple(map(_field_error, extra))
    code = _code_of(error, status)
    return Problem(title=status.phrase, status=status.value, detail=own_text, errors=errors, **code)


def _field_error(item: Mapping[str, Any]) -> FieldError:
    """Return what is wrong with a field; one that is missing or too much stands in the text."""
    text = item.get("message", "")
    said = text if isinstance(text, Said) else recognised(Validation, str(text))
    key = "" if item.get("key") == "data" else str(item.get("key", ""))
    named = str(said.parameters.get("field", ""))
    return FieldError.of(".".join(filter(None, (key, named))), said)
