"""What every use case of the content service stands on: one operation in its scope, and how it is begun and ended."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from copydesk.content.errors import CultureError
from copydesk.content.model import ALL_CULTURES, Document, Languages
from copydesk.content.notifications import ContentTreeChangeNotification
from copydesk.content.options import ContentOptions
from copydesk.content.outcomes import OutcomeT
from copydesk.content.sentences import Sentences
from copydesk.content.store.audit import AuditAction, AuditEntry, write_audit
from copydesk.content.store.documents import DocumentStore
from copydesk.content.store.types import LanguageCatalog, TypeCatalog
from copydesk.content.store.writing import DocumentWriter, Persisted
from copydesk.db import Databases, ReadScope, TreeLock, WriteScope
from copydesk.journal import acting
from copydesk.notifications import (
    CancelableNotification,
    EventMessages,
    Notification,
    TreeChange,
    TreeChangeTypes,
)

__all__ = ["SYSTEM_USER", "Desk", "Operation", "captured", "paths_of"]

SYSTEM_USER = UUID(int=0)
"""Who acts when nobody in particular does."""


@dataclass(eq=False)
class Operation:
    """One operation under way, holding the write lock of the tree.

    Attributes:
        scope: its unit of work.
        actor: the key of the user who acts.
        now: its time.
        options: the settings of the service.
        catalog: knows languages by their stamp.
        raise_events: whether handlers are asked and told; tree changes go out in any case.
        messages: what handlers have to say, shared by its notifications and its outcome.
        spoilt: an outer scope must not be able to commit.
        languages_stamp: the stamp of the languages, once a query has told it.
    """

    scope: WriteScope
    actor: UUID
    now: datetime
    options: ContentOptions
    catalog: LanguageCatalog
    raise_events: bool = True
    messages: EventMessages = field(default_factory=EventMessages)
    spoilt: bool = False
    languages_stamp: UUID | None = None
    _languages: Languages | None = None

    async def is_stopped_by(self, notification: CancelableNotification) -> bool:
        """Ask the handlers and tell whether one of them cancelled."""
        return self.raise_events and await self.scope.notifications.publish_cancelable(notification)

    def tell(self, *notifications: Notification) -> None:
        """Let the handlers know, after the commit."""
        if self.raise_events:
            for notification in notifications:
                self.scope.notifications.publish(notification)

    def tell_change(self, *changes: TreeChange[Document]) -> None:
        """Let caches know what is stale, after the commit."""
        self.scope.notifications.publish(
            ContentTreeChangeNotification(
                changes, messages=self.messages, paths=paths_of(change.item for change in changes)
            )
        )

    def tell_stale(self, documents: Sequence[Document], types: TreeChangeTypes) -> None:
        """Let caches know that all of these documents are stale in the same way."""
        self.tell_change(*(TreeChange(document, types) for document in documents))

    async def languages(self) -> Languages:
        """Return the languages of the tenant.

        Raises:
            CultureError: there are none, so nothing can vary by culture.
        """
        if self._languages is None:
            self._languages = await self.catalog.get(self.scope, self.languages_stamp)
        if self._languages is None:
            raise CultureError(Sentences.NO_LANGUAGES_TO_SAVE())
        return self._languages

    async def writer_for(self, documents: Sequence[Document]) -> DocumentWriter:
        """Return a writer for these documents."""
        varying = any(document.type.varies_by_culture for document in documents)
        languages = await self.languages() if varying else None
        return DocumentWriter(self.scope, self.now, languages, unique_names=self.options.unique_names)

    def audit(self, document_id: int, action: AuditAction, cultures: Sequence[str] = (), comment: str = "") -> None:
        """Note in the audit trail what is being done."""
        named = tuple(culture for culture in cultures if culture != ALL_CULTURES)
        write_audit(self.scope, [AuditEntry(document_id, action, self.actor, self.now, named, str(comment))])


def paths_of(documents: Iterable[Document]) -> Mapping[UUID, str]:
    """Return each document's path, by key."""
    return {document.key: document.path for document in documents}


def captured(persisted: Sequence[Persisted]) -> dict[str, Any]:
    """Return what an after-notification captures of documents that were just saved."""
    return {
        "created": frozenset(one.document.key for one in persisted if one.was_new),
        "paths": paths_of(one.document for one in persisted),
    }


class Desk:
    """What all use cases share.

    Args:
        databases: where scopes come from: one database, or the one of the current tenant.
        now: tells the time, with a time zone.
        keys: makes the keys of new documents.
        options: the settings.
    """

    def __init__(
        self,
        databases: Databases,
        *,
        now: Callable[[], datetime],
        keys: Callable[[], UUID],
        options: ContentOptions | None = None,
    ) -> None:
        self._databases = databases
        self._now = now
        self._keys = keys
        self._options = options or ContentOptions()
        self._types = TypeCatalog()
        self._languages = LanguageCatalog()
        self._documents = DocumentStore(self._types)

    async def exclusively(
        self, purpose: str, work: Callable[[], Awaitable[OutcomeT]], *, actor: UUID = SYSTEM_USER
    ) -> OutcomeT:
        """Let somebody decide what to do by what is stored, and do it, before anybody else changes the tree.

        The operations of this service that `work` calls, and those for types and languages, are part of this one. When
        one of them has to be undone, so is all of it.

        Args:
            purpose: what it does, for those who wait.
            work: decides and acts.
            actor: who does it.

        Returns:
            What `work` returned, with the after-handlers that failed.
        """

        async def decide(operation: Operation) -> OutcomeT:
            outcome = await work()
            operation.spoilt = operation.scope.unit.doomed is not None
            return outcome

        return await self._perform(purpose, actor, decide)

    def snapshot(self, purpose: str) -> AbstractAsyncContextManager[object]:
        """Let everything that is read inside be of one moment."""
        return self._read(purpose)

    def _read(self, purpose: str) -> ReadScope:
        return self._databases.read(f"ContentService.{purpose}")

    async def _perform(
        self,
        purpose: str,
        actor: UUID,
        work: Callable[[Operation], Awaitable[OutcomeT]],
        *,
        raise_events: bool = True,
    ) -> OutcomeT:
        """Do a piece of work in a scope that holds the write lock of the tree, taken before anybody is asked."""
        async with acting(actor), self._databases.write(f"ContentService.{purpose}") as scope:
            await scope.write_lock(TreeLock.CONTENT_TREE)
            operation = Operation(scope, actor, self._now(), self._options, self._languages, raise_events)
            outcome = await work(operation)
            if not operation.spoilt:
                scope.complete()
        if scope.is_root and scope.outcome is not None and scope.outcome.failures:
            return replace(outcome, failures=scope.outcome.failures)
        return outcome
