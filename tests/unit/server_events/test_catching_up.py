"""Whoever cannot catch up is let go, so that they come again: nobody stays connected and hears nothing."""

import asyncio
from collections.abc import Callable, Collection
from typing import cast
from uuid import UUID

import pytest

from copydesk.identity import NO_RIGHTS, Principal
from copydesk.identity.principal import PrincipalKind
from copydesk.journal import ChangeRecord, Journal
from copydesk.server_events.admission import Admission
from copydesk.server_events.listeners import Listeners
from copydesk.server_events.outlets import Farewell, Listener, Outlet
from copydesk.server_events.progress import Progress
from copydesk.server_events.resuming import Resuming


class StuckJournal:
    """Reads when it is told to, or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.reading = asyncio.Event()
        self.go_on = asyncio.Event()

    async def read(self, after: int, most: int | None = None) -> list[ChangeRecord]:
        del after, most
        if self.failure is not None:
            raise self.failure
        self.reading.set()
        await self.go_on.wait()
        return []


class Ends:
    """An outlet that remembers whom it ended, and how."""

    def __init__(self) -> None:
        self.ended: set[tuple[str, Farewell]] = set()
        self.changed = asyncio.Event()

    async def join(self, listener: Listener, groups: Collection[str]) -> None:
        del listener, groups

    async def leave(self, listener: Listener, groups: Collection[str]) -> None:
        del listener, groups

    async def end(self, listener: Listener, farewell: Farewell) -> None:
        self.ended.add((listener.id, farewell))
        self.changed.set()


@pytest.fixture
def outlet() -> Ends:
    return Ends()


@pytest.fixture
def listeners() -> Listeners:
    return Listeners()


@pytest.fixture
def listener(outlet: Ends, listeners: Listeners) -> Callable[[str], Listener]:
    def make(id_: str) -> Listener:
        principal = Principal(PrincipalKind.USER, NO_RIGHTS, key=UUID(int=1))
        made = Listener(id_, cast("Outlet", outlet), principal)
        listeners.add(made)
        return made

    return make


def resuming_from(journal: StuckJournal, listeners: Listeners) -> Resuming:
    progress = Progress()
    progress.begin(5)
    return Resuming(cast("Journal", journal), listeners, cast("Admission", None), progress)


@pytest.mark.rule("SE56")
@pytest.mark.logs_errors
async def test_a_listener_whose_catching_up_fails_is_let_go(
    outlet: Ends, listeners: Listeners, listener: Callable[[str], Listener]
) -> None:
    one = listener("one")
    resuming_from(StuckJournal(ZeroDivisionError()), listeners).begin(one, "c1")
    await outlet.changed.wait()
    assert outlet.ended == {("one", Farewell.NOT_CAUGHT_UP)}
    assert len(listeners) == 0


@pytest.mark.rule("SE56")
async def test_all_who_are_catching_up_are_let_go_at_the_end(
    outlet: Ends, listeners: Listeners, listener: Callable[[str], Listener]
) -> None:
    journal = StuckJournal()
    resuming = resuming_from(journal, listeners)
    resuming.begin(listener("begun"), "c1")
    await journal.reading.wait()
    resuming.begin(listener("not begun"), "c1")
    await resuming.close()
    assert outlet.ended == {("begun", Farewell.NOT_CAUGHT_UP), ("not begun", Farewell.NOT_CAUGHT_UP)}
    assert len(listeners) == 0


@pytest.mark.rule("SE57")
async def test_a_listener_asks_once_more_at_most_while_it_catches_up(
    listeners: Listeners, listener: Callable[[str], Listener]
) -> None:
    journal = StuckJournal()
    resuming = resuming_from(journal, listeners)
    one, other = listener("one"), listener("other")
    assert [resuming.begin(one, "c1") for _ in range(3)] == [True, True, False]
    assert resuming.begin(other, "c1")
    journal.go_on.set()
    never = asyncio.ensure_future(asyncio.Event().wait())
    while one.asked:
        await asyncio.wait([never], timeout=0.001)
    never.cancel()
    assert resuming.begin(one, "c1")
    await resuming.close()
