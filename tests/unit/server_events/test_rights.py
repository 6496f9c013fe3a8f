"""Rights are read once for all who ask at the same time."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest

from copydesk.identity import Principal
from copydesk.identity.principal import PrincipalKind
from copydesk.identity.principals import Principals
from copydesk.identity.profile import NO_RIGHTS
from copydesk.server_events.errors import UnreadableRightsError
from copydesk.server_events.rights import TodaysRights

SOMEBODY = [Principal(PrincipalKind.USER, NO_RIGHTS, name=str(number)) for number in range(5)]


class SlowPrincipals:
    """Answers when it is told to, and knows how many were asked for at once."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.asking = asyncio.Semaphore(0)
        self.answer = asyncio.Semaphore(0)

    async def again(self, principals: Sequence[Principal]) -> Sequence[Principal | None]:
        self.asked.append(len(principals))
        self.asking.release()
        await self.answer.acquire()
        return [None if principal is SOMEBODY[0] else principal for principal in principals]


@pytest.mark.rule("SE55")
async def test_who_asks_while_one_reading_is_under_way_is_in_the_next() -> None:
    principals = SlowPrincipals()
    rights = TodaysRights(cast("Principals", principals))
    first = asyncio.create_task(rights.of(SOMEBODY[0]))
    await principals.asking.acquire()
    others = [asyncio.create_task(rights.of(each)) for each in SOMEBODY[1:]]
    gone = others.pop()
    principals.answer.release()
    await principals.asking.acquire()
    gone.cancel()
    principals.answer.release()
    assert await first is None
    assert await asyncio.gather(*others) == SOMEBODY[1:-1]
    assert principals.asked == [1, 4]


@pytest.mark.rule("SE55")
async def test_who_waits_at_the_end_is_told_so() -> None:
    principals = SlowPrincipals()
    rights = TodaysRights(cast("Principals", principals))
    waiting = [asyncio.create_task(rights.of(SOMEBODY[1]))]
    await principals.asking.acquire()
    waiting.append(asyncio.create_task(rights.of(SOMEBODY[2])))
    await asyncio.create_task(rights.close())
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [UnreadableRightsError] * 2


@pytest.mark.rule("SE55")
async def test_who_waits_for_a_reading_that_never_began_is_told_so() -> None:
    rights = TodaysRights(cast("Principals", SlowPrincipals()))
    waiting = asyncio.create_task(rights.of(SOMEBODY[1]))
    await asyncio.create_task(rights.close())
    with pytest.raises(UnreadableRightsError):
        await waiting
