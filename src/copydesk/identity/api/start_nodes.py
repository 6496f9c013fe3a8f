"""Start nodes on the wire: by id and key; the root, which is no node, as a flag of its own."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from copydesk.identity.paths import ROOT
from copydesk.identity.ports import Place

__all__ = ["StartNode", "start_nodes"]


class StartNode(msgspec.Struct, rename="camel"):
    """A start node; `key` is null if there is no such node (any more)."""

    id: int
    key: UUID | None = None


def start_nodes(ids: Collection[int], places: Mapping[int, Place]) -> list[StartNode]:
    """Return start nodes as they go over the wire, without the root."""
    return [StartNode(node, places[node].key if node in places else None) for node in sorted(ids) if node != ROOT]
