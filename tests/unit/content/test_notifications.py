import pytest

from copydesk.content import notifications
from copydesk.content.model import CultureImpact, Document, PublishedState
from copydesk.content.notifications import (
    ContentPublishedNotification,
    ContentPublishingNotification,
    ContentSavedNotification,
    ContentSavingNotification,
    ContentUnpublishedNotification,
    ContentUnpublishingNotification,
)
from copydesk.notifications import CancelableNotification, Notification
from tests.unit.content.model.samples import NOW, article, page, persisted


def published(document: Document) -> Document:
    persisted(document).publish_culture(CultureImpact("*" if document.type.varies_by_culture else None), NOW)
    document.settle_published(True)
    document.reset_dirty()
    return document


@pytest.mark.rule("CS2")
def test_only_the_notifications_before_a_change_can_be_cancelled() -> None:
    for name in notifications.__all__:
        notification = getattr(notifications, name)
        before = "ing" in name.removesuffix("Notification") or name == "ContentScaffoldedNotification"
        if isinstance(notification, type) and issubclass(notification, Notification):
            assert issubclass(notification, CancelableNotification) is before, name


@pytest.mark.rule("CS3")
def test_saving_looks_at_the_changes_of_now() -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    saving = ContentSavingNotification([document])
    assert not saving.is_saving_culture(document, "en-US")
    document.set_value("section", "news")
    assert saving.is_saving_culture(document, "*")
    document.set_name("Home!", "en-US")
    assert saving.is_saving_culture(document, "EN-us")
    assert not saving.is_saving_culture(document, "de-DE")
    assert not saving.is_saving_culture(document, "*")


@pytest.mark.rule("CS3")
def test_saved_looks_at_what_was_captured() -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    saved = ContentSavedNotification(
        [document], saved_cultures={document.key: ("en-US",)}, created=frozenset([document.key])
    )
    document.set_name("Anfang", "de-DE")
    document.reset_dirty()
    assert saved.has_saved_culture(document, "en-us")
    assert not saved.has_saved_culture(document, "de-DE")
    assert saved.is_new(document)
    assert not ContentSavedNotification([document]).is_new(document)
    assert not ContentSavedNotification([document]).has_saved_culture(document, "en-US")


@pytest.mark.rule("CS3")
def test_publishing_tells_cultures_that_come_from_those_that_go() -> None:
    document = published(article(en_US="Home", de_DE="Start"))
    publishing = ContentPublishingNotification([document])
    document.publish_culture(CultureImpact("en-US"), NOW)
    document.unpublish_culture("de-DE")
    assert publishing.is_publishing_culture(document, "en-US")
    assert not publishing.is_publishing_culture(document, "de-DE")
    assert publishing.is_unpublishing_culture(document, "de-de")
    assert not publishing.is_unpublishing_culture(document, "en-US")
    assert not publishing.is_publishing_culture(document, "*")


@pytest.mark.rule("CS3")
def test_a_star_asks_about_documents_without_cultures() -> None:
    document = published(page())
    document.publish_culture(CultureImpact(None), NOW)
    assert ContentPublishingNotification([document]).is_publishing_culture(document, "*")
    document.published_state = PublishedState.UNPUBLISHING
    assert ContentUnpublishingNotification([document]).is_unpublishing_culture(document, "*")
    assert not ContentPublishingNotification([document]).is_publishing_culture(document, "*")


@pytest.mark.rule("CS3")
def test_published_and_unpublished_look_at_what_was_captured() -> None:
    document = article(en_US="Home", de_DE="Start")
    told = ContentPublishedNotification(
        [document],
        published_cultures={document.key: ("en-US",)},
        unpublished_cultures={document.key: ("de-DE",)},
    )
    assert told.has_published_culture(document, "en-US")
    assert told.has_unpublished_culture(document, "de-DE")
    assert not told.has_published_culture(document, "de-DE")
    assert not ContentPublishedNotification([document]).has_unpublished_culture(document, "de-DE")
    down = ContentUnpublishedNotification([document], unpublished_cultures={document.key: ("de-DE", "en-US")})
    assert down.has_unpublished_culture(document, "de-DE")
