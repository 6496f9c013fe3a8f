"""Drives an ASGI application in memory: HTTP exchanges, WebSockets and a clock, all in the hands of the test."""

import asyncio
import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from copydesk.signalr.clock import SystemClock
from copydesk.signalr.connections.asgi import ASGIApp, Message, Scope

Pairs = Iterable[tuple[str, str]]


async def settle() -> None:
    """Let every task run until it waits for something that only the test can bring."""
    for _ in range(25):
        await SystemClock().sleep(0)


class ManualClock:
    """Stands still until told to advance."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._start = datetime(2026, 1, 1, tzinfo=UTC)
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        return self._now

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._now - 1000.0)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await settle()
            return
        waiter = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, id(waiter), waiter))
        await waiter

    async def advance(self, seconds: float) -> None:
        end = self._now + seconds
        while self._now < end:
            await settle()
            self._now = min(self._now + 1, end)
            while self._sleepers and self._sleepers[0][0] <= self._now:
                waiter = heapq.heappop(self._sleepers)[2]
                if not waiter.done():
                    waiter.set_result(None)
            await settle()


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


def scope_for(kind: str, target: str, headers: Pairs = (), *, host: str = "test", **more: Any) -> Scope:
    path, _, query = target.partition("?")
    return {
        "type": kind,
        "path": path,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", host.encode()), *((name.lower().encode(), value.encode()) for name, value in headers)],
        "client": ("127.0.0.1", 50000),
        "extensions": {},
        **more,
    }


class _Request:
    """One ASGI request: what the server would do for the application."""

    def __init__(self, app: ASGIApp, scope: Scope) -> None:
        self.events: asyncio.Queue[Message] = asyncio.Queue()
        self.gate = asyncio.Event()  # Clear it and sends wait, as on a connection that is backed up.
        self.gate.set()
        self.task = asyncio.ensure_future(app(scope, self.events.get, self.send))

    async def send(self, message: Message) -> None:
        await self.gate.wait()
        self.take(message)

    def take(self, message: Message) -> None:
        raise NotImplementedError

    def stall(self) -> None:
        self.gate.clear()

    def resume(self) -> None:
        self.gate.set()


class Exchange(_Request):
    """An HTTP request and what came back so far."""

    def __init__(self, app: ASGIApp, scope: Scope, body: bytes | None) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.complete = False
        self._news = asyncio.Event()
        super().__init__(app, scope)
        if body is not None:
            self.feed(body, more=False)

    def feed(self, body: bytes, *, more: bool = True) -> None:
        self.events.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def leave(self) -> None:
        self.events.put_nowait({"type": "http.disconnect"})

    def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message.get("headers", [])}
        else:
            self.body += message.get("body", b"")
            self.complete = not message.get("more_body", False)
        self._news.set()

    async def body_of(self, length: int) -> bytes:
        """Wait for at least `length` bytes of the body."""
        while len(self.body) < length:
            self._news.clear()
            await self._news.wait()
        return self.body

    async def response(self) -> Response:
        await self.task
        assert self.complete
        return Response(self.status, self.headers, self.body)


class Denied(Exception):  # noqa: N818 - what happened to the upgrade
    def __init__(self, status: int, text: str) -> None:
        super().__init__(status, text)
        self.status, self.text = status, text


class WebSocket(_Request):
    """A WebSocket client."""

    def __init__(self, app: ASGIApp, scope: Scope, *, answers_close: bool = True) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.answers_close = answers_close
        self._denied: Message = {}
        super().__init__(app, scope)
        self.events.put_nowait({"type": "websocket.connect"})

    def take(self, message: Message) -> None:
        if message["type"] == "websocket.http.response.start":
            self._denied = message
        elif message["type"] == "websocket.http.response.body":
            self.sent.put_nowait({**self._denied, **message, "type": "denied"})
        else:
            self.sent.put_nowait(message)
            if message["type"] == "websocket.close" and self.answers_close:
                self.close(message.get("code", 1000))

    async def accepted(self) -> Message:
        message = await self.sent.get()
        if message["type"] == "denied":
            await self.task
            raise Denied(message["status"], message["body"].decode())
        if message["type"] == "websocket.close":
            await self.task
            raise Denied(403, message.get("reason", ""))
        assert message["type"] == "websocket.accept"
        return message

    def write(self, data: str | bytes) -> None:
        kind = "text" if isinstance(data, str) else "bytes"
        self.events.put_nowait({"type": "websocket.receive", kind: data})

    async def read(self) -> str | bytes:
        message = await self.sent.get()
        assert message["type"] == "websocket.send", message
        return message["text"] if message.get("text") is not None else message["bytes"]  # type: ignore[no-any-return]

    async def closing(self) -> Message:
        """Return the close message that the application sends next."""
        message = await self.sent.get()
        assert message["type"] == "websocket.close", message
        return message

    def close(self, code: int = 1000) -> None:
        self.events.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})

    def vanish(self) -> None:
        self.events.put_nowait({"type": "websocket.disconnect", "code": 1006})


class Client:
    """Speaks to one application; everything it opened is taken down by `leave`."""

    def __init__(self, app: ASGIApp, path: str = "/") -> None:
        self.app, self.path = app, path
        self._open: list[_Request] = []

    def begin(self, method: str, target: str, headers: Pairs = (), body: bytes | None = b"", **more: Any) -> Exchange:
        """Begin a request; with `body=None` the test feeds the body."""
        exchange = Exchange(self.app, scope_for("http", target, headers, method=method, **more), body)
        self._open.append(exchange)
        return exchange

    async def ask(self, method: str, target: str, headers: Pairs = (), body: bytes = b"", **more: Any) -> Response:
        return await self.begin(method, target, headers, body, **more).response()

    async def negotiate(self, query: str = "negotiateVersion=1", headers: Pairs = ()) -> Any:
        response = await self.ask("POST", f"{self.path.rstrip('/')}/negotiate?{query}", headers)
        assert response.status == 200, response
        return response.json()

    async def token(self, query: str = "negotiateVersion=1", headers: Pairs = ()) -> str:
        answer = await self.negotiate(query, headers)
        return str(answer.get("connectionToken", answer.get("connectionId")))

    def target(self, token: str | None) -> str:
        return self.path if token is None else f"{self.path}?id={token}"

    def knock(self, target: str, headers: Pairs = (), *, real_denial: bool = True, **more: Any) -> WebSocket:
        """Ask for an upgrade, without waiting for the answer."""
        answers_close = more.pop("answers_close", True)
        extensions: dict[str, Any] = {"websocket.http.response": {}} if real_denial else {}
        scope = scope_for("websocket", target, headers, **{"extensions": extensions, **more})
        socket = WebSocket(self.app, scope, answers_close=answers_close)
        self._open.append(socket)
        return socket

    async def web_socket(self, token: str | None = None, headers: Pairs = (), **more: Any) -> WebSocket:
        socket = self.knock(self.target(token), headers, **more)
        await socket.accepted()
        return socket

    async def events(self, token: str, headers: Pairs = ()) -> Exchange:
        exchange = self.begin("GET", self.target(token), [("accept", "text/event-stream"), *headers])
        await exchange.body_of(1)
        return exchange

    def poll(self, token: str, headers: Pairs = ()) -> Exchange:
        return self.begin("GET", self.target(token), headers)

    async def polling(self, headers: Pairs = ()) -> str:
        """Open a long-polling connection: negotiate and have the first poll answered."""
        token = await self.token(headers=headers)
        assert (await self.poll(token, headers).response()).status == 200
        return token

    async def post(self, token: str, body: bytes, headers: Pairs = ()) -> Response:
        return await self.ask("POST", self.target(token), headers, body)

    async def leave(self) -> None:
        for request in self._open:
            request.task.cancel()
        await asyncio.gather(*(request.task for request in self._open), return_exceptions=True)
