"""The door of the document tree: every route reaches documents through it, and it asks for the caller's rights."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from litestar.di import NamedDependency

from copydesk.content.api.errors import ConflictError, StaleError
from copydesk.content.api.rights import DocumentRights, nodes_of, not_found
from copydesk.content.model import ROOT_ID, Document
from copydesk.content.model.paths import RECYCLE_BIN_ID, RECYCLE_BIN_PATH, ROOT_PATH
from copydesk.content.outcomes import OutcomeT
from copydesk.content.sentences import Sentences
from copydesk.content.service import SYSTEM_USER, ContentService
from copydesk.identity.paths import PathAccess
from copydesk.identity.permissions import Verb
from copydesk.identity.principal import Caller
from copydesk.identity.profile import PermissionProfile
from copydesk.identity.room import Identity
from copydesk.identity.service import UserService
from copydesk.problems import EditConflict, FieldError

__all__ = ["DocumentDoor", "Place", "open_door", "rights_of", "stale"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to be put: a document, or the root.

    Attributes:
        id: its number.
        key: its key; None for the root.
        path: its path.
        type_alias: the alias of its type; None for the root.
    """

    id: int = ROOT_ID
    key: UUID | None = None
    path: str = ROOT_PATH
    type_alias: str | None = None


@dataclass(slots=True)
class DocumentDoor:
    """Hands out documents to one caller.

    Attributes:
        content: where they are.
        rights: what the caller may do, as it was when they were asked for last.
        caller: who it is.
        users: who knows users' names.
    """

    content: ContentService
    rights: DocumentRights
    caller: Caller
    users: UserService

    @property
    def actor(self) -> UUID:
        """The key of the caller."""
        return self.caller.principal.key or SYSTEM_USER

    async def change(self, purpose: str, work: Callable[[], Awaitable[OutcomeT]]) -> OutcomeT:
        """Let the caller change something. What `work` asks of this door holds until the change is made.

        Nobody else changes the tree meanwhile, and the caller's rights are those of the moment at which that begins.

        Args:
            purpose: what is done, for those who wait.
            work: finds what is to be changed, and changes it.
        """

        async def act() -> OutcomeT:
            self.rights = await rights_of((await self.caller.now()).profile, self.content)
            return await work()

        return await self.content.exclusively(purpose, act, actor=self.actor)

    async def document(
        self, key: UUID, verb: Verb = Verb.BROWSE, *, expected: int | None = None, field: str | None = None
    ) -> Document:
        """Return a document of the tree or the recycle bin.

        Args:
            key: its key.
            verb: what is to be done with it.
            expected: the version that the caller knows, if that must be the stored one.
            field: the field of the request that named it, if it was not the path.

        Raises:
            NotFoundError: there is none, or the caller may not see it.
            ForbiddenError: the caller may not do this to it.
            StaleError: it has another version.
        """
        document = await self.content.get_by_key(key)
        if document is None:
            raise not_found(key, field)
        self.rights.require(verb, document.path, key, field=field)
        if expected is not None and expected != document.version:
            raise stale(expected, document)
        return document

    async def visible(self, key: UUID, *, field: str | None = None) -> Document:
        """Return a document whose name and place the caller may know, because it is open or above a start node.

        Raises:
            NotFoundError: there is none, or the caller may not see it.
        """
        document = await self.content.get_by_key(key)
        if document is None or self.rights.access(document.path) is PathAccess.NONE:
            raise not_found(key, field)
        return document

    async def place(self, key: UUID | None, verb: Verb, *, field: str) -> Place:
        """Return the document with this key, or the root for None, as a place where something is to be put.

        Raises:
            NotFoundError: there is none, or the caller may not see it.
            ForbiddenError: the caller may not do this there.
            ConflictError: it is in the recycle bin.
        """
        if key is None:
            self.rights.require(verb, ROOT_PATH, None, field=field)
            return Place()
        document = await self.document(key, verb, field=field)
        if document.trashed:
            said = Sentences.PARENT_IN_TRASH(key=key)
            raise ConflictError(said, errors=[FieldError.of(field, said)])
        return Place(document.id, key, document.path, document.type.alias)

    def require_bin(self, verb: Verb) -> None:
        """Refuse the recycle bin to those whom the root is closed to.

        Raises:
            ForbiddenError: the caller may not do this there.
        """
        self.rights.require(verb, RECYCLE_BIN_PATH, None)

    async def trashed(self, key: UUID, verb: Verb = Verb.BROWSE, *, expected: int | None = None) -> Document:
        """Return a document that is in the recycle bin.

        Raises:
            NotFoundError: there is none, or the caller may not see it.
            ForbiddenError: the caller may not do this to it.
            ConflictError: it is not in the recycle bin.
            StaleError: it has another version.
        """
        document = await self.document(key, verb, expected=expected)
        if not document.trashed:
            raise ConflictError(Sentences.NOT_IN_TRASH(key=key))
        return document

    async def names(self, keys: Iterable[UUID | None]) -> Mapping[UUID, str]:
        """Return the names of users; those that do not exist, as API keys do not, are left out."""
        wanted = {key for key in keys if key is not None} - {SYSTEM_USER}
        return {user.key: user.name for user in await self.users.get_many(wanted)} if wanted else {}

    async def key_of(self, document_id: int) -> UUID | None:
        """Return the key of a document; None for the root, the recycle bin and what does not exist."""
        if document_id in {ROOT_ID, RECYCLE_BIN_ID}:
            return None
        places = await self.content.places([document_id])
        return places[document_id][0] if document_id in places else None


def stale(expected: int, document: Document) -> StaleError:
    """Return the error for a document that somebody else changed meanwhile."""
    said = Sentences.STALE_DOCUMENT(stored=document.version, expected=expected)
    conflict = EditConflict(expected, document.version, document.writer, document.update_date)
    return StaleError(said, conflict=conflict)


async def open_door(
    caller: NamedDependency[Caller],
    content: NamedDependency[ContentService],
    identity: NamedDependency[Identity],
) -> DocumentDoor:
    """Open the door for the caller of a request."""
    rights = await rights_of(caller.principal.profile, content)
    return DocumentDoor(content, rights, caller, identity.users)


async def rights_of(profile: PermissionProfile, content: ContentService) -> DocumentRights:
    """Return what somebody with this profile may do in the document tree, as it stands now."""
    named = nodes_of(profile) - {ROOT_ID}
    places = await content.places(named) if named else {}
    return DocumentRights(profile, {node: path for node, (_, path) in places.items()})
