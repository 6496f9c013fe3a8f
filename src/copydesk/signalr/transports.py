"""The names of transports and of what they carry, as they stand on the wire."""

from enum import StrEnum

__all__ = ["TransferFormat", "Transport"]


class Transport(StrEnum):
    """How bytes travel, in the order in which they are offered."""

    WEB_SOCKETS = "WebSockets"
    SERVER_SENT_EVENTS = "ServerSentEvents"
    LONG_POLLING = "LongPolling"


class TransferFormat(StrEnum):
    """What the bytes are: text (UTF-8) or anything."""

    TEXT = "Text"
    BINARY = "Binary"
