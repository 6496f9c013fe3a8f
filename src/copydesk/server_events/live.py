"""The live events of one tenant on one node: reads the journal in order and tells its listeners."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from copydesk.db import DatabaseError
from copydesk.identity import Principal
from copydesk.identity.principals import Principals
from copydesk.journal import Audience as Addressee
from copydesk.journal import ChangeRecord, Journal, TooFarBackError, UnknownPositionError
from copydesk.server_events.admission import Admission
from copydesk.server_events.cursors import cursor_of
from copydesk.server_events.errors import UnreadableRightsError
from copydesk.server_events.listeners import Listeners
from copydesk.server_events.model import NO_KEY
from copydesk.server_events.outlets import Farewell, Listener, Reset, ResetReason, event_of
from copydesk.server_events.progress import Progress
from copydesk.server_events.resuming import Resuming
from copydesk.server_events.rights import TodaysRights

__all__ = ["LiveEvents", "LiveOptions"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How events are told.

    Attributes:
        patience: how long a writer waits at most until its own event was handed out, seconds.
        retry: how long the reader waits after the database failed, seconds.
    """

    patience: float = 1.0
    retry: float = 1.0


class LiveEvents:
    """Tells the listeners of one node. `run` must be running.

    Args:
        journal: what is told.
        admission: who hears what.
        principals: what listeners may do now.
        rights_changed: called with the keys of those whose rights may have changed, None for anybody, so that caches
            hear of what other nodes did.
        options: how events are told.

    Attributes:
        listeners: who listens.
    """

    def __init__(
        self,
        journal: Journal,
        admission: Admission,
        principals: Principals,
        *,
        rights_changed: Callable[[frozenset[UUID] | None], None] = lambda _: None,
        options: LiveOptions | None = None,
    ) -> None:
        self.listeners = Listeners()
        self._journal = journal
        self._admission = admission
        self._rights = TodaysRights(principals)
        self._rights_changed = rights_changed
        self._options = options or LiveOptions()
        self._progress = Progress()
        self._resuming = Resuming(journal, self.listeners, admission, self._progress)
        self._rights_rounds = 0

    @property
    def position(self) -> int:
        """The last position that was handed out."""
        return self._progress.position

    # ------------------------------------------------------------ the reader

    async def run(self) -> None:
        """Tell what is appended to the journal, until cancelled."""
        try:
            while True:
                try:
                    await self._follow()
                except (DatabaseError, SQLAlchemyError) as error:
                    _log.warning("live events wait for the database: %s", error)
                    await self._journal.news.wait(self._journal.news.rings, self._options.retry)
        finally:
            await self._resuming.close()
            await self._rights.close()

    async def ready(self) -> None:
        """Return when the reader has found the end of the journal: from then on nothing is missed."""
        await self._progress.started.wait()

    async def _follow(self) -> None:
        if not self._progress.started.is_set():
            self._progress.begin((await self._journal.bounds()).newest)
        try:
            async for records in self._journal.tail(self.position):
                for record in records:
                    await self._tell(record)
                    self._progress.position = record.position
                self._progress.told()
        except (TooFarBackError, UnknownPositionError) as error:
            _log.warning("live events lost their place in the journal; clients are told to read again: %s", error)
            await self._lose_place()

    async def _tell(self, record: ChangeRecord) -> None:
        match record.audience:
            case Addressee.NODES:
                await self._rights_of(None if record.key == NO_KEY else frozenset({record.key}))
            case _:
                try:
                    await self._hand_out(record)
                except Exception:  # noqa: BLE001 - whatever it was, all that follows is told (as in the reference)
                    _log.exception("the change at %d could not be told", record.position)

    async def _hand_out(self, record: ChangeRecord) -> None:
        match record.audience:
            case Addressee.BROADCAST:
                await self.listeners.tell_everybody(event_of(record))
            case Addressee.USER if record.user is not None:
                await self.listeners.tell_user(record.user, event_of(record))
            case _:
                profiles = [each for each in self.listeners.profiles if self._admission.admits(each, record)]
                await self.listeners.tell_profiles(profiles, event_of(record))

    async def _lose_place(self) -> None:
        """Go on from the end. What was lost may have changed rights, so these are read again too.

        Those who catch up find out by themselves where they can go on.
        """
        self._progress.begin((await self._journal.bounds()).newest)
        await self._rights_of(None)
        await self.listeners.reset_everybody(Reset(ResetReason.TOO_FAR_BACK, cursor_of(self.position)))

    # ------------------------------------------------------------ rights

    async def _rights_of(self, keys: frozenset[UUID] | None) -> None:
        """Regroup or cut off those whose rights may have changed. Nothing is told meanwhile."""
        self._rights_rounds += 1
        self._rights_changed(keys)
        listeners = self.listeners.of(keys)
        if listeners:
            try:
                principals = await self._rights.of_all([listener.principal for listener in listeners])
            except UnreadableRightsError:
                for listener in listeners:
                    await self.listeners.end(listener, Farewell.RIGHTS_UNREADABLE)
                return
            for listener, principal in zip(listeners, principals, strict=True):
                await self._now_is(listener, principal)

    async def _now_is(self, listener: Listener, principal: Principal | None) -> None:
        if listener.ended:
            return
        if principal is None:
            await self.cut_off(listener)
        else:
            await self.listeners.regroup(listener, principal)

    async def cut_off(self, listener: Listener) -> None:
        """End a listener: it may not be here any more."""
        await self.listeners.end(listener, Farewell.LOST_RIGHT)

    # ------------------------------------------------------------ listeners

    async def join(self, listener: Listener, cursor: str | None = None) -> None:
        """Take a listener on.

        Args:
            listener: who. Its rights are read once more: they may have changed since it came to the door.
            cursor: the last one that it knows; then it is told in the background what it missed, and hears live after
                that. Without one it hears what comes from now on.
        """
        await self.ready()
        self.listeners.add(listener)
        await self._read_rights(listener)
        if listener.ended:
            return
        if cursor is None:
            await self.listeners.start(listener, self.position)
        else:
            self._resuming.begin(listener, cursor)

    async def leave(self, listener: Listener) -> None:
        """Let a listener go."""
        await self.listeners.forget(listener)

    def resume(self, listener: Listener, cursor: str) -> bool:
        """Tell a listener, in the background, what it missed between its cursor and the time it joined.

        Returns:
            Whether this will be done; not when it is being told already, and has asked once more besides.
        """
        return self._resuming.begin(listener, cursor)

    async def _read_rights(self, listener: Listener) -> None:
        """Read rights until no change was told meanwhile: then the reader tells this listener's next one, too."""
        while not listener.ended:
            rounds = self._rights_rounds
            try:
                principal = await self._rights.of(listener.principal)
            except UnreadableRightsError:
                await self.listeners.end(listener, Farewell.RIGHTS_UNREADABLE)
                return
            if rounds == self._rights_rounds:
                await self._now_is(listener, principal)
                return

    # ------------------------------------------------------------ writers

    async def caught_up(self) -> bool:
        """Wait, within the options' patience, until everything committed before this call was handed out.

        A client that reads again right after its own change has heard of it by then (as in the reference).

        Returns:
            Whether that came about in time. A database that fails now changes nothing about what was committed.

        Raises:
            SequenceInsideUnitError: a unit of work is open in this task.
        """
        try:
            async with asyncio.timeout(self._options.patience):
                await self._progress.reached(await self._journal.settled())
        except TimeoutError:
            return False
        except (DatabaseError, SQLAlchemyError) as error:
            _log.warning("a writer could not wait for its event: %s", error)
            return False
        return True
