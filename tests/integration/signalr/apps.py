"""The application that the server tests run in a process of its own: raw endpoints, and how their connections ended."""

import asyncio
import os

import uvicorn

from copydesk.signalr.connections import (
    CloseRequested,
    Connection,
    ConnectionEndpoint,
    ConnectionLost,
    ConnectionRequest,
    Principal,
    Reattached,
    require_user,
)
from copydesk.signalr.connections.asgi import Receive, Scope, Send, answer
from copydesk.signalr.middleware import HubMiddleware
from copydesk.signalr.options import ConnectionOptions
from copydesk.signalr.uvicorn import SignalRServer, SignalRWebSocketProtocol

ends: dict[str, str] = {}
news = asyncio.Condition()


async def note(connection: Connection, end: str) -> None:
    async with news:
        ends[connection.request.query_value("name") or ""] = end
        news.notify_all()


async def echo(connection: Connection) -> None:
    try:
        while (received := await connection.receive()) is not None:
            if isinstance(received, Reattached):
                connection.write(b"again")
            else:
                connection.write(received)
                await connection.drain()
        await note(connection, "ended")
    except ConnectionLost as error:
        await note(connection, str(error))
    except CloseRequested as request:
        connection.write(f"goodbye: {request.reason}".encode())


async def flood(connection: Connection) -> None:
    """Write without ever waiting, as broadcasts do, to a peer that may not read."""
    await connection.receive()
    while connection.write(b"x" * 10_000):
        await asyncio.get_running_loop().run_in_executor(None, int)
    try:
        await connection.receive()
    except ConnectionLost as error:
        await note(connection, str(error))


async def authenticate(request: ConnectionRequest) -> Principal | None:
    return Principal(request.bearer_token) if request.bearer_token else None


async def report(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `GET /ends/name` once the connection of this name has ended, and everything else with 404."""
    if scope["type"] == "lifespan":
        while True:
            event = await receive()
            await send({"type": f"{event['type']}.complete"})
            if event["type"] == "lifespan.shutdown":
                return
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close"})
    elif scope["path"].startswith("/ends/"):
        name = scope["path"].removeprefix("/ends/")
        async with news:
            await news.wait_for(lambda: name in ends)
        await answer(send, 200, ends[name].encode())
    else:
        await answer(send, 404)


ANY_ORIGIN = frozenset({"*"})
app = HubMiddleware(
    report,
    {
        "/echo": ConnectionEndpoint(echo),
        "/stateful": ConnectionEndpoint(echo, options=ConnectionOptions(allow_stateful_reconnect=True)),
        "/private": ConnectionEndpoint(echo, authenticate=authenticate, authorize=require_user),
        "/flood": ConnectionEndpoint(flood, options=ConnectionOptions(allowed_origins=ANY_ORIGIN)),
    },
)

if __name__ == "__main__":
    config = uvicorn.Config(app, port=int(os.environ["PORT"]), ws=SignalRWebSocketProtocol, log_level="info")
    SignalRServer(config, *(hub.close for _, hub in app._hubs.values())).run()
