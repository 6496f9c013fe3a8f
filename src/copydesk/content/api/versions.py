"""Entity tags: `"7.1f0a"` is version 7 of a document, and a digest of what this caller was shown of it.

A write compares the version alone: a document is not another one because somebody may do more with it.
"""

import hashlib
import re
from http import HTTPStatus
from typing import Annotated, Final, TypeVar

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

from copydesk.content.api.errors import WrongCallError
from copydesk.content.sentences import Sentences
from copydesk.problems import FieldError

__all__ = ["IfMatch", "IfNoneMatch", "entity_tag", "expected_version", "is_held", "tagged"]

StructT = TypeVar("StructT", bound=msgspec.Struct)
_TAG = re.compile(r'\s*(?:W/)?"(?P<version>[0-9]{1,9})(?:\.[0-9a-f]*)?"\s*')
_DIGEST_BYTES: Final = 6

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", description="The entity tag that the change is based on; any version is overwritten without."
    ),
]
IfNoneMatch = Annotated[
    str | None, HeaderParameter(name="If-None-Match", description="The entity tags that the caller has already.")
]


def expected_version(if_match: str | None) -> int | None:
    """Return the version that the header `If-Match` asks for; None when it asks for none.

    Raises:
        WrongCallError: it is not one entity tag.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match)
    if found is None:
        said = Sentences.INVALID_ENTITY_TAG(tag=if_match)
        raise WrongCallError(said, errors=[FieldError.of("If-Match", said)])
    return int(found["version"])


def entity_tag(version: int, shown: msgspec.Struct) -> str:
    """Return the entity tag of what is shown of a version."""
    digest = hashlib.blake2s(msgspec.json.encode(shown), digest_size=_DIGEST_BYTES).hexdigest()
    return f'"{version}.{digest}"'


def tagged(shown: StructT, tag: str, if_none_match: str | None = None) -> Response[StructT]:
    """Answer with something and its entity tag; with 304 and nothing when the caller has it already."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if is_held(if_none_match, tag):
        return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers=headers)  # type: ignore[arg-type] # no body
    return Response(shown, headers=headers)


def is_held(if_none_match: str | None, tag: str) -> bool:
    """Tell whether the caller says to have what `tag` stands for already."""
    if if_none_match is None:
        return False
    held = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag in held or "*" in held
