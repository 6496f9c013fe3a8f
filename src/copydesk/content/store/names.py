"""Names that siblings have already."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    exists,
    literal,
    select,
    union_all,
)

from copydesk.content.errors import InvalidNameError
from copydesk.content.model import Document, Languages, name_key, unique_name
from copydesk.content.model.names import similar_prefix
from copydesk.content.sentences import Sentences
from copydesk.content.tables import document_names, documents
from copydesk.db import ReadScope

__all__ = ["SiblingNames", "own_name"]

_HIGHEST = "\U0010ffff"
_OWN = ""
"""Stands for the name without culture among cultures."""


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
        raise InvalidNameError(Sentences.NAME_MISSING_EVERYWHERE(), field="name")
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
        self._pending: defaultdict[tuple[int, str], set[str]] = defaultdict(set)

    async def settle(self, document: Document, parent_id: int, name: str) -> None:
        """Give the document the name `name`, and keep its names by culture, each numbered if a sibling has it."""
        if self._on and not document.trashed:
            infos = {} if document.blueprint else document.culture_infos
            names = {culture: name_key(info.name) for culture, info in infos.items()}
            for culture in await self._taken(document, parent_id, {_OWN: name_key(name), **names}):
                if culture == _OWN:
                    name = await self._free(document, parent_id, name)
                else:
                    await self._settle_culture(document, parent_id, culture, names[culture])
        document.rename(name)

    def expect(self, document: Document, parent_id: int) -> None:
        """Take the names of a document into account that is going to be written."""
        if not document.blueprint:
            for culture, info in document.culture_infos.items():
                self._pending[parent_id, culture].add(name_key(info.name))
        self._pending[parent_id, _OWN].add(name_key(document.name))

    async def _taken(self, document: Document, parent_id: int, names: Mapping[str, str]) -> list[str]:
        """Return those of these names, by culture, that siblings have already."""
        pending = {culture for culture, key in names.items() if key in self._pending.get((parent_id, culture), ())}
        wanted: dict[str, object] = {"parent": parent_id, "blueprint": document.blueprint, "self": document.id}
        for number, (culture, key) in enumerate(names.items()):
            wanted[f"culture_{number}"], wanted[f"key_{number}"] = culture, key
        return sorted({*pending, *await self._scope.scalars(_same_names(len(names)), wanted)})

    async def _free(self, document: Document, parent_id: int, name: str) -> str:
        similar = select(documents.c.name_key).where(
            documents.c.parent_id == parent_id,
            documents.c.blueprint == document.blueprint,
            documents.c.id != document.id,
            _begins(documents.c.name_key, similar_prefix(name)),
        )
        pending = self._pending.get((parent_id, _OWN), set())
        return unique_name(name, {name_key(name), *pending, *await self._scope.scalars(similar)})

    async def _settle_culture(self, document: Document, parent_id: int, culture: str, key: str) -> None:
        name, pending = document.culture_infos[culture].name, self._pending.get((parent_id, culture), set())
        similar = select(document_names.c.name_key).where(
            document_names.c.parent_id == parent_id,
            document_names.c.culture == culture,
            document_names.c.document_id != document.id,
            _begins(document_names.c.name_key, similar_prefix(name)),
        )
        taken = {key, *pending, *await self._scope.scalars(similar)}
        _rename_culture(document, culture, name, unique_name(name, taken))


@lru_cache(maxsize=128)
def _same_names(count: int) -> CompoundSelect[tuple[str]]:
    """Return the query for those of so many names that siblings have; the first is the one without culture."""
    parent, itself = bindparam("parent", type_=BigInteger), bindparam("self", type_=BigInteger)
    own = exists().where(
        documents.c.parent_id == parent,
        documents.c.blueprint == bindparam("blueprint"),
        documents.c.name_key == bindparam("key_0"),
        documents.c.id != itself,
    )
    named = [
        select(document_names.c.culture).where(
            document_names.c.parent_id == parent,
            document_names.c.culture == bindparam(f"culture_{number}"),
            document_names.c.name_key == bindparam(f"key_{number}"),
            document_names.c.document_id != itself,
        )
        for number in range(1, count)
    ]
    return union_all(select(literal(_OWN).label("culture")).where(own), *named)


def _rename_culture(document: Document, culture: str, old: str, new: str) -> None:
    document.set_name(new, culture)
    info = document.publish_infos.get(culture)
    if info is not None and info.name == old and culture in document.publish_infos.changed():
        document.publish_infos.put(culture, new, info.date)


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + _HIGHEST)
