"""What one caller may see and do in the document tree. No I/O."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from copydesk.content.api.errors import ForbiddenError, NotFoundError
from copydesk.content.model.paths import ROOT_ID, ROOT_PATH, is_inside
from copydesk.content.sentences import Sentences
from copydesk.identity.paths import DOCUMENT_BIN, PathAccess, parse_path, path_access
from copydesk.identity.permissions import Verb
from copydesk.identity.profile import PermissionProfile
from copydesk.problems import FieldError
from copydesk.sentences import Said

__all__ = ["DocumentRights", "Listing", "nodes_of", "not_found"]


@dataclass(frozen=True, slots=True)
class Listing:
    """Which children of a document a list may show.

    Attributes:
        only: these alone; all when it is None.
        hidden: none of these.
    """

    only: frozenset[int] | None
    hidden: frozenset[int]


def nodes_of(profile: PermissionProfile) -> frozenset[int]:
    """Return the ids that a profile names: its start nodes, and where its verbs are others than elsewhere."""
    named = {node for grant in profile.grants for node, _ in grant.at_nodes}
    return profile.document_start_nodes | named


class DocumentRights:
    """What one caller may see and do in the document tree.

    Whoever may not see a document does not learn that it exists. Seen is what the start nodes open and the verb Browse
    allows; and, with name and place only, what stands above a start node.

    Args:
        profile: the caller's rights.
        paths: the paths of `nodes_of(profile)`, by id, of those that exist.
    """

    def __init__(self, profile: PermissionProfile, paths: Mapping[int, str]) -> None:
        self._profile = profile
        self._start_paths = [paths[node] for node in profile.document_start_nodes if node in paths]
        self._named = dict(paths)
        self._hidden = frozenset(
            node for node, path in paths.items() if profile.opens_document(path) and not profile.may(Verb.BROWSE, path)
        )

    @property
    def hidden(self) -> frozenset[int]:
        """The ids of documents that the start nodes open, but where Browse is taken away."""
        return self._hidden

    def access(self, path: str) -> PathAccess:
        """Tell how far the document at `path` is open."""
        start_nodes = self._profile.document_start_nodes
        found = path_access(path, start_nodes, DOCUMENT_BIN, self._start_paths)
        if found is PathAccess.FULL and Verb.BROWSE not in self._profile.verbs_at(path):
            return PathAccess.NONE
        return found

    def may(self, verb: Verb, path: str) -> bool:
        """Tell whether a verb may be done to the document at `path`, or at the root."""
        return self.access(path) is PathAccess.FULL and self._profile.may(verb, path)

    def verbs(self, path: str) -> tuple[str, ...]:
        """Return what may be done to the document at `path`, sorted; nothing where it is not open."""
        return tuple(sorted(self._profile.verbs_at(path))) if self.access(path) is PathAccess.FULL else ()

    def require(self, verb: Verb, path: str, key: UUID | None, *, field: str | None = None) -> None:
        """Refuse what the caller may not do.

        Args:
            verb: what is to be done.
            path: to the document at this path; the path of the root for what is done there.
            key: the key of that document, for the error; None for the root and the recycle bin.
            field: the field of the request that named it, if one did.

        Raises:
            NotFoundError: the caller may not see the document.
            ForbiddenError: the caller sees it, and may not do this.
        """
        if key is not None and self.access(path) is PathAccess.NONE:
            raise not_found(key, field)
        if not self.may(verb, path):
            said = _forbidden(verb, path, key)
            raise ForbiddenError(said, errors=_at(field, said))

    def require_below(self, verb: Verb, path: str, key: UUID | None) -> None:
        """Refuse what the caller may not do to everything below a document.

        Verbs are inherited, so it is enough to look where the caller's groups name a document.

        Raises:
            ForbiddenError: somewhere below, the caller may not do this; where is not told.
        """
        inside = (named for named in self._named.values() if is_inside(named, path))
        if not all(self._profile.may(verb, named) for named in inside):
            if key is not None:
                raise ForbiddenError(Sentences.FORBIDDEN_BELOW(key=key, verb=verb))
            raise ForbiddenError(Sentences.FORBIDDEN_BELOW_BIN(verb=verb))

    def require_anywhere(self, verb: Verb) -> None:
        """Refuse what the caller may not do where no single document says otherwise.

        Raises:
            ForbiddenError: the caller may not do this.
        """
        if verb not in self._profile.verbs:
            raise ForbiddenError(Sentences.FORBIDDEN(verb=verb))

    def branches(self) -> tuple[tuple[str, bool], ...]:
        """Return where the caller sees documents: of all branches that one stands in, the last one listed decides."""
        starts = [ROOT_PATH] if ROOT_ID in self._profile.document_start_nodes else self._start_paths
        opened = {path: self._profile.may(Verb.BROWSE, path) for path in (*starts, *self._named.values())}
        return tuple(sorted(opened.items(), key=lambda branch: branch[0].count(",")))

    def listing(self, path: str) -> Listing:
        """Return which children of the document at `path`, or of the root, a list may show."""
        if self._profile.opens_document(path):
            if Verb.BROWSE in self._profile.verbs_at(path):
                return Listing(None, self._hidden)
            return Listing(frozenset(self._named) - self._hidden, self._hidden)
        return Listing(frozenset(_next_steps(path, self._start_paths)), self._hidden)


def not_found(key: UUID, field: str | None = None) -> NotFoundError:
    """Return the error for a document that does not exist, or that the caller may not see."""
    said = Sentences.CONTENT_NOT_FOUND(key=key)
    return NotFoundError(said, errors=_at(field, said))


def _forbidden(verb: Verb, path: str, key: UUID | None) -> Said:
    if key is not None:
        return Sentences.FORBIDDEN_AT_DOCUMENT(key=key, verb=verb)
    return (Sentences.FORBIDDEN_AT_ROOT if path == ROOT_PATH else Sentences.FORBIDDEN_IN_BIN)(verb=verb)


def _at(field: str | None, said: Said) -> tuple[FieldError, ...]:
    return (FieldError.of(field, said),) if field else ()


def _next_steps(path: str, start_paths: Collection[str]) -> set[int]:
    """Return the ids of the children of `path`'s end through which one comes to a start node."""
    above = parse_path(path) or ()
    starts = (parse_path(start) or () for start in start_paths)
    return {ids[len(above)] for ids in starts if len(ids) > len(above) and ids[: len(above)] == above}
