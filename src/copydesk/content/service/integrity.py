"""Finding and mending documents whose path or level does not fit their parent."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from copydesk.content.model import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, ROOT_ID, ROOT_PATH, Document, DocumentType, Place
from copydesk.content.model.paths import child_path, is_in_recycle_bin, level_of
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments
from copydesk.content.service.blueprints import Blueprints
from copydesk.content.service.desk import SYSTEM_USER, Operation
from copydesk.content.store.audit import AuditAction
from copydesk.content.tables import documents
from copydesk.db import ReadScope
from copydesk.notifications import TreeChangeTypes

__all__ = ["Integrity", "IntegrityFault"]

_ROOT_TYPE = DocumentType("root", UUID(int=1))


@dataclass(frozen=True, slots=True)
class IntegrityFault:
    """A document whose stored place is not what its parents say.

    Attributes:
        document_id: the document.
        stored: its path as it is stored.
        expected: its path by its parents; None when its parents are missing or run in a circle.
    """

    document_id: int
    stored: str
    expected: str | None


class Integrity(Blueprints):
    """Checks on the tree."""

    async def check_data_integrity(
        self, *, mend: bool = False, actor: UUID = SYSTEM_USER
    ) -> tuple[IntegrityFault, ...]:
        """Return every document whose path, level or bin flag does not fit its parents; with `mend`, put that right.

        Mending raises one tree change that makes everything stale.
        """
        if not mend:
            async with self._read("check_data_integrity") as scope:
                return await _faults(scope)
        faults: list[IntegrityFault] = []

        async def work(operation: Operation) -> OperationOutcome:
            faults.extend(await _faults(operation.scope))
            for fault in faults:
                if fault.expected is not None:
                    await operation.scope.execute(
                        update(documents)
                        .where(documents.c.id == fault.document_id)
                        .values(
                            path=fault.expected,
                            level=level_of(fault.expected),
                            trashed=is_in_recycle_bin(fault.expected),
                        )
                    )
            if faults:
                operation.tell_stale([_root()], TreeChangeTypes.REFRESH_ALL)
            if mended := sum(fault.expected is not None for fault in faults):
                operation.audit(ROOT_ID, AuditAction.MOVE, comment=AuditComments.MENDED_TREE(count=mended))
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        await self._perform("check_data_integrity", actor, work)
        return tuple(faults)


async def _faults(scope: ReadScope) -> tuple[IntegrityFault, ...]:
    query = select(
        documents.c.id, documents.c.parent_id, documents.c.path, documents.c.level, documents.c.trashed
    ).where(documents.c.blueprint.is_(False))
    rows = {row.id: row for row in await scope.execute(query)}
    paths: dict[int, str | None] = {ROOT_ID: ROOT_PATH, RECYCLE_BIN_ID: RECYCLE_BIN_PATH}
    for document_id in rows:
        chain: list[int] = []
        step = document_id
        while step not in paths and step in rows and step not in chain:
            chain.append(step)
            step = rows[step].parent_id
        above = paths.get(step)
        for one in reversed(chain):
            above = paths[one] = child_path(above, one) if above is not None else None
    return tuple(
        IntegrityFault(row.id, row.path, expected)
        for row in rows.values()
        if (expected := paths[row.id]) is None
        or (row.path, row.level, row.trashed) != (expected, level_of(expected), is_in_recycle_bin(expected))
    )


def _root() -> Document:
    """Return something that stands for the whole tree in a tree change."""
    root = Document(_ROOT_TYPE, 0, keys=lambda: UUID(int=1))
    root.identify(ROOT_ID, 0)
    root.put_at(Place(0, ROOT_PATH, 0, 0), track=False)
    root.reset_dirty(remember=False)
    return root
