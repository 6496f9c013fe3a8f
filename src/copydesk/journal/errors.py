"""What can go wrong with the journal."""

__all__ = ["JournalError", "SequenceInsideUnitError", "TooFarBackError", "UnknownPositionError"]


class JournalError(Exception):
    """The journal could not do what was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])


class TooFarBackError(JournalError):
    """Records after this position have been removed; read the present state and go on from the newest position.

    Attributes:
        after: the position that was asked for.
        oldest: the lowest position after which everything is still there.
    """

    def __init__(self, after: int, oldest: int) -> None:
        super().__init__(
            f"records after position {after} are gone, the journal begins after {oldest}; "
            "read the present state and go on from the newest position"
        )
        self.after = after
        self.oldest = oldest


class UnknownPositionError(JournalError):
    """The position was never given out by this journal; it may come from another one, or from before a restore.

    Attributes:
        after: the position that was asked for.
        newest: the last position given out.
    """

    def __init__(self, after: int, newest: int) -> None:
        super().__init__(
            f"position {after} was never given out, the newest is {newest}; it may come from another journal: "
            "read the present state and go on from the newest position"
        )
        self.after = after
        self.newest = newest


class SequenceInsideUnitError(JournalError, RuntimeError):
    """Positions are given to committed records only; wait for them after the unit of work has ended."""
