"""The journal: every committed change, exactly once, in one order that all readers follow.

A change is appended in the transaction that makes it. Once that is committed, the sequencer gives its record the next
position. Readers follow positions: nothing committed is ever missed, and each reader can stop and go on where it was.
"""

from copydesk.journal.attribution import Attribution, acting, attributed_to, current_attribution
from copydesk.journal.cursors import Cursors, Lag, UnknownReaderError
from copydesk.journal.errors import JournalError, SequenceInsideUnitError, TooFarBackError, UnknownPositionError
from copydesk.journal.ids import time_ordered_id
from copydesk.journal.journal import Journal, JournalOptions
from copydesk.journal.model import Audience, Bounds, Change, ChangeRecord
from copydesk.journal.retention import Retention, prune
from copydesk.journal.tail import Tail

__all__ = [
    "Attribution",
    "Audience",
    "Bounds",
    "Change",
    "ChangeRecord",
    "Cursors",
    "Journal",
    "JournalError",
    "JournalOptions",
    "Lag",
    "Retention",
    "SequenceInsideUnitError",
    "Tail",
    "TooFarBackError",
    "UnknownPositionError",
    "UnknownReaderError",
    "acting",
    "attributed_to",
    "current_attribution",
    "prune",
    "time_ordered_id",
]
