"""Why a document was not saved, or not published, in words for the report."""

from collections.abc import Mapping
from typing import Final

from copydesk.content.importing.sentences import Sentences
from copydesk.content.model.validation import InvalidProperty
from copydesk.content.outcomes import OperationOutcome, PublishOutcome, PublishResult
from copydesk.content.sentences import Sentences as ContentSentences
from copydesk.sentences import Said, SentenceTable

__all__ = ["reasons_of"]

_CASES: Final[Mapping[PublishResult, SentenceTable]] = {
    PublishResult.FAILED_PUBLISH_PATH_NOT_PUBLISHED: ContentSentences.PATH_NOT_PUBLISHED,
    PublishResult.FAILED_PUBLISH_HAS_EXPIRED: ContentSentences.HAS_EXPIRED,
    PublishResult.FAILED_PUBLISH_AWAITING_RELEASE: ContentSentences.AWAITING_RELEASE,
    PublishResult.FAILED_PUBLISH_CULTURE_HAS_EXPIRED: ContentSentences.CULTURE_HAS_EXPIRED,
    PublishResult.FAILED_PUBLISH_CULTURE_AWAITING_RELEASE: ContentSentences.CULTURE_AWAITING_RELEASE,
    PublishResult.FAILED_PUBLISH_MANDATORY_CULTURE_MISSING: ContentSentences.MANDATORY_CULTURE_MISSING,
}
"""Refusals that have a name elsewhere already."""


def reasons_of(outcome: OperationOutcome | PublishOutcome) -> tuple[str, ...]:
    """Return why, each reason once: what handlers said, what is wrong with which property, else the result itself."""
    told = [message.message for message in outcome.messages]
    if isinstance(outcome, PublishOutcome):
        told += [_told_of(one) for one in outcome.invalid_properties]
    return tuple(dict.fromkeys(told)) or (_refused(outcome),)


def _told_of(one: InvalidProperty) -> Said:
    return Said(f"{one.alias}: {one.message}", one.message.code, one.message.parameters)


def _refused(outcome: OperationOutcome | PublishOutcome) -> Said:
    said = Sentences.PAGE_REFUSED(result=outcome.result.name.replace("_", " ").lower())
    case = _CASES.get(outcome.result) if isinstance(outcome, PublishOutcome) else None
    return said if case is None else Said(said, case.code)
