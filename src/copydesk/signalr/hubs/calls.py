"""What a client has asked for and is not finished: ordinary calls, streams down, streams up."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from copydesk.signalr.clock import Clock
from copydesk.signalr.errors import StreamClosed
from copydesk.signalr.hubs.cancellation import CancellationSource
from copydesk.signalr.hubs.methods import HubMethod, ParameterKind
from copydesk.signalr.hubs.uploads import UploadStream
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.messages import Invocation, StreamInvocation

__all__ = ["ActiveCalls", "Call", "InvocationSlots", "Slot"]


class InvocationSlots:
    """How many ordinary calls may run at the same time. Only the connection's reader waits here.

    Args:
        count: the number of slots.
    """

    __slots__ = ("_closed", "_free", "_waiter")

    def __init__(self, count: int) -> None:
        self._free = count
        self._closed = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def free(self) -> bool:
        """Whether another call may start now."""
        return self._free > 0

    async def wait(self) -> bool:
        """Wait for a free slot. `False`: the connection ends, nothing more is to be started."""
        while not self.free and not self._closed:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        return not self._closed

    def take(self) -> "Slot":
        """Occupy a slot that `wait` found."""
        self._free -= 1
        return Slot(self._give_back)

    def close(self) -> None:
        """Let the reader go."""
        self._closed = True
        self._wake()

    def _give_back(self) -> None:
        self._free += 1
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Slot:
    """The place of one running call; given back when the call ends, or earlier when it waits for the client."""

    __slots__ = ("_give_back",)

    def __init__(self, give_back: Callable[[], None] | None = None) -> None:
        self._give_back = give_back

    def release(self) -> None:
        """Give the place back; a second time does nothing."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()


class Call:
    """One call of a client, from its arrival to its completion.

    Attributes:
        target: the method as the client wrote it.
        invocation_id: where the answer goes; `None` when nobody waits for one.
        streams_down: whether the client asked for a stream.
        stream_ids: the streams that the client sends along.
        method: what is called.
        arguments: what the client sent, converted.
        uploads: the client's streams, as the method gets them.
        source: fires the method's cancellation token, if it takes one.
        slot: the place that an ordinary call occupies.
        cancelled: whether the client cancelled the call, or is gone; only a token or a stream down takes notice.
        task: runs the call, once it has been started.
        begun: whether the task had its first turn; before that a cancelled task would never run at all.
    """

    __slots__ = (
        "arguments",
        "begun",
        "cancelled",
        "invocation_id",
        "method",
        "slot",
        "source",
        "stream_ids",
        "streams_down",
        "target",
        "task",
        "uploads",
    )

    def __init__(
        self, message: Invocation | StreamInvocation, method: HubMethod, arguments: tuple[Any, ...] = ()
    ) -> None:
        self.target = message.target
        self.invocation_id = message.invocation_id or None
        self.streams_down = isinstance(message, StreamInvocation)
        self.stream_ids = tuple(message.stream_ids)
        self.method = method
        self.arguments = arguments
        self.uploads: list[UploadStream] = []
        self.source = CancellationSource() if method.takes(ParameterKind.CANCELLATION) else None
        self.slot: Slot | None = None
        self.cancelled = False
        self.task: asyncio.Task[None] | None = None
        self.begun = False

    @property
    def ordinary(self) -> bool:
        """Whether the call counts against the limit of parallel calls: no stream in either direction."""
        return not self.streams_down and not self.stream_ids

    def release_slot(self) -> None:
        """Give the place of an ordinary call back."""
        if self.slot is not None:
            self.slot.release()


class ActiveCalls:
    """The unfinished calls of one connection.

    Args:
        options: limits of the hub.
        clock: tells how long a cancelled stream takes to end.
    """

    __slots__ = ("_by_id", "_calls", "_clock", "_gone", "_options", "_others", "slots", "uploads")

    def __init__(self, options: HubOptions, clock: Clock) -> None:
        self.slots = InvocationSlots(options.maximum_parallel_invocations)
        self.uploads: dict[str, UploadStream] = {}
        self._options = options
        self._clock = clock
        self._calls: set[Call] = set()
        self._by_id: dict[str, Call] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._gone = False

    @property
    def count(self) -> int:
        """How many calls run, streams included."""
        return len(self._calls)

    @property
    def streams(self) -> int:
        """How many of them have a stream in some direction."""
        return sum(not call.ordinary for call in self._calls)

    def uses(self, invocation_id: str) -> bool:
        """Tell whether a call with this id is unfinished."""
        return invocation_id in self._by_id

    def start(self, call: Call, work: Coroutine[Any, Any, None]) -> None:
        """Run a call in a task of its own; tasks get their first turn in the order of their start."""
        self._calls.add(call)
        if call.invocation_id is not None:
            self._by_id.setdefault(call.invocation_id, call)
        call.task = asyncio.get_running_loop().create_task(work)
        call.task.add_done_callback(lambda _: self._calls.discard(call))
        if self._gone:
            self._cancel(call)

    def finish(self, call: Call) -> None:
        """Forget the ids of a call, so that the client may use them again once it sees the completion."""
        for stream_id in call.stream_ids:
            upload = self.uploads.pop(stream_id, None)
            if upload is not None:
                upload.close()
        if call.invocation_id is not None and self._by_id.get(call.invocation_id) is call:
            del self._by_id[call.invocation_id]

    def open_upload(self, call: Call, stream_id: str, item_type: Any) -> None:
        """Expect the items of a stream for a call from now on."""
        upload = self.uploads[stream_id] = UploadStream(item_type, self._options.stream_buffer_capacity)
        call.uploads.append(upload)
        if self._gone:
            upload.finish(StreamClosed())

    def cancel(self, invocation_id: str) -> bool:
        """Cancel a call by its id, and tell whether there is one."""
        call = self._by_id.get(invocation_id)
        if call is not None:
            self._cancel(call)
        return call is not None

    def interrupt(self) -> None:
        """Start nothing more, not even what the reader has in its hands, and stop what only the client could use."""
        self.slots.close()
        self.client_gone()

    def client_gone(self) -> None:
        """Stop streams in both directions and fire the tokens of calls."""
        self._gone = True
        for upload in self.uploads.values():
            upload.finish(StreamClosed())
        for call in list(self._calls):
            self._cancel(call)

    def tasks(self, *, ordinary: bool = False) -> set[asyncio.Task[None]]:
        """Return the tasks that run; on request only those of ordinary calls."""
        return {call.task for call in self._calls if call.task is not None and (call.ordinary or not ordinary)}

    def _cancel(self, call: Call) -> None:
        """A token fires, and the method ends as it sees fit; without one, a stream down is stopped where it stands."""
        if call.cancelled:
            return  # A second blow would hit the stream while it cleans up.
        call.cancelled = True
        if call.source is not None:
            firing = asyncio.get_running_loop().create_task(self._call_off(call, call.source))
            self._others.add(firing)
            firing.add_done_callback(self._others.discard)
        elif call.streams_down and call.task is not None and call.begun:
            call.task.cancel()

    async def _call_off(self, call: Call, source: CancellationSource) -> None:
        """Fire the token; a stream that takes no notice is stopped after a while, or it would wait for ever."""
        await source.cancel()
        if not call.streams_down or call.task is None:
            return
        limit = asyncio.ensure_future(self._clock.sleep(self._options.disconnect_grace))
        await asyncio.wait({limit, call.task}, return_when=asyncio.FIRST_COMPLETED)
        limit.cancel()
        call.task.cancel()
