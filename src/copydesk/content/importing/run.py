"""Running an import: pages become documents, in batches, so that memory stays flat and a stop loses little.

Every document's key follows from its place in the folder. A second run therefore finds what the first one made: it
leaves alone what is the same, saves what changed, and goes on where the first one stopped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple
from uuid import UUID, uuid5

from copydesk.content.errors import ContentError
from copydesk.content.importing.desk import BODY
from copydesk.content.importing.folder import Folder, PageFile, Rejection, SourcePage, find_pages
from copydesk.content.importing.page import PageText, UnreadablePage, read_page
from copydesk.content.model import ROOT_ID, Document, DocumentType
from copydesk.content.outcomes import OperationOutcome, PublishOutcome
from copydesk.content.service import SYSTEM_USER, ContentService
from copydesk.db import Databases

__all__ = ["Fate", "ImportReport", "ImportTarget", "Importer", "Survey", "survey"]

_NAMESPACE = UUID("6f3f2f5e-6d0a-5d3c-9a43-3d8a52b0d6b1")


class Fate(StrEnum):
    """What became of a page."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class Survey(NamedTuple):
    """What lies in a folder: how many pages, and in which cultures."""

    pages: int
    cultures: tuple[str, ...]


def survey(folder: Folder) -> Survey:
    """Look through the folder without reading any page."""
    pages, cultures = 0, set[str]()
    for found in find_pages(folder):
        if isinstance(found, SourcePage):
            pages += 1
            cultures.update(file.culture for file in found.files if file.culture is not None)
    return Survey(pages, tuple(sorted(cultures)))


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
    """

    type: DocumentType
    default_culture: str
    parent_id: int = ROOT_ID
    publish: bool = False
    actor: UUID = SYSTEM_USER
    batch_size: int = 100
    batch_bytes: int = 1024 * 1024


@dataclass(slots=True)
class ImportReport:
    """What an import did: how many pages met which fate, and every file that was left out with the reason."""

    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages there were."""
        return sum(self.fates.values())


class _Taken(NamedTuple):
    fate: Fate
    rejections: list[Rejection]


class _Refused(Exception):  # noqa: N818 - says what became of the page, and never leaves this file
    """A page cannot be taken; the message says why."""


class Importer:
    """Saves the pages of a folder as documents.

    Args:
        service: saves them.
        databases: where the transactions of the batches come from.
        target: where they go.
    """

    def __init__(self, service: ContentService, databases: Databases, target: ImportTarget) -> None:
        self._service = service
        self._databases = databases
        self._target = target
        self._ids: dict[PurePosixPath, int] = {}

    async def run(self, folder: Folder, on_page: Callable[[Fate], None] = lambda _: None) -> ImportReport:
        """Import the folder.

        Args:
            folder: the folder.
            on_page: hears of every page's fate, for a progress bar.

        Raises:
            NotADirectoryError: there is no such folder.
        """
        report = ImportReport()
        for batch in _batches(find_pages(folder), self._target.batch_size, self._target.batch_bytes):
            for found, taken in zip(batch, await self._save_batch(batch), strict=True):
                report.rejections.extend(taken.rejections)
                if isinstance(found, SourcePage):
                    report.fates[taken.fate] += 1
                    on_page(taken.fate)
        return report

    async def _save_batch(self, batch: list[SourcePage | Rejection]) -> list["_Taken"]:
        """Save a batch in one transaction; if a page spoils that, each page in one of its own."""
        known = dict(self._ids)
        try:
            async with self._databases.write("import") as scope:
                taken = [await self._take(found) for found in batch]
                scope.complete()
        except ContentError as error:
            self._ids = known
            if len(batch) > 1:
                return [one for found in batch for one in await self._save_batch([found])]
            return [_Taken(Fate.REJECTED, [Rejection(_position_of(batch[0]), str(error))])]
        return taken

    async def _take(self, found: SourcePage | Rejection) -> "_Taken":
        if isinstance(found, Rejection):
            return _Taken(Fate.REJECTED, [found])
        rejections: list[Rejection] = []
        try:
            texts = self._texts_of(found, rejections)
            return _Taken(await self._save(found, texts), rejections)
        except _Refused as error:
            return _Taken(Fate.REJECTED, [*rejections, Rejection(found.position, str(error))])

    def _texts_of(self, page: SourcePage, rejections: list[Rejection]) -> dict[str, PageText]:
        """Read the page's files; those that cannot be read are left out as long as one can be."""
        texts = {}
        for file in page.files:
            try:
                texts[self._culture_of(file)] = read_page(file)
            except (UnreadablePage, OSError) as error:
                rejections.append(Rejection(page.position.parent / file.path.name, str(error)))
        if page.files and not texts:
            raise _Refused("none of its files can be read")
        return texts or {self._target.default_culture: PageText(page.slug, "")}

    def _culture_of(self, file: PageFile) -> str:
        default = self._target.default_culture
        if file.culture not in {None, default} and not self._target.type.varies_by_culture:
            raise UnreadablePage(f"the document type {self._target.type.alias!r} does not vary by culture")
        return file.culture or default

    async def _save(self, page: SourcePage, texts: dict[str, PageText]) -> Fate:
        document = await self._document_for(page)
        for culture, text in texts.items():
            self._write(document, page, text, culture if document.type.varies_by_culture else None)
        fate = self._fate_of(document)
        if fate is not Fate.UNCHANGED:
            _check(await self._save_outcome(document, tuple(texts)))
        self._ids[page.position] = document.id
        return fate

    async def _save_outcome(self, document: Document, cultures: tuple[str, ...]) -> OperationOutcome | PublishOutcome:
        if not self._target.publish:
            return await self._service.save(document, actor=self._target.actor)
        chosen = cultures if document.type.varies_by_culture else ()
        return await self._service.save_and_publish(document, chosen, actor=self._target.actor)

    async def _document_for(self, page: SourcePage) -> Document:
        parent_id = self._parent_of(page)
        key = uuid5(_NAMESPACE, f"{self._target.parent_id}/{page.position}")
        known = await self._service.get_by_key(key)
        return known or Document(self._target.type, parent_id, keys=lambda: key, key=key)

    def _parent_of(self, page: SourcePage) -> int:
        if page.depth == 0:
            return self._target.parent_id
        parent = self._ids.get(page.position.parent)
        if parent is None:
            raise _Refused("the page above it was not taken")
        return parent

    def _fate_of(self, document: Document) -> Fate:
        if not document.has_identity:
            return Fate.CREATED
        to_publish = self._target.publish and (document.edited or not document.published)
        return Fate.UPDATED if document.is_dirty() or to_publish else Fate.UNCHANGED

    def _write(self, document: Document, page: SourcePage, text: PageText, culture: str | None) -> None:
        document.set_name(text.title or page.slug, culture)
        values = {alias: value for alias, value in text.fields.items() if alias in document.type.properties}
        for alias, value in {**values, BODY: text.body}.items():
            by_culture = document.type.properties[alias].variation.by_culture
            if by_culture or culture in {None, self._target.default_culture}:
                document.set_value(alias, value, culture if by_culture else None)


def _batches(
    found: Iterator[SourcePage | Rejection], most: int, most_bytes: int
) -> Iterator[list[SourcePage | Rejection]]:
    batch: list[SourcePage | Rejection] = []
    taken = 0
    for each in found:
        batch.append(each)
        taken += each.size if isinstance(each, SourcePage) else 0
        if len(batch) == most or taken >= most_bytes:
            yield batch
            batch, taken = [], 0
    if batch:
        yield batch


def _position_of(found: SourcePage | Rejection) -> PurePosixPath:
    return found.position if isinstance(found, SourcePage) else found.path


def _check(outcome: OperationOutcome | PublishOutcome) -> None:
    if not outcome.success:
        told = "; ".join(message.message for message in outcome.messages)
        raise _Refused(told or f"it was refused: {outcome.result.name.replace('_', ' ').lower()}")
