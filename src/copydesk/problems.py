"""Problem details (RFC 9457): the body of every answer that is not a success, and the errors that carry what it says.

Rooms raise, `copydesk.http` answers: a room exports a table from exception class to status. Errors of its routes derive
from `RequestRefusedError`, and `problem_responses` says what a route may answer besides a success.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec

from copydesk.notifications import EventMessage, EventMessageType, HandlerFailure

__all__ = [
    "MEDIA_TYPE",
    "EditConflict",
    "FieldError",
    "Problem",
    "ProblemMessage",
    "RequestRefusedError",
    "problem_responses",
]

MEDIA_TYPE: Final = "application/problem+json"


class FieldError(msgspec.Struct, frozen=True, rename="camel"):
    """What is wrong with one field of the request; `field` is its path, such as `values.title[de-DE]`."""

    field: str
    message: str


class ProblemMessage(msgspec.Struct, frozen=True, rename="camel"):
    """A message that a handler left: who vetoed, and why; or what else it has to say."""

    category: str
    message: str
    type: str

    @classmethod
    def of(cls, message: EventMessage) -> "ProblemMessage":
        """Show a handler's message as it goes over the wire, its type as a name such as `Error`."""
        return cls(message.category, message.message, message.type.name.title())

    @classmethod
    def of_failure(cls, failure: HandlerFailure) -> "ProblemMessage":
        """Say that a handler failed after the change was made; what it raised stays in the log."""
        text = f"The change was made, but what {failure.handler} does after it failed."
        return cls("Afterwards", text, EventMessageType.WARNING.name.title())


@dataclass(frozen=True, slots=True)
class EditConflict:
    """Somebody else was faster.

    Attributes:
        expected_version: the version that the request was based on.
        actual_version: the version that is stored; none when it was deleted.
        changed_by: the key of who wrote that one.
        changed_at: when.
    """

    expected_version: int
    actual_version: int | None = None
    changed_by: UUID | None = None
    changed_at: datetime | None = None


class Problem(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The body of every answer that is not a success.

    Attributes:
        title: the status in words.
        status: the status.
        type: always `about:blank`; the status tells the kind of problem.
        detail: what was wrong, and what to do.
        instance: the path that was asked for.
        correlation_id: under which the server's log has it.
        errors: the fields that were wrong.
        messages: what handlers had to say.
        expected_version: the version that the request was based on, when somebody else was faster.
        actual_version: the version that is stored then; none when it was deleted.
        changed_by: the key of who wrote that one.
        changed_at: when.
    """

    title: str
    status: int
    type: str = "about:blank"
    detail: str = ""
    instance: str = ""
    correlation_id: str | None = None
    errors: tuple[FieldError, ...] = ()
    messages: tuple[ProblemMessage, ...] = ()
    expected_version: int | None = None
    actual_version: int | None = None
    changed_by: UUID | None = None
    changed_at: datetime | None = None


class RequestRefusedError(Exception):
    """A request is refused, with all that its problem details say.

    Args:
        detail: what was wrong, and what to do.
        errors: the fields that were wrong.
        messages: what handlers had to say.
        conflict: both versions, when somebody else was faster.
        headers: headers of the answer.
    """

    def __init__(
        self,
        detail: str,
        *,
        errors: Iterable[FieldError] = (),
        messages: Iterable[EventMessage] = (),
        conflict: EditConflict | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.errors = tuple(errors)
        self.messages = tuple(messages)
        self.conflict = conflict
        self.headers = dict(headers or {})


def problem_responses(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """Return the `responses` of a route that may answer with problem details of these statuses."""
    return {
        status.value: ResponseSpec(Problem, generate_examples=False, description=status.phrase, media_type=MEDIA_TYPE)
        for status in statuses
    }
