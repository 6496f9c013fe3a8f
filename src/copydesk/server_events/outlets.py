"""What the live hub hands events to: listeners, gathered in outlets that encode each event once."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Protocol

from copydesk.identity import Principal
from copydesk.journal import ChangeRecord
from copydesk.server_events.cursors import cursor_of
from copydesk.server_events.model import ServerEvent

__all__ = ["Farewell", "Listener", "Outlet", "Reset", "ResetReason", "event_of"]


class ResetReason(StrEnum):
    """Why a client cannot go on from its cursor and must read the present state again."""

    TOO_FAR_BACK = "tooFarBack"
    UNKNOWN_POSITION = "unknownPosition"
    INVALID_CURSOR = "invalidCursor"


@dataclass(frozen=True, slots=True)
class Reset:
    """Tells a client to drop what it knows.

    Attributes:
        reason: why.
        position: the cursor from which events follow now.
    """

    reason: ResetReason
    position: str


class Farewell(Enum):
    """Why a listener is ended.

    Attributes:
        reason: what it is told.
        come_back: whether its client may connect again by itself.
    """

    LOST_RIGHT = "The right to be connected has ended.", False
    RIGHTS_UNREADABLE = "Rights cannot be read now. Connect again.", True
    NOT_CAUGHT_UP = "What was missed cannot be told now. Connect again.", True

    def __init__(self, reason: str, come_back: bool) -> None:
        self.reason = reason
        self.come_back = come_back


@dataclass(eq=False, slots=True)
class Listener:
    """One connection or stream that hears events.

    Attributes:
        id: unique in its outlet.
        outlet: where it is reached.
        principal: who listens, with the rights they have now.
        since: it has got everything after this position that it may hear.
        group: the group of those with the same rights; None while it does not hear live.
        ended: whether it was cut off or has left.
        turn: held while it catches up.
        asked: how often it is catching up, or waits to.
    """

    id: str
    outlet: "Outlet"
    principal: Principal
    since: int = 0
    group: str | None = None
    ended: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked: int = 0


class Outlet(Protocol):
    """Reaches listeners of one kind. A listener is in no group, or in all of those it was put in."""

    async def join(self, listener: Listener, groups: Collection[str]) -> None:
        """Put a listener into groups. Must not yield to the event loop."""
        ...

    async def leave(self, listener: Listener, groups: Collection[str]) -> None:
        """Take a listener out of groups. Must not yield to the event loop."""
        ...

    async def tell(self, groups: Collection[str], event: ServerEvent) -> None:
        """Give an event to everybody in the groups, without waiting for anybody."""
        ...

    async def tell_one(self, listener: Listener, event: ServerEvent) -> None:
        """Give an event to one listener, and wait while it is too slow."""
        ...

    async def reset(self, listener: Listener, reset: Reset) -> None:
        """Tell one listener that it cannot go on where it was."""
        ...

    async def reset_all(self, groups: Collection[str], reset: Reset) -> None:
        """Tell everybody in the groups that they cannot go on where they were, without waiting for anybody."""
        ...

    async def end(self, listener: Listener, farewell: Farewell) -> None:
        """Cut a listener off."""
        ...


def event_of(record: ChangeRecord) -> ServerEvent:
    """Return what clients get to see of a record."""
    return ServerEvent(
        event_type=record.type,
        event_source=record.source,
        key=record.key,
        position=cursor_of(record.position),
        parent_key=record.parent_key,
        actor_key=record.actor,
        origin=record.origin,
        cultures=record.cultures,
        whole_branch=record.whole_branch,
        at=record.at,
    )
