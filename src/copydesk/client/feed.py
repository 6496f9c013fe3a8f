"""The feed: follows `/events` across everything that may happen to a connection."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

import aiohttp
import msgspec

from copydesk.client.parsing import Frame, FrameParser
from copydesk.server_events.event_stream import EVENTS_PATH
from copydesk.server_events.model import ServerEvent
from copydesk.server_events.outlets import Reset

__all__ = ["PAUSES", "EventFeed", "FeedRefusedError", "TokenSource", "Told", "Trouble"]

Told = ServerEvent | Reset
"""What a feed gives: events, and now and then that it cannot go on and what is known must be read again."""
TokenSource = Callable[[], Awaitable[str]]

PAUSES: Final = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""How long to wait before each attempt in a row to connect again, seconds; the last one counts from then on."""
_SILENCE: Final = 45.0
"""A server says something at least every 15 seconds; after this long it counts as gone."""
_REFUSALS: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
_LOST: Final = (aiohttp.ClientError, TimeoutError, ConnectionError)


class FeedRefusedError(Exception):
    """The server refuses this client, and would refuse it again.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"the server refuses ({status}): {detail}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a feed has no connection for now.

    Attributes:
        reason: what happened.
        pause: after how many seconds it tries again.
    """

    reason: str
    pause: float


class EventFeed:
    """Follows the live events of one server, as one user or service. Use it with `async with`.

    Args:
        address: of the server, such as `http://127.0.0.1:8000`.
        token: an access token or API key; or what gives one, asked before each connection, so that short tokens do.
        cursor: where to go on; without it, what comes from now on is told.
        on_live: called whenever a connection is up: from then on nothing is missed.
        on_trouble: told of each lost or refused connection before the feed tries again.
        pauses: how long to wait before each attempt in a row, seconds.

    Attributes:
        cursor: the place after everything that was given out. Keep it once that is dealt with.
    """

    def __init__(
        self,
        address: str,
        token: str | TokenSource,
        *,
        cursor: str | None = None,
        on_live: Callable[[], object] = lambda: None,
        on_trouble: Callable[[Trouble], object] = lambda _: None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.cursor = cursor
        self._url = address.rstrip("/") + EVENTS_PATH
        self._token = token
        self._on_live = on_live
        self._on_trouble = on_trouble
        self._pauses = pauses
        self._attempts = 0
        self._closed = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=_SILENCE)
        self._session = aiohttp.ClientSession(timeout=timeout)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        if self._session is not None:
            await self._session.close()

    async def follow(self) -> AsyncGenerator[Told]:
        """Give what the user may hear, in order, without gap or repeat, whatever happens to the connection.

        Raises:
            FeedRefusedError: the token is not good (any more), or this is not a Copydesk.
        """
        while not self._closed.is_set():
            try:
                async with aclosing(self._connection()) as told:
                    async for one in told:
                        yield one
                reason = "the server ended the stream"
            except _LOST as error:
                reason = str(error) or type(error).__name__
            await self._pause(reason)

    async def _connection(self) -> AsyncGenerator[Told]:
        async with await self._asked() as answer:
            if answer.status != HTTPStatus.OK:
                raise aiohttp.ClientError(f"the server answers {answer.status}")
            if self.cursor:  # Without one, the server first says from where on it tells.
                self._on_live()
            parser = FrameParser()
            async for piece in answer.content.iter_any():
                for frame in parser.feed(piece):
                    self._go_on_after(frame)
                    if frame.data:
                        yield _told(frame)

    async def _asked(self) -> aiohttp.ClientResponse:
        if self._session is None:
            raise RuntimeError("use the feed with `async with`")
        token = self._token if isinstance(self._token, str) else await self._token()
        place = {"Last-Event-ID": self.cursor} if self.cursor else {}
        answer = await self._session.get(self._url, headers={"Authorization": f"Bearer {token}", **place})
        if answer.status in _REFUSALS:
            async with answer:
                raise FeedRefusedError(answer.status, _detail(await answer.read()))
        return answer

    def _go_on_after(self, frame: Frame) -> None:
        if frame.id and frame.id != self.cursor:
            is_first, self.cursor = self.cursor is None, frame.id
            self._attempts = 0
            if is_first:
                self._on_live()

    async def _pause(self, reason: str) -> None:
        pause = self._pauses[min(self._attempts, len(self._pauses) - 1)]
        self._attempts += 1
        self._on_trouble(Trouble(reason, pause))
        try:
            async with asyncio.timeout(pause):
                await self._closed.wait()
        except TimeoutError:
            return


def _told(frame: Frame) -> Told:
    if frame.event == "reset":
        return msgspec.json.decode(frame.data, type=Reset)
    return msgspec.json.decode(frame.data, type=ServerEvent)


def _detail(body: bytes) -> str:
    try:
        problem = msgspec.json.decode(body, type=dict[str, object])
    except msgspec.DecodeError:
        return "this does not look like a Copydesk"
    return str(problem.get("detail") or problem.get("title") or "")
