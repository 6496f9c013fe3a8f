from datetime import datetime, timedelta

import pytest

from copydesk.content.errors import ScheduleError
from copydesk.content.model import Schedule, ScheduleAction, ScheduledAction
from tests.unit.content.model.samples import NOW

LATER = NOW + timedelta(hours=1)
RELEASE, EXPIRE = ScheduleAction.RELEASE, ScheduleAction.EXPIRE


@pytest.mark.rule("CM36")
def test_a_culture_has_one_date_for_each_action() -> None:
    schedule = Schedule([ScheduledAction("", RELEASE, LATER)])
    schedule.set(RELEASE, NOW)
    schedule.set(EXPIRE, LATER)
    schedule.set(RELEASE, LATER, "DE-de")
    assert list(schedule) == [("", RELEASE, NOW), ("", EXPIRE, LATER), ("de-DE", RELEASE, LATER)]
    assert schedule.clear(RELEASE, "de-DE")
    assert not schedule.clear(RELEASE, "de-DE")
    assert len(schedule) == 2


@pytest.mark.rule("CM36")
def test_dates_that_cannot_be_are_refused_and_change_nothing() -> None:
    schedule = Schedule()
    with pytest.raises(ScheduleError) as refused:
        schedule.set(RELEASE, datetime(2030, 1, 1))  # noqa: DTZ001 - a date without a zone is what is refused.
    assert refused.value.field == "due"
    schedule.set(RELEASE, LATER)
    for due in (NOW, LATER):
        with pytest.raises(ScheduleError, match="later than it is released"):
            schedule.set(EXPIRE, due)
    assert list(schedule) == [("", RELEASE, LATER)]


@pytest.mark.rule("CM37")
def test_expiry_begins_and_waiting_ends_on_the_date_itself() -> None:
    schedule = Schedule([ScheduledAction("", RELEASE, NOW), ScheduledAction("", EXPIRE, LATER)])
    just_before = timedelta(microseconds=1)
    assert [schedule.awaits_release("", at) for at in (NOW - just_before, NOW)] == [True, False]
    assert [schedule.is_expired("", at) for at in (LATER - just_before, LATER)] == [False, True]
    assert not schedule.is_expired("de-DE", LATER)
