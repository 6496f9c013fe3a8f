"""The endpoint below the frameworks that people mount it in; in memory, because only the scopes differ."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from litestar import Litestar, asgi
from litestar.types import Receive, Scope, Send
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from copydesk.signalr.connections import ConnectionEndpoint
from copydesk.signalr.connections.asgi import ASGIApp
from tests.unit.signalr.connections.driver import Client, ManualClock, settle
from tests.unit.signalr.connections.handlers import echo


def in_starlette(endpoint: ConnectionEndpoint) -> ASGIApp:
    return Starlette(routes=[Mount("/chat", endpoint)])


def in_nested_starlette(endpoint: ConnectionEndpoint) -> ASGIApp:
    return Starlette(routes=[Mount("/api", Starlette(routes=[Mount("/chat", endpoint)]))])


def below_middleware(endpoint: ConnectionEndpoint) -> ASGIApp:
    async def tag(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["x-tag"] = "1"
        return response

    middleware = [Middleware(GZipMiddleware, minimum_size=1), Middleware(BaseHTTPMiddleware, dispatch=tag)]
    return Starlette(routes=[Mount("/chat", endpoint)], middleware=middleware)


def in_fastapi(endpoint: ConnectionEndpoint) -> ASGIApp:
    app = FastAPI()
    app.mount("/chat", endpoint)
    return app


def in_litestar(endpoint: ConnectionEndpoint) -> ASGIApp:
    @asgi("/chat", is_mount=True, copy_scope=True)
    async def chat(scope: Scope, receive: Receive, send: Send) -> None:
        await endpoint(scope, receive, send)  # type: ignore[arg-type] # the same protocol in narrower types

    return Litestar([chat])  # type: ignore[return-value] # as above


def as_it_is(endpoint: ConnectionEndpoint) -> ASGIApp:
    return endpoint


@pytest.fixture
async def endpoint() -> AsyncIterator[ConnectionEndpoint]:
    clock = ManualClock()
    one = ConnectionEndpoint(echo, clock=clock)
    yield one
    await asyncio.gather(one.close(), clock.advance(6))


@pytest.mark.rule("ST93", "ST10")
@pytest.mark.parametrize(
    ("mount", "path"),
    [
        (in_starlette, "/chat/"),  # Starlette matches a mount only with the slash; see HubMiddleware.
        (in_nested_starlette, "/api/chat/"),
        (below_middleware, "/chat/"),
        (in_fastapi, "/chat/"),
        (in_litestar, "/chat"),
        (in_litestar, "/chat/"),
        (as_it_is, "/"),
    ],
)
async def test_every_transport_works_where_it_is_mounted(
    endpoint: ConnectionEndpoint, mount: object, path: str
) -> None:
    assert callable(mount)
    client = Client(mount(endpoint), path)
    socket = await client.web_socket(await client.token())
    socket.write("hello")
    assert await socket.read() == "hello"
    token = await client.token()
    stream = await client.events(token)
    assert (await client.post(token, b"hi")).status == 200
    assert await stream.body_of(15) == b":\r\ndata: hi\r\n\r\n"
    token = await client.polling()
    poll = client.poll(token)
    await settle()
    await client.post(token, b"hi")
    assert (await poll.response()).body == b"hi"
    assert (await client.ask("POST", f"{path.rstrip('/')}/unknown")).status == 404
    socket.close()
    stream.leave()
    assert (await client.ask("DELETE", client.target(token))).status == 202
