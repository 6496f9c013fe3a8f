"""Routes of the delivery API. They are public, and answer with what everybody may see."""

import hashlib
import re
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, QueryParameter

from copydesk.content.api.errors import NotFoundError, WrongCallError
from copydesk.content.api.limits import NO_NUL
from copydesk.content.api.paging import Skip
from copydesk.content.api.settling import wrong_call
from copydesk.content.api.versions import IfNoneMatch, is_held
from copydesk.content.delivery.reading import DeliveryReader, Published
from copydesk.content.errors import CultureError
from copydesk.content.model import Languages
from copydesk.content.sentences import Sentences
from copydesk.identity.http_access import PUBLIC
from copydesk.problems import FieldError, problem_responses

__all__ = [
    "DELIVERY_API",
    "DeliveredDocument",
    "DeliveredPage",
    "delivery_routes",
    "item_by_address",
    "item_by_key",
    "list_content",
]

DELIVERY_API: Final = "/umbraco/delivery/api/v1"
"""Where the routes of the delivery API begin, as in the reference."""

StructT = TypeVar("StructT", bound=msgspec.Struct)
_WEIGHT = re.compile(r"q\s*=\s*([01](?:\.[0-9]{0,3})?)", re.IGNORECASE)
_TAGS = ["Delivery"]
_PROBLEMS = problem_responses(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
_CACHED: Final = {"Cache-Control": "public, max-age=60, stale-while-revalidate=300", "Vary": "Accept-Language"}
Culture = Annotated[
    str | None,
    QueryParameter(description="A culture code. Without it the best of Accept-Language, else the default language."),
]
Segment = Annotated[
    str | None,
    QueryParameter(
        max_length=255,
        pattern=NO_NUL,
        description="The group of readers to answer for. Where there is no value for it, the one for everybody.",
    ),
]
AcceptLanguage = Annotated[str | None, HeaderParameter(name="Accept-Language")]
Take = Annotated[int, QueryParameter(ge=0, le=100, description="How many are wanted; at most 100.")]
Parent = Annotated[UUID | None, QueryParameter(name="parentKey", description="What is listed stands below this one.")]
Path = Annotated[str | None, QueryParameter(max_length=4096, pattern=NO_NUL, description="The same by its address.")]
TypeAlias = Annotated[
    str | None, QueryParameter(name="type", pattern=NO_NUL, description="Only documents of the type.")
]
Descendants = Annotated[bool, QueryParameter(description="Whether what stands further below is listed as well.")]
Reader = NamedDependency[DeliveryReader]


class DeliveredDocument(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A document as readers see it in one culture.

    `path` is its address in this culture; `properties` are its published values by alias: those of the segment that is
    asked for, else those for everybody, and those of the fallback languages where it has none of its own; `cultures`
    are all that it is published in.
    """

    key: UUID
    parent_key: UUID | None
    type: str
    name: str
    path: str
    culture: str | None
    cultures: tuple[str, ...]
    created: datetime
    updated: datetime
    properties: dict[str, Any]
    has_children: bool


class DeliveredPage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of a list of published documents."""

    items: tuple[DeliveredDocument, ...]
    total: int


@get("/content", opt=PUBLIC, tags=_TAGS, responses=_PROBLEMS)
async def list_content(
    delivery: Reader,
    *,
    parent_key: Parent = None,
    path: Path = None,
    type_alias: TypeAlias = None,
    descendants: Descendants = False,
    culture: Culture = None,
    segment: Segment = None,
    accept_language: AcceptLanguage = None,
    if_none_match: IfNoneMatch = None,
    skip: Skip = 0,
    take: Take = 20,
) -> Response[DeliveredPage]:
    """List published documents below the root or another one, in the order of the tree."""
    chosen = await _culture(delivery, culture, accept_language)
    if path is not None and path.strip("/"):
        if parent_key is not None:
            said = Sentences.PARENT_BY_KEY_AND_PATH()
            raise WrongCallError(said, errors=[FieldError.of("path", said)])
        parent = await delivery.by_address(_parts(path), chosen)
        parent_key = _found(parent, path).key
    find = delivery.descendants if descendants else delivery.children
    page = await find(parent_key, chosen, segment, type_alias=type_alias, skip=skip, take=take)
    if page is None:
        raise NotFoundError(Sentences.CONTENT_NOT_FOUND(key=str(parent_key)))
    shown = DeliveredPage(tuple(map(_shown, page.items)), page.total)
    return _answer(shown, chosen, if_none_match, max((one.updated for one in page.items), default=None))


@get("/content/item/{key:uuid}", opt=PUBLIC, tags=_TAGS, responses=_PROBLEMS)
async def item_by_key(
    delivery: Reader,
    key: FromPath[UUID],
    culture: Culture = None,
    segment: Segment = None,
    accept_language: AcceptLanguage = None,
    if_none_match: IfNoneMatch = None,
) -> Response[DeliveredDocument]:
    """Read a published document by its key."""
    chosen = await _culture(delivery, culture, accept_language)
    found = _found(await delivery.by_key(key, chosen, segment), key)
    return _answer(_shown(found), chosen, if_none_match, found.updated)


@get("/content/item/by-path/{path:path}", opt=PUBLIC, tags=_TAGS, responses=_PROBLEMS)
async def item_by_address(
    delivery: Reader,
    path: FromPath[str],
    culture: Culture = None,
    segment: Segment = None,
    accept_language: AcceptLanguage = None,
    if_none_match: IfNoneMatch = None,
) -> Response[DeliveredDocument]:
    """Read a published document by its address in a culture, such as `/news/summer-party`."""
    chosen = await _culture(delivery, culture, accept_language)
    found = _found(await delivery.by_address(_parts(path), chosen, segment), path)
    return _answer(_shown(found), chosen, if_none_match, found.updated)


def _shown(one: Published) -> DeliveredDocument:
    return DeliveredDocument(
        key=one.key,
        parent_key=one.parent_key,
        type=one.type_alias,
        name=one.name,
        path=one.address,
        culture=one.culture,
        cultures=one.cultures,
        created=one.created,
        updated=one.updated,
        properties=dict(one.values),
        has_children=one.has_children,
    )


def _found(one: Published | None, asked: object) -> Published:
    if one is None:
        raise NotFoundError(Sentences.NOTHING_PUBLISHED(asked=str(asked)))
    return one


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _answer(shown: StructT, culture: str, if_none_match: str | None, updated: datetime | None) -> Response[StructT]:
    digest = hashlib.blake2s(msgspec.json.encode(shown), digest_size=8).hexdigest()
    headers = {**_CACHED, "ETag": f'"{digest}"'}
    if culture:
        headers["Content-Language"] = culture
    if updated is not None:
        headers["Last-Modified"] = format_datetime(updated, usegmt=True)
    if is_held(if_none_match, headers["ETag"]):
        return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers=headers)  # type: ignore[arg-type] # no body
    return Response(shown, headers=headers)


async def _culture(delivery: DeliveryReader, asked: str | None, accepted: str | None) -> str:
    """Return the culture to answer in; empty when there are no languages yet."""
    languages = await delivery.languages()
    if asked is None:
        return _best(languages, accepted) if languages is not None else ""
    if languages is None:
        raise wrong_call(CultureError(Sentences.NO_LANGUAGES_TO_READ(), field="culture"))
    try:
        return languages.require(asked)
    except CultureError as error:
        raise wrong_call(error) from error


def _best(languages: Languages, accepted: str | None) -> str:
    """Return the language that a reader likes best, by Accept-Language (RFC 9110), or the default one."""
    for wish in _wishes(accepted or ""):
        if wish in languages:
            return languages.require(wish)
        similar = [one.code for one in languages if _spoken(one.code) == _spoken(wish)]
        if similar:
            return languages.default if languages.default in similar else similar[0]
    return languages.default


def _spoken(code: str) -> str:
    return code.partition("-")[0].lower()


def _wishes(accepted: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.partition(";")
        found = _WEIGHT.fullmatch(weight.strip()) if weight else None
        quality = float(found[1]) if found else 0.0 if weight else 1.0
        if tag.strip() and quality > 0:
            weighed.append((-quality, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda one: one[0])]


delivery_routes = (Router(DELIVERY_API, route_handlers=[list_content, item_by_key, item_by_address]),)
"""All of them; they need the dependency `delivery`."""
