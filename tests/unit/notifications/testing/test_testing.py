"""What is shipped to users for their own tests."""

from datetime import UTC, datetime

import pytest

from copydesk.notifications import EventAggregator, HandlerRegistry, Notification
from copydesk.notifications.testing import CrashError, CrashPoint, FakeTransactions, ManualClock, Recorder


class Opened(Notification):
    pass


class Closed(Notification):
    pass


@pytest.fixture
async def recorder() -> Recorder:
    handlers = HandlerRegistry()
    recorder = Recorder().listen(handlers, Opened, Closed)
    await EventAggregator(handlers).publish_many([Opened(), Closed(), Opened()])
    return recorder


@pytest.mark.rule("NT60")
def test_the_recorder_remembers_in_order(recorder: Recorder) -> None:
    recorder.assert_heard(Opened, Closed, Opened)
    assert recorder.of(Opened) == [recorder.heard[0], recorder.heard[2]]
    recorder.forget()
    recorder.assert_heard()


@pytest.mark.rule("NT60")
def test_the_recorder_says_what_was_expected_and_what_was_heard(recorder: Recorder) -> None:
    with pytest.raises(AssertionError, match=r"expected Closed, but heard Opened, Closed, Opened$"):
        recorder.assert_heard(Closed)
    with pytest.raises(AssertionError, match=r"expected nothing, but heard Opened, Closed, Opened$"):
        recorder.assert_heard()


@pytest.mark.rule("NT60")
def test_an_order_may_have_others_in_between(recorder: Recorder) -> None:
    recorder.assert_order(Opened, Opened)
    recorder.assert_order(Closed)
    recorder.assert_order()
    with pytest.raises(AssertionError, match=r"expected Closed, Opened, Closed in this order, but Closed is missing"):
        recorder.assert_order(Closed, Opened, Closed)


@pytest.mark.rule("NT61")
async def test_the_fake_transaction_logs_what_is_asked_of_it() -> None:
    transactions, told = FakeTransactions(), [Opened()]
    first, second = transactions(), transactions()
    await first.begin()
    await first.commit(told)
    await second.begin()
    await second.rollback()
    assert transactions.log == ["begin", "commit", "begin", "rollback"]
    assert transactions.committed == [tuple(told)]


@pytest.mark.rule("NT61")
@pytest.mark.parametrize(
    ("point", "committed"), [(CrashPoint.BEFORE_COMMIT, 0), (CrashPoint.AFTER_COMMIT, 1), (CrashPoint.ROLLBACK, 0)]
)
async def test_the_fake_transaction_crashes_where_it_is_told_to(point: CrashPoint, committed: int) -> None:
    transactions = FakeTransactions(crash_at={point})
    transaction = transactions()
    await transaction.begin()
    with pytest.raises(CrashError, match=f"crashed at {point.value}") as raised:
        await (transaction.rollback() if point is CrashPoint.ROLLBACK else transaction.commit([Opened()]))
    assert raised.value.point is point
    assert len(transactions.committed) == committed


@pytest.mark.rule("NT61")
async def test_the_fake_transaction_may_crash_at_its_begin() -> None:
    with pytest.raises(CrashError, match="crashed at begin"):
        await FakeTransactions(crash_at={CrashPoint.BEGIN})().begin()


@pytest.mark.rule("NT61")
def test_the_clock_goes_on_only_when_told() -> None:
    clock = ManualClock(datetime(2031, 5, 6, tzinfo=UTC))
    assert (clock.monotonic(), clock.now()) == (0.0, datetime(2031, 5, 6, tzinfo=UTC))
    clock.advance(90)
    clock.advance(0.5)
    assert (clock.monotonic(), clock.now()) == (90.5, datetime(2031, 5, 6, 0, 1, 30, 500000, tzinfo=UTC))
    with pytest.raises(ValueError, match="time does not go back"):
        clock.advance(-1)
