"""The principal: who is at the door. The same value rules HTTP, the hubs, jobs and the command line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from copydesk.identity.profile import NO_RIGHTS, PermissionProfile

__all__ = ["ANONYMOUS", "Caller", "Principal", "PrincipalKind"]


class PrincipalKind(StrEnum):
    """What kind of caller this is."""

    USER = "user"
    SERVICE = "service"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling, and with which rights."""

    kind: PrincipalKind
    profile: PermissionProfile
    key: UUID | None = None
    """Key of the user, or of the API key that a service came with; None only for the anonymous visitor."""
    name: str = ""
    email: str = ""
    language: str = "en-US"
    groups: frozenset[UUID] = frozenset()
    session: UUID | None = None
    """The sign-in that the token belongs to; None for an API key and for an external issuer's token."""
    issued_at: datetime | None = None
    """When the token was issued; None for an API key."""
    expires_at: datetime | None = None
    """When the token or API key ends; from then on this principal must not be served any more.

    None: it does not end.
    """

    def expired(self, now: datetime) -> bool:
        """Tell whether the right to be served has ended at `now`."""
        return self.expires_at is not None and now >= self.expires_at


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who wants something: who they were when they came, and who they are by the time that it is decided."""

    principal: Principal
    """Whom the door let in."""
    now: Callable[[], Awaitable[Principal]]
    """Asks the door again, as if they came now. Raises what the door raises when it refuses them."""


ANONYMOUS: Final = Principal(PrincipalKind.ANONYMOUS, NO_RIGHTS)
"""A visitor who showed nothing."""
