"""Problem details (RFC 9457): the body of every answer that is not a success, and the errors that carry what it says.

Rooms raise, `copydesk.http` answers: a room exports a table from exception class to status. Errors of its routes derive
from `RequestRefusedError`, and `problem_responses` says what a route may answer besides a success. What they say comes
from the room's table of sentences, so that each text has a code for programs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec

from copydesk.notifications import EventMessage, EventMessageType, HandlerFailure
from copydesk.sentences import Code, Said, SentenceTable, told

__all__ = [
    "MEDIA_TYPE",
    "EditConflict",
    "FieldError",
    "Problem",
    "ProblemMessage",
    "ProblemSentences",
    "RequestRefusedError",
    "all_wrong",
    "problem_responses",
]

MEDIA_TYPE: Final = "application/problem+json"


class ProblemSentences(SentenceTable):
    """What the answers of all rooms say alike."""

    FIELDS_INVALID = "{faults}"
    AFTERWARDS_FAILED = "The change was made, but what {handler} does after it failed."


class FieldError(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What is wrong with one field of the request; `field` is its path, such as `values.title[de-DE]`.

    `code` says for programs which sentence `message` is, and `parameters` what it names, by name.
    """

    field: str
    message: str
    code: Code | None = None
    parameters: dict[str, str | int] = {}

    @classmethod
    def of(cls, field: str, said: Said) -> "FieldError":
        """Say what is wrong with a field."""
        return cls(field, str(said), said.code, dict(said.parameters))


class ProblemMessage(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A message that a handler left: who vetoed, and why; or what else it has to say.

    `code` and `parameters` are as those of a field's error; a handler's own words have none, unless they come from a
    table of sentences.
    """

    category: str
    message: str
    type: str
    code: Code | None = None
    parameters: dict[str, str | int] = {}

    @classmethod
    def of(cls, message: EventMessage) -> "ProblemMessage":
        """Show a handler's message as it goes over the wire, its type as a name such as `Error`."""
        code, parameters = told(message.message)
        return cls(message.category, str(message.message), message.type.name.title(), code, dict(parameters))

    @classmethod
    def of_failure(cls, failure: HandlerFailure) -> "ProblemMessage":
        """Say that a handler failed after the change was made; what it raised stays in the log."""
        said = ProblemSentences.AFTERWARDS_FAILED(handler=failure.handler)
        return cls.of(EventMessage("Afterwards", said, EventMessageType.WARNING))


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
        operation_status: for programs, which sentence `detail` is; the reference's name where the case is the same.
        parameters: what that sentence names, by name.
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
    operation_status: Code | None = None
    parameters: dict[str, str | int] = {}
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
        detail: what was wrong, and what to do: a sentence of the room's table.
        errors: the fields that were wrong.
        messages: what handlers had to say.
        conflict: both versions, when somebody else was faster.
        headers: headers of the answer.
    """

    def __init__(
        self,
        detail: Said,
        *,
        errors: Iterable[FieldError] = (),
        messages: Iterable[EventMessage] = (),
        conflict: EditConflict | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.said = detail
        self.errors = tuple(errors)
        self.messages = tuple(messages)
        self.conflict = conflict
        self.headers = dict(headers or {})


def all_wrong(errors: Sequence[FieldError]) -> Said:
    """Return what is wrong with several fields, as one sentence."""
    if len(errors) == 1 and errors[0].code is not None:
        return Said(errors[0].message, errors[0].code, errors[0].parameters)
    return ProblemSentences.FIELDS_INVALID(faults="; ".join(one.message for one in errors))


def problem_responses(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """Return the `responses` of a route that may answer with problem details of these statuses."""
    return {
        status.value: ResponseSpec(Problem, generate_examples=False, description=status.phrase, media_type=MEDIA_TYPE)
        for status in statuses
    }
