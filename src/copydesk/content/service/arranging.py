"""Putting siblings in order without naming all of them: some are placed beside others, or all are sorted by a rule."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from copydesk.content.errors import ContentError, SiblingsChangedError
from copydesk.content.model import Document
from copydesk.content.model.collation import name_order
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import Sentences
from copydesk.content.service.desk import SYSTEM_USER, Operation
from copydesk.content.service.moving import require_saved
from copydesk.content.service.sorting import Sorting
from copydesk.content.store.siblings import child_orders, child_titles, write_orders
from copydesk.content.tables import StoredCulture

__all__ = ["Arranging", "Placing", "SortBy", "arranged"]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where one document goes among its siblings; without a sibling it goes before all of them.

    Attributes:
        id: the document's.
        before: the id of the sibling that it goes before.
        after: the id of the sibling that it goes after.
    """

    id: int
    before: int | None = None
    after: int | None = None


class SortBy(StrEnum):
    """By what all children of a parent are put in order."""

    NAME = "name"
    CREATED = "created"
    UPDATED = "updated"


class Arranging(Sorting):
    """Placing and sorting."""

    async def place(
        self, parent_id: int, placings: Sequence[Placing], *, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Place some children of a parent beside others, one after the other. Raises what `sort` raises.

        Handlers are handed the placed documents alone. The siblings that make room for them get other numbers and stay
        what they are otherwise, with their date, writer and version: they are not loaded, and nobody is asked.

        Raises:
            ContentError: a document is placed twice, or beside itself, or both before and after something.
            SiblingsChangedError: one of those that are named is no child of the parent.
        """

        async def work(operation: Operation) -> OperationOutcome:
            return await self._place(operation, parent_id, placings)

        if not placings:
            return OperationOutcome(OperationResult.NO_OPERATION)
        return await self._perform("place", actor, work)

    async def move_beside(
        self,
        document: Document,
        parent_id: int,
        *,
        before: int | None = None,
        after: int | None = None,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        """Move a document below a parent and place it there: both, or neither. Raises what `move` and `place` raise.

        When it was moved and a handler refuses the place, an outer scope cannot commit either.
        """
        require_saved(document)

        async def work(operation: Operation) -> OperationOutcome:
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            if document.parent_id != parent_id:
                moved = await self._move(operation, document, parent_id)
                if not moved.success:
                    return moved
            placed = await self._place(operation, parent_id, [Placing(document.id, before, after)])
            operation.spoilt = not placed.success
            if placed.success and (again := await self._documents.get(operation.scope, document.id)):
                document.put_at(again.place, track=False)
            return replace(placed, document=document)

        return await self._perform("move_beside", actor, work)

    async def sort_by(
        self,
        parent_id: int,
        by: SortBy,
        *,
        descending: bool = False,
        culture: str | None = None,
        actor: UUID = SYSTEM_USER,
    ) -> OperationOutcome:
        """Sort all children of a parent by a rule, as `sort_children`; those that are equal keep their order.

        Args:
            parent_id: the id of the parent.
            by: the rule.
            descending: whether the last comes first.
            culture: the culture whose names count, in the order of its language; a document that has none there goes by
                its own name.
            actor: who sorts.

        Raises:
            CultureError: there is no such language.
        """

        async def work(operation: Operation) -> OperationOutcome:
            named = culture and (await operation.languages()).require(culture)
            rows = await child_titles(operation.scope, parent_id)
            if not rows:
                return OperationOutcome(OperationResult.NO_OPERATION)
            ids = [row.id for row in sorted(rows, key=_rule(by, named or None), reverse=descending)]
            siblings = await self._documents.get_many(operation.scope, ids)
            if self._options.quiet_child_sort:
                return await self._sort_quietly(operation, parent_id, siblings)
            return await self._sort(operation, siblings)

        return await self._perform("sort_by", actor, work)

    async def _place(self, operation: Operation, parent_id: int, placings: Sequence[Placing]) -> OperationOutcome:
        before = await child_orders(operation.scope, parent_id)
        after = dict(zip(arranged(before, placings), _numbers(before.values()), strict=True))
        placed = await self._documents.get_many(operation.scope, [placing.id for placing in placings])

        def number(documents: Iterable[Document]) -> None:
            for document in documents:
                if document.sort_order != after[document.id]:
                    document.sort_order = after[document.id]

        outcome = await self._sort(operation, placed, number)
        if outcome.success:
            others = after.keys() - {document.id for document in placed}
            write_orders(operation.scope, {one: after[one] for one in others if after[one] != before[one]})
        return outcome


def arranged(siblings: Iterable[int], placings: Sequence[Placing]) -> list[int]:
    """Return the ids of siblings in the order that placing some of them makes.

    Raises:
        ContentError: a document is placed twice, or beside itself, or both before and after something.
        SiblingsChangedError: one of those that are named is no sibling.
    """
    order = list(siblings)
    known, seen = set(order), set[int]()
    for number, placing in enumerate(placings):
        if placing.id in seen:
            raise ContentError(Sentences.PLACED_TWICE(), field=f"moves[{number}].key")
        seen.add(placing.id)
        _check(placing, number, known)
        order.remove(placing.id)
        order.insert(_place_of(placing, order), placing.id)
    return order


def _check(placing: Placing, number: int, known: set[int]) -> None:
    if placing.before is not None and placing.after is not None:
        raise ContentError(Sentences.PLACED_TWO_WAYS(), field=f"moves[{number}].after")
    for name, named in (("key", placing.id), ("before", placing.before), ("after", placing.after)):
        if named is not None and named not in known:
            raise SiblingsChangedError(Sentences.SIBLINGS_CHANGED(), field=f"moves[{number}].{name}")
        if name != "key" and named == placing.id:
            raise ContentError(Sentences.PLACED_BESIDE_ITSELF(), field=f"moves[{number}].{name}")


def _place_of(placing: Placing, order: Sequence[int]) -> int:
    if placing.before is not None:
        return order.index(placing.before)
    return 0 if placing.after is None else order.index(placing.after) + 1


def _numbers(orders: Iterable[int]) -> Sequence[int]:
    """Return the numbers that siblings have among them, to be given out anew; 0 to n when two have the same."""
    found = list(orders)
    return found if len(set(found)) == len(found) else range(len(found))


_DATES: Final[Mapping[SortBy, str]] = {SortBy.CREATED: "created", SortBy.UPDATED: "updated"}


def _rule(by: SortBy, culture: str | None) -> Callable[[Row[Any]], Any]:
    if by in _DATES:
        return lambda row: getattr(row, _DATES[by])
    return lambda row: name_order(_title(row, culture), culture)


def _title(row: Row[Any], culture: str | None) -> str:
    there: StoredCulture | None = row.cultures.get(culture) if culture else None
    name = (there.name or there.publish_name) if there else None
    return name or str(row.name)
