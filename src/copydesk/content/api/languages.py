"""Routes of the languages that documents are written in."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.content.api.answers import Done
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.errors import ConflictError, NotFoundError
from copydesk.content.api.limits import CultureCode, Line
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import settled, told_by
from copydesk.content.errors import CultureError
from copydesk.content.model import Language
from copydesk.content.model.cultures import is_culture
from copydesk.content.outcomes import OperationOutcome
from copydesk.content.sentences import Sentences
from copydesk.content.service.types import LanguageService
from copydesk.identity.http_access import MANAGEMENT_API, allow
from copydesk.problems import FieldError, ProblemMessage

__all__ = [
    "LanguageAnswer",
    "LanguageBody",
    "LanguageChange",
    "create_language",
    "delete_language",
    "language_routes",
    "list_languages",
    "read_language",
    "update_language",
]

_TAGS = ["Languages"]
_READ = allow()
_WRITE = allow("TreeAccessLanguages")
LanguageRoom = NamedDependency[LanguageService]


class LanguageChange(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A language. No document may be published without a mandatory one; `fallback` is read where it has no value."""

    name: Line = ""
    is_default: bool = False
    is_mandatory: bool = False
    fallback: CultureCode | None = None


class LanguageBody(LanguageChange, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A new language and its culture code, such as `de-AT`."""

    code: CultureCode


class LanguageAnswer(LanguageBody, frozen=True, rename="camel", kw_only=True):
    """A language as it is stored; `messages` is what handlers said to a write."""

    messages: tuple[ProblemMessage, ...] = ()


@get("/language", opt=_READ, tags=_TAGS, responses=LOOKING)
async def list_languages(languages: LanguageRoom) -> tuple[LanguageAnswer, ...]:
    """List the languages, in their order."""
    return tuple(_shown(one) for one in await languages.all() or ())


@get("/language/{code:str}", opt=_READ, tags=_TAGS, responses=LOOKING)
async def read_language(languages: LanguageRoom, code: FromPath[str]) -> LanguageAnswer:
    """Read one language."""
    return _shown(await _known(languages, code))


@post("/language", opt=_WRITE, tags=_TAGS, responses=WRITING)
async def create_language(
    languages: LanguageRoom, door: NamedDependency[DocumentDoor], data: JSONBody[LanguageBody]
) -> Response[LanguageAnswer]:
    """Add a language. The first one must be the default; a new default takes the place of the old one."""

    async def free() -> str:
        known = await languages.all()
        if known is not None and data.code in known:
            said = Sentences.DUPLICATE_ISO_CODE(code=data.code)
            raise ConflictError(said, errors=[FieldError.of("code", said)])
        return data.code

    created = await _save(languages, door, "create_language", free, data)
    return Response(created, headers={"Location": f"{MANAGEMENT_API}/language/{created.code}"})


@put("/language/{code:str}", opt=_WRITE, tags=_TAGS, responses=WRITING)
async def update_language(
    languages: LanguageRoom,
    door: NamedDependency[DocumentDoor],
    code: FromPath[str],
    data: JSONBody[LanguageChange],
) -> LanguageAnswer:
    """Replace everything of a language but its code."""

    async def known() -> str:
        return (await _known(languages, code)).code

    return await _save(languages, door, "update_language", known, data)


@delete("/language/{code:str}", opt=_WRITE, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_language(languages: LanguageRoom, door: NamedDependency[DocumentDoor], code: FromPath[str]) -> Done:
    """Delete a language. 409 for the default one, and for one that others fall back to.

    Documents keep what is written in it.
    """

    async def work() -> OperationOutcome:
        found = await _known(languages, code)
        return await languages.delete(found.code, actor=door.actor)

    return Done(told_by(await settled(door.change("delete_language", work))))


async def _save(
    languages: LanguageService,
    door: DocumentDoor,
    purpose: str,
    find_code: Callable[[], Awaitable[str]],
    data: LanguageChange,
) -> LanguageAnswer:
    saved = list[Language]()

    async def work() -> OperationOutcome:
        code = await find_code()
        if data.fallback is not None and not is_culture(data.fallback):
            raise CultureError(Sentences.INVALID_FALLBACK(code=data.fallback), field="fallback")
        one = Language(code, data.name, data.is_default, data.is_mandatory, data.fallback)
        outcome = await languages.save(one, actor=door.actor)
        if outcome.success:
            saved.append(await _known(languages, code))
        return outcome

    outcome = await settled(door.change(purpose, work), fields={"culture": "code", "is_default": "isDefault"})
    return msgspec.structs.replace(_shown(saved[0]), messages=told_by(outcome))


async def _known(languages: LanguageService, code: str) -> Language:
    known = await languages.all()
    try:
        if known is not None:
            return known[code]
    except CultureError as error:
        raise NotFoundError(error.said) from error
    raise NotFoundError(Sentences.NO_LANGUAGES())


def _shown(one: Language) -> LanguageAnswer:
    return LanguageAnswer(
        code=one.code, name=one.name, is_default=one.is_default, is_mandatory=one.is_mandatory, fallback=one.fallback
    )


language_routes = (list_languages, read_language, create_language, update_language, delete_language)
