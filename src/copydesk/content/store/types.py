"""Document types and languages as they are kept."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import Row, bindparam, delete, insert, select, update

from copydesk.content.errors import TypeDefinitionError, UnknownTypeError
from copydesk.content.model import ContentVariation, DocumentType, Language, Languages, PropertyType, ValueType
from copydesk.content.model.property_types import ALIAS
from copydesk.content.sentences import Sentences
from copydesk.content.tables import counters, document_types, languages
from copydesk.db import ReadScope, WriteScope

__all__ = ["LANGUAGES_STAMP", "LanguageCatalog", "TypeCatalog", "load_languages", "store_languages"]

_REMEMBERED = 1000
_STAMPS = UUID("b5a6c0de-9f0c-5c5e-8d1b-6a7f3a1f5e21")


class TypeCatalog:
    """Finds document types, and remembers them by their stamp, which is another one after every change.

    One catalog serves any number of databases: a stamp is never given twice.
    """

    def __init__(self) -> None:
        self._by_stamp: dict[UUID, DocumentType] = {}

    async def get(self, scope: ReadScope, type_id: int, stamp: UUID) -> DocumentType:
        """Return the type with this id, which its row says has this stamp now."""
        found = self._by_stamp.get(stamp)
        if found is None:
            await self.all(scope)
            found = self._by_stamp.get(stamp)
        if found is None:
            raise UnknownTypeError(Sentences.TYPE_ID_NOT_FOUND(id=type_id), field="type")
        return found

    async def by_alias(self, scope: ReadScope, alias: str) -> DocumentType:
        """Return the type with this alias.

        Raises:
            UnknownTypeError: there is none.
        """
        row = (await scope.execute(_BY_ALIAS, {"alias": alias})).one_or_none() if ALIAS.match(alias) else None
        if row is None:
            raise UnknownTypeError(Sentences.ALIAS_NOT_FOUND(alias=alias), field="type")
        return await self.get(scope, row.id, row.stamp)

    async def all(self, scope: ReadScope) -> list[DocumentType]:
        """Return every type, in the order of the aliases."""
        rows = {row.id: row for row in await scope.execute(select(document_types).order_by(document_types.c.alias))}
        if len(self._by_stamp) > _REMEMBERED:
            self._by_stamp.clear()
        built: dict[int, DocumentType] = {}
        for type_id in rows:
            self._build(type_id, rows, built, ())
        return [built[type_id] for type_id in rows]

    async def store(self, scope: WriteScope, document_type: DocumentType, stamp: UUID) -> int:
        """Insert or update a type and return its id; its users by composition get the same stamp through `restamp`."""
        row = _row(document_type, stamp)
        if document_type.id:
            await scope.execute(update(document_types).where(document_types.c.id == document_type.id).values(**row))
            return document_type.id
        type_id: int = await scope.scalar(insert(document_types).values(**row).returning(document_types.c.id))
        return type_id

    async def restamp(self, scope: WriteScope, stamps: Mapping[int, UUID]) -> None:
        """Give types another stamp and version, because one of their compositions changed."""
        for type_id, stamp in stamps.items():
            await scope.execute(
                update(document_types)
                .where(document_types.c.id == type_id)
                .values(stamp=stamp, version=document_types.c.version + 1)
            )

    async def remove(self, scope: WriteScope, type_id: int) -> None:
        """Delete a type that no document has."""
        await scope.execute(delete(document_types).where(document_types.c.id == type_id))

    def _build(
        self, type_id: int, rows: Mapping[int, Row[Any]], built: dict[int, DocumentType], above: tuple[int, ...]
    ) -> DocumentType:
        if type_id in built:
            return built[type_id]
        if type_id in above or type_id not in rows:
            raise TypeDefinitionError(Sentences.COMPOSITIONS_CIRCLE(id=type_id))
        row = rows[type_id]
        found = self._by_stamp.get(row.stamp)
        if found is None:
            parts = tuple(self._build(part, rows, built, (*above, type_id)) for part in row.compositions)
            found = self._by_stamp[row.stamp] = _type_from_row(row, parts)
        built[type_id] = found
        return found


_BY_ALIAS = select(document_types.c.id, document_types.c.stamp).where(document_types.c.alias == bindparam("alias"))


def _type_from_row(row: Row[Any], compositions: tuple[DocumentType, ...]) -> DocumentType:
    return DocumentType(
        row.alias,
        row.key,
        row.name,
        ContentVariation(row.variation),
        tuple(_property_from_row(own) for own in row.properties),
        compositions,
        frozenset(row.allowed_children),
        row.allowed_at_root,
        row.id,
        row.version,
        row.icon,
        row.description,
    )


def _property_from_row(own: Mapping[str, Any]) -> PropertyType:
    return PropertyType(
        **{**own, "value_type": ValueType(own["value_type"]), "variation": ContentVariation(own["variation"])}
    )


def _row(document_type: DocumentType, stamp: UUID) -> dict[str, Any]:
    return {
        "key": document_type.key,
        "alias": document_type.alias,
        "name": document_type.name,
        "variation": int(document_type.variation),
        "properties": [_property_row(own) for own in document_type.own_properties],
        "compositions": [part.id for part in document_type.compositions],
        "allowed_children": sorted(document_type.allowed_children),
        "allowed_at_root": document_type.allowed_at_root,
        "version": document_type.version + 1,
        "icon": document_type.icon,
        "description": document_type.description,
        "stamp": stamp,
    }


def _property_row(own: PropertyType) -> dict[str, Any]:
    return {
        "alias": own.alias,
        "name": own.name,
        "value_type": own.value_type.value,
        "variation": int(own.variation),
        "mandatory": own.mandatory,
        "pattern": own.pattern,
        "schema": own.schema,
        "message": own.message,
        "description": own.description,
        "group": own.group,
        "editor": own.editor,
        "settings": own.settings,
    }


async def load_languages(scope: ReadScope) -> Languages | None:
    """Return the languages of the tenant; None before there are any."""
    rows = (await scope.execute(_LANGUAGES)).all()
    return Languages(Language(*row) for row in rows) if rows else None


_LANGUAGES = select(
    languages.c.code, languages.c.name, languages.c.is_default, languages.c.is_mandatory, languages.c.fallback
).order_by(languages.c.position)


LANGUAGES_STAMP = select(counters.c.languages_stamp).scalar_subquery()
"""The column that other queries carry along, to know the languages without asking for them."""
_STAMP = select(counters.c.languages_stamp)


class LanguageCatalog:
    """Knows languages by their stamp. One catalog serves any number of databases: the stamp tells all of them."""

    def __init__(self) -> None:
        self._by_stamp: dict[UUID, Languages] = {}

    async def get(self, scope: ReadScope, stamp: UUID | None = None) -> Languages | None:
        """Return the languages of the tenant; None before there are any.

        Args:
            scope: where they are.
            stamp: their stamp, when a query of the same unit of work told it.
        """
        stamp = stamp or await scope.scalar(_STAMP)
        if stamp is None:
            return await load_languages(scope)
        found = self._by_stamp.get(stamp)
        if found is None and (found := await load_languages(scope)) is not None:
            if len(self._by_stamp) > _REMEMBERED:
                self._by_stamp.clear()
            self._by_stamp[stamp] = found
        return found


async def store_languages(scope: WriteScope, changed: Iterable[Language]) -> None:
    """Replace all languages, keeping their order."""
    await scope.execute(delete(languages))
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "is_default": one.is_default,
            "is_mandatory": one.is_mandatory,
            "fallback": one.fallback,
            "position": position,
        }
        for position, one in enumerate(changed)
    ]
    if rows:
        await scope.execute(insert(languages), rows)
    stamp = uuid5(_STAMPS, msgspec.json.encode(rows).decode())
    await scope.execute(update(counters).values(languages_stamp=stamp))
