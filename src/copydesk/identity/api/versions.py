"""Entity tags of users and user groups: `If-Match` on a change keeps somebody else's from being overwritten."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from litestar.exceptions import ValidationException
from litestar.params import HeaderParameter

from copydesk.identity.api.refusals import version_of
from copydesk.identity.sentences import Sentences

__all__ = ["IfMatch", "entity_tag", "moment_read"]

_TAG: Final = re.compile(r'\s*(?:W/)?"([0-9]{1,17})"\s*')
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", description="The entity tag that the change is based on; any version is overwritten without."
    ),
]


def entity_tag(updated: datetime) -> dict[str, str]:
    """Return the header that names the version of an answer."""
    return {"ETag": f'"{version_of(updated)}"'}


def moment_read(if_match: str | None) -> datetime | None:
    """Return the moment that the header `If-Match` stands for; None if it asks for none.

    Raises:
        ValidationException: It is not one entity tag.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match)
    if found is None:
        said = Sentences.INVALID_ENTITY_TAG(tag=if_match)
        raise ValidationException(said, extra=[{"key": "If-Match", "message": said}])
    return _BEGINNING + timedelta(microseconds=int(found[1]))
