"""Running an import: pages become documents, in batches, so that memory stays flat and a stop loses little.

Every document's key follows from its place in the folder. A second run therefore finds what the first one made: it
leaves alone what is the same, saves what changed, and goes on where the first one stopped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from copydesk.content.errors import ContentError
from copydesk.content.importing.admission import EVERYTHING_ALLOWED, Admission
from copydesk.content.importing.folder import Folder, Rejection, SourcePage, find_pages
from copydesk.content.importing.reading import PageValues, Reader, ReadPage
from copydesk.content.importing.refusals import reasons_of
from copydesk.content.importing.sentences import Sentences
from copydesk.content.importing.target import ImportTarget
from copydesk.content.model import ROOT_ID, Document
from copydesk.content.model.names import clean_name, is_numbered
from copydesk.content.model.paths import ROOT_PATH
from copydesk.content.outcomes import OperationOutcome, PublishOutcome
from copydesk.content.service import ContentService
from copydesk.db import Databases, DatabaseUnavailableError, LockTimeoutError, TreeLock
from copydesk.identity.permissions import Verb

__all__ = ["Fate", "ImportReport", "ImportTarget", "Importer", "Survey", "survey"]

_NAMESPACE = UUID("6f3f2f5e-6d0a-5d3c-9a43-3d8a52b0d6b1")
_PASSING: Final = (LockTimeoutError, DatabaseUnavailableError)
"""What says nothing about the page, and is over in a while."""
_PAUSES: Final = (1.0, 5.0, 15.0, 30.0)
_log = logging.getLogger("copydesk.content")


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


@dataclass(slots=True)
class ImportReport:
    """What an import did: how many pages met which fate, and what was not taken, or not as it is, and why."""

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
    """A page cannot be taken; `reason` is why: a sentence, or a handler's own words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def _always(_: ImportReport) -> bool:
    return True


class Importer:
    """Saves the pages of a folder as documents.

    Args:
        service: saves them.
        databases: where the transactions of the batches come from.
        target: where they go.
        admission: what whoever imports may do; it is asked again for every batch.
        pauses: how long it waits, seconds, before it tries a batch again because others hold the database.
    """

    def __init__(
        self,
        service: ContentService,
        databases: Databases,
        target: ImportTarget,
        admission: Admission = EVERYTHING_ALLOWED,
        *,
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self._service = service
        self._databases = databases
        self._target = target
        self._admission = admission
        self._pauses = pauses
        self._ids: dict[PurePosixPath, int] = {}
        self._paths: dict[int, str] = {}

    async def run(
        self,
        folder: Folder,
        on_page: Callable[[Fate], None] = lambda _: None,
        *,
        goes_on: Callable[[ImportReport], Awaitable[bool]] = _always,
    ) -> ImportReport:
        """Import the folder. Its files are read in a thread, before the transaction of their batch begins.

        Args:
            folder: the folder.
            on_page: hears of every page's fate, for a progress bar.
            goes_on: is asked after every batch, with the report so far; the import ends when the answer is no.

        Raises:
            NotADirectoryError: there is no such folder.
            LockTimeoutError: others held the database for too long, after all pauses.
            DatabaseUnavailableError: it was away for too long.
        """
        report = ImportReport()
        reader = Reader(folder, self._target)
        batches = _batches(find_pages(folder), self._target.batch_size, self._target.batch_bytes)
        while (batch := await asyncio.to_thread(_read_next, reader, batches)) is not None:
            for read, taken in zip(batch, await self._save_batch(batch), strict=True):
                report.rejections.extend(taken.rejections)
                if isinstance(read.found, SourcePage):
                    report.fates[taken.fate] += 1
                    on_page(taken.fate)
            if not await goes_on(report):
                break
        return report

    async def _save_batch(self, batch: list[ReadPage]) -> list[_Taken]:
        """Save a batch in one transaction; if a page spoils that, each page in one of its own."""
        try:
            return await self._saved_in_time(batch)
        except _PASSING:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a handler raised, the other pages are taken
            if len(batch) > 1:
                return [one for read in batch for one in await self._save_batch([read])]
            [read] = batch
            left_out = [*_of_files(read.rejections), Rejection(_position_of(read.found), _blamed(error))]
            return [_Taken(Fate.REJECTED, left_out)]

    async def _saved_in_time(self, batch: list[ReadPage]) -> list[_Taken]:
        """Save a batch, if need be after others have let go of the database."""
        for pause in self._pauses:
            try:
                return await self._saved(batch)
            except _PASSING as error:
                _log.warning("an import tries again in %g s: %s", pause, error)
            await _rest(pause)
        return await self._saved(batch)

    async def _saved(self, batch: list[ReadPage]) -> list[_Taken]:
        known = dict(self._ids)
        try:
            async with self._databases.write("import") as scope:
                await scope.write_lock(TreeLock.CONTENT_TREE)  # What is read from here on stays so.
                self._paths.clear()
                await self._admission.renew()
                taken = [await self._take(read) for read in batch]
                scope.complete()
        except BaseException:
            self._ids = known
            raise
        return taken

    async def _take(self, read: ReadPage) -> _Taken:
        found, rejections = read.found, list(read.rejections)
        if isinstance(found, Rejection):
            return _Taken(Fate.REJECTED, [found])
        if found.files and not read.texts:  # Each file has its own line already, with the reason.
            return _Taken(Fate.REJECTED, rejections)
        try:
            return _Taken(await self._save(found, self._texts_of(read), rejections), rejections)
        except _Refused as error:
            return _Taken(Fate.REJECTED, [*_of_files(rejections), Rejection(found.position, error.reason)])

    def _texts_of(self, read: ReadPage) -> dict[str, PageValues]:
        return read.texts or {self._target.default_culture: PageValues(None, {self._target.text_alias: ""})}

    async def _save(self, page: SourcePage, texts: dict[str, PageValues], rejections: list[Rejection]) -> Fate:
        document = await self._document_for(page)
        for culture, text in texts.items():
            self._write(document, page, text, culture if document.type.varies_by_culture else None)
        fate = self._fate_of(document)
        if fate is not Fate.UNCHANGED:
            self._require(document.path if document.has_identity else await self._path_of(document.parent_id), fate)
            outcome = await self._save_outcome(document, tuple(texts))
            if not outcome.success:
                rejections.append(_unpublished(page, document, outcome))
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
        if known is None:
            return Document(self._target.type, parent_id, keys=lambda: key, key=key)
        if known.trashed:
            raise _Refused(Sentences.PAGE_IN_TRASH())
        if known.type.alias != self._target.type.alias:
            raise _Refused(Sentences.PAGE_OF_OTHER_TYPE(type=known.type.alias))
        self._allow(Verb.BROWSE, known.path)
        return known

    def _require(self, path: str, fate: Fate) -> None:
        """Refuse what may not be created below the document at `path`, or changed there."""
        if fate is Fate.CREATED:
            self._allow(Verb.CREATE, path)
        self._allow(Verb.UPDATE, path)
        if self._target.publish:
            self._allow(Verb.PUBLISH, path)

    def _allow(self, verb: Verb, path: str) -> None:
        if refusal := self._admission.refusal(verb, path):
            raise _Refused(refusal)

    async def _path_of(self, document_id: int) -> str:
        """Return where a document stands now: others may move it while the import runs."""
        if document_id == ROOT_ID:
            return ROOT_PATH
        if document_id not in self._paths:
            places = await self._service.places([document_id])
            if document_id not in places:
                raise _Refused(Sentences.PAGE_ABOVE_GONE())
            self._paths[document_id] = places[document_id][1]
        return self._paths[document_id]

    def _parent_of(self, page: SourcePage) -> int:
        if page.depth == 0:
            return self._target.parent_id
        parent = self._ids.get(page.position.parent)
        if parent is None:
            raise _Refused(Sentences.PAGE_ABOVE_NOT_TAKEN())
        return parent

    def _fate_of(self, document: Document) -> Fate:
        if not document.has_identity:
            return Fate.CREATED
        to_publish = self._target.publish and (document.edited or not document.published)
        return Fate.UPDATED if document.is_dirty() or to_publish else Fate.UNCHANGED

    def _write(self, document: Document, page: SourcePage, text: PageValues, culture: str | None) -> None:
        title = text.title or page.slug
        if not is_numbered(document.get_name(culture) or "", clean_name(title)):
            document.set_name(title, culture)
        for alias, value in text.values.items():
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


def _read_next(reader: Reader, batches: Iterator[list[SourcePage | Rejection]]) -> list[ReadPage] | None:
    batch = next(batches, None)
    return None if batch is None else [reader.read(found) for found in batch]


async def _rest(seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()


def _of_files(rejections: list[Rejection]) -> list[Rejection]:
    """Return what is told of a page's files when the page itself is not taken."""
    return [one for one in rejections if not one.taken]


def _blamed(error: Exception) -> str:
    """Return why a page is rejected: the text of a refusal; what nobody expected is logged instead."""
    if isinstance(error, ContentError):
        return error.said
    _log.error("a page could not be imported", exc_info=error)
    return Sentences.WENT_WRONG()


def _position_of(found: SourcePage | Rejection) -> PurePosixPath:
    return found.position if isinstance(found, SourcePage) else found.path


def _unpublished(page: SourcePage, document: Document, outcome: OperationOutcome | PublishOutcome) -> Rejection:
    """Return why a document that was saved is not published.

    Raises:
        _Refused: it was not even saved.
    """
    told = reasons_of(outcome)
    reason = told[0] if len(told) == 1 else "; ".join(told)
    if isinstance(outcome, OperationOutcome) or not document.has_identity or document.is_dirty():
        raise _Refused(reason)
    return Rejection(page.position, Sentences.SAVED_NOT_PUBLISHED(reason=reason), told, taken=True)
