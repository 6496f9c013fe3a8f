"""What a hub reports about its work, for metrics."""

from enum import StrEnum

from copydesk.signalr.transports import Transport

__all__ = ["HubObserver", "InvocationOutcome"]


class InvocationOutcome(StrEnum):
    """How a call ended."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    FAILED = "failed"


class HubObserver:
    """Base class that reports to nobody; override what is wanted. The methods must be quick and must not raise."""

    __slots__ = ()

    def connection_opened(self, transport: Transport) -> None:
        """A client has completed its handshake."""

    def connection_closed(self, transport: Transport, seconds: float) -> None:
        """A client that had completed its handshake is gone, after so many seconds."""

    def bytes_received(self, count: int) -> None:
        """So many bytes arrived, of messages of any kind and number."""

    def message_received(self) -> None:
        """A call, item, answer or cancellation arrived."""

    def message_sent(self, size: int) -> None:
        """A message of `size` bytes was given to a connection."""

    def bytes_queued(self, total: int) -> None:
        """So many bytes wait for slow clients now, over all connections; told about once a second."""

    def invocation_finished(self, method: str, seconds: float, outcome: InvocationOutcome) -> None:
        """A call of a hub method is over, stream included; `method` is the declared name."""
