"""What whoever imports may do: a port, so that the command line and the server import by the same code."""

from typing import Final, Protocol

from copydesk.identity.permissions import Verb
from copydesk.sentences import Said

__all__ = ["EVERYTHING_ALLOWED", "Admission"]


class Admission(Protocol):
    """Decides about single documents."""

    async def renew(self) -> None:
        """Read the rights as they are now. Called at the beginning of every batch, inside its transaction."""
        ...

    def refusal(self, verb: Verb, path: str) -> Said | None:
        """Return why `verb` may not be done to the document at `path`, or to the root; None when it may."""
        ...


class _EverythingAllowed:
    async def renew(self) -> None:
        pass

    def refusal(self, verb: Verb, path: str) -> Said | None:
        del verb, path
        return None


EVERYTHING_ALLOWED: Final[Admission] = _EverythingAllowed()
"""Of whoever has the database itself: the command line."""
