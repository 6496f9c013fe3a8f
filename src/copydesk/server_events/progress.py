"""How far the node's reader has come."""

import asyncio

from copydesk.journal.bell import Bell

__all__ = ["Progress"]


class Progress:
    """The place of the reader in the journal.

    Attributes:
        position: the last position that was handed out.
        started: set when the reader has found the end of the journal.
    """

    def __init__(self) -> None:
        self.position = 0
        self.started = asyncio.Event()
        self._bell = Bell()

    def begin(self, position: int) -> None:
        """Set out from a position, the first time or after the place was lost."""
        self.position = position
        self.started.set()
        self._bell.ring()

    def told(self) -> None:
        """Wake those who wait for a position."""
        self._bell.ring()

    async def reached(self, position: int) -> None:
        """Return when a position was handed out."""
        while self.position < position:
            heard = self._bell.rings
            await self._bell.wait(heard, 1.0)
