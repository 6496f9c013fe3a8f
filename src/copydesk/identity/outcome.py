"""What became of an operation on users, user groups or API keys. A refusal is an outcome, not an exception."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from copydesk.db import Databases, WriteScope
from copydesk.identity.ports import IDENTITY_LOCK
from copydesk.identity.principal import Caller, Principal
from copydesk.identity.sentences import Sentences
from copydesk.notifications import CancelableNotification, EventMessages, HandlerFailure
from copydesk.sentences import Said

__all__ = [
    "Outcome",
    "RefusedError",
    "StaleError",
    "Status",
    "attempt",
    "check_fresh",
    "decided",
    "finished",
    "may_go_on",
    "passed_on",
]


class Status(StrEnum):
    """How an operation ended."""

    SUCCESS = "success"
    CANCELLED = "cancelledByNotification"
    DUPLICATE_ALIAS = "duplicateAlias"
    DUPLICATE_EMAIL = "duplicateEmail"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    INVALID_PASSWORD = "invalidPassword"  # noqa: S105 - a status, not a password
    LAST_ADMINISTRATOR = "lastAdministrator"
    NOT_FOUND = "notFound"
    PROTECTED_GROUP = "protectedGroup"
    STALE = "stale"
    UNKNOWN_GROUP = "unknownGroup"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an operation."""

    status: Status
    problems: tuple[Said, ...] = ()
    """What was wrong, one sentence each, for people."""
    fields: Mapping[str, Said] = field(default_factory=dict)
    """What was wrong with single fields: name of the field -> sentence, which is one of `problems` too."""
    conflict: tuple[datetime, datetime] | None = None
    """When that which the change was based on had been changed, and when that which is stored was; if they differ."""
    messages: EventMessages = field(default_factory=EventMessages)
    """What handlers had to say, whether they cancelled or not."""
    failures: tuple[HandlerFailure, ...] = ()
    """Handlers that failed after the commit. The change stands."""

    @property
    def success(self) -> bool:
        """Whether the change was made."""
        return self.status is Status.SUCCESS


class RefusedError(Exception):
    """Ends an attempt, within this room only; `attempt` turns it into an outcome.

    Args:
        status: How it ended.
        problems: What was wrong, one sentence each.
        fields: What was wrong with single fields, by their names.
    """

    def __init__(self, status: Status, *problems: Said, **fields: Said) -> None:
        super().__init__(status, *problems, *fields.values())
        self.status = status
        self.problems = (*problems, *fields.values())
        self.fields = fields


class StaleError(RefusedError):
    """Somebody else was faster.

    Args:
        read: When that which the change was based on had been changed.
        stored: When that which is stored was changed.
    """

    def __init__(self, read: datetime, stored: datetime) -> None:
        super().__init__(Status.STALE, Sentences.CONCURRENCY_VIOLATION())
        self.conflict = (read, stored)


async def decided(
    databases: Databases, purpose: str, caller: Caller, work: Callable[[WriteScope, Principal], Awaitable[Outcome]]
) -> Outcome:
    """Let a caller change something, by the rights that they have when it is their turn.

    Args:
        databases: Where units of work begin.
        purpose: What is done, for those who wait.
        caller: Who wants it.
        work: Is given who they are by then. Nobody else changes users, user groups or API keys while it runs.
    """
    async with databases.write(purpose) as scope:
        await scope.write_lock(IDENTITY_LOCK)
        outcome = await work(scope, await caller.now())
        scope.complete()
    return finished(outcome, scope)


async def attempt(scope: WriteScope, work: Callable[[EventMessages], Awaitable[None]]) -> Outcome:
    """Do `work`, and undo all of it if it is refused.

    A refusal undoes only this operation: the scope can still be completed, so an outer one is not lost. Locks must be
    taken before, since they would go with what is undone.
    """
    messages = EventMessages()
    try:
        async with scope.savepoint():
            await work(messages)
    except RefusedError as refused:
        conflict = refused.conflict if isinstance(refused, StaleError) else None
        return Outcome(refused.status, refused.problems, refused.fields, conflict, messages)
    return Outcome(Status.SUCCESS, messages=messages)


async def may_go_on(scope: WriteScope, notification: CancelableNotification) -> None:
    """Publish a before-notification.

    Raises:
        RefusedError: A handler cancelled.
    """
    if await scope.notifications.publish_cancelable(notification):
        raise RefusedError(Status.CANCELLED)


def check_fresh(read: datetime | None, stored: datetime) -> None:
    """Check that what a change is based on is still what is stored.

    Args:
        read: When that which was read had been changed; None to overwrite whatever there is.
        stored: When that which is stored was changed.

    Raises:
        StaleError: Somebody else was faster.
    """
    if read is not None and read != stored:
        raise StaleError(read, stored)


def passed_on(outcome: Outcome, messages: EventMessages) -> None:
    """Let the operation around fail as a part of it did, with what the handlers of the part had to say.

    Raises:
        RefusedError: The part failed.
    """
    for message in outcome.messages:
        messages.add(message)
    if not outcome.success:
        sentences = [problem for problem in outcome.problems if problem not in outcome.fields.values()]
        raise RefusedError(outcome.status, *sentences, **outcome.fields)


def finished(outcome: Outcome, scope: WriteScope) -> Outcome:
    """Add to `outcome` what is known only after the scope: which handlers failed after the commit."""
    return replace(outcome, failures=scope.outcome.failures) if scope.outcome is not None else outcome
