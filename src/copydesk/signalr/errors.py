"""The errors of this room: each says in its message what was wrong and what to do."""

from typing import ClassVar

__all__ = ["HubError", "SignalRError"]


class SignalRError(Exception):
    """Something in the SignalR server went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message if message is not None else type(self).__doc__)


class HubError(SignalRError):
    """An error whose message may be shown to the other side.

    Raise it in a hub method to tell the caller why the call failed; every other exception reaches the client as
    a general text, unless detailed errors are on. It is also what a client's own error becomes on the server.
    Clients see the type name that .NET gives it, because they compare it literally.
    """

    wire_type: ClassVar[str] = "HubException"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
