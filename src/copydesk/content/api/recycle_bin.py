"""Routes of the recycle bin: in, out, and away for good."""

from http import HTTPStatus
from uuid import UUID

import msgspec
from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from copydesk.content.api.answers import DocumentAnswer, Done, changed
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.errors import ConflictError
from copydesk.content.api.responses import LOOKING, WRITING
from copydesk.content.api.settling import settled, told_by
from copydesk.content.api.tree import TreeItem, tree_item
from copydesk.content.api.versions import IfMatch, expected_version
from copydesk.content.model import ROOT_ID, Document
from copydesk.content.model.paths import RECYCLE_BIN_PATH
from copydesk.content.outcomes import OperationOutcome
from copydesk.content.sentences import Sentences
from copydesk.identity.http_access import allow
from copydesk.identity.paths import PathAccess
from copydesk.identity.permissions import Verb

__all__ = [
    "OriginalParent",
    "RestoreBody",
    "delete_document",
    "delete_trashed",
    "empty_bin",
    "move_to_bin",
    "original_parent",
    "recycle_bin_routes",
    "restore",
]

_TAGS = ["Recycle bin"]
_OPT = allow("TreeAccessDocuments")


class RestoreBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Below what a document is restored: null is the root; left out, where it was before."""

    target_parent_key: UUID | UnsetType | None = UNSET


class OriginalParent(msgspec.Struct, frozen=True, rename="camel"):
    """Where a document was before it was put in the bin.

    `parent` is null when that was the root (`isRoot`), or when it cannot go back there.
    """

    is_root: bool
    parent: TreeItem | None


@put("/document/{key:uuid}/move-to-recycle-bin", opt=_OPT, tags=_TAGS, responses=WRITING)
async def move_to_bin(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Put a document in the recycle bin, with everything below it. Needs the permission to delete all of that."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.DELETE, expected=expected)
        door.rights.require_below(Verb.DELETE, document.path, key)
        return await door.content.move_to_recycle_bin(document, actor=door.actor, expected_version=expected)

    return await changed(door, await settled(door.change("move_to_bin", work)))


@put("/recycle-bin/document/{key:uuid}/restore", opt=_OPT, tags=_TAGS, responses=WRITING)
async def restore(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[RestoreBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Take a document out of the recycle bin, with everything below it, unpublished.

    Needs the permission to move at both ends. 409 when it cannot go back to where it was: name another place.
    """
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.trashed(key, Verb.MOVE, expected=expected)
        wanted = data.target_parent_key
        if isinstance(wanted, UnsetType):
            wanted = await _original_key(door, document)
        place = await door.place(wanted, Verb.MOVE, field="targetParentKey")
        return await door.content.restore(document, place.id, actor=door.actor, expected_version=expected)

    return await changed(door, await settled(door.change("restore", work), fields={"parent_id": "targetParentKey"}))


@get("/recycle-bin/document/{key:uuid}/original-parent", opt=_OPT, tags=_TAGS, responses=LOOKING)
async def original_parent(door: NamedDependency[DocumentDoor], key: FromPath[UUID]) -> OriginalParent:
    """Tell where a document was before it was put in the recycle bin."""
    async with door.content.snapshot("original_parent"):
        found = await door.content.original_parent(await door.trashed(key))
        if found is None or found == ROOT_ID:
            return OriginalParent(found == ROOT_ID, None)
        [parent] = await door.content.summaries([found])
        access = door.rights.access(parent.path)
        shown = tree_item(parent, await door.key_of(parent.parent_id), access)
        return OriginalParent(is_root=False, parent=shown if access is not PathAccess.NONE else None)


@delete("/recycle-bin/document", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def empty_bin(door: NamedDependency[DocumentDoor]) -> Done:
    """Delete everything in the recycle bin for good."""

    async def work() -> OperationOutcome:
        door.require_bin(Verb.DELETE)
        door.rights.require_below(Verb.DELETE, RECYCLE_BIN_PATH, None)
        return await door.content.empty_recycle_bin(actor=door.actor)

    return Done(told_by(await settled(door.change("empty_bin", work))))


@delete("/recycle-bin/document/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_trashed(door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_match: IfMatch = None) -> Done:
    """Delete a document of the recycle bin, and everything below it, for good."""
    return await _delete(door, key, if_match)


@delete("/document/{key:uuid}", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def delete_document(door: NamedDependency[DocumentDoor], key: FromPath[UUID], if_match: IfMatch = None) -> Done:
    """Delete a document of the recycle bin, and everything below it, for good.

    409 for a document that is not in the recycle bin: move it there first.
    """
    return await _delete(door, key, if_match)


async def _original_key(door: DocumentDoor, document: Document) -> UUID | None:
    """Return the key of what a document was below; None for the root."""
    found = await door.content.original_parent(document)
    if found is None:
        raise ConflictError(Sentences.ORIGINAL_PARENT_GONE())
    return await door.key_of(found)


async def _delete(door: DocumentDoor, key: UUID, if_match: str | None) -> Done:
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.trashed(key, Verb.DELETE, expected=expected)
        door.rights.require_below(Verb.DELETE, document.path, key)
        return await door.content.delete(document, actor=door.actor, expected_version=expected)

    return Done(told_by(await settled(door.change("delete_document", work))))


recycle_bin_routes = (
    move_to_bin,
    restore,
    original_parent,
    empty_bin,
    delete_trashed,
    delete_document,
)
