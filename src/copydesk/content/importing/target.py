"""Where an import puts its pages, and how."""

from dataclasses import dataclass
from uuid import UUID

from copydesk.content.importing.prerequisites import BODY
from copydesk.content.model import ROOT_ID, DocumentType
from copydesk.content.service import SYSTEM_USER

__all__ = ["ImportTarget"]


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """Where pages go, and how.

    Attributes:
        type: the document type of every page.
        default_culture: the culture of files without a language suffix.
        parent_id: the id of the document that the folder's pages stand below.
        publish: whether pages are published as well.
        actor: who imports.
        batch_size: how many pages are saved in one transaction, at most.
        batch_bytes: about how much text one transaction takes. Its documents stay in memory until they are told of.
        text_alias: the text property that takes a page's text.
        cultures: the cultures that files may have; None for any.
    """

    type: DocumentType
    default_culture: str
    parent_id: int = ROOT_ID
    publish: bool = False
    actor: UUID = SYSTEM_USER
    batch_size: int = 100
    batch_bytes: int = 1024 * 1024
    text_alias: str = BODY
    cultures: frozenset[str] | None = None
