"""Saving and deleting document types and languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import exists, select

from copydesk.content.errors import CultureError, TypeDefinitionError
from copydesk.content.model import DocumentType, Language, Languages
from copydesk.content.outcomes import OperationOutcome, OperationResult, VersionConflict
from copydesk.content.sentences import Sentences
from copydesk.content.service.desk import SYSTEM_USER
from copydesk.content.store.types import TypeCatalog, load_languages, store_languages
from copydesk.content.tables import document_types, documents
from copydesk.content.type_notifications import (
    DocumentTypeChangedNotification,
    DocumentTypeDeletedNotification,
    DocumentTypeDeletingNotification,
    DocumentTypeSavedNotification,
    DocumentTypeSavingNotification,
    LanguageDeletedNotification,
    LanguageDeletingNotification,
    LanguageSavedNotification,
    LanguageSavingNotification,
)
from copydesk.db import Databases, TreeLock, WriteScope
from copydesk.journal import acting
from copydesk.notifications import ContentTypeChange, ContentTypeChangeTypes, EventMessages

__all__ = ["DocumentTypeService", "LanguageService"]


class DocumentTypeService:
    """Document types, each change with its notifications: Saving and Saved, Deleting and Deleted, and what changed.

    Args:
        databases: where scopes come from: one database, or the one of the current tenant.
        keys: makes the stamps by which a changed type is known.
    """

    def __init__(self, databases: Databases, *, keys: Callable[[], UUID]) -> None:
        self._databases = databases
        self._keys = keys
        self._types = TypeCatalog()

    async def get(self, alias: str) -> DocumentType:
        """Return the type with this alias.

        Raises:
            UnknownTypeError: there is none.
        """
        async with self._databases.read("DocumentTypeService.get") as scope:
            return await self._types.by_alias(scope, alias)

    async def all(self) -> list[DocumentType]:
        """Return every type, in the order of the aliases."""
        async with self._databases.read("DocumentTypeService.all") as scope:
            return await self._types.all(scope)

    async def save(
        self, document_type: DocumentType, *, actor: UUID = SYSTEM_USER
    ) -> tuple[OperationOutcome, DocumentType]:
        """Save a type, new or changed, and return it with its id and version.

        Documents keep values of properties that are gone, unseen, until they are saved again. A changed type must have
        the version that is stored. Types that allow it below them follow when it gets another alias.

        Raises:
            TypeDefinitionError: another type has its alias, a composition is not saved, or it would be part of itself.
        """
        messages = EventMessages()
        async with acting(actor), self._databases.write("DocumentTypeService.save") as scope:
            await scope.write_lock(TreeLock.CONTENT_TREE, TreeLock.CONTENT_TYPES)
            known = {one.id: one for one in await self._types.all(scope)}
            stored = known.get(document_type.id)
            if document_type.id and (stored is None or stored.version != document_type.version):
                conflict = VersionConflict(document_type.version, stored.version if stored else None)
                scope.complete()
                failed = OperationResult.FAILED_CONCURRENCY_VIOLATION
                return OperationOutcome(failed, messages, field="version", conflict=conflict), document_type
            _check_type(document_type, list(known.values()))
            saving = DocumentTypeSavingNotification([document_type], messages=messages)
            if await scope.notifications.publish_cancelable(saving):
                scope.complete()
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, messages), document_type
            saved = await self._write(scope, document_type, known, saving)
            scope.complete()
        return _finished(scope, OperationOutcome(OperationResult.SUCCESS, messages)), saved

    async def delete(
        self, alias: str, *, actor: UUID = SYSTEM_USER, expected_version: int | None = None
    ) -> OperationOutcome:
        """Delete a type that nothing is made of: no document, no blueprint, no other type.

        Types that allow it below them allow it no more.

        Args:
            alias: its alias.
            actor: who deletes it.
            expected_version: the version the decision is based on.

        Raises:
            UnknownTypeError: there is none.
        """
        messages = EventMessages()
        async with acting(actor), self._databases.write("DocumentTypeService.delete") as scope:
            await scope.write_lock(TreeLock.CONTENT_TREE, TreeLock.CONTENT_TYPES)
            document_type = await self._types.by_alias(scope, alias)
            if expected_version not in {None, document_type.version}:
                scope.complete()
                conflict = VersionConflict(expected_version or 0, document_type.version)
                failed = OperationResult.FAILED_CONCURRENCY_VIOLATION
                return OperationOutcome(failed, messages, field="version", conflict=conflict)
            deleting = DocumentTypeDeletingNotification([document_type], messages=messages)
            result = OperationResult.SUCCESS
            if await self._is_used(scope, document_type):
                result = OperationResult.FAILED_CANNOT
            elif await scope.notifications.publish_cancelable(deleting):
                result = OperationResult.FAILED_CANCELLED_BY_EVENT
            else:
                await self._remove(scope, document_type, deleting)
            scope.complete()
        return _finished(scope, OperationOutcome(result, messages))

    async def _write(
        self,
        scope: WriteScope,
        document_type: DocumentType,
        known: Mapping[int, DocumentType],
        saving: DocumentTypeSavingNotification,
    ) -> DocumentType:
        stored = known.get(document_type.id)
        renamed = stored.alias if stored and stored.alias != document_type.alias else None
        type_id = await self._types.store(scope, _allowing(document_type, renamed, document_type.alias), self._keys())
        others = [one for one in known.values() if one.id != type_id]
        parents = await self._rewrite_parents(scope, others, renamed, document_type.alias)
        users = await self._restamp_users(scope, others, {type_id, *parents})
        now = {one.id: one for one in await self._types.all(scope)}
        told = DocumentTypeSavedNotification([now[type_id]], messages=saving.messages)
        scope.notifications.publish(told.with_state_from(saving))
        kind = ContentTypeChangeTypes.REFRESH_MAIN if stored else ContentTypeChangeTypes.CREATE
        changes = [
            ContentTypeChange(now[type_id], kind),
            *(ContentTypeChange(now[one], ContentTypeChangeTypes.REFRESH_OTHER) for one in parents),
            *(ContentTypeChange(now[one], ContentTypeChangeTypes.REFRESH_MAIN) for one in users),
        ]
        scope.notifications.publish(DocumentTypeChangedNotification(changes, messages=saving.messages))
        return now[type_id]

    async def _remove(
        self, scope: WriteScope, document_type: DocumentType, deleting: DocumentTypeDeletingNotification
    ) -> None:
        await self._types.remove(scope, document_type.id)
        others = await self._types.all(scope)
        parents = await self._rewrite_parents(scope, others, document_type.alias, None)
        users = await self._restamp_users(scope, others, set(parents))
        now = {one.id: one for one in await self._types.all(scope)}
        deleted = DocumentTypeDeletedNotification([document_type], messages=deleting.messages)
        scope.notifications.publish(deleted.with_state_from(deleting))
        changes = [
            ContentTypeChange(document_type, ContentTypeChangeTypes.REMOVE),
            *(ContentTypeChange(now[one], ContentTypeChangeTypes.REFRESH_OTHER) for one in (*parents, *users)),
        ]
        scope.notifications.publish(DocumentTypeChangedNotification(changes, messages=deleting.messages))

    async def _rewrite_parents(
        self, scope: WriteScope, types: Sequence[DocumentType], before: str | None, after: str | None
    ) -> list[int]:
        """Let the types that allow the alias `before` below them allow `after` instead; return their ids."""
        parents = [one for one in types if before in one.allowed_children]
        for one in parents:
            await self._types.store(scope, _allowing(one, before, after), self._keys())
        return [one.id for one in parents]

    async def _restamp_users(self, scope: WriteScope, types: Sequence[DocumentType], changed: set[int]) -> list[int]:
        """Give what is composed of changed types another stamp and version; return their ids."""
        users = [one.id for one in types if one.id not in changed and any(part.id in changed for part in _parts(one))]
        await self._types.restamp(scope, {one: self._keys() for one in users})
        return users

    async def _is_used(self, scope: WriteScope, document_type: DocumentType) -> bool:
        used = await scope.scalar(select(exists().where(documents.c.type_id == document_type.id)))
        compositions = await scope.scalars(select(document_types.c.compositions))
        return bool(used) or any(document_type.id in parts for parts in compositions)


def _finished(scope: WriteScope, outcome: OperationOutcome) -> OperationOutcome:
    """Add the handlers that failed after the commit, which are known only after the scope."""
    return replace(outcome, failures=scope.outcome.failures) if scope.is_root and scope.outcome else outcome


def _allowing(document_type: DocumentType, before: str | None, after: str | None) -> DocumentType:
    """Return a type that allows the alias `after`, if any, where it allowed `before` below its documents."""
    allowed = document_type.allowed_children
    if before not in allowed:
        return document_type
    return replace(document_type, allowed_children=(allowed - {before}) | ({after} if after else set()))


def _check_type(document_type: DocumentType, known: Sequence[DocumentType]) -> None:
    if any(one.alias == document_type.alias and one.id != document_type.id for one in known):
        raise TypeDefinitionError(Sentences.ALIAS_TAKEN(alias=document_type.alias), field="alias")
    saved = {one.id for one in known}
    for part in _parts(document_type):
        if part.id not in saved:
            raise TypeDefinitionError(Sentences.COMPOSITION_NOT_SAVED(type=part.alias), field="compositions")
        if part.id == document_type.id:
            raise TypeDefinitionError(Sentences.INVALID_COMPOSITION(type=document_type.alias), field="compositions")


def _parts(document_type: DocumentType) -> list[DocumentType]:
    """Return every type that a type is composed of, also through others."""
    return [part for own in document_type.compositions for part in (own, *_parts(own))]


class LanguageService:
    """Languages, each change with its notifications.

    Args:
        databases: where scopes come from: one database, or the one of the current tenant.
    """

    def __init__(self, databases: Databases) -> None:
        self._databases = databases

    async def all(self) -> Languages | None:
        """Return the languages; None before there are any."""
        async with self._databases.read("LanguageService.all") as scope:
            return await load_languages(scope)

    async def save(self, *languages: Language, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Add languages, or change those with the same code. A new default takes the place of the old one.

        Raises:
            TypeDefinitionError: no language would be the default, or a fallback is unknown or runs in a circle.
        """
        messages = EventMessages()
        async with acting(actor), self._databases.write("LanguageService.save") as scope:
            await scope.write_lock(TreeLock.CONTENT_TREE, TreeLock.LANGUAGES)
            merged = {one.code: one for one in await load_languages(scope) or ()}
            created = frozenset(one.code for one in languages) - merged.keys()
            if any(one.is_default for one in languages):
                merged = {code: replace(one, is_default=False) for code, one in merged.items()}
            merged |= {one.code: one for one in languages}
            Languages(merged.values())
            saving = LanguageSavingNotification(languages, messages=messages)
            cancelled = await scope.notifications.publish_cancelable(saving)
            if not cancelled:
                await store_languages(scope, merged.values())
                saved = LanguageSavedNotification(languages, messages=messages, created=created)
                scope.notifications.publish(saved.with_state_from(saving))
            scope.complete()
        result = OperationResult.FAILED_CANCELLED_BY_EVENT if cancelled else OperationResult.SUCCESS
        return _finished(scope, OperationOutcome(result, messages))

    async def delete(self, code: str, *, actor: UUID = SYSTEM_USER) -> OperationOutcome:
        """Delete a language that is neither the default nor a fallback. Documents keep what is written in it.

        Raises:
            CultureError: no language has this code.
        """
        messages = EventMessages()
        async with acting(actor), self._databases.write("LanguageService.delete") as scope:
            await scope.write_lock(TreeLock.CONTENT_TREE, TreeLock.LANGUAGES)
            languages = await load_languages(scope)
            if languages is None:
                raise CultureError(Sentences.LANGUAGE_GONE(code=code), field="code")
            language = languages[code]
            deleting = LanguageDeletingNotification([language], messages=messages)
            result = OperationResult.SUCCESS
            if language.is_default or any(one.fallback == language.code for one in languages):
                result = OperationResult.FAILED_CANNOT
            elif await scope.notifications.publish_cancelable(deleting):
                result = OperationResult.FAILED_CANCELLED_BY_EVENT
            else:
                await store_languages(scope, [one for one in languages if one.code != language.code])
                deleted = LanguageDeletedNotification([language], messages=messages)
                scope.notifications.publish(deleted.with_state_from(deleting))
            scope.complete()
        return _finished(scope, OperationOutcome(result, messages))
