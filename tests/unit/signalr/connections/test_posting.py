import pytest

from copydesk.signalr.connections import ConnectionLost
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import settle
from tests.unit.signalr.connections.handlers import Held


@pytest.mark.rule("ST15")
async def test_posts_are_serialised_and_a_poll_does_not_wait_for_them(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    slow = client.begin("POST", client.target(token), body=None)
    slow.feed(b"fir")
    await settle()
    quick = client.begin("POST", client.target(token), body=b"second")
    await settle()
    assert not quick.complete
    connection.write(b"down")
    assert (await client.poll(token).response()).body == b"down"
    slow.feed(b"st,", more=False)
    assert (await slow.response()).status == (await quick.response()).status == 200
    assert await connection.receive() == b"first,second"


@pytest.mark.rule("ST16")
async def test_a_post_waits_until_half_of_the_buffer_is_read(serve: Serve, held: Held) -> None:
    client = serve(held, application_max_buffer_size=8)
    token = await client.polling()
    connection = await held.arrived.get()
    assert (await client.post(token, b"12345678")).status == 200
    waiting = client.begin("POST", client.target(token), body=b"9")
    await settle()
    assert not waiting.complete
    connection.write(b"down")
    assert (await client.poll(token).response()).body == b"down"
    assert await connection.receive() == b"123456789"
    assert (await waiting.response()).status == 200


@pytest.mark.rule("ST16")
async def test_a_socket_is_not_read_while_too_much_is_unread(serve: Serve, held: Held) -> None:
    socket = await serve(held, application_max_buffer_size=8).web_socket()
    connection = await held.arrived.get()
    for _ in range(5):
        socket.write(b"12345")
    await settle()
    assert socket.events.qsize() == 3
    assert await connection.receive() == b"1234512345"
    await settle()
    assert socket.events.qsize() == 1


@pytest.mark.rule("ST17")
async def test_a_waiting_post_learns_that_its_connection_is_gone(serve: Serve, held: Held) -> None:
    client = serve(held, application_max_buffer_size=8)
    token = await client.polling()
    connection = await held.arrived.get()
    waiting = client.begin("POST", client.target(token), body=b"123456789")
    await settle()
    connection.abort("test")
    assert (await waiting.response()).status == 404


@pytest.mark.rule("ST17")
async def test_a_body_that_breaks_off_is_400_and_leaves_no_half_message(serve: Serve, held: Held) -> None:
    client = serve(held)
    token = await client.polling()
    connection = await held.arrived.get()
    broken = client.begin("POST", client.target(token), body=None)
    broken.feed(b"half a mess")
    broken.leave()
    assert (await broken.response()).status == 400
    await client.post(token, b"whole")
    assert await connection.receive() == b"whole"


@pytest.mark.rule("ST17")
async def test_a_large_body_that_breaks_off_ends_the_connection(serve: Serve, held: Held) -> None:
    client = serve(held, application_max_buffer_size=8)
    token = await client.polling()
    connection = await held.arrived.get()
    broken = client.begin("POST", client.target(token), body=None)
    broken.feed(b"more than eight")
    await settle()
    assert await connection.receive() == b"more than eight"
    broken.leave()
    assert (await broken.response()).status == 400
    with pytest.raises(ConnectionLost, match="broke off"):
        await connection.receive()


@pytest.mark.rule("ST18")
async def test_a_large_body_over_the_limit_ends_the_connection(serve: Serve, held: Held) -> None:
    client = serve(held, application_max_buffer_size=8, maximum_body_size=20)
    token = await client.polling()
    connection = await held.arrived.get()
    large = client.begin("POST", client.target(token), body=None)
    large.feed(b"123456789")
    await settle()
    assert await connection.receive() == b"123456789"
    large.feed(b"123456789012", more=False)
    assert (await large.response()).status == 413
    assert connection.closed
