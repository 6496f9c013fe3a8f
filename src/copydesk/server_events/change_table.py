"""The change table: one row for each notification, that says which changes it stands for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from copydesk.journal import Audience, Change
from copydesk.notifications import Notification
from copydesk.server_events.errors import ChangeTableError

__all__ = ["ChangeTable", "NodeChange", "Row"]

NotificationT = TypeVar("NotificationT", bound=Notification)


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A change of a tree node of which only the id is known. Without such a node there is no change.

    Attributes:
        node_id: the node's id.
        source: as in `Change`.
        type: as in `Change`.
    """

    node_id: int
    source: str
    type: str


Row: TypeAlias = Callable[[Any], Iterable[Change | NodeChange]]
"""Tells which changes a notification stands for. It runs in the transaction: it does no I/O and must not fail."""

_Identity: TypeAlias = tuple[Audience, UUID | None, str, UUID | int]


class ChangeTable:
    """Rows by notification class; only that very class counts, as in the reference's dispatch.

    Args:
        rows: the first rows.
    """

    def __init__(self, rows: Mapping[type[Notification], Row] | None = None) -> None:
        self._rows: dict[type[Notification], Row] = dict(rows or {})

    @property
    def notifications(self) -> frozenset[type[Notification]]:
        """The classes that have a row."""
        return frozenset(self._rows)

    def add(
        self, notification: type[NotificationT], row: Callable[[NotificationT], Iterable[Change | NodeChange]]
    ) -> None:
        """Add a row.

        Raises:
            ChangeTableError: the class has one already; two would tell everything twice.
        """
        if notification in self._rows:
            raise ChangeTableError(f"{notification.__name__} has a row in the change table already")
        self._rows[notification] = row

    def changes(self, notifications: Sequence[Notification]) -> list[Change | NodeChange]:
        """Return what queued notifications stand for, in order.

        In a run of notifications of one class each entity is told of once (as in the reference): the first change
        stays, with the cultures and properties of all of them.
        """
        return [change for _, run in groupby(notifications, type) for change in self._of_run(list(run))]

    def _of_run(self, run: Sequence[Notification]) -> Iterable[Change | NodeChange]:
        row = self._rows.get(type(run[0]))
        found: dict[_Identity, Change | NodeChange] = {}
        for change in (change for notification in run for change in (row(notification) if row else ())):
            identity = _identity(change)
            earlier = found.get(identity)
            found[identity] = change if earlier is None else _merged(earlier, change)
        return found.values()


def _identity(change: Change | NodeChange) -> _Identity:
    if isinstance(change, NodeChange):
        return Audience.SOURCE, None, change.source, change.node_id
    return change.audience, change.user, change.source, change.key


def _merged(first: Change | NodeChange, later: Change | NodeChange) -> Change | NodeChange:
    if isinstance(first, NodeChange) or isinstance(later, NodeChange):
        return first
    cultures = _union(first.cultures, later.cultures)
    return replace(first, path=later.path, cultures=cultures, changed=_union(first.changed, later.changed))


def _union(first: tuple[str, ...] | None, later: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Put both together; None means that nothing is known, or all of it."""
    return None if first is None or later is None else tuple(sorted({*first, *later}))
