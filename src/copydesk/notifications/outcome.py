"""How a scope ended, and which handlers failed after its commit."""

from dataclasses import dataclass
from enum import Enum

from copydesk.notifications.contracts import Notification

__all__ = ["HandlerFailure", "Outcome", "ScopeStatus"]


class ScopeStatus(Enum):
    """How the transaction of an outermost scope ended; FAILED when commit or rollback itself raised."""

    COMMITTED = "committed"
    ROLLED_BACK = "rolled back"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HandlerFailure:
    """A handler that raised after the commit. The data is saved; only what this handler does is missing."""

    handler: str
    notification: type[Notification]
    error: Exception


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a root scope ended. `failures` are in the order in which they happened."""

    status: ScopeStatus
    failures: tuple[HandlerFailure, ...] = ()
