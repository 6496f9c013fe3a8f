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
        self._decided: dict[PermissionProfile, dict[str, bool]] = {}

    def hears_of(self, profile: PermissionProfile, source: str) -> bool:
        """Tell whether somebody with `profile` may hear of `source`. It is decided once, unless an authorizer fails."""
        decisions = self._decisions(profile)
        if source not in decisions:
            decisions[source] = self._authorizers.authorize(profile, source)
        return decisions[source]

    def hears(self, profile: PermissionProfile, source: str, context: RoutingContext | None = None) -> bool:
        """Tell whether somebody with `profile` hears of an event of `source` about the entity of `context`."""
        return self.hears_of(profile, source) and self._filters.allows(profile, source, context)

    def _decisions(self, profile: PermissionProfile) -> dict[str, bool]:
        if len(self._decided) >= _MOST_PROFILES and profile not in self._decided:
            self._decided.clear()
        return self._decided.setdefault(profile, {})
