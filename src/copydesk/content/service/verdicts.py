"""Whether a document may be published: the checks in the order of the reference, the first that fails wins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from copydesk.content.model import (
    ROOT_ID,
    CultureImpact,
    Document,
    InvalidProperty,
    PublishedState,
    Schedule,
    invalid_properties,
)
from copydesk.content.model.paths import ancestor_ids
from copydesk.content.model.schedule import INVARIANT_CULTURE
from copydesk.content.outcomes import PublishResult
from copydesk.content.service.desk import Operation
from copydesk.content.store.schedules import load_schedule
from copydesk.content.tables import documents
from copydesk.db import ReadScope

__all__ = ["Verdict", "is_path_published", "judge", "prepare"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a publication comes to, before handlers are asked.

    Attributes:
        result: the kind of success or failure.
        field: the culture concerned, if it is about one.
        invalid: the values that may not be published.
    """

    result: PublishResult
    field: str | None = None
    invalid: tuple[InvalidProperty, ...] = ()


def prepare(operation: Operation, document: Document, impacts: Sequence[CultureImpact]) -> Verdict | None:
    """Publish cultures in memory. Return why that cannot be, if it cannot: a name is missing, a value is invalid."""
    for impact in impacts:
        if not document.publish_culture(impact, operation.now):
            return Verdict(PublishResult.FAILED_PUBLISH_CONTENT_INVALID, impact.culture or "name")
    invalid = tuple(dict.fromkeys(one for impact in impacts for one in invalid_properties(document, impact)))
    if invalid:
        return Verdict(PublishResult.FAILED_PUBLISH_CONTENT_INVALID, invalid[0].alias, invalid)
    return None


async def judge(operation: Operation, document: Document, *, check_path: bool) -> Verdict:
    """Say what a document that was prepared comes to."""
    coming, going = document.publish_infos.changed(), document.publish_infos.removed()
    varies = document.type.varies_by_culture
    if varies:
        if document.published and not coming and not going:
            return Verdict(PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH)
        languages = await operation.languages()
        missing = sorted(languages.mandatory.difference(document.publish_infos))
        if missing:
            return Verdict(PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING, missing[0])
        if going and not coming:
            return Verdict(PublishResult.SUCCESS_UNPUBLISH_CULTURE)
    if document.published_state is not PublishedState.PUBLISHING or (varies and not coming):
        return Verdict(PublishResult.FAILED_PUBLISH_NOTHING_TO_PUBLISH)
    if document.has_identity:
        schedule = await load_schedule(operation.scope, document.id)
        if verdict := _judge_dates(operation, document, schedule, coming if varies else (INVARIANT_CULTURE,)):
            return verdict
    if check_path and not await is_path_published(operation.scope, document):
        return Verdict(PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED, "parent_id")
    if not varies:
        return Verdict(PublishResult.SUCCESS_PUBLISH)
    return Verdict(PublishResult.SUCCESS_MIXED_CULTURE if going else PublishResult.SUCCESS_PUBLISH_CULTURE)


def _judge_dates(
    operation: Operation, document: Document, schedule: Schedule, cultures: Collection[str]
) -> Verdict | None:
    if document.trashed:
        return Verdict(PublishResult.FAILED_PUBLISH_IS_TRASHED)
    for culture in cultures:
        if schedule.is_expired(culture, operation.now):
            expired = PublishResult.FAILED_PUBLISH_CULTURE_HAS_EXPIRED
            return Verdict(expired if culture else PublishResult.FAILED_PUBLISH_HAS_EXPIRED, culture or None)
        if schedule.awaits_release(culture, operation.now):
            awaiting = PublishResult.FAILED_PUBLISH_CULTURE_AWAITING_RELEASE
            return Verdict(awaiting if culture else PublishResult.FAILED_PUBLISH_AWAITING_RELEASE, culture or None)
    return None


async def is_path_published(scope: ReadScope, document: Document) -> bool:
    """Tell whether everything above a document is published and not in the recycle bin."""
    if document.trashed:
        return False
    if document.parent_id == ROOT_ID:
        return True
    if document.has_identity:
        above: Sequence[int] = ancestor_ids(document.path)
    else:
        parent_path = await scope.scalar(select(documents.c.path).where(documents.c.id == document.parent_id))
        above = ancestor_ids(f"{parent_path},0")
    shown = (
        select(func.count())
        .select_from(documents)
        .where(documents.c.id.in_(above), documents.c.published, documents.c.trashed.is_(False))
    )
    return bool(await scope.scalar(shown) == len(above))
