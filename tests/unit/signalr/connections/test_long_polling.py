import pytest

from copydesk.signalr.connections import ConnectionLost, ConnectionRequest, Principal, Transport
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import ManualClock, settle
from tests.unit.signalr.connections.handlers import Held, Recorder, read_to_end

NO_CACHE = {
    "cache-control": "no-cache, no-store",
    "pragma": "no-cache",
    "expires": "Thu, 01 Jan 1970 00:00:00 GMT",
}


@pytest.mark.rule("ST40", "ST45")
async def test_the_first_poll_is_answered_at_once_and_empty(serve: Serve, held: Held) -> None:
    client = serve(held)
    response = await client.poll(await client.token()).response()
    assert (response.status, response.body) == (200, b"")
    assert response.headers.items() >= NO_CACHE.items()
    connection = await held.arrived.get()
    assert connection.transport is Transport.LONG_POLLING
    assert connection.has_inherent_keep_alive


@pytest.mark.rule("ST41", "ST45")
async def test_a_poll_waits_and_brings_everything_in_one_body(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    poll = client.poll(token)
    await settle()
    assert not poll.complete
    assert connection.write(b"one")
    assert connection.write(b"two")
    response = await poll.response()
    assert (response.status, response.body) == (200, b"onetwo")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-length"] == "6"
    assert response.headers.items() >= NO_CACHE.items()


@pytest.mark.rule("ST41")
async def test_data_written_between_polls_waits_for_the_next(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    connection.write(b"early")
    assert connection.queued == 5
    assert (await client.poll(token).response()).body == b"early"
    assert connection.queued == 0


@pytest.mark.rule("ST41", "ST45")
async def test_a_poll_without_data_times_out_empty(serve: Serve, clock: ManualClock) -> None:
    client = serve(poll_timeout=90)
    token = await client.polling()
    poll = client.poll(token)
    await clock.advance(88)
    assert not poll.complete
    await clock.advance(3)
    response = await poll.response()
    assert (response.status, response.body) == (200, b"")
    assert response.headers.items() >= NO_CACHE.items()
    await client.post(token, b"still alive")
    assert (await client.poll(token).response()).body == b"still alive"


@pytest.mark.rule("ST42", "ST45")
async def test_after_the_handler_polls_fetch_the_rest_then_204_then_404(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    (await held.arrived.get()).write(b"rest")
    held.finish.set()
    await settle()
    assert (await client.post(token, b"too late")).status == 404
    assert (await client.poll(token).response()).body == b"rest"
    last = await client.poll(token).response()
    assert (last.status, last.body) == (204, b"")
    assert last.headers == NO_CACHE
    await settle()
    assert (await client.poll(token).response()).status == 404


@pytest.mark.rule("ST42")
async def test_an_open_poll_ends_with_the_handler(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    poll = client.poll(token)
    await settle()
    held.finish.set()
    assert (await poll.response()).status == 204


@pytest.mark.rule("ST42", "ST83")
@pytest.mark.logs_errors
async def test_a_failed_handler_ends_the_polls_with_500(serve: Serve, held: Held) -> None:
    held.fails = RuntimeError("broken")
    client = serve(held)
    token = await client.polling()
    held.finish.set()
    assert (await client.poll(token).response()).status == 500
    await settle()
    assert (await client.poll(token).response()).status == 404


@pytest.mark.rule("ST43")
async def test_a_newer_poll_ends_the_open_one_without_loss(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    old = client.poll(token)
    await settle()
    new = client.poll(token)
    assert (await old.response()).status == 204
    connection.write(b"data")
    assert (await new.response()).body == b"data"


@pytest.mark.rule("ST43", "ST92")
async def test_of_many_newer_polls_one_wins_and_the_others_conflict(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    old = client.poll(token)
    await settle()
    old.stall()  # Its 204 is on the way while the newer ones come.
    newer = [client.poll(token) for _ in range(20)]
    await settle()
    assert sum(poll.status == 409 for poll in newer) == 19
    old.resume()
    (await held.arrived.get()).write(b"data")
    assert (await old.response()).status == 204
    winner = next(poll for poll in newer if poll.status != 409)
    assert (await winner.response()).body == b"data"


@pytest.mark.rule("ST44")
async def test_delete_ends_everything_at_once(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    await client.post(token, b"last")
    poll = client.poll(token)
    await settle()
    assert (await client.ask("DELETE", f"/?id={token}")).status == 202
    assert (await poll.response()).status == 204
    assert await read_to_end(connection) == [b"last"]
    assert not held.finish.is_set()
    for method in ("GET", "POST", "DELETE"):
        assert (await client.ask(method, f"/?id={token}")).status == 404


@pytest.mark.rule("ST46")
async def test_without_polls_the_connection_is_lost(serve: Serve, held: Held, clock: ManualClock) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    poll = client.poll(token)
    await clock.advance(30)  # An open poll counts.
    poll.leave()
    await poll.task
    await clock.advance(14)
    assert not connection.closed
    await clock.advance(2)
    with pytest.raises(ConnectionLost, match="no poll came within the disconnect timeout"):
        await connection.receive()
    assert (await client.poll(token).response()).status == 404


@pytest.mark.rule("ST46")
async def test_a_rest_that_nobody_fetches_is_dropped(serve: Serve, held: Held, clock: ManualClock) -> None:
    client = serve(held)
    token = await client.polling()
    (await held.arrived.get()).write(b"rest")
    held.finish.set()
    await clock.advance(16)
    assert (await client.poll(token).response()).status == 404


@pytest.mark.rule("ST47")
async def test_a_client_that_leaves_its_poll_loses_nothing(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    left = client.poll(token)
    left.leave()
    await left.task
    connection.write(b"data")
    assert not left.complete
    assert (await client.poll(token).response()).body == b"data"


@pytest.mark.rule("ST48")
async def test_polls_renew_the_user(serve: Serve, held: Held, caplog: pytest.LogCaptureFixture) -> None:
    async def authenticate(request: ConnectionRequest) -> Principal | None:
        identifier, _, role = (request.bearer_token or "").partition(":")
        return Principal(identifier, claims={"role": role}) if identifier else None

    client = serve(held, hooks={"authenticate": authenticate})
    token = await client.polling([("authorization", "Bearer ann:reader")])
    connection = await held.arrived.get()
    connection.listener = recorder = Recorder()
    for credentials in ("ann:reader", "ann:editor", "bob:reader"):
        poll = client.poll(token, [("authorization", f"Bearer {credentials}")])
        await settle()
        poll.leave()
        await poll.task
    assert connection.user is not None
    assert connection.user.identifier == "bob"
    assert [(user.identifier, user.claims["role"]) for user in recorder.users if user] == [
        ("ann", "editor"),
        ("bob", "reader"),
    ]
    assert connection.request.bearer_token == "ann:reader"
    assert [getattr(record, "event", "") for record in caplog.records] == ["connection_user_changed"]
