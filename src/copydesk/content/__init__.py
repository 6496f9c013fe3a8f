"""Documents, and everything that can happen to them.

`model` is what documents are, without I/O. `notifications` is what is told before and after every change. `service` is
what can be done: start with `ContentService`.
"""

from copydesk.content.model import Document, DocumentType, Language, Languages, PropertyType, Schedule
from copydesk.content.options import ContentOptions
from copydesk.content.outcomes import (
    BranchOutcome,
    OperationOutcome,
    OperationResult,
    PublishOutcome,
    PublishResult,
    VersionConflict,
)
from copydesk.content.service import SYSTEM_USER, BranchFilter, ContentService, DocumentSummary, Order, Page
from copydesk.content.service.types import DocumentTypeService, LanguageService

__all__ = [
    "SYSTEM_USER",
    "BranchFilter",
    "BranchOutcome",
    "ContentOptions",
    "ContentService",
    "Document",
    "DocumentSummary",
    "DocumentType",
    "DocumentTypeService",
    "Language",
    "LanguageService",
    "Languages",
    "OperationOutcome",
    "OperationResult",
    "Order",
    "Page",
    "PropertyType",
    "PublishOutcome",
    "PublishResult",
    "Schedule",
    "VersionConflict",
]
