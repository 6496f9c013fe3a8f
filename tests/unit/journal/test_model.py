"""Changes, attribution and ids."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from copydesk.journal import Attribution, Audience, Change, attributed_to, current_attribution, time_ordered_id

KEY = UUID("0b54c5bb-22a7-4c2e-9c8b-0d9d5bb0a3f1")
ALL_ONES = UUID(int=(1 << 128) - 1)


@pytest.mark.rule("JN1")
@pytest.mark.parametrize(("audience", "user"), [(Audience.USER, None), (Audience.SOURCE, KEY), (Audience.NODES, KEY)])
def test_a_user_is_named_exactly_when_addressed(audience: Audience, user: UUID | None) -> None:
    with pytest.raises(ValueError, match=r"Audience\.USER"):
        Change(source="s", type="t", key=KEY, audience=audience, user=user)


@pytest.mark.rule("JN1")
def test_a_change_may_be_addressed_to_one_user() -> None:
    assert Change(source="s", type="t", key=KEY, audience=Audience.USER, user=KEY).user == KEY


@pytest.mark.rule("JN2")
async def test_tasks_inherit_the_attribution_they_were_started_in() -> None:
    async def look() -> Attribution:
        return current_attribution()

    with attributed_to(Attribution(actor=KEY, origin="tab 1")):
        task = asyncio.create_task(look())
    assert current_attribution() == Attribution()
    assert (await task).origin == "tab 1"


@pytest.mark.rule("JN3")
@pytest.mark.parametrize("random", [UUID(int=0), ALL_ONES, KEY])
def test_an_id_is_a_version_7_uuid_of_its_moment(random: UUID) -> None:
    moment = datetime(2026, 11, 22, 3, 40, 1, 234_567, tzinfo=UTC)
    made = time_ordered_id(moment, random)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == int(moment.timestamp() * 1000)


@pytest.mark.rule("JN3")
def test_ids_sort_by_time_whatever_the_random_bits_are() -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    assert time_ordered_id(moment, ALL_ONES) < time_ordered_id(moment + timedelta(milliseconds=1), UUID(int=0))


@pytest.mark.rule("JN3")
def test_ids_of_one_moment_differ_by_their_random_bits() -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    assert len({time_ordered_id(moment, UUID(int=1 << bit)) for bit in range(62)}) == 62
