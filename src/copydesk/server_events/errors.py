"""What can go wrong with live events."""

__all__ = ["ChangeTableError", "InvalidCursorError", "ServerEventsError", "UnknownSourceError", "UnreadableRightsError"]


class ServerEventsError(Exception):
    """A live event cannot be told."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])


class UnknownSourceError(ServerEventsError, ValueError):
    """An event source is blank."""


class ChangeTableError(ServerEventsError, ValueError):
    """The change table would tell a change twice."""


class InvalidCursorError(ServerEventsError, ValueError):
    """The cursor is not one that this server gave out."""


class UnreadableRightsError(ServerEventsError):
    """What somebody may do cannot be read now."""
