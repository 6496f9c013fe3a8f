"""The versions of a document: listing, going back to one, deleting old ones."""

from datetime import datetime
from uuid import UUID

from copydesk.content.model import ALL_CULTURES, Document, VersionInfo, normalize_culture
from copydesk.content.notifications import (
    ContentDeletedVersionsNotification,
    ContentDeletingVersionsNotification,
    ContentRolledBackNotification,
    ContentRollingBackNotification,
)
from copydesk.content.outcomes import OperationOutcome, OperationResult
from copydesk.content.sentences import AuditComments
from copydesk.content.service.deleting import Deleting
from copydesk.content.service.desk import SYSTEM_USER, Operation, paths_of
from copydesk.content.store.audit import AuditAction, AuditEntry, audit_entries, count_audit_entries
from copydesk.content.store.versions import (
    count_versions,
    delete_old_versions,
    delete_one_version,
    keep_version,
    load_version,
    version_infos,
    version_values,
)

__all__ = ["History"]


class History(Deleting):
    """Versions and the audit trail."""

    async def versions(self, document_id: int, *, skip: int = 0, take: int = 100) -> list[VersionInfo]:
        """Return the versions of a document, newest first, without their values."""
        async with self._read("versions") as scope:
            return await version_infos(scope, document_id, skip=skip, take=take)

    async def count_versions(self, document_id: int) -> int:
        """Count the versions of a document."""
        async with self._read("count_versions") as scope:
            return await count_versions(scope, document_id)

    async def version_info(self, version_id: int) -> VersionInfo | None:
        """Return one version, without its values."""
        async with self._read("version_info") as scope:
            return await load_version(scope, version_id)

    async def version(self, version_id: int) -> Document | None:
        """Return a document as it was in one version: that version's draft, and what is published now."""
        async with self._read("version") as scope:
            info = await load_version(scope, version_id)
            document = await self._documents.get(scope, info.document_id) if info else None
            return await version_values(scope, version_id, document) if document else None

    async def audit(self, document_id: int, *, skip: int = 0, take: int = 100) -> list[AuditEntry]:
        """Return what was done to a document, newest first; the root has what concerned many."""
        async with self._read("audit") as scope:
            return await audit_entries(scope, document_id, skip=skip, take=take)

    async def count_audit(self, document_id: int) -> int:
        """Count what was done to a document."""
        async with self._read("count_audit") as scope:
            return await count_audit_entries(scope, document_id)

    async def rollback(
        self,
        document_id: int,
        version_id: int,
        culture: str = ALL_CULTURES,
        *,
        with_invariant: bool = False,
        actor: UUID = SYSTEM_USER,
        expected_version: int | None = None,
    ) -> OperationOutcome:
        """Put the draft back to what it was in a version; what is published stays.

        The current version itself means: back to what is published. Raises RollingBack, then what `save` raises, then
        RolledBack.

        Args:
            document_id: the document.
            version_id: the version.
            culture: only this culture of it, or `*` for everything.
            with_invariant: whether values without culture go back along with a single culture.
            actor: who does it.
            expected_version: the version the decision is based on; any without it.

        Raises:
            CultureError: the culture is malformed.
        """
        only = culture if culture == ALL_CULTURES else normalize_culture(culture)

        async def work(operation: Operation) -> OperationOutcome:
            document = await self._documents.get(operation.scope, document_id)
            info = await load_version(operation.scope, version_id)
            if document is None or document.trashed or info is None or info.document_id != document_id:
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, document)
            if refusal := await self._check_versions(operation, [document], expected_version):
                return refusal.of_operation(operation)
            if info.is_current and not document.published_version_id:
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, document, "version_id")
            rolling = ContentRollingBackNotification(document, messages=operation.messages)
            if await operation.is_stopped_by(rolling):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages, document)
            source = document if info.is_current else await version_values(operation.scope, version_id, document)
            _copy_draft(source, document, only, published=info.is_current, with_invariant=with_invariant)
            outcome = await self._save_one(operation, document)
            if outcome.success:
                rolled = ContentRolledBackNotification(
                    document, messages=operation.messages, paths=paths_of([document])
                )
                operation.tell(rolled.with_state_from(rolling))
                cultures = () if only == ALL_CULTURES else (only,)
                operation.audit(
                    document_id, AuditAction.ROLL_BACK, cultures, AuditComments.BACK_TO_VERSION(version=version_id)
                )
            return outcome

        return await self._perform("rollback", actor, work)

    async def delete_versions(
        self, document_id: int, before: datetime, *, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Delete what is older than a date: never the current or published version, nor one that is to be kept.

        Raises DeletingVersions and DeletedVersions.
        """

        async def work(operation: Operation) -> OperationOutcome:
            return await self._delete_old(operation, document_id, before)

        return await self._perform("delete_versions", actor, work)

    async def delete_version(
        self, document_id: int, version_id: int, *, delete_prior: bool = False, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Delete one version, and with `delete_prior` everything older. The current and published versions stay.

        Raises DeletingVersions and DeletedVersions, also when the version stays; a pair of its own for the older ones,
        between them.
        """

        async def work(operation: Operation) -> OperationOutcome:
            info = await load_version(operation.scope, version_id)
            if info is None or info.document_id != document_id:
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, field="version_id")
            deleting = ContentDeletingVersionsNotification(
                document_id, specific_version=version_id, messages=operation.messages
            )
            if await operation.is_stopped_by(deleting):
                return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
            if delete_prior:
                await self._delete_old(operation, document_id, info.date)
            await delete_one_version(operation.scope, document_id, version_id)
            deleted = ContentDeletedVersionsNotification(
                document_id, specific_version=version_id, messages=operation.messages
            )
            operation.tell(deleted.with_state_from(deleting))
            operation.audit(document_id, AuditAction.DELETE, comment=AuditComments.DELETED_VERSION(version=version_id))
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        return await self._perform("delete_version", actor, work)

    async def prevent_cleanup(
        self, version_id: int, *, keep: bool = True, actor: UUID = SYSTEM_USER
    ) -> OperationOutcome:
        """Say whether deleting old versions leaves this one alone."""

        async def work(operation: Operation) -> OperationOutcome:
            info = await load_version(operation.scope, version_id)
            if info is None:
                return OperationOutcome(OperationResult.FAILED_CANNOT, operation.messages, field="version_id")
            await keep_version(operation.scope, version_id, keep=keep)
            action = AuditAction.PREVENT_CLEANUP if keep else AuditAction.ENABLE_CLEANUP
            operation.audit(info.document_id, action, comment=AuditComments.OF_VERSION(version=version_id))
            return OperationOutcome(OperationResult.SUCCESS, operation.messages)

        return await self._perform("prevent_cleanup", actor, work)

    async def _delete_old(self, operation: Operation, document_id: int, before: datetime) -> OperationOutcome:
        deleting = ContentDeletingVersionsNotification(document_id, date_to_retain=before, messages=operation.messages)
        if await operation.is_stopped_by(deleting):
            return OperationOutcome(OperationResult.FAILED_CANCELLED_BY_EVENT, operation.messages)
        deleted = await delete_old_versions(operation.scope, document_id, before)
        told = ContentDeletedVersionsNotification(document_id, date_to_retain=before, messages=operation.messages)
        operation.tell(told.with_state_from(deleting))
        operation.audit(document_id, AuditAction.DELETE, comment=AuditComments.DELETED_VERSIONS(count=deleted))
        return OperationOutcome(OperationResult.SUCCESS, operation.messages)


def _copy_draft(source: Document, target: Document, culture: str, *, published: bool, with_invariant: bool) -> None:
    """Make the draft of `target` what the draft, or what is published, of `source` is, in one culture or in all."""
    everything = culture == ALL_CULTURES

    def concerns(one: str | None) -> bool:
        return everything or one == culture or (one is None and with_invariant)

    infos = dict(source.publish_infos if published else source.culture_infos)
    if target.type.varies_by_culture:
        for one in {*target.culture_infos, *infos}:
            if concerns(one):
                target.set_name(infos[one].name if one in infos else None, one)
    elif everything:
        target.name = source.publish_name if published else source.name
    for alias in {*target.properties, *source.properties}:
        held = source.properties.get(alias)
        values = dict(held.published if published else held.draft) if held else {}
        mine = target.properties.get(alias)
        for variant in {*values, *(mine.draft if mine else ())}:
            if concerns(variant.culture) and target.type.properties[alias].variation.takes(*variant):
                target.set_value(alias, values.get(variant), *variant)
