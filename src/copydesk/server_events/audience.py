"""The audience: may somebody with this profile hear of this event. One decision serves all who share the profile."""

from copydesk.identity import PermissionProfile
from copydesk.server_events.access_filters import ServerEventAccessFilters
from copydesk.server_events.authorizers import EventSourceAuthorizers
from copydesk.server_events.model import RoutingContext

__all__ = ["Audience"]

_MOST_PROFILES = 4096


class Audience:
    """Decides who hears of what: the source must be authorised and every access filter must agree.

    Args:
        authorizers: decide about sources.
        filters: decide about single entities.
    """

    def __init__(self, authorizers: EventSourceAuthorizers, filters: ServerEventAccessFilters) -> None:
        self._authorizers = authorizers
        self._filters = filters
        self._sources: dict[PermissionProfile, frozenset[str]] = {}

    def sources_of(self, profile: PermissionProfile) -> frozenset[str]:
        """Return the sources that somebody with `profile` may hear of."""
        if (known := self._sources.get(profile)) is not None:
            return known
        if len(self._sources) >= _MOST_PROFILES:
            self._sources.clear()
        return self._sources.setdefault(profile, self._authorizers.authorize(profile))

    def hears(self, profile: PermissionProfile, source: str, context: RoutingContext | None = None) -> bool:
        """Tell whether somebody with `profile` hears of an event of `source` about the entity of `context`."""
        return source in self.sources_of(profile) and self._filters.allows(profile, source, context)
