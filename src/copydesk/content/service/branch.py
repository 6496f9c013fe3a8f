"""Publishing a document and everything below it."""

from collections.abc import Sequence
from enum import Enum, IntFlag, auto
from uuid import UUID

from copydesk.content.errors import IdentityError
from copydesk.content.model import ALL_CULTURES, Document
from copydesk.content.notifications import ContentPublishedNotification, ContentSavingNotification
from copydesk.content.outcomes import BranchOutcome, PublishOutcome, PublishResult
from copydesk.content.sentences import Sentences
from copydesk.content.service.admission import check_name_length
from copydesk.content.service.committing import Commit
from copydesk.content.service.desk import SYSTEM_USER, Operation, paths_of
from copydesk.content.service.publishing import Publishing, check_cultures, check_steady
from copydesk.content.service.verdicts import prepare
from copydesk.content.store.writing import Persisted
from copydesk.notifications import TreeChange, TreeChangeTypes

__all__ = ["BranchFilter", "BranchPublishing"]


class BranchFilter(IntFlag):
    """Which documents of a branch are published, besides its root and those that are published and edited."""

    DEFAULT = 0
    INCLUDE_UNPUBLISHED = 1
    FORCE_REPUBLISH = 2
    ALL = 3


class _Choice(Enum):
    PUBLISH = auto()
    ALREADY = auto()
    SKIP = auto()


class _Walk:
    """What a walk through a branch has found so far."""

    def __init__(self, root: Document, cultures: Sequence[str], only: BranchFilter) -> None:
        self.root, self.cultures, self.filter = root, cultures, only
        self.outcomes: list[PublishOutcome] = []
        self.published: list[Persisted] = []
        self.state: dict[str, object] = {}
        self._cut: set[int] = set()

    def is_cut(self, document: Document) -> bool:
        """Tell whether a document stands in a branch that is skipped; then what is below it does as well."""
        if document.parent_id in self._cut:
            self._cut.add(document.id)
            return True
        return False

    def cut(self, document: Document) -> None:
        self._cut.add(document.id)


class BranchPublishing(Publishing):
    """Publishing branches."""

    async def publish_branch(
        self,
        document: Document,
        only: BranchFilter = BranchFilter.DEFAULT,
        cultures: Sequence[str] = (ALL_CULTURES,),
        *,
        actor: UUID = SYSTEM_USER,
    ) -> BranchOutcome:
        """Publish a document and what is below it, parents first.

        For each document to be published Saving and Publishing are raised; at the end one tree change and one Published
        with all of them. A document that cannot be published cuts off what is below it; when that is the root, nothing
        is published.

        Args:
            document: the root of the branch.
            only: which documents; without it those that are published and edited, and the root.
            cultures: the cultures, or `*`. Of documents that are published already `*` means the default culture.
            actor: who publishes.

        Raises:
            IdentityError: the document was never saved.
            CultureError: a culture is blank, unknown, given twice, or besides `*`.
            VariationError: cultures are missing, or given for a root that does not vary by culture.
            PublishedStateError: the document is on another way already.
        """
        if not document.has_identity:
            raise IdentityError(Sentences.BRANCH_NOT_SAVED(), field="document")
        check_cultures(document, cultures, wildcard=True)
        check_steady(document)

        async def work(operation: Operation) -> BranchOutcome:
            walk = _Walk(document, await self._named(operation, cultures), only)
            await self._publish_root(operation, walk)
            if not all(outcome.success for outcome in walk.outcomes):
                operation.spoilt = operation.options.cancel_poisons_outer_scope
                return BranchOutcome(tuple(walk.outcomes))
            async for below in self._documents.walk(operation.scope, document.path):
                if not walk.is_cut(below):
                    await self._visit(operation, walk, below)
            self._tell_branch(operation, walk)
            return BranchOutcome(tuple(walk.outcomes))

        return await self._perform("publish_branch", actor, work)

    async def _named(self, operation: Operation, cultures: Sequence[str]) -> list[str]:
        if all(culture == ALL_CULTURES for culture in cultures):
            return list(cultures)
        languages = await operation.languages()
        return [languages.require(culture) for culture in cultures]

    async def _publish_root(self, operation: Operation, walk: _Walk) -> None:
        if refusal := await self._check_versions(operation, [walk.root], None):
            walk.outcomes.append(refusal.of_publication(operation))
        elif walk.root.is_dirty():
            unsaved = PublishResult.FAILED_PUBLISH_UNSAVED_CHANGES
            walk.outcomes.append(PublishOutcome(unsaved, walk.root, operation.messages))
        else:
            await self._visit(operation, walk, walk.root)

    async def _visit(self, operation: Operation, walk: _Walk, document: Document) -> None:
        choice, cultures = await self._choose(operation, walk, document)
        if choice is _Choice.SKIP:
            walk.cut(document)
            return
        if choice is _Choice.ALREADY:
            already = PublishResult.SUCCESS_PUBLISH_ALREADY
            walk.outcomes.append(PublishOutcome(already, document, operation.messages))
            return
        outcome = await self._publish_in_branch(operation, walk, document, cultures)
        walk.outcomes.append(outcome)
        if not outcome.success:
            walk.cut(document)

    async def _choose(self, operation: Operation, walk: _Walk, document: Document) -> tuple[_Choice, list[str]]:
        """Decide about a document: publish it (and which cultures), leave it as it is, or skip it and what is below."""
        is_root = document is walk.root
        if not document.type.varies_by_culture or not document.published:
            choice = _choice(walk.filter, document.published, document.edited, is_root=is_root)
            return choice, list(walk.cultures) or [ALL_CULTURES]
        languages = await operation.languages()
        named = [languages.default if culture == ALL_CULTURES else culture for culture in walk.cultures or ["*"]]
        choices = {
            culture: _choice(
                walk.filter,
                document.is_culture_published(culture),
                document.is_culture_edited(culture),
                is_root=is_root,
            )
            for culture in named
        }
        chosen = [culture for culture, choice in choices.items() if choice is _Choice.PUBLISH]
        if chosen:
            return _Choice.PUBLISH, chosen
        return (_Choice.ALREADY if _Choice.ALREADY in choices.values() else _Choice.SKIP), []

    async def _publish_in_branch(
        self, operation: Operation, walk: _Walk, document: Document, cultures: list[str]
    ) -> PublishOutcome:
        saving = ContentSavingNotification([document], messages=operation.messages)
        is_root = document is walk.root
        if is_root:
            saving.with_state(walk.state)
        if await operation.is_stopped_by(saving):
            cancelled = PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT
            return PublishOutcome(cancelled, document, operation.messages)
        if refusal := check_name_length(document):
            return refusal.of_publication(operation)
        commit = Commit(document, document.published_slot(), state=saving.state, branch=True, check_path=is_root)
        commit.verdict = prepare(operation, document, await self._impacts(operation, document, cultures))
        outcome = await self._commit(operation, commit)
        if outcome.success and commit.persisted:
            walk.published.append(commit.persisted)
        return outcome

    def _tell_branch(self, operation: Operation, walk: _Walk) -> None:
        if not walk.published:
            return
        cultures = {one.document.key: one.published_cultures for one in walk.published}
        union = tuple(
            sorted({culture for listed in cultures.values() for culture in listed if culture != ALL_CULTURES})
        )
        told_cultures = union if walk.root.type.varies_by_culture else (ALL_CULTURES,)
        operation.tell_change(TreeChange(walk.root, TreeChangeTypes.REFRESH_BRANCH, told_cultures))
        documents = [one.document for one in walk.published]
        told = ContentPublishedNotification(
            documents,
            messages=operation.messages,
            published_cultures=cultures,
            include_descendants=True,
            paths=paths_of(documents),
        )
        operation.tell(told.with_state(walk.state))


def _choice(only: BranchFilter, published: bool, edited: bool, *, is_root: bool) -> _Choice:
    if published:
        return _Choice.PUBLISH if edited or BranchFilter.FORCE_REPUBLISH in only else _Choice.ALREADY
    return _Choice.PUBLISH if is_root or BranchFilter.INCLUDE_UNPUBLISHED in only else _Choice.SKIP
