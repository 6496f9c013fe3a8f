"""What can be done with documents: `ContentService`, a use case in each file.

The files build on each other in this order: desk, admission, saving, committing, publishing, branch, scheduling,
moving, copying, sorting, arranging, deleting, history, blueprints, integrity; reading stands beside them.
"""

from copydesk.content.service.arranging import Placing, SortBy
from copydesk.content.service.branch import BranchFilter
from copydesk.content.service.desk import SYSTEM_USER
from copydesk.content.service.integrity import Integrity, IntegrityFault
from copydesk.content.service.reading import Order, Page, Reading
from copydesk.content.service.summaries import DocumentSummary, VariantState, VariantSummary

__all__ = [
    "SYSTEM_USER",
    "BranchFilter",
    "ContentService",
    "DocumentSummary",
    "IntegrityFault",
    "Order",
    "Page",
    "Placing",
    "SortBy",
    "VariantState",
    "VariantSummary",
]


class ContentService(Integrity, Reading):
    """Everything that can be done with documents; each operation raises its notifications in the reference's order.

    An operation opens a scope of its own, or joins the one that is open in this task; it takes the write lock of the
    tree before it asks anybody. What handlers refuse and what the rules forbid is an outcome; exceptions are for wrong
    calls.

        service = ContentService(database, now=clock.now, keys=uuid4)
        home = await service.create("page", "Home")
        outcome = await service.save_and_publish(home, actor=user.key)

    Args:
        databases: where scopes come from: one database, or the one of the current tenant.
        now: tells the time, with a time zone.
        keys: makes the keys of new documents.
        options: the settings.
    """
