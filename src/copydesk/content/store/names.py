"""Names that siblings have already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from copydesk.content.errors import InvalidNameError
from copydesk.content.model import Document, Languages, name_key, unique_name
from copydesk.content.model.names import similar_prefix
from copydesk.content.tables import document_names, documents
from copydesk.db import ReadScope

__all__ = ["SiblingNames", "own_name"]

_HIGHEST = "\U0010ffff"
_SAME = (
    select(documents.c.id)
    .where(
        documents.c.parent_id == bindparam("parent"),
        documents.c.blueprint == bindparam("blueprint"),
        documents.c.name_key == bindparam("name"),
        documents.c.id != bindparam("self"),
    )
    .limit(1)
)


def own_name(document: Document, languages: Languages | None) -> str:
    """Return the name without culture: for a document that varies by culture that of the default, else the first one.

    Raises:
        InvalidNameError: it has no name at all.
    """
    name = document.name
    if document.type.varies_by_culture:
        infos = document.culture_infos
        default = infos.get(languages.default) if languages else None
        name = (default or next(iter(infos.values()), None) or ("",))[0]
    if not name:
        raise InvalidNameError("A document needs a name, in at least one culture if it varies by culture", field="name")
    return name


class SiblingNames:
    """Finds free names below a parent; knows those that are still to be written as well.

    Args:
        scope: where the siblings are.
        on: whether names are numbered at all.
    """

    def __init__(self, scope: ReadScope, *, on: bool) -> None:
        self._scope = scope
        self._on = on
        self._pending: defaultdict[tuple[int, str | None], set[str]] = defaultdict(set)

    async def settle(self, document: Document, parent_id: int, name: str) -> None:
        """Give the document the name `name`, and keep its names by culture, each numbered if a sibling has it."""
        if self._on and not document.trashed:
            if not document.blueprint:
                await self._settle_cultures(document, parent_id)
            name = await self._free(document, parent_id, name)
        document.rename(name)

    def expect(self, document: Document, parent_id: int) -> None:
        """Take the names of a document into account that is going to be written."""
        if not document.blueprint:
            for culture, info in document.culture_infos.items():
                self._pending[parent_id, culture].add(name_key(info.name))
        self._pending[parent_id, None].add(name_key(document.name))

    async def _free(self, document: Document, parent_id: int, name: str) -> str:
        wished, pending = name_key(name), self._pending.get((parent_id, None), set())
        siblings = {"parent": parent_id, "blueprint": document.blueprint, "self": document.id, "name": wished}
        if wished not in pending and await self._scope.scalar(_SAME, siblings) is None:
            return name
        similar = select(documents.c.name_key).where(
            documents.c.parent_id == parent_id,
            documents.c.blueprint == document.blueprint,
            documents.c.id != document.id,
            _begins(documents.c.name_key, similar_prefix(name)),
        )
        return unique_name(name, {wished, *pending, *await self._scope.scalars(similar)})

    async def _settle_cultures(self, document: Document, parent_id: int) -> None:
        names = {culture: name_key(info.name) for culture, info in document.culture_infos.items()}
        for culture in await self._taken_cultures(document.id, parent_id, names):
            name, pending = document.culture_infos[culture].name, self._pending.get((parent_id, culture), set())
            similar = select(document_names.c.name_key).where(
                document_names.c.parent_id == parent_id,
                document_names.c.culture == culture,
                document_names.c.document_id != document.id,
                _begins(document_names.c.name_key, similar_prefix(name)),
            )
            taken = {names[culture], *pending, *await self._scope.scalars(similar)}
            _rename_culture(document, culture, name, unique_name(name, taken))

    async def _taken_cultures(self, document_id: int, parent_id: int, names: Mapping[str, str]) -> Iterable[str]:
        if not names:
            return ()
        pending = {culture for culture, key in names.items() if key in self._pending.get((parent_id, culture), ())}
        same = or_(
            *(
                and_(document_names.c.culture == culture, document_names.c.name_key == key)
                for culture, key in sorted(names.items())
            )
        )
        query = select(document_names.c.culture).where(
            document_names.c.parent_id == parent_id, document_names.c.document_id != document_id, same
        )
        return sorted({*pending, *await self._scope.scalars(query)})


def _rename_culture(document: Document, culture: str, old: str, new: str) -> None:
    document.set_name(new, culture)
    info = document.publish_infos.get(culture)
    if info is not None and info.name == old and culture in document.publish_infos.changed():
        document.publish_infos.put(culture, new, info.date)


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _HIGHEST)
