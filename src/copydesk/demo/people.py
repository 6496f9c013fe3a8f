"""Who works in the demo newsroom, and with which rights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from copydesk.content import Document
from copydesk.db import ReadScope
from copydesk.identity import Section
from copydesk.identity.credentials import credentials_by_email
from copydesk.identity.errors import IdentityError
from copydesk.identity.model import UserState
from copydesk.identity.outcome import Outcome
from copydesk.identity.passwords import PasswordHashes
from copydesk.identity.paths import ROOT
from copydesk.identity.room import Identity
from copydesk.settings import SettingsFileError

__all__ = ["ADA", "PASSWORD", "PEOPLE", "SUBSCRIBERS", "Person", "demo_settings", "demo_sign_ins", "hire", "signing_in"]

PASSWORD: Final = "harbour-post-demo"  # noqa: S105 - no secret: everybody may know it, so it is for this machine only
"""The password of everybody in the demo."""
SUBSCRIBERS: Final = "subscribers"
"""The segment of readers who get some teasers of their own."""

_MEDIA_DESK: Final = "mediaDesk"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the newsroom.

    Attributes:
        email: how they sign in.
        name: what they are called.
        does: what they may do, for people.
        group: alias of their user group.
        section: the section of the paper that they are confined to, by its English name; empty for all.
        language: in which they read the back office.
    """

    email: str
    name: str
    does: str
    group: str
    section: str = ""
    language: str = "en-US"


ADA: Final = Person("ada@example.org", "Ada Lindqvist", "administers everything", "admin")
PEOPLE: Final = (
    ADA,
    Person("ben@example.org", "Ben Okafor", "edits and publishes everything", "editor"),
    Person("clara@example.org", "Clara Weiss", "edits and publishes Sport, and sees nothing else", "editor", "Sport"),
    Person("dario@example.org", "Dario Rossi", "writes, but may not publish", "writer", language="de-DE"),
    Person("mei@example.org", "Mei Tanaka", "looks after pictures, and sees no documents", _MEDIA_DESK),
)
"""Everybody, the administrator first."""


def demo_settings(host: str) -> dict[str, Any]:
    """Return the settings by which the first start makes Ada the administrator, and subscribers are a segment.

    Args:
        host: the address that the server is going to listen on.

    Raises:
        SettingsFileError: others could reach it, and everybody knows the password.
    """
    if host != "localhost" and not _is_loopback(host):
        raise SettingsFileError(f"host: the demo's password is known to all, so it is not served at {host}")
    segments = ({"alias": SUBSCRIBERS, "name": "Subscribers"},)
    return {"administrator": ADA.email, "administrator_password": PASSWORD, "segments": segments}


def demo_sign_ins(people: Sequence[Person] = PEOPLE, what: str = "The demo newsroom.") -> list[str]:
    """Return lines that tell what it is that one signs in at, how, and as whom."""
    if not people:
        return [f"{what} Nobody has the password of the demo."]
    widest = max(len(person.email) for person in people)
    lines = [f"  {person.email:{widest}}  {person.name}, who {person.does}" for person in people]
    return [f"{what} Sign in with the password {PASSWORD} as", *lines]


async def signing_in(scope: ReadScope) -> tuple[Person, ...]:
    """Return those who can sign in with the password of the demo."""
    hashes = PasswordHashes()

    async def can(person: Person) -> bool:
        found = await credentials_by_email(scope, person.email)
        if found is None or found.state is not UserState.ACTIVE:
            return False
        return (await hashes.verify(PASSWORD, found.password_hash))[0]

    return tuple([person for person in PEOPLE if await can(person)])


async def hire(identity: Identity, sections: Collection[Document]) -> None:
    """Make everybody a user.

    Args:
        identity: the identity room of a server whose first start has made Ada the administrator.
        sections: the sections of the paper.

    Raises:
        IdentityError: somebody could not be made a user.
    """
    await _make_media_desk(identity)
    start_nodes = {section.get_name("en-US"): section.id for section in sections}
    for person in PEOPLE:
        user = await identity.users.find(person.email) or identity.users.new_user(person.email, person.name)
        user.name, user.language = person.name, person.language
        user.groups = frozenset(group.key for group in await identity.groups.find(person.group))
        user.document_start_nodes = frozenset({start_nodes[person.section]} if person.section else ())
        _insist(await identity.users.save(user))
        _insist(await identity.users.set_password(user.key, PASSWORD))


async def _make_media_desk(identity: Identity) -> None:
    group = identity.groups.new_group(_MEDIA_DESK, "Media desk")
    group.sections, group.media_start_nodes = frozenset({Section.MEDIA}), frozenset({ROOT})
    _insist(await identity.groups.save(group))


def _insist(outcome: Outcome) -> None:
    if not outcome.success:
        raise IdentityError(f"the newsroom's people could not be hired: {' '.join(outcome.problems) or outcome.status}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
