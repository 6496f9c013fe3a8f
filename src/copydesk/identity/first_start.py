"""The first start: the usual user groups, and an administrator whose password is shown once."""

from dataclasses import dataclass
from typing import Final

from copydesk.db import Databases
from copydesk.identity import store
from copydesk.identity.errors import IdentityError
from copydesk.identity.model import ADMINISTRATORS, User, UserGroup
from copydesk.identity.outcome import Outcome
from copydesk.identity.passwords import generated_password
from copydesk.identity.paths import ROOT
from copydesk.identity.permissions import Section, Verb
from copydesk.identity.ports import IDENTITY_LOCK
from copydesk.identity.room import Identity

__all__ = [
    "DEFAULT_GROUPS",
    "FIRST_EMAIL",
    "DefaultGroup",
    "FirstAdministrator",
    "default_groups_saved",
    "prepare_first_start",
]

FIRST_EMAIL: Final = "admin@localhost"
"""E-mail address of the first administrator, unless another is given."""

_WRITING = frozenset({Verb.BROWSE, Verb.CREATE, Verb.UPDATE, Verb.SEND_TO_PUBLISH, Verb.NOTIFICATIONS})
_EDITING = _WRITING | {
    Verb.COPY,
    Verb.CREATE_BLUEPRINT,
    Verb.DELETE,
    Verb.MOVE,
    Verb.PUBLIC_ACCESS,
    Verb.PUBLISH,
    Verb.ROLLBACK,
    Verb.SORT,
    Verb.UNPUBLISH,
}


@dataclass(frozen=True, slots=True)
class DefaultGroup:
    """A user group of a new installation."""

    alias: str
    name: str
    sections: frozenset[Section] = frozenset()
    verbs: frozenset[Verb] = frozenset()


DEFAULT_GROUPS: Final = (
    DefaultGroup(ADMINISTRATORS, "Administrators", frozenset(Section), frozenset(Verb)),
    DefaultGroup("editor", "Editors", frozenset({Section.CONTENT, Section.MEDIA}), _EDITING),
    DefaultGroup("writer", "Writers", frozenset({Section.CONTENT}), _WRITING),
    DefaultGroup("translator", "Translators", frozenset({Section.TRANSLATION}), frozenset({Verb.BROWSE, Verb.UPDATE})),
    DefaultGroup("sensitiveData", "Sensitive data"),
)
"""The reference's groups. All begin at the root of both trees, but for the last, which opens nothing by itself."""


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """The administrator that the first start made. Show the password to whoever started the server, and forget it."""

    user: User
    password: str

    def __repr__(self) -> str:
        return f"FirstAdministrator({self.user.email})"


async def prepare_first_start(
    databases: Databases, identity: Identity, email: str = FIRST_EMAIL, password: str | None = None
) -> FirstAdministrator | None:
    """Make the usual user groups and an administrator, if there is no administrator yet; else do nothing.

    It may be called at every start, and by several nodes at once.

    Args:
        databases: The tenant's database.
        identity: The identity room of the same tenant.
        email: E-mail address of the administrator.
        password: The password; without it one is made.

    Returns:
        The administrator, or None when there was one already.

    Raises:
        IdentityError: A handler of the notifications kept them from being made, or the password is too weak.
    """
    if await _has_administrator(databases):
        return None
    async with databases.write("prepare_first_start") as scope:
        await scope.write_lock(IDENTITY_LOCK)
        made = None if await _has_administrator(databases) else await _make(databases, identity, email, password)
        scope.complete()
    return made


async def _has_administrator(databases: Databases) -> bool:
    async with databases.read("prepare_first_start") as scope:
        return await store.another_administrator(scope, ())


async def default_groups_saved(databases: Databases, identity: Identity) -> None:
    """Make the usual user groups, if there is no user group yet; else do nothing.

    Raises:
        IdentityError: A handler of the notifications kept them from being made.
    """
    if await identity.groups.all():
        return
    async with databases.write("default_groups_saved") as scope:
        await scope.write_lock(IDENTITY_LOCK)
        if not await identity.groups.all():
            _insist(await identity.groups.save(*(_group(identity, default) for default in DEFAULT_GROUPS)))
        scope.complete()


async def _make(databases: Databases, identity: Identity, email: str, given: str | None) -> FirstAdministrator:
    await default_groups_saved(databases, identity)
    administrators = await identity.groups.find(ADMINISTRATORS)
    user = identity.users.new_user(email, "Administrator", (group.key for group in administrators))
    _insist(await identity.users.save(user))
    password = given or generated_password()
    _insist(await identity.users.set_password(user.key, password))
    return FirstAdministrator(user, password)


def _group(identity: Identity, default: DefaultGroup) -> UserGroup:
    group = identity.groups.new_group(default.alias, default.name)
    group.sections = frozenset(default.sections)
    group.verbs = frozenset(default.verbs)
    if default.sections:
        group.document_start_nodes = group.media_start_nodes = frozenset({ROOT})
    return group


def _insist(outcome: Outcome) -> None:
    if not outcome.success:
        words = [*outcome.problems, *(message.message for message in outcome.messages)]
        raise IdentityError(f"the first start was refused: {' '.join(words) or outcome.status}")
