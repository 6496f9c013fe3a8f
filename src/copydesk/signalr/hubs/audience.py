"""Whom a message, or any other act on connections, is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["AllConnections", "Audience", "Connections", "Groups", "Users", "names"]


@dataclass(frozen=True, slots=True)
class AllConnections:
    """Everybody who is connected to the hub, but not the excluded connection ids."""

    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Connections:
    """The connections with these ids."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Groups:
    """The members of these groups, each once, but not the excluded connection ids. Names are literal."""

    names: frozenset[str]
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Users:
    """Every connection of the users with these ids. Ids are literal."""

    ids: frozenset[str]


Audience: TypeAlias = AllConnections | Connections | Groups | Users


def names(values: Iterable[str]) -> frozenset[str]:
    """Return several ids or names as a set.

    Raises:
        TypeError: a single string was given, whose letters nobody means.
    """
    if isinstance(values, str):
        raise TypeError(f"Give a list of names, not the single string {values!r}.")
    return frozenset(values)
