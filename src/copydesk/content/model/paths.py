"""Where a document stands: `-1,12,40` is the path of document 40 below document 12 below the root.

The numbers of the root and the recycle bin, and levels that count 1 for what stands directly below either, are those of
the reference.
"""

__all__ = [
    "DEEPEST_LEVEL",
    "RECYCLE_BIN_ID",
    "RECYCLE_BIN_PATH",
    "ROOT_ID",
    "ROOT_PATH",
    "ancestor_ids",
    "child_path",
    "is_in_recycle_bin",
    "is_inside",
    "level_of",
    "rebase",
]

ROOT_ID = -1
ROOT_PATH = "-1"
RECYCLE_BIN_ID = -20
RECYCLE_BIN_PATH = "-1,-20"
DEEPEST_LEVEL = 128
"""How deep a document may stand. Deeper paths would not fit into the databases' indexes."""


def child_path(parent_path: str, document_id: int) -> str:
    """Return the path of the child `document_id` of what stands at `parent_path`."""
    return f"{parent_path},{document_id}"


def level_of(path: str) -> int:
    """Count the steps from the root, or from the recycle bin, to the end of `path`."""
    steps = path.count(",")
    return steps - 1 if path == RECYCLE_BIN_PATH or is_in_recycle_bin(path) else steps


def is_in_recycle_bin(path: str) -> bool:
    """Tell whether `path` leads to something inside the recycle bin."""
    return path.startswith(RECYCLE_BIN_PATH + ",")


def is_inside(path: str, ancestor_path: str) -> bool:
    """Tell whether `path` leads to something below the end of `ancestor_path`, itself not counted."""
    return path.startswith(ancestor_path + ",")


def ancestor_ids(path: str) -> tuple[int, ...]:
    """Return the ids on the way to the end of `path`, outermost first, without the root, the bin and the end itself."""
    ids = (int(part) for part in path.split(",")[1:-1])
    return tuple(document_id for document_id in ids if document_id != RECYCLE_BIN_ID)


def rebase(path: str, old: str, new: str) -> str:
    """Return `path`, which begins with `old`, as it reads after `old` has moved to `new`."""
    return new + path[len(old) :]
