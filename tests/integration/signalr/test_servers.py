"""The three transports on every supported server, through clients that know nothing of this project."""

import asyncio

import pytest
import websockets

from tests.integration.signalr.servers import Server


@pytest.mark.rule("ST90", "ST21")
async def test_web_sockets_carry_text_both_ways(server: Server) -> None:
    async with websockets.connect(server.web_socket_url(f"/echo?id={await server.token()}")) as socket:
        for message in ("hello", "é" * 40_000):
            await socket.send(message)
            received = ""
            while len(received) < len(message):
                part = await socket.recv()
                assert isinstance(part, str)
                received += part
            assert received == message


@pytest.mark.rule("ST90", "ST30", "ST31", "ST33")
async def test_server_sent_events_stream(server: Server) -> None:
    token = await server.token()
    async with (
        server.client() as client,
        client.stream("GET", f"/echo?id={token}", headers={"accept": "text/event-stream"}) as stream,
    ):
        assert stream.headers["content-type"] == "text/event-stream"
        chunks = stream.aiter_bytes()
        assert await anext(chunks) == b":\r\n"
        posted = await client.post(f"/echo?id={token}", content="one\ntwo")
        assert (posted.status_code, posted.content) == (200, b"")
        assert await anext(chunks) == b"data: one\r\ndata: two\r\n\r\n"


@pytest.mark.rule("ST90", "ST33")
async def test_a_client_that_leaves_its_events_ends_the_connection(server: Server) -> None:
    token = await server.token(query="negotiateVersion=1&name=leaving")
    address = f"/echo?id={token}&name=leaving"
    async with (
        server.client() as client,
        client.stream("GET", address, headers={"accept": "text/event-stream"}) as stream,
    ):
        assert await anext(stream.aiter_bytes()) == b":\r\n"
    assert await server.end_of("leaving") == "ended"


@pytest.mark.rule("ST90", "ST40", "ST41", "ST44", "ST45")
async def test_long_polling_asks_again_and_again(server: Server) -> None:
    token = await server.token()
    async with server.client() as client:
        assert (await client.get(f"/echo?id={token}")).content == b""
        poll = asyncio.ensure_future(client.get(f"/echo?id={token}"))
        await client.post(f"/echo?id={token}", content=b"hello")
        answer = await poll
        assert (answer.status_code, answer.content) == (200, b"hello")
        assert answer.headers["expires"] == "Thu, 01 Jan 1970 00:00:00 GMT"
        poll = asyncio.ensure_future(client.get(f"/echo?id={token}"))
        assert (await client.delete(f"/echo?id={token}")).status_code == 202
        assert (await poll).status_code in {204, 404}  # The poll and the DELETE race to the server.
        assert (await client.get(f"/echo?id={token}")).status_code == 404


@pytest.mark.rule("ST90", "ST22", "ST23", "ST70")
async def test_refused_upgrades_have_their_status(server: Server) -> None:
    async def status_of(path: str) -> int:
        socket = await asyncio.to_thread(server.upgrade, path)
        socket.close()
        return socket.status

    token = await server.token()
    async with websockets.connect(server.web_socket_url(f"/echo?id={token}")):
        assert await status_of(f"/echo?id={token}") == 409
    assert await status_of("/echo?id=unknown") == 404
    assert await status_of("/private") == 401
    assert await status_of("/private?access_token=me") == 101


@pytest.mark.rule("ST90", "ST70")
async def test_the_text_unauthorized_is_in_the_body(server: Server) -> None:
    async with server.client() as client:
        response = await client.post("/private/negotiate?negotiateVersion=1")
    assert (response.status_code, response.text) == (401, "Unauthorized")


@pytest.mark.rule("ST90", "ST60")
async def test_a_lost_socket_can_be_replaced(server: Server) -> None:
    token = await server.token("/stateful", "negotiateVersion=1&useStatefulReconnect=true")
    first = await asyncio.to_thread(server.upgrade, f"/stateful?id={token}")
    first.send(1, b"one")
    assert first.receive() == (1, b"one")
    first.vanish()
    async with websockets.connect(server.web_socket_url(f"/stateful?id={token}")) as second:
        assert await second.recv() == "again"
        await second.send("two")
        assert await second.recv() == "two"


@pytest.mark.rule("ST90", "ST24")
async def test_a_body_less_post_negotiates(server: Server) -> None:
    async with server.client() as client:
        request = client.build_request("POST", "/echo/negotiate?negotiateVersion=1", headers={"content-length": "0"})
        assert (await client.send(request)).status_code == 200


@pytest.mark.rule("ST72")
async def test_no_token_stands_in_the_log(server: Server) -> None:
    token = await server.token()
    async with server.client() as client:
        await client.get(f"/echo?id={token}&access_token=verysecret")
    with pytest.raises(websockets.InvalidStatus):
        await websockets.connect(server.web_socket_url("/echo?id=unknown&access_token=verysecret"))
    log = server.log.read_text()
    assert token not in log
    assert "verysecret" not in log


@pytest.mark.rule("ST92")
async def test_a_storm_of_polls_is_answered_and_harms_nobody_else(server: Server) -> None:
    token, other = await server.token(), await server.token()
    async with server.client() as client:
        await client.get(f"/echo?id={token}")
        storm = [asyncio.ensure_future(client.get(f"/echo?id={token}")) for _ in range(50)]
        async with websockets.connect(server.web_socket_url(f"/echo?id={other}")) as socket:
            await socket.send("calm")
            assert await socket.recv() == "calm"
        done, waiting = await asyncio.wait(storm, return_when=asyncio.FIRST_COMPLETED)
        while len(waiting) > 1:
            some, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            done |= some
        assert {poll.result().status_code for poll in done} <= {204, 409}
        assert (await client.delete(f"/echo?id={token}")).status_code == 202
        assert (await waiting.pop()).status_code == 204


@pytest.mark.rule("ST92")
async def test_a_flood_of_headers_is_refused_and_the_server_lives(server: Server) -> None:
    socket = await asyncio.to_thread(server.upgrade, "/echo", "".join(f"X-{n}: {'x' * 1000}\r\n" for n in range(120)))
    assert not socket.head or socket.status in {400, 431}
    socket.close()
    assert await server.token()
