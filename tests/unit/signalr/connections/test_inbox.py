import asyncio

import pytest

from copydesk.signalr.connections import CloseReason, CloseRequested, ConnectionLost, Reattached
from copydesk.signalr.connections.inbox import Inbox
from tests.unit.signalr.connections.driver import settle


@pytest.mark.rule("ST16")
async def test_unread_chunks_are_joined_and_make_room_when_half_is_read() -> None:
    inbox = Inbox(4)
    for data in (b"ab", b"", b"cd", b"e"):
        inbox.push(data)
    waiting = asyncio.ensure_future(inbox.room())
    await settle()
    assert not waiting.done()
    assert await inbox.take() == b"abcde"
    await waiting


@pytest.mark.rule("ST25")
async def test_what_came_before_the_end_is_read_first() -> None:
    inbox = Inbox(4)
    inbox.push(b"ab")
    inbox.end(ConnectionLost("gone"))
    inbox.push(b"late")
    inbox.end()
    assert await inbox.take() == b"ab"
    with pytest.raises(ConnectionLost, match="gone"):
        await inbox.take()


@pytest.mark.rule("ST80")
async def test_a_close_request_comes_before_anything_else_and_once() -> None:
    inbox = Inbox(4)
    inbox.push(b"ab")
    inbox.request_close(CloseRequested(CloseReason.SHUTDOWN))
    with pytest.raises(CloseRequested):
        await inbox.take()
    assert await inbox.take() == b"ab"
    inbox.end()
    inbox.request_close(CloseRequested(CloseReason.SHUTDOWN))
    assert await inbox.take() is None


@pytest.mark.rule("ST60")
async def test_a_restart_drops_what_is_unread_and_frees_the_writer() -> None:
    inbox = Inbox(4)
    inbox.push(b"abcde")
    waiting = asyncio.ensure_future(inbox.room())
    await settle()
    inbox.restart()
    await waiting
    inbox.push(b"new")
    assert isinstance(await inbox.take(), Reattached)
    assert await inbox.take() == b"new"


@pytest.mark.rule("ST85")
async def test_stopping_lets_the_reader_find_the_end() -> None:
    inbox = Inbox(4)
    reading = asyncio.ensure_future(inbox.take())
    await settle()
    inbox.stop()
    inbox.push(b"late")
    assert await reading is None
    assert await inbox.take() is None


async def test_a_cancelled_read_can_be_repeated() -> None:
    inbox = Inbox(4)
    reading = asyncio.ensure_future(inbox.take())
    await settle()
    reading.cancel()
    await settle()
    inbox.push(b"x")
    assert await inbox.take() == b"x"


async def test_two_readers_are_told_apart() -> None:
    inbox = Inbox(4)
    reading = asyncio.ensure_future(inbox.take())
    await settle()
    with pytest.raises(RuntimeError, match="Two tasks read one connection"):
        await inbox.take()
    inbox.end()
    assert await reading is None
