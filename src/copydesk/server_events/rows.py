"""All rows of the change table, and the after-notifications that stand for no change, with the reason."""

from collections.abc import Mapping
from typing import Final

from copydesk.content.notifications import ContentScaffoldedNotification, ContentTreeChangeNotification
from copydesk.identity.notifications import (
    UserLoginFailedNotification,
    UserLoginSuccessNotification,
    UserLogoutSuccessNotification,
)
from copydesk.notifications import Notification
from copydesk.server_events.change_table import ChangeTable
from copydesk.server_events.content_changes import CONTENT_ROWS
from copydesk.server_events.identity_changes import IDENTITY_ROWS
from copydesk.server_events.type_changes import TYPE_ROWS

__all__ = ["NOT_TOLD", "reference_table"]

NOT_TOLD: Final[Mapping[type[Notification], str]] = {
    ContentTreeChangeNotification: "what is stale in caches; each document has a notification of its own",
    ContentScaffoldedNotification: "nothing is saved yet",
    UserLoginSuccessNotification: "nobody's screen shows it, and RightsChanged tells the nodes what they must know",
    UserLoginFailedNotification: "it changes nothing that anybody sees",
    UserLogoutSuccessNotification: "as for UserLoginSuccess",
}
"""An architecture test fails for an after-notification that stands neither here nor in the table."""


def reference_table() -> ChangeTable:
    """Return the table for everything that Copydesk itself tells; packages add their rows to it."""
    return ChangeTable({**CONTENT_ROWS, **TYPE_ROWS, **IDENTITY_ROWS})
