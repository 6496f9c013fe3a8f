"""Branches: an operation on many documents below one another is told in few words.

Each document keeps its own record, for readers that want every one. But when a branch is large, the record of its top
says that it stands for all below, and the others say so too; whoever hears of the top is spared the rest.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final, TypeAlias

from copydesk.journal import Audience, Change

__all__ = ["MOST_TOLD", "gathered", "tops_of"]

_Branch: TypeAlias = tuple[str, str, str | None]
MOST_TOLD: Final = 25
"""So many documents below one top are still told of one by one."""


def gathered(changes: Sequence[Change], most: int = MOST_TOLD) -> list[Change]:
    """Return the changes of one unit of work, with those of large branches marked."""
    known = {(change.source, change.type, change.path): change for change in changes if _in_a_tree(change)}
    tops = [_top(change, known) for change in changes]
    sizes: Counter[_Branch] = Counter(
        (change.source, change.type, top) for change, top in zip(changes, tops, strict=True) if top
    )
    large: AbstractSet[_Branch] = {branch for branch, size in sizes.items() if size > most}
    return [_marked(change, top, large) for change, top in zip(changes, tops, strict=True)]


def _in_a_tree(change: Change) -> bool:
    return change.path is not None and change.audience is Audience.SOURCE


def _top(change: Change, known: Mapping[_Branch, Change]) -> str | None:
    """Return the path of the topmost entity above this one to which the same happened, or None.

    Of what was moved, it stood above this one before, too.
    """
    if not _in_a_tree(change) or change.path is None:
        return None
    ids = change.path.split(",")
    above = (",".join(ids[:length]) for length in range(1, len(ids)))
    tops = (known[change.source, change.type, path] for path in above if (change.source, change.type, path) in known)
    return next((top.path for top in tops if _stood_below(change, top)), None)


def _stood_below(change: Change, top: Change) -> bool:
    if change.original_path is None or top.original_path is None:
        return change.original_path is top.original_path
    return change.original_path == top.original_path + _below(change, top.path)


def _below(change: Change, top: str | None) -> str:
    """Return the part of the path of a change that leads from the top of its branch to it."""
    return (change.path or "").removeprefix(top or "")


def tops_of(change: Change) -> list[str]:
    """Return where the top of the branch of a marked change is, and where it was before; nothing without a mark."""
    if change.branch_path is None:
        return []
    before = change.original_path
    return [change.branch_path, *([] if before is None else [before.removesuffix(_below(change, change.branch_path))])]


def _marked(change: Change, top: str | None, large: AbstractSet[_Branch]) -> Change:
    if top is not None:
        branch = (change.source, change.type, top)
        return replace(change, branch_path=top) if branch in large else change
    if (change.source, change.type, change.path) in large and _in_a_tree(change):
        return replace(change, whole_branch=True)
    return change
