"""Routes that change where documents stand: move, copy, sort."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from copydesk.content.api.answers import DocumentAnswer, Done, changed, created
from copydesk.content.api.door import DocumentDoor, Place
from copydesk.content.api.errors import WrongCallError
from copydesk.content.api.responses import WRITING
from copydesk.content.api.settling import settled, told_by
from copydesk.content.api.versions import IfMatch, expected_version
from copydesk.content.outcomes import OperationOutcome
from copydesk.content.sentences import Sentences
from copydesk.content.service import Placing, SortBy
from copydesk.identity.http_access import allow
from copydesk.identity.permissions import Verb
from copydesk.problems import FieldError

__all__ = [
    "CopyBody",
    "MoveBody",
    "PlacingBody",
    "SortBody",
    "copy_document",
    "move_document",
    "sort_documents",
    "structure_routes",
]

_TAGS = ["Document structure"]
_OPT = allow("TreeAccessDocuments")
_TARGET = {"parent_id": "targetParentKey", "moves[0].before": "before", "moves[0].after": "after"}
_NOBODY: Final = 0
"""The id that no document has."""
_SORTED = {"items": "order", "ids": "order"}
_MOST_SORTED: Final = 10_000
_MOST_MOVED: Final = 1_000


class MoveBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Below what a document is moved; null is the root. It goes after the last there, or beside the named sibling."""

    target_parent_key: UUID | None
    before: UUID | None = None
    after: UUID | None = None


class CopyBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Below what a document is copied (null is the root), and what of it."""

    target_parent_key: UUID | None
    relate_to_original: bool = False
    include_descendants: bool = False


class PlacingBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A child, and the sibling that it goes before or after; without one it goes first."""

    key: UUID
    before: UUID | None = None
    after: UUID | None = None


class SortBody(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The children of a document (null is the root) and how they are put in order: one of `order`, `moves` and `by`.

    `order` names children in their new order; those not named follow in the old one. `moves` names only those that
    move. `by` sorts all of them, by the names of `culture` when that is given.
    """

    parent_key: UUID | None
    order: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=_MOST_SORTED)] = ()
    moves: Annotated[tuple[PlacingBody, ...], msgspec.Meta(max_length=_MOST_MOVED)] = ()
    by: SortBy | None = None
    descending: bool = False
    culture: str | None = None


@put("/document/{key:uuid}/move", opt=_OPT, tags=_TAGS, responses=WRITING)
async def move_document(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[MoveBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Move a document, with everything below it. Needs the permission to move at both ends.

    To place it beside another one at the same time, one needs the permission to sort there as well: both or neither.
    """
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.MOVE, expected=expected)
        place = await door.place(data.target_parent_key, Verb.MOVE, field="targetParentKey")
        if data.before is None and data.after is None:
            return await door.content.move(document, place.id, actor=door.actor, expected_version=expected)
        door.rights.require(Verb.SORT, place.path, place.key, field="targetParentKey")
        [beside] = await _placings(door, [PlacingBody(document.key, data.before, data.after)])
        return await door.content.move_beside(
            document,
            place.id,
            before=beside.before,
            after=beside.after,
            actor=door.actor,
            expected_version=expected,
        )

    return await changed(door, await settled(door.change("move_document", work), fields=_TARGET))


@post("/document/{key:uuid}/copy", opt=_OPT, tags=_TAGS, responses=WRITING)
async def copy_document(
    door: NamedDependency[DocumentDoor], key: FromPath[UUID], data: JSONBody[CopyBody], if_match: IfMatch = None
) -> Response[DocumentAnswer]:
    """Copy a document, unpublished. Needs the permission to copy at both ends, and of what is below as well."""
    expected = expected_version(if_match)

    async def work() -> OperationOutcome:
        document = await door.document(key, Verb.COPY, expected=expected)
        place = await door.place(data.target_parent_key, Verb.COPY, field="targetParentKey")
        if data.include_descendants:
            door.rights.require_below(Verb.BROWSE, document.path, key)
            door.rights.require_below(Verb.COPY, document.path, key)
        return await door.content.copy(
            document,
            place.id,
            relate_to_original=data.relate_to_original,
            recursive=data.include_descendants,
            actor=door.actor,
            expected_version=expected,
        )

    return await created(door, await settled(door.change("copy_document", work), fields=_TARGET))


@put("/document/sort", opt=_OPT, tags=_TAGS, responses=WRITING, status_code=HTTPStatus.OK)
async def sort_documents(door: NamedDependency[DocumentDoor], data: JSONBody[SortBody]) -> Done:
    """Put the children of a document, or of the root, in another order.

    All of them by a rule, or some beside others, or by naming them in their new order. Where a named child does not
    stand there (any more), the whole is refused with 409 for `moves`, with 400 for `order`, and nothing is done.
    """
    _check_way(data)

    async def work() -> OperationOutcome:
        place = await door.place(data.parent_key, Verb.SORT, field="parentKey")
        return await _sort(door, place, data)

    return Done(told_by(await settled(door.change("sort_documents", work), fields=_SORTED)))


def _check_way(data: SortBody) -> None:
    """Refuse a request that does not say one way to sort."""
    chosen = [name for name in ("order", "moves", "by") if getattr(data, name)]
    if len(chosen) != 1:
        said = Sentences.SORTED_TWO_WAYS()
        raise WrongCallError(said, errors=[FieldError.of(name, said) for name in chosen or ["order"]])
    if data.by is None and (data.descending or data.culture is not None):
        field = "descending" if data.descending else "culture"
        said = Sentences.SORTED_BY_NOTHING()
        raise WrongCallError(said, errors=[FieldError.of(field, said)])


async def _sort(door: DocumentDoor, place: Place, data: SortBody) -> OperationOutcome:
    if data.by is not None:
        return await door.content.sort_by(
            place.id, data.by, descending=data.descending, culture=data.culture, actor=door.actor
        )
    if data.moves:
        return await door.content.place(place.id, await _placings(door, data.moves), actor=door.actor)
    known = await door.content.ids_of(data.order)
    found = await door.content.summaries(list(known.values()))
    children = {one.key for one in found if one.parent_id == place.id and one.id not in door.rights.hidden}
    named = enumerate(data.order)
    wrong = [
        FieldError.of(f"order[{number}]", Sentences.NO_CHILD(key=key)) for number, key in named if key not in children
    ]
    if wrong:
        raise WrongCallError(Sentences.SORTING_INVALID(), errors=wrong)
    return await door.content.sort_children(place.id, [known[key] for key in data.order], actor=door.actor)


async def _placings(door: DocumentDoor, moves: Sequence[PlacingBody]) -> list[Placing]:
    """Give what is to be placed by numbers. What the caller may not see is treated like what stands elsewhere."""
    named = {key for move in moves for key in (move.key, move.before, move.after) if key is not None}
    ids = await door.content.ids_of(named)

    def number(key: UUID | None) -> int | None:
        found = None if key is None else ids.get(key, _NOBODY)
        return _NOBODY if found in door.rights.hidden else found

    return [Placing(number(move.key) or _NOBODY, number(move.before), number(move.after)) for move in moves]


structure_routes = (move_document, copy_document, sort_documents)
