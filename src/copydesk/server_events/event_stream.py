"""The same events as a plain stream of server-sent events, at `/events`, for curl and for clients without SignalR."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final, TypeAlias

import msgspec

from copydesk.identity import Principal, PrincipalKind
from copydesk.identity.errors import InvalidTokenError
from copydesk.server_events.live import LiveEvents
from copydesk.server_events.outlets import Listener
from copydesk.server_events.streams import EventStream, StreamOutlet, place_mark
from copydesk.signalr import ConnectionRequest

__all__ = ["EVENTS_PATH", "EventStreamOptions", "EventsApp"]

EVENTS_PATH: Final = "/events"
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
_HEADERS = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),  # Tells nginx not to hold events back.
)


@dataclass(frozen=True, slots=True)
class EventStreamOptions:
    """How streams are kept.

    Attributes:
        keep_alive: so often a comment is sent when there is nothing else, seconds.
        most_waiting: so many events may wait for a slow client; then the stream ends, and the client comes again with
            the last one it got.
    """

    keep_alive: float = 15.0
    most_waiting: int = 1000


class EventsApp:
    """The ASGI application.

    Args:
        live: the node's live events.
        authenticate: finds out who asks, as `Authenticator.authenticate` does.
        now: the time.
        options: how streams are kept.
    """

    def __init__(
        self,
        live: LiveEvents,
        authenticate: Callable[[str | None], Awaitable[Principal]],
        now: Callable[[], datetime],
        options: EventStreamOptions | None = None,
    ) -> None:
        self._live = live
        self._authenticate = authenticate
        self._now = now
        self._options = options or EventStreamOptions()
        self._outlet = StreamOutlet()
        self._numbers = count(1)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        request = ConnectionRequest(dict(scope))
        if request.method != "GET":
            await _refuse(send, 405, "Events are read with GET", [(b"allow", b"GET")])
            return
        principal = await self._caller(request)
        if principal is None:
            await _refuse(send, 401, "Show a token to read events", [(b"www-authenticate", b"Bearer")])
        elif not principal.profile.back_office:
            await _refuse(send, 403, "You may not read events", [])
        else:
            await self._serve(request, principal, receive, send)

    def close(self) -> None:
        """End every stream; clients come again with the last event that they got."""
        self._outlet.end_all()

    async def _caller(self, request: ConnectionRequest) -> Principal | None:
        try:
            principal = await self._authenticate(request.bearer_token)
        except InvalidTokenError:
            return None
        return None if principal.kind is PrincipalKind.ANONYMOUS else principal

    async def _serve(self, request: ConnectionRequest, principal: Principal, receive: Receive, send: Send) -> None:
        listener = Listener(f"stream {next(self._numbers)}", self._outlet, principal)
        stream = EventStream(self._options.most_waiting)
        self._outlet.open(listener, stream)
        gone = asyncio.get_running_loop().create_task(_until_gone(receive, stream), name="event stream watch")
        try:
            await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
            await send({"type": "http.response.body", "body": b": here are the events\n\n", "more_body": True})
            cursor = request.headers.get("last-event-id") or request.query_value("cursor") or None
            await self._live.join(listener, cursor)
            if cursor is None and not listener.ended:  # Who is lost before the first event can go on from here.
                stream.put(place_mark(listener.since))
            await self._pump(listener, stream, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self._outlet.close(listener)
            await self._live.leave(listener)
            with suppress(asyncio.CancelledError):
                await gone

    async def _pump(self, listener: Listener, stream: EventStream, send: Send) -> None:
        while (body := await stream.take(self._patience(listener))) is not None:
            if listener.principal.expired(self._now()):
                await self._live.cut_off(listener)
            else:
                alive = body or self._sign_of_life(listener, stream)
                await send({"type": "http.response.body", "body": alive, "more_body": True})

    def _sign_of_life(self, listener: Listener, stream: EventStream) -> bytes:
        """Say where a quiet client is, so that it need not go back to an event of long ago; or just that it goes on."""
        if listener.group is None or not stream.is_empty:
            return b": still here\n\n"
        return place_mark(max(self._live.position, self._outlet.position))

    def _patience(self, listener: Listener) -> float:
        """Return how long to wait for an event: until the next sign of life, or until the token ends."""
        ends = listener.principal.expires_at
        left = (ends - self._now()).total_seconds() if ends is not None else self._options.keep_alive
        return max(0.0, min(self._options.keep_alive, left))


async def _until_gone(receive: Receive, stream: EventStream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _refuse(send: Send, status: int, title: str, headers: list[tuple[bytes, bytes]]) -> None:
    body = msgspec.json.encode({"type": "about:blank", "title": title, "status": status})
    every = [(b"content-type", b"application/problem+json"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": every})
    await send({"type": "http.response.body", "body": body})
