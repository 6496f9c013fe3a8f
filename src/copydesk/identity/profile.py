"""The permission profile: a user's rights as one value, equal and hashable, that users with the same rights share."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from copydesk.identity.paths import DOCUMENT_BIN, MEDIA_BIN, has_path_access, parse_path

__all__ = ["NO_RIGHTS", "PermissionProfile", "VerbGrant"]


@dataclass(frozen=True, slots=True)
class VerbGrant:
    """The verbs of one user group: everywhere, and where single nodes say otherwise."""

    verbs: frozenset[str] = frozenset()
    at_nodes: frozenset[tuple[int, frozenset[str]]] = frozenset()
    """(node id, verbs): replaces `verbs` on that node and below it, until a deeper node says otherwise."""

    def at(self, ids: tuple[int, ...]) -> frozenset[str]:
        """Return the verbs on the node whose path has these `ids`, from the root down."""
        overrides = dict(self.at_nodes)
        return next((overrides[node] for node in reversed(ids) if node in overrides), self.verbs)


@dataclass(frozen=True)
class PermissionProfile:
    """All that decides what somebody may see and do. Two users with the same rights have equal profiles."""

    back_office: bool = False
    """Whether this is a user or a service that was let in; the anonymous visitor was not."""
    administrator: bool = False
    sections: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()
    grants: frozenset[VerbGrant] = frozenset()
    document_start_nodes: frozenset[int] = frozenset()
    media_start_nodes: frozenset[int] = frozenset()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.sections, self.trees, self.grants, self.document_start_nodes, self.media_start_nodes))

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs that hold where no single node says otherwise."""
        return self._union(grant.verbs for grant in self.grants)

    def verbs_at(self, path: str | None) -> frozenset[str]:
        """Return the verbs at the document `path`: the union over the groups; none without a path."""
        ids = parse_path(path)
        return frozenset() if ids is None else self._union(grant.at(ids) for grant in self.grants)

    def opens_document(self, path: str | None) -> bool:
        """Tell whether the start nodes open the document at `path`. A missing path opens for nobody."""
        return has_path_access(path, self.document_start_nodes, DOCUMENT_BIN)

    def opens_media(self, path: str | None) -> bool:
        """Tell whether the start nodes open the media item at `path`. A missing path opens for nobody."""
        return has_path_access(path, self.media_start_nodes, MEDIA_BIN)

    def may(self, verb: str, path: str | None) -> bool:
        """Tell whether `verb` may be done to the document at `path`: the start nodes and the verb must allow it."""
        return self.opens_document(path) and verb in self.verbs_at(path)

    @staticmethod
    def _union(parts: Iterable[frozenset[str]]) -> frozenset[str]:
        return frozenset().union(*parts)


NO_RIGHTS: Final = PermissionProfile()
"""The profile of somebody who may do nothing."""
