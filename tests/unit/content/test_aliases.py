import pytest

from copydesk.content import notifications
from copydesk.content.aliases import notification_for
from copydesk.content.errors import UnknownEventError


@pytest.mark.rule("CS1")
@pytest.mark.parametrize(
    ("event", "notification"),
    [
        ("Trashed", notifications.ContentMovedToRecycleBinNotification),
        ("ContentService.Saving", notifications.ContentSavingNotification),
        ("ContentService_UnPublished", notifications.ContentUnpublishedNotification),
    ],
)
def test_an_old_name_gives_the_new_class(event: str, notification: type) -> None:
    assert notification_for(event) is notification


@pytest.mark.rule("CS1")
def test_a_removed_or_mistyped_name_says_what_to_use() -> None:
    with pytest.raises(UnknownEventError, match="is_new"):
        notification_for("ContentService.Created")
    with pytest.raises(UnknownEventError, match="did you mean Trashing"):
        notification_for("Trahsing")
    with pytest.raises(UnknownEventError) as unknown:
        notification_for("")
    assert unknown.value.field == "event"
