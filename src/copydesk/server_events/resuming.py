"""Resuming: tells a listener what it missed, and lets it join the live events at the very record where they stand."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from copydesk.db import DatabaseError
from copydesk.journal import Journal, TooFarBackError, UnknownPositionError
from copydesk.server_events.admission import Admission
from copydesk.server_events.cursors import cursor_of, position_of
from copydesk.server_events.errors import InvalidCursorError
from copydesk.server_events.listeners import Listeners
from copydesk.server_events.outlets import Farewell, Listener, Reset, ResetReason, event_of
from copydesk.server_events.progress import Progress

__all__ = ["Resuming"]

_log = logging.getLogger(__name__)
_MOST_ASKED = 2
"""One catches up, and may have asked once more meanwhile."""


class Resuming:
    """Lets listeners catch up, each in a task of its own.

    Args:
        journal: what was missed is read there.
        listeners: who listens.
        admission: who hears what.
        progress: how far the node's reader has come.
    """

    def __init__(self, journal: Journal, listeners: Listeners, admission: Admission, progress: Progress) -> None:
        self._journal = journal
        self._listeners = listeners
        self._admission = admission
        self._progress = progress
        self._tasks: dict[asyncio.Task[None], Listener] = {}

    def begin(self, listener: Listener, cursor: str) -> bool:
        """Let a listener catch up in the background; False if it is at it, and has asked once more already."""
        if listener.asked >= _MOST_ASKED:
            return False
        listener.asked += 1
        work = self._resume(listener, cursor)
        task = asyncio.get_running_loop().create_task(work, name="catching up with live events")
        self._tasks[task] = listener
        task.add_done_callback(self._done)
        return True

    async def close(self) -> None:
        """Stop all catching up. Those who have not caught up would hear nothing more, so they are let go."""
        under_way = dict(self._tasks)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        for task, listener in under_way.items():
            if task.cancelled():
                await self._listeners.end(listener, Farewell.NOT_CAUGHT_UP)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task).asked -= 1

    async def _resume(self, listener: Listener, cursor: str) -> None:
        async with listener.turn:
            try:
                await self._go_on(listener, cursor)
            except (DatabaseError, SQLAlchemyError) as error:
                _log.warning("a listener could not be told what it missed: %s", error)
                await self._listeners.end(listener, Farewell.NOT_CAUGHT_UP)
            except Exception:  # noqa: BLE001 - whatever it was, the client must come again for what it missed
                _log.exception("a listener could not be told what it missed")
                await self._listeners.end(listener, Farewell.NOT_CAUGHT_UP)

    async def _go_on(self, listener: Listener, cursor: str) -> None:
        try:
            await self._catch_up(listener, position_of(cursor))
        except InvalidCursorError:
            await self._start_anew(listener, ResetReason.INVALID_CURSOR)
        except TooFarBackError:
            await self._start_anew(listener, ResetReason.TOO_FAR_BACK)
        except UnknownPositionError:
            await self._start_anew(listener, ResetReason.UNKNOWN_POSITION)

    async def _catch_up(self, listener: Listener, known: int) -> None:
        since, heard = listener.since, self._progress.position
        position = known
        if (
            listener.group is not None
        ):  # It heard live from `since` to `heard`: only what is before and after is missing.
            if known >= since:
                return
            await self._listeners.pause(listener)
            await self._replay(listener, known, since)
            position = heard
        while not listener.ended:
            await self._wait_for(position)
            position = await self._replay(listener, position, self._progress.position)
            if position == self._progress.position:  # Nothing waits between here and the joining.
                await self._listeners.start(listener, known)
                return

    async def _wait_for(self, position: int) -> None:
        """Let the reader of this node come to where another one was already.

        Raises:
            UnknownPositionError: there is no such position.
        """
        if position > self._progress.position:
            await self._journal.read(position, 1)
            await self._progress.reached(position)

    async def _replay(self, listener: Listener, position: int, until: int) -> int:
        """Tell the records after `position` up to `until`, by the rights of now; return `until`."""
        while position < until and not listener.ended:
            records = await self._journal.read(position)
            if not records:
                return until
            for record in records:
                if record.position > until or listener.ended:
                    return until
                if self._admission.concerns(listener.principal, record):
                    await listener.outlet.tell_one(listener, event_of(record))
                position = record.position
        return until

    async def _start_anew(self, listener: Listener, reason: ResetReason) -> None:
        await self._listeners.pause(listener)
        if listener.ended:
            return
        position = self._progress.position
        await self._listeners.start(listener, position)
        await listener.outlet.reset(listener, Reset(reason, cursor_of(position)))
