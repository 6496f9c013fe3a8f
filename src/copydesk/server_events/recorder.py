"""The recorder: writes what a unit of work is about to tell into the journal, in its own transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db import UnitOfWork
from copydesk.identity.store import are_start_nodes
from copydesk.journal import Change, Journal
from copydesk.notifications import Notification
from copydesk.server_events.branches import gathered
from copydesk.server_events.change_table import ChangeTable, NodeChange
from copydesk.server_events.identity_changes import rights_changed
from copydesk.server_events.model import EventSource, EventType

__all__ = ["ChangeRecorder", "NoPlaces", "NodePlace", "NodePlaces"]

_MOVES: Final = frozenset({EventType.MOVED, EventType.RESTORED, EventType.TRASHED, EventType.DELETED})

NodePlace: TypeAlias = tuple[UUID, str]
"""Key and path of a node of a tree."""


class NodePlaces(Protocol):
    """Knows the nodes of the trees by id. The features that have trees implement it."""

    async def places_of(self, connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, NodePlace]:
        """Return key and path of each of `ids`, as the transaction sees them; those that do not exist are left out."""
        ...


class NoPlaces:
    """Knows no node; parents then stay unknown."""

    async def places_of(self, connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, NodePlace]:
        """Return nothing."""
        del connection, ids
        return {}


class ChangeRecorder:
    """The hook before the commit. What is committed is in the journal, exactly once, whoever crashes afterwards.

    Args:
        table: which notification stands for which changes.
        journal: where they are written.
        places: knows the nodes of the trees.
    """

    def __init__(self, table: ChangeTable, journal: Journal, places: NodePlaces | None = None) -> None:
        self._table = table
        self._journal = journal
        self._places = places or NoPlaces()

    async def __call__(self, unit: UnitOfWork, notifications: Sequence[Notification]) -> None:
        """Write the changes that these notifications stand for."""
        drafts = self._table.changes(notifications)
        if drafts:
            nodes = await self._look_up(unit, {each.node_id for each in drafts if isinstance(each, NodeChange)})
            changes = [change for draft in drafts if (change := _resolved(draft, nodes)) is not None]
            parents = await self._look_up(unit, {_parent_id(change) for change in changes})
            told = gathered([_with_parent(change, parents) for change in changes])
            moved = {node for change in changes if (node := _moved_document(change)) is not None}
            if moved and await are_start_nodes(await unit.connection(), moved):
                told.append(rights_changed())
            await self._journal.append(told)

    async def _look_up(self, unit: UnitOfWork, ids: Collection[int | None]) -> Mapping[int, NodePlace]:
        wanted = {node for node in ids if node is not None}
        return await self._places.places_of(await unit.connection(), wanted) if wanted else {}


def _moved_document(change: Change) -> int | None:
    """Return the id of a document that is not any more where it was, or None."""
    if change.source != EventSource.DOCUMENT or change.type not in _MOVES or change.path is None:
        return None
    return int(change.path.rpartition(",")[2])


def _parent_id(change: Change) -> int | None:
    """Return the id of the parent, as the path has it; the ids of the roots and bins are below zero."""
    if change.path is None or change.parent_key is not None:
        return None
    above = change.path.rpartition(",")[0].rpartition(",")[2]
    return int(above) if above.isdigit() else None


def _resolved(draft: Change | NodeChange, nodes: Mapping[int, NodePlace]) -> Change | None:
    """Return the change; None if it is about a node that is not there."""
    if isinstance(draft, Change):
        return draft
    if draft.node_id not in nodes:
        return None
    key, path = nodes[draft.node_id]
    return Change(source=draft.source, type=draft.type, key=key, path=path)


def _with_parent(change: Change, parents: Mapping[int, NodePlace]) -> Change:
    parent = parents.get(_parent_id(change) or 0)
    return change if parent is None else replace(change, parent_key=parent[0])
