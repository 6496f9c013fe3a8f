import asyncio

import pytest

from copydesk.signalr.hubs.cancellation import CancellationSource
from copydesk.signalr.testing import turns


@pytest.mark.rule("SH16")
async def test_a_token_fires_once_and_stays_fired() -> None:
    source = CancellationSource()
    waiting = asyncio.ensure_future(source.token.wait())
    await turns()
    states = [(waiting.done(), source.token.cancelled)]
    await source.cancel()
    await waiting
    states.append((waiting.done(), source.token.cancelled))
    assert states == [(False, False), (True, True)]
    await source.token.wait()


@pytest.mark.rule("SH16")
async def test_callbacks_run_in_order_and_may_be_async_or_taken_back() -> None:
    source, log = CancellationSource(), list[str]()

    async def slow() -> None:
        await turns(3)
        log.append("slow")

    source.token.register(slow)
    taken_back = source.token.register(lambda: log.append("taken back"))
    source.token.register(lambda: log.append("quick"))
    taken_back()
    await source.cancel()
    await source.cancel()
    assert log == ["slow", "quick"]
    source.token.register(lambda: log.append("late"))
    await turns()
    assert log == ["slow", "quick", "late"]


@pytest.mark.rule("SH16")
@pytest.mark.logs_errors
async def test_a_failing_callback_keeps_nothing_from_the_others() -> None:
    source, log = CancellationSource(), list[str]()

    def fail() -> None:
        raise RuntimeError

    source.token.register(fail)
    source.token.register(lambda: log.append("other"))
    await source.cancel()
    assert log == ["other"]
