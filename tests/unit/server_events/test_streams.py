"""The bounded queue of a stream."""

import asyncio

import pytest

from copydesk.server_events.cursors import cursor_of, position_of
from copydesk.server_events.errors import InvalidCursorError
from copydesk.server_events.streams import EventStream


@pytest.mark.rule("SE61")
async def test_a_stream_with_too_much_waiting_ends_after_what_waits() -> None:
    stream = EventStream(2)
    for body in (b"1", b"2", b"3", b"4"):
        stream.put(body)
    assert await stream.take(1) == b"12"
    assert await stream.take(1) is None


@pytest.mark.rule("SE61")
async def test_catching_up_waits_for_room() -> None:
    stream = EventStream(1)
    stream.put(b"1")
    waiting = asyncio.create_task(stream.put_slowly(b"2"))
    assert await stream.take(1) == b"1"
    await waiting
    assert await stream.take(1) == b"2"
    assert await stream.take(0) == b""


@pytest.mark.rule("SE52")
@pytest.mark.parametrize("cursor", ["", "c", "12", "cG", "c 1", "c1" + "0" * 30, "c\u0661"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        position_of(cursor)


@pytest.mark.rule("SE50")
def test_a_cursor_leads_back_to_its_position() -> None:
    assert [position_of(cursor_of(position)) for position in (0, 1, 2**62)] == [0, 1, 2**62]
