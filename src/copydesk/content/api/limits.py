"""What values of a request can be at all, so that nothing else reaches a database: the schema tells it to callers."""

from datetime import UTC, datetime
from typing import Annotated, Final

import msgspec
from litestar.params import PathParameter

from copydesk.content.api.errors import WrongCallError
from copydesk.content.sentences import Sentences
from copydesk.problems import FieldError

__all__ = ["NO_NUL", "CultureCode", "Line", "Text", "VersionId", "VersionPath", "require_moment"]

NO_NUL: Final = r"^[^\x00]*$"
"""The pattern of text that databases can hold."""
_LARGEST: Final = 2**63 - 1

Line = Annotated[str, msgspec.Meta(max_length=255, pattern=NO_NUL)]
Text = Annotated[str, msgspec.Meta(max_length=4000, pattern=NO_NUL)]
CultureCode = Annotated[str, msgspec.Meta(max_length=64)]
VersionId = Annotated[int, msgspec.Meta(ge=0, le=_LARGEST)]
VersionPath = Annotated[int, PathParameter(ge=0, le=_LARGEST, description="The number of a version.")]


def require_moment(moment: datetime, field: str) -> datetime:
    """Return a moment in UTC.

    Raises:
        WrongCallError: it has no time zone, or lies outside the calendar.
    """
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except OverflowError:
        pass
    said = Sentences.INVALID_DATE()
    raise WrongCallError(said, errors=[FieldError.of(field, said)])
