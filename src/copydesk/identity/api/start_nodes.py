"""Start nodes on the wire: by id and key; the root, which is no node, as a flag of its own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated
from uuid import UUID

import msgspec

from copydesk.identity.api.refusals import unacceptable
from copydesk.identity.paths import ROOT
from copydesk.identity.places import Places
from copydesk.identity.ports import Place
from copydesk.identity.sentences import Sentences

__all__ = ["NodeReference", "StartNode", "nodes_of", "places_of", "start_nodes", "start_nodes_of", "with_root"]


class StartNode(msgspec.Struct, rename="camel"):
    """A start node; `key` is null if there is no such node (any more)."""

    id: int
    key: UUID | None = None


class NodeReference(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A node by `key` or by `id`; of both, the key decides. A node that was shown can be sent back as it is."""

    id: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)] | None = None
    key: UUID | None = None


def start_nodes(ids: Collection[int], places: Mapping[int, Place]) -> list[StartNode]:
    """Return start nodes as they go over the wire, without the root."""
    return [StartNode(node, places[node].key if node in places else None) for node in sorted(ids) if node != ROOT]


async def places_of(places: Places, start_nodes: Iterable[Collection[int]]) -> Mapping[int, Place]:
    """Return where all of these start nodes stand."""
    return await places.of_ids(frozenset[int]().union(*start_nodes) - {ROOT})


async def nodes_of(places: Places, references: Mapping[str, NodeReference]) -> dict[str, int]:
    """Return the ids of the nodes that a request names, by where it names them.

    Raises:
        UnacceptableRequestError: One is named neither way, or by a key that no node has.
    """
    found = await places.of_keys({each.key for each in references.values() if each.key is not None})

    def node(field: str, reference: NodeReference) -> int:
        if reference.key is not None and reference.key in found:
            return found[reference.key].id
        if reference.key is not None:
            raise unacceptable(f"{field}.key", Sentences.START_NODE_NOT_FOUND(key=reference.key))
        if reference.id is None:
            raise unacceptable(field, Sentences.START_NODE_UNNAMED())
        return reference.id

    return {field: node(field, reference) for field, reference in references.items()}


async def start_nodes_of(
    places: Places, references: Sequence[NodeReference] | None, field: str
) -> frozenset[int] | None:
    """Return the ids of the start nodes that a request names in `field`; None if it does not have that field.

    Raises:
        UnacceptableRequestError: One is named neither way, or by a key that no node has.
    """
    if references is None:
        return None
    named = {f"{field}[{number}]": each for number, each in enumerate(references)}
    return frozenset((await nodes_of(places, named)).values())


def with_root(nodes: frozenset[int] | None, root: bool | None, before: frozenset[int]) -> frozenset[int]:
    """Return start nodes after a change.

    Args:
        nodes: The nodes that were given; None to leave them as they are.
        root: Whether the root is to be among them; None to leave that as it is.
        before: How they were.
    """
    kept = before - {ROOT} if nodes is None else nodes
    rooted = ROOT in before if root is None else root
    return kept | {ROOT} if rooted else kept
