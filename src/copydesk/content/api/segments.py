"""Routes of segments: the groups of readers that values may be written for."""

import msgspec
from litestar import get
from litestar.di import NamedDependency

from copydesk.content.api.paging import Skip, Take
from copydesk.content.api.responses import LOOKING
from copydesk.content.model.segments import Segments
from copydesk.identity.http_access import allow

__all__ = ["SegmentItem", "SegmentPage", "list_segments", "segment_routes"]


class SegmentItem(msgspec.Struct, frozen=True, rename="camel"):
    """A segment: what values and readers name it by, and what editors see."""

    alias: str
    name: str


class SegmentPage(msgspec.Struct, frozen=True, rename="camel"):
    """A part of the list of segments."""

    items: tuple[SegmentItem, ...]
    total: int


@get("/segment", opt=allow("TreeAccessDocuments"), tags=["Segments"], responses=LOOKING, sync_to_thread=False)
def list_segments(segments: NamedDependency[Segments], skip: Skip = 0, take: Take = 100) -> SegmentPage:
    """List the segments that this server is set up with, in their order."""
    shown = tuple(SegmentItem(one.alias, one.name) for one in segments[skip : skip + take])
    return SegmentPage(shown, len(segments))


segment_routes = (list_segments,)
