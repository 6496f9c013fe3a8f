"""The newsroom's house style: a handler before every save and publication, to see what a veto looks like."""

from copydesk.composition import Builder
from copydesk.content import Document
from copydesk.content.notifications import ContentPublishingNotification, ContentSavingNotification
from copydesk.notifications import EventMessage, EventMessageType
from copydesk.sentences import SentenceTable

__all__ = ["HouseStyle", "house_style"]

_CATEGORY = "House style"
_SHORTEST_SHOUT = 6


class HouseStyle(SentenceTable):
    """What the house style has to say about a headline."""

    HEADLINE_SHOUTS = "“{headline}” shouts. Write headlines in ordinary letters."
    HEADLINE_ENDS_WITH_FULL_STOP = "“{headline}” ends with a full stop. Headlines go without."


def house_style(builder: Builder) -> None:
    """Let nobody publish a headline in capitals, and remind writers of a full stop at the end of one."""
    builder.sentences.append(HouseStyle)
    builder.handlers.add(ContentPublishingNotification, _no_shouting)
    builder.handlers.add(ContentSavingNotification, _no_full_stop)


def _no_shouting(notification: ContentPublishingNotification) -> None:
    for headline in (each for document in notification.published_entities for each in _headlines(document)):
        if len(headline) >= _SHORTEST_SHOUT and headline.isupper():
            text = HouseStyle.HEADLINE_SHOUTS(headline=headline)
            notification.cancel_operation(EventMessage(_CATEGORY, text, EventMessageType.ERROR))


def _no_full_stop(notification: ContentSavingNotification) -> None:
    for headline in (each for document in notification.saved_entities for each in _headlines(document)):
        if headline.endswith("."):
            text = HouseStyle.HEADLINE_ENDS_WITH_FULL_STOP(headline=headline)
            notification.messages.add(EventMessage(_CATEGORY, text, EventMessageType.WARNING))


def _headlines(document: Document) -> list[str]:
    if document.type.varies_by_culture:
        return [info.name for info in document.culture_infos.values() if info.name]
    return [document.name] if document.name else []
