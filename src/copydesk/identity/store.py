"""Users and user groups in the database. Each function works in the scope that it is given."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from copydesk.db import ReadScope, WriteScope
from copydesk.identity.model import ADMINISTRATORS, User, UserGroup, UserState, is_email, normal_email
from copydesk.identity.tables import user_group_members, user_groups, users

__all__ = [
    "all_groups",
    "another_administrator",
    "are_start_nodes",
    "delete_groups",
    "delete_users",
    "groups_by_alias",
    "groups_by_key",
    "insert_group",
    "insert_user",
    "members_of",
    "page_of_users",
    "update_group",
    "update_user",
    "user_by_email",
    "users_by_key",
]

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_USER_COLUMNS = tuple(
    users.c[name]
    for name in (
        "key",
        "email",
        "name",
        "created",
        "updated",
        "language",
        "state",
        "document_start_nodes",
        "media_start_nodes",
        "last_sign_in",
    )
)


async def users_by_key(scope: ReadScope, keys: Collection[UUID]) -> list[User]:
    """Return the users with these keys, in the order of their names; those that do not exist are left out."""
    return await _users(scope, users.c.key.in_(keys)) if keys else []


async def user_by_email(scope: ReadScope, email: str) -> User | None:
    """Return the user with this address, in whatever spelling, or None."""
    found = await _users(scope, users.c.normal_email == normal_email(email)) if is_email(email) else []
    return found[0] if found else None


async def page_of_users(
    scope: ReadScope,
    skip: int,
    take: int,
    search: str = "",
    states: Collection[UserState] = (),
    groups: Collection[UUID] = (),
) -> tuple[list[User], int]:
    """Return a page of the users in the order of their names, and how many there are in all.

    Args:
        scope: Where to read.
        skip: How many to pass over.
        take: How many to return at most.
        search: What the name or the address must contain; empty, all users.
        states: The states that are wanted; empty, all.
        groups: Keys of user groups, of one of which they must be members; empty, all users.
    """
    search = search.replace("\0", "")
    fits = func.lower(users.c.name).contains(search.lower(), autoescape=True) | users.c.normal_email.contains(
        normal_email(search), autoescape=True
    )
    if states:
        fits &= users.c.state.in_([state.value for state in states])
    if groups:
        members = select(user_group_members.c.user_key).where(user_group_members.c.group_key.in_(groups))
        fits &= users.c.key.in_(members)
    total = await scope.scalar(select(func.count()).select_from(users).where(fits))
    return await _users(scope, fits, skip, take), int(total)


async def insert_user(scope: WriteScope, user: User, stamp: UUID) -> None:
    """Add `user`, without a password and with a security stamp.

    Nothing has ended their tokens yet: the first one of an external issuer is older than the user that it makes.
    """
    row = {**_user_row(user), "security_stamp": stamp, "stamped": _LONG_AGO, "failed_attempts": 0}
    await scope.execute(insert(users).values(row))
    await _set_members(scope, user)


async def update_user(scope: WriteScope, user: User) -> None:
    """Write all of `user` that is not a proof of identity."""
    await scope.execute(update(users).where(users.c.key == user.key).values(_user_row(user)))
    await scope.execute(delete(user_group_members).where(user_group_members.c.user_key == user.key))
    await _set_members(scope, user)


async def delete_users(scope: WriteScope, keys: Collection[UUID]) -> None:
    """Remove users, and their memberships and sign-ins with them."""
    await scope.execute(delete(users).where(users.c.key.in_(keys)))


async def another_administrator(scope: ReadScope, besides: Collection[UUID]) -> bool:
    """Tell whether there is an administrator who is not disabled and not one of `besides`.

    One who is locked out counts: that passes by itself.
    """
    query = (
        select(func.count())
        .select_from(users)
        .join(user_group_members, user_group_members.c.user_key == users.c.key)
        .join(user_groups, user_groups.c.key == user_group_members.c.group_key)
        .where(
            user_groups.c.alias == ADMINISTRATORS,
            users.c.state != UserState.DISABLED.value,
            users.c.key.not_in(besides),
        )
    )
    return bool(await scope.scalar(query))


async def are_start_nodes(connection: AsyncConnection, documents: Collection[int]) -> bool:
    """Tell whether one of these documents is a start node of a user's own; the rights of that user rest on its path."""
    own = users.c.document_start_nodes
    nodes = await connection.scalars(select(own).where(own != frozenset[int]()))
    return any(not held.isdisjoint(documents) for held in nodes)


async def all_groups(scope: ReadScope) -> list[UserGroup]:
    """Return every user group, in the order of their names."""
    return await _groups(scope, user_groups.c.key.is_not(None))


async def groups_by_key(scope: ReadScope, keys: Collection[UUID]) -> list[UserGroup]:
    """Return the user groups with these keys; those that do not exist are left out."""
    return await _groups(scope, user_groups.c.key.in_(keys)) if keys else []


async def groups_by_alias(scope: ReadScope, aliases: Collection[str]) -> list[UserGroup]:
    """Return the user groups with these aliases; those that do not exist are left out."""
    return await _groups(scope, user_groups.c.alias.in_(aliases)) if aliases else []


async def members_of(scope: ReadScope, groups: Collection[UUID]) -> frozenset[UUID]:
    """Return the keys of the users in any of the user groups with these keys."""
    query = select(user_group_members.c.user_key).where(user_group_members.c.group_key.in_(groups))
    return frozenset(await scope.scalars(query))


async def insert_group(scope: WriteScope, group: UserGroup) -> None:
    """Add `group`."""
    await scope.execute(insert(user_groups).values(_group_row(group)))


async def update_group(scope: WriteScope, group: UserGroup) -> None:
    """Write all of `group`."""
    await scope.execute(update(user_groups).where(user_groups.c.key == group.key).values(_group_row(group)))


async def delete_groups(scope: WriteScope, keys: Collection[UUID]) -> None:
    """Remove user groups; their members stay users."""
    await scope.execute(delete(user_groups).where(user_groups.c.key.in_(keys)))


async def _users(scope: ReadScope, where: ColumnElement[bool], skip: int = 0, take: int | None = None) -> list[User]:
    query = select(*_USER_COLUMNS).where(where).order_by(users.c.name, users.c.key).offset(skip).limit(take)
    rows = (await scope.execute(query)).mappings().all()
    memberships = await _memberships(scope, [row["key"] for row in rows])
    return [_user(row, memberships[row["key"]]) for row in rows]


async def _memberships(scope: ReadScope, keys: Sequence[UUID]) -> defaultdict[UUID, frozenset[UUID]]:
    found: defaultdict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    if keys:
        query = select(user_group_members).where(user_group_members.c.user_key.in_(keys))
        for row in (await scope.execute(query)).mappings():
            found[row["user_key"]] |= {row["group_key"]}
    return found


async def _set_members(scope: WriteScope, user: User) -> None:
    rows = [{"user_key": user.key, "group_key": group} for group in user.groups]
    if rows:
        await scope.execute(insert(user_group_members), rows)


async def _groups(scope: ReadScope, where: ColumnElement[bool]) -> list[UserGroup]:
    query = select(user_groups).where(where).order_by(user_groups.c.name, user_groups.c.key)
    return [UserGroup(**row) for row in (await scope.execute(query)).mappings()]


def _user(row: RowMapping, groups: frozenset[UUID]) -> User:
    return User(**{**row, "state": UserState(row["state"])}, groups=groups)


def _user_row(user: User) -> dict[str, Any]:
    row = _row(user, (column.name for column in _USER_COLUMNS))
    return {**row, "state": user.state.value, "normal_email": normal_email(user.email)}


def _group_row(group: UserGroup) -> dict[str, Any]:
    return _row(group, _names(user_groups))


def _row(entity: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in names}


def _names(table: Table) -> Iterable[str]:
    return (column.name for column in table.columns)
