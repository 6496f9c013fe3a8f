"""Users, user groups and API keys, and the rights that follow from them. No I/O."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from copydesk.identity.paths import combine_start_nodes
from copydesk.identity.permissions import granted_trees
from copydesk.identity.principal import Principal, PrincipalKind
from copydesk.identity.profile import NO_RIGHTS, PermissionProfile, VerbGrant
from copydesk.identity.sentences import Sentences
from copydesk.sentences import Said

__all__ = [
    "ADMINISTRATORS",
    "NAME_PROBLEM",
    "ApiKey",
    "User",
    "UserGroup",
    "UserState",
    "group_problems",
    "is_email",
    "is_name",
    "normal_email",
    "profile_of",
    "service_principal",
    "user_principal",
    "user_problems",
]

ADMINISTRATORS: Final = "admin"
"""Alias of the user group whose members are administrators, as in the reference."""

_T = TypeVar("_T")
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")
_ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_NAME: Final = 255
_LONGEST_LANGUAGE: Final = 35
NAME_PROBLEM: Final = Sentences.INVALID_NAME()
"""What is wrong with a text that `is_name` refuses."""


class UserState(StrEnum):
    """Whether a user may come in."""

    ACTIVE = "active"
    DISABLED = "disabled"
    LOCKED_OUT = "lockedOut"


@dataclass(slots=True)
class User:
    """A person of the back office. Handlers of `UserSavingNotification` may change it."""

    key: UUID
    email: str
    name: str
    created: datetime
    updated: datetime
    language: str = "en-US"
    state: UserState = UserState.ACTIVE
    groups: frozenset[UUID] = frozenset()
    document_start_nodes: frozenset[int] = frozenset()
    media_start_nodes: frozenset[int] = frozenset()
    last_sign_in: datetime | None = None


@dataclass(slots=True)
class UserGroup:
    """What its members may open and do. Handlers of `UserGroupSavingNotification` may change it."""

    key: UUID
    alias: str
    name: str
    created: datetime
    updated: datetime
    sections: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()
    """Trees given alone, besides those that come with the sections."""
    verbs: frozenset[str] = frozenset()
    node_verbs: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Verbs by document id, which replace `verbs` on that document and below it."""
    document_start_nodes: frozenset[int] = frozenset()
    media_start_nodes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What a service shows instead of a password; its rights are those of its user groups."""

    key: UUID
    name: str
    groups: frozenset[UUID]
    created: datetime
    expires_at: datetime | None = None


def normal_email(email: str) -> str:
    """Return the form of `email` in which two spellings of one address are equal."""
    return email.strip().casefold()


def is_email(text: str) -> bool:
    """Tell whether `text` can be the e-mail address of a user; nothing else need be looked up."""
    return len(normal_email(text)) <= _LONGEST_NAME and _EMAIL.fullmatch(text.strip()) is not None and _is_plain(text)


def profile_of(user: User, groups: Iterable[UserGroup], paths: Mapping[int, str] | None = None) -> PermissionProfile:
    """Return the rights of `user`, who is a member of `groups`; `paths` are those of their start nodes, where known."""
    members = tuple(groups)
    if user.state is not UserState.ACTIVE:
        return NO_RIGHTS
    return _profile(members, user.document_start_nodes, user.media_start_nodes, paths)


def user_principal(
    user: User,
    groups: Iterable[UserGroup],
    paths: Mapping[int, str] | None = None,
    *,
    session: UUID | None = None,
    expires_at: datetime | None = None,
) -> Principal:
    """Return the principal for `user`, whose sign-in `session` ends at `expires_at`."""
    return Principal(
        PrincipalKind.USER,
        profile_of(user, groups, paths),
        key=user.key,
        name=user.name,
        email=user.email,
        language=user.language,
        groups=user.groups,
        session=session,
        expires_at=expires_at,
    )


def service_principal(api_key: ApiKey, groups: Iterable[UserGroup]) -> Principal:
    """Return the principal for a service that came with `api_key`."""
    return Principal(
        PrincipalKind.SERVICE,
        _profile(tuple(groups), frozenset(), frozenset(), None),
        key=api_key.key,
        name=api_key.name,
        groups=api_key.groups,
        expires_at=api_key.expires_at,
    )


def user_problems(user: User) -> dict[str, Said]:
    """Return what keeps `user` from being saved: a sentence for each wrong field; empty when nothing does."""
    checks = (
        ("name", NAME_PROBLEM, is_name(user.name)),
        ("email", Sentences.INVALID_EMAIL(), is_email(user.email)),
        ("language", Sentences.INVALID_ISO_CODE(), _is_language(user.language)),
    )
    return {name: problem for name, problem, fine in checks if not fine}


def group_problems(group: UserGroup) -> dict[str, Said]:
    """Return what keeps `group` from being saved: a sentence for each wrong field; empty when nothing does."""
    checks = (
        ("name", NAME_PROBLEM, is_name(group.name)),
        (
            "alias",
            Sentences.INVALID_GROUP_ALIAS(),
            len(group.alias) <= _LONGEST_NAME and _ALIAS.fullmatch(group.alias) is not None,
        ),
    )
    return {name: problem for name, problem, fine in checks if not fine}


def _profile(
    groups: tuple[UserGroup, ...], documents: frozenset[int], media: frozenset[int], paths: Mapping[int, str] | None
) -> PermissionProfile:
    sections = _union(group.sections for group in groups)
    return PermissionProfile(
        back_office=True,
        administrator=any(group.alias == ADMINISTRATORS for group in groups),
        sections=sections,
        trees=granted_trees(sections, _union(group.trees for group in groups)),
        grants=frozenset(VerbGrant(group.verbs, frozenset(group.node_verbs.items())) for group in groups),
        document_start_nodes=combine_start_nodes(documents, _union(g.document_start_nodes for g in groups), paths),
        media_start_nodes=combine_start_nodes(media, _union(g.media_start_nodes for g in groups), paths),
    )


def _union(parts: Iterable[frozenset[_T]]) -> frozenset[_T]:
    return frozenset().union(*parts)


def is_name(name: str) -> bool:
    """Tell whether `name` can be the name of a user, a user group or an API key."""
    return bool(name.strip()) and len(name) <= _LONGEST_NAME and _is_plain(name)


def _is_language(text: str) -> bool:
    return len(text) <= _LONGEST_LANGUAGE and _LANGUAGE.fullmatch(text) is not None


def _is_plain(text: str) -> bool:
    # Neither control characters, which databases refuse, nor halves of characters, which nobody can encode.
    return not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
