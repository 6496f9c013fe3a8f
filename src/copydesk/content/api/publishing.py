"""Routes that publish documents and take them down."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from uuid import UUID

import msgspec
from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.content.api.answers import DocumentAnswer, ScheduleLine, changed, schedule_lines
from copydesk.content.api.bodies import DocumentDraft, write_draft
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.errors import WrongCallError
from copydesk.content.api.limits import require_moment
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import refusal_of, settled, told_by
from copydesk.content.api.versions import IfMatch, expected_version
from copydesk.content.errors import ContentError
from copydesk.content.model import (
    ALL_CULTURES,
    ContentVariation,
    Document,
    Languages,
    Schedule,
    ScheduleAction,
)
from copydesk.content.model.schedule import INVARIANT_CULTURE
from copydesk.content.model.variation import check_variation
from copydesk.content.outcomes import BranchOutcome, OperationOutcome, PublishOutcome
from copydesk.content.service import BranchFilter
from copydesk.identity.http_access import allow
from copydesk.identity.permissions import Verb
from copydesk.problems import FieldError, ProblemMessage, RequestRefusedError, all_wrong

__all__ = [
    "BranchAnswer",
    "BranchChoice",
    "BranchItem",
    "BranchToPublish",
    "Cultures",
    "DraftToPublish",
    "ScheduleBody",
    "publish",
    "publish_with_descendants",
    "publishing_routes",
    "read_schedule",
    "save_and_publish",
    "send_to_publication",
    "unpublish",
    "write_schedule",
]

_TAGS = ["Publishing"]
_OPT = allow("TreeAccessDocuments")
Begun = tuple[Document, Awaitable[PublishOutcome]]


class Cultures(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Which cultures are meant; `*` is all that the document has. Without meaning for one that does not vary."""

    cultures: tuple[str, ...] = (ALL_CULTURES,)


class DraftToPublish(DocumentDraft, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Changes of a draft, and the cultures that are published with them."""

    cultures: tuple[str, ...] = (ALL_CULTURES,)


class BranchChoice(StrEnum):
    """Which documents of a branch are published, besides its root and those that are published and edited."""

    DEFAULT = "default"
    INCLUDE_UNPUBLISHED = "includeUnpublished"
    FORCE_REPUBLISH = "forceRepublish"
    ALL = "all"


class BranchToPublish(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Which cultures and which documents of a branch are published."""

    cultures: tuple[str, ...] = (ALL_CULTURES,)
    filter: BranchChoice = BranchChoice.DEFAULT


class BranchItem(msgspec.Struct, frozen=True, rename="camel"):
    """What became of one document of a branch; `result` is the reference's name, such as `SuccessPublish`."""

    key: UUID
    name: str
    success: bool
    result: str
    errors: tuple[FieldError, ...] = ()


class BranchAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """What became of each document of a branch that was looked at, parents first."""

    success: bool
    items: tuple[BranchItem, ...]
    messages: tuple[ProblemMessage, ...] = ()


class ScheduleBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """All pending dates of a document; those that are not named are dropped."""

    schedule: tuple[ScheduleLine, ...]


@put("/document/{key:uuid}/publish", opt=_OPT, tags=_TAGS, responses=WRITING)
async def publish(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[Cultures], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Publish the saved draft of a document in some cultures, or in all that it has."""
    expected = expected_version(if_match)

    async def begin() -> Begun:
        document = await door.document(key, Verb.PUBLISH, expected=expected)
        cultures = data.cultures if document.type.varies_by_culture else data.cultures or (ALL_CULTURES,)
        return document, door.content.publish(document, cultures, actor=door.actor, expected_version=expected)

    return await _published(door, "publish", begin)


@put("/document/{key:uuid}/save-and-publish", opt=_OPT, tags=_TAGS, responses=WRITING)
async def save_and_publish(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[DraftToPublish], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Change a document's draft and publish it.

    What may be saved but not published is saved: then the problem carries the entity tag of the new version.
    """
    expected = expected_version(if_match)

    async def begin() -> Begun:
        document = await door.document(key, Verb.UPDATE, expected=expected)
        door.rights.require(Verb.PUBLISH, document.path, key)
        write_draft(document, data, await door.content.languages())
        cultures = () if data.cultures == (ALL_CULTURES,) else data.cultures
        if document.type.varies_by_culture and not cultures:
            cultures = document.available_cultures
        return document, door.content.save_and_publish(document, cultures, actor=door.actor, expected_version=expected)

    return await _published(door, "save_and_publish", begin)


@put("/document/{key:uuid}/unpublish", opt=_OPT, tags=_TAGS, responses=WRITING)
async def unpublish(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[Cultures], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Take a document down in some cultures, or wholly. Without a mandatory culture all of it is taken down."""
    expected = expected_version(if_match)

    async def begin() -> Begun:
        document = await door.document(key, Verb.UNPUBLISH, expected=expected)
        return document, door.content.unpublish(document, data.cultures, actor=door.actor, expected_version=expected)

    return await _published(door, "unpublish", begin)


@put("/document/{key:uuid}/publish-with-descendants", opt=_OPT, tags=_TAGS, responses=WRITING)
async def publish_with_descendants(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[BranchToPublish], if_match: IfMatch = None
) -> BranchAnswer:
    """Publish a document and what is below it, parents first.

    The caller must be allowed to browse and to publish everything below. What cannot be published, and what is below
    that, is left out and reported; when it is the document itself, nothing is published.
    """
    expected = expected_version(if_match)

    async def work() -> BranchOutcome:
        document = await door.document(key, Verb.PUBLISH, expected=expected)
        door.rights.require_below(Verb.BROWSE, document.path, key)
        door.rights.require_below(Verb.PUBLISH, document.path, key)
        only = BranchFilter[data.filter.name]
        return await door.content.publish_branch(document, only, data.cultures, actor=door.actor)

    done = await settled(door.change("publish_with_descendants", work))
    if done.items and not done.items[0].success:
        raise refusal_of(done.items[0])
    failed = tuple(ProblemMessage.of_failure(failure) for failure in done.failures)
    messages = told_by(done.items[0]) if done.items else ()
    return BranchAnswer(done.success, tuple(map(_item, done.items)), (*messages, *failed))


@put("/document/{key:uuid}/send-to-publication", opt=_OPT, tags=_TAGS, responses=WRITING)
async def send_to_publication(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Hand a document to somebody who may publish it."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.SEND_TO_PUBLISH, expected=expected)
        return await door.content.send_to_publication(document, actor=door.actor)

    return await changed(door, await settled(door.change("send_to_publication", work)))


@get("/document/{key:uuid}/schedule", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def read_schedule(door: NamedDependency[DocumentDoor], key: FromPath[UUID]) -> tuple[ScheduleLine, ...]:
    """List the pending dates of a document."""
    document = await door.document(key)
    return schedule_lines(await door.content.schedule_of(document.id))


@put("/document/{key:uuid}/schedule", opt=_OPT, tags=_TAGS, responses=WRITING)
async def write_schedule(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[ScheduleBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Replace the pending dates of a document. Needs the right to publish; taking down needs that to unpublish too."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.PUBLISH, expected=expected)
        if any(line.action is ScheduleAction.EXPIRE for line in data.schedule):
            door.rights.require(Verb.UNPUBLISH, document.path, key)
        schedule = _schedule(document, data.schedule, await door.content.languages())
        return await door.content.save(document, actor=door.actor, schedule=schedule, expected_version=expected)

    return await changed(door, await settled(door.change("write_schedule", work)))


async def _published(
    door: DocumentDoor, purpose: str, begin: Callable[[], Awaitable[Begun]]
) -> Response[DocumentAnswer]:
    saved: list[int] = []

    async def work() -> PublishOutcome:
        document, operation = await begin()
        before = document.version
        outcome = await operation
        saved.extend({document.version} - {before})
        return outcome

    try:
        outcome = await settled(door.change(purpose, work))
    except RequestRefusedError as refusal:
        if saved:
            refusal.headers["ETag"] = f'"{saved[0]}"'
        raise
    return await changed(door, outcome)


def _item(outcome: PublishOutcome) -> BranchItem:
    document = outcome.document
    name = outcome.result.name.title().replace("_", "")
    errors = () if outcome.success else refusal_of(outcome).errors
    return BranchItem(document.key, document.name, outcome.success, name, errors)


def _schedule(document: Document, lines: tuple[ScheduleLine, ...], languages: Languages | None) -> Schedule:
    schedule, wrong = Schedule(), list[FieldError]()
    for number, line in enumerate(lines):
        try:
            due = require_moment(line.due, "due")
            schedule.set(line.action, due, _culture_of(document, line.culture, languages))
        except (ContentError, WrongCallError) as error:
            wrong.append(FieldError.of(f"schedule[{number}]", error.said))
    if wrong:
        raise WrongCallError(all_wrong(wrong), errors=wrong)
    return schedule


def _culture_of(document: Document, culture: str | None, languages: Languages | None) -> str:
    check_variation(document.type.variation & ContentVariation.CULTURE, culture, None, "schedule")
    if culture is None or languages is None:
        return INVARIANT_CULTURE
    return languages.require(culture)


publishing_routes = (
    publish,
    save_and_publish,
    unpublish,
    publish_with_descendants,
    send_to_publication,
    read_schedule,
    write_schedule,
)
