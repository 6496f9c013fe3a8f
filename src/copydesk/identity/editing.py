"""Who may edit whom: nobody can give more than they have. For whatever lets users edit users."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from uuid import UUID

from copydesk.identity.model import ADMINISTRATORS, User, UserGroup, UserState, profile_of
from copydesk.identity.paths import DOCUMENT_BIN, MEDIA_BIN, ROOT, has_path_access
from copydesk.identity.principal import Principal
from copydesk.identity.profile import NO_RIGHTS, PermissionProfile
from copydesk.identity.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["editing_problems", "handling_problems", "takeover_problems"]


def editing_problems(
    actor: Principal,
    before: User | None,
    after: User,
    groups: Collection[UserGroup],
    paths: Mapping[int, str] | None = None,
) -> tuple[Said, ...]:
    """Return what keeps `actor` from saving a user, one sentence each; empty when nothing does.

    Administrators may do everything. Others may not touch an administrator, nor give a user group that they are not in
    (as in the reference), nor open a part of a tree that is not open to them: neither by a start node, nor by leaving
    out the one that confined the user. What was open to the user before may stay.

    Args:
        actor: Who wants to save.
        before: The user as saved; None for a new one.
        after: The user as it is to be.
        groups: All user groups.
        paths: Path by start node id; without one, only those who have the root can give a start node.
    """
    if actor.profile.administrator:
        return ()
    if before is not None and (problems := handling_problems(actor, before, groups)):
        return problems
    administrators = _administrators(groups)
    had = before.groups if before is not None else frozenset()
    old, new, own = _rights(before, groups, paths), _rights(after, groups, paths), actor.profile
    documents = new.document_start_nodes - old.document_start_nodes
    media = new.media_start_nodes - old.media_start_nodes
    checks = (
        (Sentences.USER_NOT_IN_GROUP(), after.groups - had <= actor.groups - administrators),
        (Sentences.OPENS_DOCUMENTS(), _all_open(documents, own, DOCUMENT_BIN, paths)),
        (Sentences.OPENS_MEDIA(), _all_open(media, own, MEDIA_BIN, paths)),
    )
    return tuple(problem for problem, fine in checks if not fine)


def handling_problems(actor: Principal, user: User, groups: Collection[UserGroup]) -> tuple[Said, ...]:
    """Return what keeps `actor` from deleting, disabling, letting in or signing out a user; empty when nothing does."""
    fine = actor.profile.administrator or not user.groups & _administrators(groups)
    return () if fine else (Sentences.ADMINISTRATORS_ONLY(),)


def takeover_problems(
    actor: Principal, user: User, groups: Collection[UserGroup], paths: Mapping[int, str] | None = None
) -> tuple[Said, ...]:
    """Return what keeps `actor` from giving a user another password or e-mail address; empty when nothing does.

    Whoever does so can come in as that user. So it takes what making such a user takes.
    """
    fine = actor.key == user.key or not editing_problems(actor, None, user, groups, paths)
    return () if fine else (Sentences.TAKES_OVER(),)


def _administrators(groups: Collection[UserGroup]) -> frozenset[UUID]:
    return frozenset(group.key for group in groups if group.alias == ADMINISTRATORS)


def _rights(user: User | None, groups: Collection[UserGroup], paths: Mapping[int, str] | None) -> PermissionProfile:
    if user is None:
        return NO_RIGHTS
    members = [group for group in groups if group.key in user.groups]
    return profile_of(replace(user, state=UserState.ACTIVE), members, paths)


def _all_open(given: AbstractSet[int], actor: PermissionProfile, bin_id: int, paths: Mapping[int, str] | None) -> bool:
    own = actor.document_start_nodes if bin_id == DOCUMENT_BIN else actor.media_start_nodes
    known = {ROOT: str(ROOT), **(paths or {})}
    return all(has_path_access(known.get(node, f"{ROOT},{node}"), own, bin_id) for node in given)
