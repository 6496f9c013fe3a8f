"""The imports that browsers began: each belongs to one user, and one of them writes at a time.

They live in the memory of this node, and their files in a folder of it. When the server stops, the files are removed
and the imports forgotten; what was imported stays, and importing the same folder again goes on from there.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from copydesk.content.errors import ContentError
from copydesk.content.importing.node_folder import NodeFolder
from copydesk.content.importing.run import ImportReport
from copydesk.content.importing.sentences import Sentences
from copydesk.content.importing.staging import ImportLimits, ImportStateError, StagedFolder
from copydesk.identity.principal import Principal
from copydesk.sentences import Said

__all__ = ["Import", "ImportOrder", "ImportState", "ImportStateError", "Imports", "TellOwner", "UnknownImportError"]


class ImportState(StrEnum):
    """How far an import is."""

    COLLECTING = "collecting"
    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    DISCARDED = "discarded"


_UNFINISHED: Final = frozenset({ImportState.COLLECTING, ImportState.WAITING, ImportState.RUNNING, ImportState.STOPPING})
_AT_WORK: Final = frozenset({ImportState.RUNNING, ImportState.STOPPING})
_MOST_REPORTS: Final = 5
"""How many reports a user has, at most; a new import takes the place of the oldest."""

_log = logging.getLogger("copydesk.content")


class UnknownImportError(ContentError):
    """The caller has no import with this key; perhaps the server was started anew since, or nobody came back to it."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported, and where.

    Attributes:
        type_alias: the document type of the pages.
        text_alias: the property that takes their text.
        parent_key: the document that they are to stand below; None for the root.
        parent_id: its id.
        publish: whether they are published as well.
    """

    type_alias: str
    text_alias: str
    parent_key: UUID | None
    parent_id: int
    publish: bool


@dataclass(eq=False, slots=True)
class Import:
    """One import.

    Attributes:
        key: its key.
        principal: who began it; whose rights count at every document.
        order: what is to be done.
        folder: the files that came so far.
        touched_at: when its owner, or its work, was last heard of.
        state: how far it is.
        pages: how many pages the folder has; None before that is known.
        report: what became of them so far.
        withheld: whether its owner's rights kept something out.
        problem: why it failed; None when it did not.
        busy: held while files are written.
    """

    key: UUID
    principal: Principal
    order: ImportOrder
    folder: StagedFolder
    touched_at: datetime
    state: ImportState = ImportState.COLLECTING
    pages: int | None = None
    report: ImportReport = field(default_factory=ImportReport)
    withheld: bool = False
    problem: Said | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


TellOwner = Callable[[Import], Awaitable[object]]
"""Tells the tabs of an import's owner that it has another state."""
Work = Callable[[Import, TellOwner], Awaitable[ImportState]]
"""Does an import, and returns its end state; calls the second argument after every batch."""


class Imports:
    """Owns the imports of one node, and the tasks that do them.

    Args:
        work: does one.
        tell: tells its owner.
        limits: how much they may be.
        now: the time.
        new_key: makes keys.
    """

    def __init__(
        self,
        work: Work,
        tell: TellOwner,
        limits: ImportLimits,
        *,
        now: Callable[[], datetime],
        new_key: Callable[[], UUID],
    ) -> None:
        self.limits = limits
        self._work = work
        self._tell = tell
        self._now = now
        self._new_key = new_key
        self._known: dict[UUID, Import] = {}
        self._node_folder = NodeFolder()
        self._turn = asyncio.Lock()
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Do what is started, until cancelled; then nothing of any import is left on this node.

        What a node that was killed has left is removed at the beginning.
        """
        try:
            await asyncio.to_thread(self._node_folder.open)
            async with asyncio.TaskGroup() as self._tasks:
                await asyncio.Event().wait()
        finally:
            self._tasks = None
            left, self._known = self._known, {}
            await asyncio.to_thread(self._remove, left.values())

    async def begin(self, principal: Principal, order: ImportOrder) -> Import:
        """Make an import that waits for its files.

        Raises:
            ImportStateError: the user has too many already.
        """
        own = self.of(principal)
        unfinished = [one for one in own if one.state in _UNFINISHED]
        if len(unfinished) >= self.limits.open_per_user:
            raise ImportStateError(Sentences.TOO_MANY_IMPORTS(count=len(unfinished)))
        for old in [one for one in own if one.state not in _UNFINISHED][: 1 - _MOST_REPORTS or None]:
            self._known.pop(old.key, None)
        made = Import(
            self._new_key(), principal, order, StagedFolder(self.limits, self._node_folder.open()), self._now()
        )
        self._known[made.key] = made
        await self._announce(made)
        return made

    def of(self, principal: Principal) -> tuple[Import, ...]:
        """Return the imports that this user began, oldest first."""
        return tuple(one for one in self._known.values() if one.principal.key == principal.key)

    def find(self, principal: Principal, key: UUID) -> Import:
        """Return an import of this user.

        Raises:
            UnknownImportError: they have none with this key.
        """
        found = self._known.get(key)
        if found is None or found.principal.key != principal.key:
            raise UnknownImportError(Sentences.IMPORT_NOT_FOUND())
        found.touched_at = self._now()
        return found

    async def add(self, one: Import, files: Iterable[tuple[str, bytes]]) -> None:
        """Keep files of an import: all that are given, or none.

        Raises:
            ImportStateError: it is started already, or the server is stopping.
            FaultyNamesError: some have names that cannot be taken.
            TooMuchError: they are too many or too large.
        """
        async with one.busy:
            if one.state is not ImportState.COLLECTING:
                raise ImportStateError(Sentences.NO_MORE_FILES(state=one.state))
            await asyncio.to_thread(one.folder.put, list(files))
            one.touched_at = self._now()

    async def start(self, one: Import) -> None:
        """Begin the work, when it is its turn. Starting what is started already changes nothing.

        Raises:
            ImportStateError: it has no files, or the server is stopping.
        """
        async with one.busy:
            if one.state is not ImportState.COLLECTING:
                return
            if one.folder.files == 0:
                raise ImportStateError(Sentences.NO_FILES_YET())
            if self._tasks is None:
                raise ImportStateError(Sentences.SERVER_STOPPING())
            one.state = ImportState.WAITING
            self._tasks.create_task(self._do(one), name=f"import {one.key}")
        await self._announce(one)

    async def discard(self, one: Import) -> None:
        """Forget an import and its files. One that is at work ends after its present batch, and keeps its report."""
        if one.state in _AT_WORK:
            one.state = ImportState.STOPPING
        else:
            self._known.pop(one.key, None)
            one.state = ImportState.DISCARDED
            async with one.busy:
                await asyncio.to_thread(one.folder.remove)
        await self._announce(one)

    async def sweep(self) -> None:
        """Discard what lies about: files that nobody came to import, and reports that nobody looked at for long."""
        now = self._now()
        for one in list(self._known.values()):
            if now - one.touched_at > self._patience(one):
                await self.discard(one)

    def _remove(self, imports: Iterable[Import]) -> None:
        for one in imports:
            one.folder.remove()  # Waits for files that are just being written.
        self._node_folder.close()

    def _patience(self, one: Import) -> timedelta:
        if one.state is ImportState.COLLECTING:
            return timedelta(minutes=self.limits.idle_minutes)
        return timedelta.max if one.state in _UNFINISHED else timedelta(hours=self.limits.report_hours)

    async def _announce(self, one: Import) -> None:
        """Tell the owner's tabs; an import does not fail because nobody could be told of it."""
        try:
            await self._tell(one)
        except Exception as error:  # noqa: BLE001 - whatever it was, the page reads again with the next batch
            _log.warning("the owner of an import could not be told of it: %r", error)

    async def _do(self, one: Import) -> None:
        async with self._turn:
            if one.state is not ImportState.WAITING:
                return
            one.state = ImportState.RUNNING
            await self._announce(one)
            try:
                ended = await self._work(one, self._announce)
            finally:
                await asyncio.to_thread(one.folder.remove)
            one.state, one.touched_at = ended, self._now()
            await self._announce(one)
