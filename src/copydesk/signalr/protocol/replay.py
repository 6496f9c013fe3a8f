"""The two counters of stateful reconnect: what was sent and not yet confirmed, and what was received.

Both sides number their tracked messages from 1 and never start again. As the JavaScript client and the reference server
do it, `Sequence` carries the number of the first message that follows on the new socket.
"""

from collections import deque

from copydesk.signalr.errors import SequenceError

__all__ = ["ReceivedMessages", "ReplayBuffer"]


class ReplayBuffer:
    """Keeps every tracked frame that was sent until the peer confirms it.

    Args:
        limit: the number of bytes from which on `has_room` says no. The buffer itself never refuses: whoever sends
            waits, or gives the connection up.
    """

    __slots__ = ("_frames", "_limit", "_total", "pending_bytes")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._frames: deque[bytes] = deque()
        self._total = 0
        self.pending_bytes = 0

    @property
    def has_room(self) -> bool:
        """Whether another message may be sent before the peer confirms some."""
        return self.pending_bytes < self._limit

    @property
    def first_pending(self) -> int:
        """The number of the oldest message that is not confirmed, or of the next one if all are."""
        return self._total - len(self._frames) + 1

    def append(self, frame: bytes) -> None:
        """Number and keep one frame that is being sent."""
        self._frames.append(frame)
        self._total += 1
        self.pending_bytes += len(frame)

    def acknowledge(self, sequence_id: int) -> bool:
        """Forget everything up to `sequence_id`, and tell whether that was anything."""
        count = min(sequence_id - self.first_pending + 1, len(self._frames))
        for _ in range(count):
            self.pending_bytes -= len(self._frames.popleft())
        return count > 0

    def replay(self) -> bytes:
        """Return all frames that are not confirmed, oldest first."""
        return b"".join(self._frames)


class ReceivedMessages:
    """Counts the tracked messages of the peer, and knows the ones that come a second time."""

    __slots__ = ("_acknowledged", "_latest", "_next", "_waits_for_sequence")

    def __init__(self) -> None:
        self._next = 1
        self._latest = 0
        self._acknowledged = 0
        self._waits_for_sequence = False

    @property
    def waits_for_sequence(self) -> bool:
        """Whether everything but a `Sequence` message is to be ignored: a new socket has taken over."""
        return self._waits_for_sequence

    def accept(self) -> bool:
        """Count one tracked message, and tell whether it is new."""
        number = self._next
        self._next += 1
        if number <= self._latest:
            return False
        self._latest = number
        return True

    def socket_replaced(self) -> None:
        """Ignore everything until the peer says where it starts again."""
        self._waits_for_sequence = True

    def start_at(self, sequence_id: int) -> None:
        """Take the peer's word for the number of its next message.

        Raises:
            SequenceError: messages before it never arrived here.
        """
        if sequence_id > self._latest + 1:
            raise SequenceError
        self._next = sequence_id
        self._acknowledged = min(self._acknowledged, sequence_id - 1)  # The peer has not seen what confirmed more.
        self._waits_for_sequence = False

    def take_due_ack(self) -> int | None:
        """Return the highest number if it was not confirmed yet, and note it as confirmed."""
        if self._latest == self._acknowledged:
            return None
        self._acknowledged = self._latest
        return self._latest
