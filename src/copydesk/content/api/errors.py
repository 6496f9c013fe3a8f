"""Why the management API refuses a request, and the status of every exception that leaves the content room."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from copydesk.content.errors import ContentError, DocumentNotFoundError, FolderNameTakenError, SiblingsChangedError
from copydesk.content.importing.imports import ImportStateError, UnknownImportError
from copydesk.content.importing.staging import TooMuchError
from copydesk.problems import RequestRefusedError

__all__ = [
    "CONTENT_STATUSES",
    "ConflictError",
    "ForbiddenError",
    "NotFoundError",
    "RefusedError",
    "StaleError",
    "WrongCallError",
]


class WrongCallError(RequestRefusedError):
    """The request is wrong in itself."""


class ForbiddenError(RequestRefusedError):
    """The caller sees it, but may not do this to it."""


class NotFoundError(RequestRefusedError):
    """It does not exist, or the caller may not see it: nobody learns which."""


class ConflictError(RequestRefusedError):
    """It cannot be done to a document in this state."""


class StaleError(RequestRefusedError):
    """Somebody else was faster."""


class RefusedError(RequestRefusedError):
    """A rule or a handler refused it."""


CONTENT_STATUSES: Final[Mapping[type[Exception], HTTPStatus]] = MappingProxyType(
    {
        WrongCallError: HTTPStatus.BAD_REQUEST,
        ContentError: HTTPStatus.BAD_REQUEST,
        ForbiddenError: HTTPStatus.FORBIDDEN,
        NotFoundError: HTTPStatus.NOT_FOUND,
        DocumentNotFoundError: HTTPStatus.NOT_FOUND,
        UnknownImportError: HTTPStatus.NOT_FOUND,
        ConflictError: HTTPStatus.CONFLICT,
        FolderNameTakenError: HTTPStatus.CONFLICT,
        SiblingsChangedError: HTTPStatus.CONFLICT,
        ImportStateError: HTTPStatus.CONFLICT,
        TooMuchError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        StaleError: HTTPStatus.PRECONDITION_FAILED,
        RefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""Status by exception class."""
