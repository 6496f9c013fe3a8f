"""No change goes untold: every after-notification is in the change table, or named with a reason."""

import pkgutil
from importlib import import_module

import pytest

import copydesk
from copydesk.notifications import CancelableNotification, Notification
from copydesk.server_events.rows import NOT_TOLD, reference_table


def after_notifications() -> set[type[Notification]]:
    found: set[type[Notification]] = set()
    for module in pkgutil.walk_packages(copydesk.__path__, "copydesk."):
        if module.name.endswith("notifications") and module.name != "copydesk.notifications":
            loaded = import_module(module.name)
            found |= {getattr(loaded, name) for name in loaded.__all__ if name.endswith("Notification")}
    return {each for each in found if each in NOT_TOLD or not issubclass(each, CancelableNotification)}


@pytest.mark.rule("SE20")
def test_every_after_notification_is_told_or_named_with_a_reason() -> None:
    told = reference_table().notifications
    missing = after_notifications() - told - NOT_TOLD.keys()
    assert not missing, f"give these a row in server_events/rows.py: {sorted(each.__name__ for each in missing)}"
    assert not told & NOT_TOLD.keys()
    assert len(after_notifications()) > 30


@pytest.mark.rule("SE20")
def test_nothing_is_excused_that_is_not_there() -> None:
    assert after_notifications() >= NOT_TOLD.keys()
    assert all(reason for reason in NOT_TOLD.values())
