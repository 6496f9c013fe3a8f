"""The tree's path-access rule: which nodes a set of start nodes opens.

A path is the comma-separated ids from the root to the node itself, such as `-1,555,999`. Whatever is not a path opens
nothing.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final

__all__ = [
    "DOCUMENT_BIN",
    "MEDIA_BIN",
    "ROOT",
    "PathAccess",
    "combine_start_nodes",
    "has_path_access",
    "parse_path",
    "path_access",
]

ROOT: Final = -1
"""The id above every node; as a start node it opens the whole tree."""
DOCUMENT_BIN: Final = -20
"""The id of the documents' recycle bin."""
MEDIA_BIN: Final = -21
"""The id of the media recycle bin."""

_BINS: Final = frozenset({DOCUMENT_BIN, MEDIA_BIN})
_LONGEST_PATH: Final = 4096


class PathAccess(StrEnum):
    """How far a node is open to somebody."""

    NONE = "none"
    VISIBLE = "visible"
    """Shown in the tree on the way to a start node, but not to be opened."""
    FULL = "full"


def parse_path(path: str | None) -> tuple[int, ...] | None:
    """Return the ids of `path` from the root down, or None for anything that is not a path from the root."""
    if not path or len(path) > _LONGEST_PATH or not path.isascii():
        return None
    parts = path.split(",")
    if not all(part.removeprefix("-").isdigit() for part in parts):
        return None
    ids = tuple(map(int, parts))
    return ids if ids[0] == ROOT else None


def path_access(
    path: str | None, start_nodes: AbstractSet[int], bin_id: int, start_paths: Iterable[str] = ()
) -> PathAccess:
    """Tell how far the node at `path` is open to somebody with `start_nodes`.

    The rule is the reference's: the root opens everything; only the root opens the recycle bin; any other start node
    opens itself and what lies below it. Nodes above a start node are visible, which needs the paths of the start
    nodes.

    Args:
        path: The node's path; missing or malformed, nobody has access.
        start_nodes: Ids of the start nodes; empty, there is no access.
        bin_id: Id of the recycle bin of this tree, `DOCUMENT_BIN` or `MEDIA_BIN`.
        start_paths: Paths of the start nodes; left out, no node is merely visible.
    """
    ids = parse_path(path)
    if ids is None or not start_nodes:
        return PathAccess.NONE
    if ROOT in start_nodes:
        return PathAccess.FULL
    if bin_id in ids:
        return PathAccess.NONE
    if not start_nodes.isdisjoint(ids):
        return PathAccess.FULL
    below = any(_is_below(parse_path(start), ids) for start in start_paths)
    return PathAccess.VISIBLE if below else PathAccess.NONE


def has_path_access(path: str | None, start_nodes: AbstractSet[int], bin_id: int) -> bool:
    """Tell whether `start_nodes` fully open the node at `path`; the rule for live events and for every operation."""
    return path_access(path, start_nodes, bin_id) is PathAccess.FULL


def combine_start_nodes(
    own: AbstractSet[int], of_groups: AbstractSet[int], paths: Mapping[int, str] | None = None
) -> frozenset[int]:
    """Combine a user's own start nodes with those of their groups.

    As in the reference, both count, but a user's own start node takes away the groups' start nodes above it: that is
    how one editor is confined to a branch. Other than there, an own start node that has no place in the tree, because
    it was deleted or lies in a recycle bin, takes away all of the groups': nobody knows what it was below, and neither
    deleting nor trashing may widen anybody's rights.

    Args:
        own: Start nodes set on the user.
        of_groups: Start nodes of all the user's groups.
        paths: Path by start node id.
    """
    above_own = {ROOT} & own
    for node in own - {ROOT}:
        path = parse_path((paths or {}).get(node))
        if path is None or not _BINS.isdisjoint(path):
            return frozenset(own)
        above_own.update(path)
    return frozenset(own) | (of_groups - above_own)


def _is_below(start: tuple[int, ...] | None, ids: tuple[int, ...]) -> bool:
    return start is not None and len(start) > len(ids) and start[: len(ids)] == ids
