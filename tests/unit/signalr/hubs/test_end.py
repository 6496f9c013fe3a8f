"""How connections begin and end, and what both sides are told."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from copydesk.signalr import Hub, HubApp, HubError, HubOptions, Principal
from copydesk.signalr.connections.connection import CloseReason, ConnectionLost
from copydesk.signalr.errors import ClientTimeout, MessageTooLarge, ProtocolError
from copydesk.signalr.protocol.messages import Close, Invocation
from copydesk.signalr.testing import FakeClock, HubTestClient, SyncPoint, turns
from tests.unit.signalr.hubs.conftest import Connect

WITH_ERROR = "Connection closed with an error."
End = Callable[[HubTestClient, FakeClock], Awaitable[None]]


class Lives(Hub):
    log: list[str]
    errors: list[Exception | None]
    point = SyncPoint()

    async def on_connected(self) -> None:
        self.log.append("connected")
        self.context.aborted.register(self._noted)

    async def on_disconnected(self, error: Exception | None) -> None:
        self.log.append("disconnected")
        self.errors.append(error)
        self.log.append(f"still known: {len(await self.presence.users())}")
        await self.clients.caller.send("TooLate")

    async def _noted(self) -> None:
        await turns(3)
        self.log.append("aborted")

    async def abort(self) -> None:
        self.context.abort()

    async def hold(self) -> None:
        self.log.append("hold begins")
        await self.point.wait()
        self.log.append("hold ends")

    async def echo(self, text: str) -> str:
        self.log.append(text)
        return text


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Lives.log, Lives.errors, Lives.point = [], [], SyncPoint()


async def _finish(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.finish()


async def _lose(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.lose()


async def _say_goodbye(client: HubTestClient, clock: FakeClock) -> None:
    client.close()


async def _say_goodbye_with_error(client: HubTestClient, clock: FakeClock) -> None:
    client.close("enough")


async def _abort(client: HubTestClient, clock: FakeClock) -> None:
    client.send("abort")


async def _shut_down(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.request_close(CloseReason.SHUTDOWN)


async def _expire(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.request_close(CloseReason.AUTHENTICATION_EXPIRED)


async def _time_out(client: HubTestClient, clock: FakeClock) -> None:
    client.ping()
    await clock.advance(32)


async def _damage(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.push(b"{]\x1e")


async def _exceed(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.push(b"x" * 40_000)


async def _stop_in_the_middle(client: HubTestClient, clock: FakeClock) -> None:
    client.connection.push(b'{"type":6')
    await turns()
    client.connection._inbox.end()


@pytest.mark.rule("SH80", "SH81")
@pytest.mark.parametrize(
    ("end", "close", "error"),
    [
        (_finish, None, type(None)),
        (_lose, None, ConnectionLost),
        (_say_goodbye, Close(None, True), type(None)),
        (_say_goodbye_with_error, Close(None, True), HubError),
        (_abort, Close(None, False), type(None)),
        (_shut_down, Close(None, True), type(None)),
        (_expire, Close(None, True), type(None)),
        (_time_out, Close(WITH_ERROR, True), ClientTimeout),
        (_damage, Close(WITH_ERROR, True), ProtocolError),
        (_exceed, Close(WITH_ERROR, True), MessageTooLarge),
        (_stop_in_the_middle, Close(WITH_ERROR, True), ProtocolError),
    ],
)
async def test_both_sides_are_told_how_a_connection_ends(
    connect: Connect, clock: FakeClock, end: End, close: Close | None, error: type
) -> None:
    client = await connect(Lives, user=Principal("ada"))
    await client.invoke("echo", "hello")
    await end(client, clock)
    await client.ended()
    assert [type(one) for one in Lives.errors] == [error]
    closes = [message for message in client.peer.messages if isinstance(message, Close)]
    assert closes == ([] if close is None else [close])
    assert Lives.log == ["connected", "hello", "aborted", "disconnected", "still known: 0"]


@pytest.mark.rule("SH80")
async def test_the_error_of_a_client_that_says_goodbye_is_reported(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Lives)
    client.close("enough")
    await client.ended()
    assert str(Lives.errors[0]) == "enough"


@pytest.mark.rule("SH81")
async def test_the_close_message_goes_out_before_anything_is_told_to_the_hub(connect: Connect) -> None:
    client = await connect(Lives)
    client.connection.listener.abort()  # type: ignore[union-attr]
    await client.peer.closed
    assert Lives.log == ["connected"]
    await client.ended()
    assert Lives.log[1:3] == ["aborted", "disconnected"]


class BadCallback(Lives):
    async def on_connected(self) -> None:
        await super().on_connected()
        self.context.aborted.register(self._raise)
        self.context.aborted.register(self._noted)

    def _raise(self) -> None:
        raise RuntimeError("callback")


@pytest.mark.rule("SH81")
@pytest.mark.logs_errors
async def test_a_failing_abort_callback_keeps_nothing_from_happening(connect: Connect) -> None:
    app = HubApp(BadCallback)
    client = await connect(app)
    await client.leave()
    assert Lives.log[:4] == ["connected", "aborted", "aborted", "disconnected"]


class Unwelcoming(Lives):
    async def on_connected(self) -> None:
        await self.groups.add(self.context.connection_id, "g")
        raise HubError("not you")


@pytest.mark.rule("SH82")
@pytest.mark.logs_errors
async def test_a_refused_connection_may_not_come_back_and_the_hub_takes_no_leave(
    connect: Connect, clock: FakeClock
) -> None:
    app = HubApp(Unwelcoming, clock=clock)
    client = await connect(app)
    assert await client.peer.closed == Close(f"{WITH_ERROR} HubException: not you", allow_reconnect=False)
    await client.ended()
    assert Lives.log == []
    assert await app.hub_context.presence.connections() == []
    assert await app.hub_context.presence.members("g") == []


class BadLeave(Lives):
    async def on_disconnected(self, error: Exception | None) -> None:
        raise RuntimeError("leave")


@pytest.mark.rule("SH83")
@pytest.mark.logs_errors
async def test_a_connection_is_forgotten_even_if_on_disconnected_raises(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(BadLeave, clock=clock)
    client = await connect(app)
    await client.leave()
    assert await app.hub_context.presence.connections() == []


@pytest.mark.rule("SH84")
async def test_on_disconnected_waits_for_ordinary_calls(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Lives)
    client.call("hold")
    await Lives.point.reached()
    client.connection.finish()
    await turns()
    assert Lives.log[-1] == "aborted"
    Lives.point.go_on()
    await client.ended()
    assert Lives.log[-3:] == ["hold ends", "disconnected", "still known: 0"]


@pytest.mark.rule("SH84")
async def test_on_disconnected_does_not_wait_for_ever(connect: Connect, clock: FakeClock) -> None:
    client = await connect(Lives, options=HubOptions(disconnect_grace=3))
    client.call("hold")
    await Lives.point.reached()
    client.connection.finish()
    await clock.advance(2.9)
    assert "disconnected" not in Lives.log
    await clock.advance(0.2)
    await client.ended()
    assert Lives.log[-2:] == ["disconnected", "still known: 0"]
    Lives.point.go_on()
    await turns()
    assert Lives.log[-1] == "hold ends"


@pytest.mark.rule("SH85")
async def test_calls_that_had_arrived_when_the_client_left_are_still_made(connect: Connect) -> None:
    client = await connect(Lives)
    client.peer.say(Invocation("hold"), Invocation("echo", ["after"]))
    await Lives.point.reached()
    client.connection.finish()
    await turns()
    Lives.point.go_on()
    await client.ended()
    assert Lives.log == ["connected", "hold begins", "aborted", "hold ends", "after", "disconnected", "still known: 0"]


@pytest.mark.rule("SH85")
async def test_a_connection_that_the_server_ends_takes_no_further_call(connect: Connect) -> None:
    client = await connect(Lives)
    client.peer.say(Invocation("hold"), Invocation("echo", ["after"]))
    await Lives.point.reached()
    client.connection.request_close()
    await client.peer.closed
    Lives.point.go_on()
    await client.ended()
    assert "after" not in Lives.log


@pytest.mark.rule("SH86")
async def test_closing_the_app_ends_calls_whose_connection_is_gone(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Lives, clock=clock, options=HubOptions(disconnect_grace=0))
    client = await connect(app)
    client.call("hold")
    await Lives.point.reached()
    await client.leave()
    async with asyncio.timeout(60):
        await app.close()
    assert "hold ends" not in Lives.log


@pytest.mark.rule("SH80")
async def test_a_cancelled_handler_still_cleans_up(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Lives, clock=clock)
    client = HubTestClient(app)
    await client.shake_hands()
    await client.invoke("echo", "hello")
    client.running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await client.ended()
    assert Lives.log == ["connected", "hello", "aborted", "disconnected", "still known: 0"]
    assert await app.hub_context.presence.connections() == []


# ---------------------------------------------------------------- from outside


@pytest.mark.rule("SH87")
@pytest.mark.parametrize(
    ("arguments", "close"),
    [
        ({}, Close(None, allow_reconnect=False)),
        ({"reason": "moved"}, Close(f"{WITH_ERROR} HubException: moved", allow_reconnect=False)),
        ({"allow_reconnect": True}, Close(None, allow_reconnect=True)),
    ],
)
async def test_a_connection_can_be_ended_from_outside(
    connect: Connect, clock: FakeClock, arguments: dict[str, Any], close: Close
) -> None:
    app = HubApp(Lives, clock=clock)
    client, other = await connect(app), await connect(app)
    assert await app.hub_context.disconnect(client.connection_id, **arguments) is True
    assert await app.hub_context.disconnect(client.connection_id, **arguments) is False
    assert await client.peer.closed == close
    await client.ended()
    assert await app.hub_context.disconnect(client.connection_id) is False
    assert await other.invoke("echo", "still here") == "still here"
    assert Lives.errors == [None]


@pytest.mark.rule("SH87")
async def test_a_user_or_a_group_can_be_ended_from_outside(connect: Connect, clock: FakeClock) -> None:
    app = HubApp(Lives, clock=clock)
    ada, ada_again, bob = [await connect(app, user=Principal(name)) for name in ("ada", "ada", "bob")]
    await app.hub_context.groups.add(bob.connection_id, "g")
    assert await app.hub_context.disconnect_user("ada") == 2
    assert await app.hub_context.disconnect_user("ad*") == 0
    await asyncio.gather(ada.ended(), ada_again.ended())
    assert await bob.invoke("echo", "still here") == "still here"
    assert await app.hub_context.disconnect_group("g", reason="done") == 1
    assert (await bob.peer.closed).error == f"{WITH_ERROR} HubException: done"
