"""Routes that change where documents stand: move, copy, sort."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.content.api.answers import DocumentAnswer, Done, answer, created
from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.errors import WrongCallError
from copydesk.content.api.responses import WRITING
from copydesk.content.api.settling import settled, told_by
from copydesk.content.api.versions import IfMatch, expected_version
from copydesk.content.sentences import Sentences
from copydesk.identity.http_access import allow
from copydesk.identity.permissions import Verb
from copydesk.problems import FieldError

__all__ = [
    "CopyBody",
    "MoveBody",
    "SortBody",
    "copy_document",
    "move_document",
    "sort_documents",
    "structure_routes",
]

_TAGS = ["Document structure"]
_OPT = allow("TreeAccessDocuments")
_TARGET = {"parent_id": "targetParentKey"}
_MOST_SORTED: Final = 10_000


class MoveBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Below what a document is moved; null is the root."""

    target_parent_key: UUID | None


class CopyBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Below what a document is copied (null is the root), and what of it."""

    target_parent_key: UUID | None
    relate_to_original: bool = False
    include_descendants: bool = False


class SortBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The children of a document (null is the root) in their new order; those not named follow in the old one."""

    parent_key: UUID | None
    order: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=_MOST_SORTED)]


@put("/document/{key:uuid}/move", opt=_OPT, tags=_TAGS, responses=WRITING)
async def move_document(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[MoveBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Move a document, with everything below it. Needs the permission to move at both ends."""
    expected = expected_version(if_match)
    document = await door.document(key, Verb.MOVE, expected=expected)
    place = await door.place(data.target_parent_key, Verb.MOVE, field="targetParentKey")
    moving = door.content.move(document, place.id, actor=door.actor, expected_version=expected)
    return await answer(door, document, await settled(moving, fields=_TARGET))


@post("/document/{key:uuid}/copy", opt=_OPT, tags=_TAGS, responses=WRITING)
async def copy_document(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[CopyBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Copy a document, unpublished. Needs the permission to copy at both ends, and of what is below as well."""
    expected = expected_version(if_match)
    document = await door.document(key, Verb.COPY, expected=expected)
    place = await door.place(data.target_parent_key, Verb.COPY, field="targetParentKey")
    if data.include_descendants:
        door.rights.require_below(Verb.BROWSE, document.path, key)
        door.rights.require_below(Verb.COPY, document.path, key)
    copying = door.content.copy(
        document,
        place.id,
        relate_to_original=data.relate_to_original,
        recursive=data.include_descendants,
        actor=door.actor,
        expected_version=expected,
    )
    outcome = await settled(copying, fields=_TARGET)
    return await created(door, outcome.document or document, outcome)


@put("/document/sort", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def sort_documents(door: NamedDependency[DocumentDoor], data: JSONBody[SortBody]) -> Done:
    """Put the children of a document, or of the root, in another order."""
    place = await door.place(data.parent_key, Verb.SORT, field="parentKey")
    known = await door.content.ids_of(data.order)
    found = await door.content.summaries(list(known.values()))
    children = {one.key for one in found if one.parent_id == place.id and one.id not in door.rights.hidden}
    named = enumerate(data.order)
    wrong = [
        FieldError.of(f"order[{number}]", Sentences.NO_CHILD(key=key)) for number, key in named if key not in children
    ]
    if wrong or not data.order:
        raise WrongCallError(Sentences.SORTING_INVALID(), errors=wrong)
    sorting = door.content.sort_children(place.id, [known[key] for key in data.order], actor=door.actor)
    return Done(told_by(await settled(sorting, fields={"items": "order", "ids": "order"})))


structure_routes = (move_document, copy_document, sort_documents)
