"""What the journal keeps: changes, and the records that they become."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

__all__ = ["Audience", "Bounds", "Change", "ChangeRecord"]


class Audience(StrEnum):
    """To whom a record is addressed."""

    SOURCE = "source"
    """To everybody who may hear of its source, and of its path where the source is filtered."""
    USER = "user"
    """To one user."""
    BROADCAST = "broadcast"
    """To everybody."""
    NODES = "nodes"
    """To the servers only, never to people: somebody's rights may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to one entity.

    Attributes:
        source: which kind of entity, such as `Umbraco:CMS:Document`.
        type: what happened, such as `Updated`.
        key: to which entity.
        parent_key: the entity's parent, where it has one.
        path: where the entity stands, ids from the root joined by commas; decides who may hear of it.
        original_path: where it stood before, when it was moved and those who saw it there shall hear of it too.
        whole_branch: whether everything below the entity is concerned.
        branch_path: the path of an entity whose own record, with `whole_branch`, already says what this one says. Those
            who hear of that one need not hear of this one.
        actor: who did it.
        origin: the tab that did it, in the words it gave itself.
        cultures: the cultures concerned, where the entity varies.
        changed: the aliases of the properties that changed, where that is known.
        audience: to whom it is addressed.
        user: the addressee of `Audience.USER`.
    """

    source: str
    type: str
    key: UUID
    parent_key: UUID | None = None
    path: str | None = None
    original_path: str | None = None
    whole_branch: bool = False
    branch_path: str | None = None
    actor: UUID | None = None
    origin: str | None = None
    cultures: tuple[str, ...] | None = None
    changed: tuple[str, ...] | None = None
    audience: Audience = Audience.SOURCE
    user: UUID | None = None

    def __post_init__(self) -> None:
        """Refuse a change that is addressed to a user without saying whom, or the other way round."""
        if (self.audience is Audience.USER) is not (self.user is not None):
            raise ValueError("a change names a user exactly when it is addressed to one (Audience.USER)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord(Change):
    """A change in the journal.

    Attributes:
        position: its place in the one order that all readers follow; dense, from 1.
        id: its own id, made when it was appended (UUID version 7).
        tenant: whose journal it is.
        site: the site it was done on, where that is known.
        at: when it was appended, UTC.
        trace_id: the request or job that did it.
    """

    position: int
    id: UUID
    tenant: str
    at: datetime
    site: str | None = None
    trace_id: str | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the journal holds.

    Attributes:
        oldest: the lowest position after which everything is still there.
        newest: the last position given out; 0 for an empty journal.
    """

    oldest: int
    newest: int

    @property
    def records(self) -> int:
        """How many records there are."""
        return self.newest - self.oldest
