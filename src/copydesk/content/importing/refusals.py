"""Why a document was not saved, or not published, in words for the report."""

from copydesk.content.model.validation import InvalidProperty
from copydesk.content.outcomes import OperationOutcome, PublishOutcome
from copydesk.content.results import said_of
from copydesk.sentences import Said

__all__ = ["reasons_of"]


def reasons_of(outcome: OperationOutcome | PublishOutcome) -> tuple[str, ...]:
    """Return why, each reason once: what handlers said, what is wrong with which property, else the result itself."""
    told = [message.message for message in outcome.messages]
    if isinstance(outcome, PublishOutcome):
        told += [_told_of(one) for one in outcome.invalid_properties]
    return tuple(dict.fromkeys(told)) or (said_of(outcome),)


def _told_of(one: InvalidProperty) -> Said:
    return Said(f"{one.alias}: {one.message}", one.message.code, one.message.parameters)
