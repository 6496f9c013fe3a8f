"""People of different rights, and services with the same."""

from collections.abc import Iterable
from uuid import UUID

from copydesk.bootstrap import Copydesk
from copydesk.identity.model import User, UserGroup
from copydesk.identity.permissions import Section, Verb
from copydesk.identity.sessions import SignedIn
from tests.integration.live.expectation import MEDIA, OF_CONTENT, OF_SETTINGS, OF_USERS, Rights

__all__ = ["PASSWORD", "People"]

PASSWORD = "correct horse battery"
SOURCES = {Section.CONTENT: OF_CONTENT, Section.SETTINGS: OF_SETTINGS, Section.USERS: OF_USERS, Section.MEDIA: {MEDIA}}


def rights_of(key: UUID, sections: Iterable[Section], documents: Iterable[int], media: Iterable[int] = ()) -> Rights:
    sources = frozenset[str]().union(*(SOURCES.get(section, ()) for section in sections))
    return Rights(key, sources, frozenset(documents), frozenset(media))


class People:
    """Makes them in an open server."""

    def __init__(self, desk: Copydesk) -> None:
        self._identity = desk.rooms.identity

    async def group(self, alias: str, sections: Iterable[Section]) -> UserGroup:
        """Make a group that may do everything where it may be."""
        group = self._identity.groups.new_group(f"{alias}-test".replace(" ", "-"), alias)
        group.sections, group.verbs = frozenset(sections), frozenset(Verb)
        assert (await self._identity.groups.save(group)).success
        return group

    async def user(self, name: str, sections: Iterable[Section], documents: Iterable[int]) -> tuple[User, Rights]:
        """Make a user, in a group of their own, who may open `sections`, and documents below some nodes."""
        starts, sections = frozenset(documents), frozenset(sections)
        group = await self.group(name, sections)
        user = self._identity.users.new_user(f"{name}@example.org", name, [group.key])
        user.document_start_nodes = starts
        user.media_start_nodes = frozenset({-1} if Section.MEDIA in sections else ())
        assert (await self._identity.users.save(user)).success
        assert (await self._identity.users.set_password(user.key, PASSWORD)).success
        return user, rights_of(user.key, sections, starts, user.media_start_nodes)

    async def token(self, user: User) -> str:
        """Sign a user in."""
        signed_in = await self._identity.sign_in.sign_in(user.email, PASSWORD)
        assert isinstance(signed_in, SignedIn), signed_in
        return signed_in.access_token

    async def service(self, name: str, sections: Iterable[Section], documents: Iterable[int]) -> tuple[str, Rights]:
        """Make an API key with these rights."""
        sections, starts = frozenset(sections), frozenset(documents)
        group = await self.group(name, sections)
        group.document_start_nodes = starts
        assert (await self._identity.groups.save(group)).success
        made = await self._identity.api_keys.create(name, [group.key])
        assert made.api_key is not None
        return str(made.shown), rights_of(made.api_key.key, sections, starts)
