"""The router: four verbs by which any code tells live events.

Inside a unit of work an event is told when that is committed, outside at once. Either way it goes through the journal,
so it can be resumed and reaches every node, like all others.
"""

from uuid import UUID

from copydesk.journal import Audience, Change, Journal
from copydesk.server_events.model import RoutingContext, ServerEvent

__all__ = ["ServerEventRouter"]


class ServerEventRouter:
    """Tells events.

    Args:
        journal: the tenant's journal.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def route_event(self, event: ServerEvent, context: RoutingContext | None = None) -> None:
        """Tell everybody who may hear of the event's source and, where that is filtered, of the entity's path.

        Args:
            event: what happened. `position` and `at` are set by the journal.
            context: what access filters decide by; without it, nobody passes one.
        """
        await self._tell(event, Audience.SOURCE, path=context.entity_path if context else None)

    async def notify_user(self, event: ServerEvent, user_key: UUID) -> None:
        """Tell one user, on all their connections, whatever they may hear of otherwise."""
        await self._tell(event, Audience.USER, user=user_key)

    async def broadcast_event(self, event: ServerEvent) -> None:
        """Tell everybody who is connected, whatever they may hear of otherwise."""
        await self._tell(event, Audience.BROADCAST)

    async def _tell(
        self, event: ServerEvent, audience: Audience, *, path: str | None = None, user: UUID | None = None
    ) -> None:
        change = Change(
            source=event.event_source,
            type=event.event_type,
            key=event.key,
            parent_key=event.parent_key,
            path=path,
            actor=event.actor_key,
            origin=event.origin,
            cultures=event.cultures,
            whole_branch=event.whole_branch,
            audience=audience,
            user=user,
        )
        await self._journal.append([change])
