"""Access filters: who may hear of *this* entity, once its source is authorised.

Several filters of one source must all agree. A filtered event without a path is heard by nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from copydesk.identity import PermissionProfile, Verb
from copydesk.server_events.model import EventSource, RoutingContext

__all__ = ["ServerEventAccessFilter", "ServerEventAccessFilters", "StartNodeFilter", "reference_filters"]


class ServerEventAccessFilter(Protocol):
    """Decides for some sources who may hear of a single entity."""

    @property
    def filtered_event_sources(self) -> Sequence[str]:
        """The sources that this filter decides about."""
        ...

    def allows(self, profile: PermissionProfile, context: RoutingContext) -> bool:
        """Tell whether somebody with `profile` may hear of the entity; it must refuse what it cannot judge."""
        ...


@dataclass(frozen=True, slots=True)
class StartNodeFilter:
    """Lets the rights at the path decide, as for the tree.

    Args:
        filtered_event_sources: the sources it decides about.
        opens: the rule: profile and path in, decision out.
    """

    filtered_event_sources: tuple[str, ...]
    opens: Callable[[PermissionProfile, str | None], bool]

    def allows(self, profile: PermissionProfile, context: RoutingContext) -> bool:
        """Ask the rule; a missing path opens for nobody."""
        return self.opens(profile, context.entity_path)


def reference_filters() -> tuple[StartNodeFilter, ...]:
    """Return the two filters of the reference: documents and media by start node.

    Other than there, documents also by the verb Browse: over HTTP, one that may not be browsed does not exist.
    """
    return (
        StartNodeFilter((EventSource.DOCUMENT,), lambda profile, path: profile.may(Verb.BROWSE, path)),
        StartNodeFilter((EventSource.MEDIA,), PermissionProfile.opens_media),
    )


class ServerEventAccessFilters:
    """The access filters of one server, in the order they were appended."""

    def __init__(self, filters: Iterable[ServerEventAccessFilter] = reference_filters()) -> None:
        self._by_source: defaultdict[str, list[ServerEventAccessFilter]] = defaultdict(list)
        for each in filters:
            self.append(each)

    def append(self, access_filter: ServerEventAccessFilter) -> None:
        """Add a filter."""
        for source in dict.fromkeys(access_filter.filtered_event_sources):
            self._by_source[source].append(access_filter)

    def allows(self, profile: PermissionProfile, source: str, context: RoutingContext | None) -> bool:
        """Tell whether somebody with `profile` may hear of the entity that `context` describes."""
        filters = self._by_source.get(source, ())
        return all(each.allows(profile, context or RoutingContext()) for each in filters)
