"""What is special about a request that writes: whose tab is behind it, and when it is answered."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Final

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from copydesk.http.correlation import correlation_id
from copydesk.http.requests import UnsoundRequestError
from copydesk.http.sentences import Sentences
from copydesk.journal import Attribution, attributed_to

__all__ = ["ORIGIN_HEADER", "WriteMiddleware"]

ORIGIN_HEADER = "Copydesk-Origin"
"""In which a tab names itself, so that it knows its own changes among the live events."""

_log = logging.getLogger("copydesk.http")
_LONGEST_ORIGIN: Final = 128
_ORIGIN = re.compile(rf"[A-Za-z0-9._:-]{{0,{_LONGEST_ORIGIN}}}")
_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class WriteMiddleware(ASGIMiddleware):
    """Attributes what a request changes to its tab, and answers only once this node's listeners were told.

    A client that reads again right after its own change has heard of it by then (as in the reference).

    Args:
        told: waits, for a bounded time, until everything written so far was handed to this node's listeners.
    """

    def __init__(self, told: Callable[[], Awaitable[object]] | None) -> None:
        self._told = told

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve the request."""
        if scope["type"] == ScopeType.WEBSOCKET or scope["method"] in _READING:
            await next_app(scope, receive, send)
            return

        async def send_when_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._tell()
            await send(message)

        with attributed_to(Attribution(origin=_origin(scope), trace_id=correlation_id())):
            await next_app(scope, receive, send_when_told)

    async def _tell(self) -> None:
        if self._told is not None and await self._told() is False:
            _log.warning("a write is answered before this node's listeners were told of it; they are slow")


def _origin(scope: Scope) -> str | None:
    origin = dict(scope["headers"]).get(ORIGIN_HEADER.lower().encode(), b"").decode("latin-1")
    if not _ORIGIN.fullmatch(origin):
        raise UnsoundRequestError(Sentences.INVALID_ORIGIN(header=ORIGIN_HEADER, limit=_LONGEST_ORIGIN))
    return origin or None
