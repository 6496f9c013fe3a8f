"""The newsroom's house style: a handler before every save and publication, to see what a veto looks like."""

from copydesk.composition import Builder
from copydesk.content import Document
from copydesk.content.notifications import ContentPublishingNotification, ContentSavingNotification
from copydesk.notifications import EventMessage, EventMessageType

__all__ = ["house_style"]

_CATEGORY = "House style"
_SHORTEST_SHOUT = 6


def house_style(builder: Builder) -> None:
    """Let nobody publish a headline in capitals, and remind writers of a full stop at the end of one."""
    builder.handlers.add(ContentPublishingNotification, _no_shouting)
    builder.handlers.add(ContentSavingNotification, _no_full_stop)


def _no_shouting(notification: ContentPublishingNotification) -> None:
    for headline in (each for document in notification.published_entities for each in _headlines(document)):
        if len(headline) >= _SHORTEST_SHOUT and headline.isupper():
            text = f"“{headline}” shouts. Write headlines in ordinary letters."
            notification.cancel_operation(EventMessage(_CATEGORY, text, EventMessageType.ERROR))


def _no_full_stop(notification: ContentSavingNotification) -> None:
    for headline in (each for document in notification.saved_entities for each in _headlines(document)):
        if headline.endswith("."):
            text = f"“{headline}” ends with a full stop. Headlines go without."
            notification.messages.add(EventMessage(_CATEGORY, text, EventMessageType.WARNING))


def _headlines(document: Document) -> list[str]:
    if document.type.varies_by_culture:
        return [info.name for info in document.culture_infos.values() if info.name]
    return [document.name] if document.name else []
