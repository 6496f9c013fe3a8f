"""The shipped uvicorn server, from its start to SIGTERM."""

import asyncio
from pathlib import Path

import pytest
import websockets

from tests.integration.signalr.servers import running


@pytest.mark.rule("ST94", "ST80")
async def test_connections_say_goodbye_before_the_server_stops(tmp_path: Path) -> None:
    with running("the SignalR server", tmp_path) as server:
        async with server.client() as client:
            token = await server.token()
            headers = {"accept": "text/event-stream"}
            socket = await websockets.connect(server.web_socket_url("/echo"))
            async with client.stream("GET", f"/echo?id={token}", headers=headers) as stream:
                chunks = stream.aiter_bytes()
                assert await anext(chunks) == b":\r\n"
                server.process.terminate()
                assert await socket.recv() == "goodbye: shutdown"
                with pytest.raises(websockets.ConnectionClosedOK):
                    await socket.recv()
                assert await anext(chunks) == b"data: goodbye: shutdown\r\n\r\n"
                assert [chunk async for chunk in chunks] == []
        await asyncio.to_thread(server.process.wait, 20)
        assert "Finished server process" in server.log.read_text()
        assert "ERROR" not in server.log.read_text()
