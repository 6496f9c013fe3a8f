"""A tail: a loop over the journal that waits for more at its end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk.journal.model import ChangeRecord

if TYPE_CHECKING:
    from copydesk.journal.journal import Journal

__all__ = ["Tail"]


class Tail:
    """Reads batch after batch: `async for records in journal.tail(position)`.

    Args:
        journal: what is read.
        after: the position to go on from.

    Attributes:
        position: the position of the last record that was given out.
    """

    def __init__(self, journal: "Journal", after: int) -> None:
        self._journal = journal
        self.position = after

    def __aiter__(self) -> "Tail":
        return self

    async def __anext__(self) -> Sequence[ChangeRecord]:
        """Return the next records, at least one, in order.

        Raises:
            TooFarBackError: they have been removed meanwhile.
            UnknownPositionError: the position was never given out.
        """
        news, every = self._journal.news, self._journal.options.every
        while True:
            heard = news.rings
            if records := await self._journal.read(self.position):
                self.position = records[-1].position
                return records
            await news.wait(heard, every)
