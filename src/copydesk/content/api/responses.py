"""What routes answer with besides a success, for the schema."""

from http import HTTPStatus
from typing import Final

from copydesk.problems import problem_responses

__all__ = ["LOOKING", "WRITING"]

_ALWAYS: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)

LOOKING: Final = problem_responses(*_ALWAYS)
"""Of a route that only reads."""
WRITING: Final = problem_responses(
    *_ALWAYS, HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.UNPROCESSABLE_ENTITY
)
"""Of a route that changes something."""
